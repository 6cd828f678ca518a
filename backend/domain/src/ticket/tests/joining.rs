//! Links, merges, forwarding, taking back, and what goes to whom.

use pult_shared::{
    command::{Admit, Dismiss, Forward, LinkKind, LinkTo, LogCall, Merge, RecallReply, Redirect},
    event::Settled,
    ids::ArticleId,
};

use super::*;

const PAUL: PersonId = PersonId(Uuid::from_u128(0xA2));

fn other() -> Ticket {
    Ticket {
        id: TicketId(Uuid::from_u128(2)),
        number: TicketNumber("20261122000025".to_owned()),
        requester_id: PAUL,
        ..ticket()
    }
}

fn with_other(other: OtherTicket) -> TicketFacts {
    TicketFacts {
        target: TargetFacts::Other(Some(Box::new(other))),
        ..facts()
    }
}

fn beside(ticket: Ticket) -> OtherTicket {
    OtherTicket {
        ticket,
        links: Vec::new(),
        ancestors: Vec::new(),
        own_ancestors: Vec::new(),
        count: 0,
        merge: None,
    }
}

fn link(kind: LinkKind) -> Command {
    Command::Link(LinkTo {
        kind,
        ticket: "20261122000025".to_owned(),
    })
}

fn merge() -> Command {
    Command::Merge(Merge {
        into: "20261122000025".to_owned(),
        with_requester: None,
    })
}

#[test]
fn a_link_has_two_ends() {
    let decision = run(
        &ticket(),
        &link(LinkKind::Child),
        &with_other(beside(other())),
        Side::Agent,
    )
    .expect("decided");
    let [there] = decision.others.as_slice() else {
        panic!("one other ticket")
    };
    let TicketEvent::Linked { kind, ticket_id, .. } = &there.events[0] else {
        panic!("linked")
    };
    assert_eq!((*kind, *ticket_id), (LinkKind::Parent, ticket().id));
    assert_eq!(there.ticket.id, other().id);
}

#[test]
fn no_ticket_is_above_itself() {
    let above = OtherTicket {
        ancestors: vec![ticket().id],
        ..beside(other())
    };
    let refusal = run(&ticket(), &link(LinkKind::Parent), &with_other(above), Side::Agent).expect_err("refused");
    assert_eq!(refusal.code, ErrorCode::NotApplicable);
    let below = OtherTicket {
        own_ancestors: vec![other().id],
        ..beside(other())
    };
    let refusal = run(&ticket(), &link(LinkKind::Child), &with_other(below), Side::Agent).expect_err("refused");
    assert_eq!(refusal.code, ErrorCode::NotApplicable);
    let itself = run(
        &ticket(),
        &link(LinkKind::Related),
        &with_other(beside(ticket())),
        Side::Agent,
    );
    assert_eq!(itself.expect_err("refused").errors[0].code, FieldCode::NotAllowed);
}

#[test]
fn a_merge_makes_an_alias_and_can_be_taken_back() {
    let decision = run(&ticket(), &merge(), &with_other(beside(other())), Side::Agent).expect("decided");
    assert_eq!(decision.ticket.merged_into, Some(other().id));
    assert_eq!(decision.ticket.state_type, StateType::Merged);
    assert!(decision.mails.is_empty());
    // Whoever asked here reads on there.
    assert!(decision.others[0].ticket.participants.contains(&LENA));
    let merged = decision.ticket;
    let refusal = agent(&merged, &reply("x")).expect_err("refused");
    assert_eq!(refusal.code, ErrorCode::NotApplicable);
    let back = run(&merged, &Command::Unmerge, &with_other(beside(other())), Side::Agent).expect("decided");
    assert_eq!(
        (back.ticket.merged_into, back.ticket.state_type),
        (None, StateType::Open)
    );
    assert_eq!(back.ticket.closed_at, None);
}

#[test]
fn a_merge_never_goes_in_a_circle() {
    for into in [
        ticket(),
        Ticket {
            merged_into: Some(ticket().id),
            ..other()
        },
    ] {
        let refusal = run(&ticket(), &merge(), &with_other(beside(into)), Side::Agent).expect_err("refused");
        assert_eq!(refusal.errors[0].code, FieldCode::NotAllowed);
    }
    let hidden = TicketFacts {
        target: TargetFacts::Other(None),
        ..facts()
    };
    let refusal = run(&ticket(), &merge(), &hidden, Side::Agent).expect_err("refused");
    assert_eq!(
        (refusal.errors[0].field.as_str(), refusal.errors[0].code),
        ("into", FieldCode::Unknown)
    );
}

fn article(direction: Direction, author_id: Option<PersonId>) -> ArticleFacts {
    ArticleFacts {
        id: ArticleId(Uuid::from_u128(7)),
        direction,
        channel: Channel::Mail,
        author_id,
        subject: "x".to_owned(),
        from: None,
        to: vec![mailbox("lena@stud.example")],
        cc: Vec::new(),
        message_id: Some("m@uni.example".to_owned()),
        sent_as: None,
        raw: direction == Direction::Incoming,
        recalled: false,
        held: false,
        automatic: false,
    }
}

fn with_article(article: ArticleFacts) -> TicketFacts {
    TicketFacts {
        target: TargetFacts::Articles(vec![article]),
        ..facts()
    }
}

#[test]
fn forwarding_stays_inside_unless_said_otherwise() {
    let id = ArticleId(Uuid::from_u128(7));
    let forward = Command::Forward(Forward {
        to: vec![mailbox("firma@aussen.example")],
        article_ids: vec![id],
        ..Forward::default()
    });
    let facts = with_article(article(Direction::Incoming, Some(LENA)));
    let decision = run(&ticket(), &forward, &facts, Side::Agent).expect("decided");
    assert!(!decision.articles[0].visible_to_customer);
    assert_eq!(
        (decision.mails[0].kind, decision.mails[0].carries.as_slice()),
        (MailKind::Forward, [id].as_slice())
    );
    assert_eq!(decision.ticket.first_answer_at, None, "the customer has no answer yet");
    let refusal = agent(&ticket(), &forward).expect_err("an article of another ticket");
    assert_eq!(refusal.errors[0].code, FieldCode::Unknown);
}

#[test]
fn only_what_came_by_mail_is_redirected() {
    let redirect = Command::Redirect(Redirect {
        article_id: ArticleId(Uuid::from_u128(7)),
        to: vec![mailbox("dekanat@uni.example")],
    });
    let came = with_article(article(Direction::Incoming, Some(LENA)));
    assert_eq!(
        run(&ticket(), &redirect, &came, Side::Agent).expect("decided").mails[0].kind,
        MailKind::Redirect
    );
    let went = with_article(article(Direction::Outgoing, Some(AGENT)));
    assert!(run(&ticket(), &redirect, &went, Side::Agent).is_err());
}

#[test]
fn only_its_author_takes_a_reply_back() {
    let recall = Command::RecallReply(RecallReply {
        article_id: ArticleId(Uuid::from_u128(7)),
    });
    let mine = with_article(article(Direction::Outgoing, Some(AGENT)));
    let decision = run(&ticket(), &recall, &mine, Side::Agent).expect("decided");
    assert_eq!(decision.recalled, ["m@uni.example"]);
    let hers = with_article(article(Direction::Outgoing, Some(OTHER)));
    assert_eq!(
        run(&ticket(), &recall, &hers, Side::Agent).expect_err("refused").code,
        ErrorCode::Forbidden
    );
}

// req: D12 — whoever takes part gets the answers, unless the agent chose.
#[test]
fn answers_go_to_all_who_take_part() {
    let facts = TicketFacts {
        participants: vec![mailbox("paul@uni.example")],
        ..facts()
    };
    let all = run(&ticket(), &reply("x"), &facts, Side::Agent).expect("decided");
    assert_eq!(all.mails[0].cc, [mailbox("paul@uni.example")]);
    let one = Command::Reply(Reply {
        body: "x".to_owned(),
        to: vec![mailbox("lena@stud.example")],
        ..Reply::default()
    });
    assert!(
        run(&ticket(), &one, &facts, Side::Agent).expect("decided").mails[0]
            .cc
            .is_empty()
    );
}

// req: A8, B18
#[test]
fn a_call_is_an_article() {
    let call = |direction| {
        Command::LogCall(LogCall {
            direction,
            channel: None,
            body: "Ruft morgen wieder an.".to_owned(),
            subject: None,
            visible_to_customer: None,
            attachments: Vec::new(),
        })
    };
    let decision = agent(&ticket(), &call(Direction::Incoming)).expect("decided");
    assert_eq!(decision.articles[0].channel, Channel::Phone);
    assert_eq!(decision.articles[0].from, Some(mailbox("lena@stud.example")));
    assert!(decision.mails.is_empty());
    assert_eq!(decision.ticket.state_type, StateType::Open);
    assert!(agent(&ticket(), &call(Direction::Internal)).is_err());
}

// req: D24 — in the portal too.
#[test]
fn a_queue_may_take_no_answers_to_closed_tickets() {
    let closed = Ticket {
        queue_id: WLAN,
        ..in_state("closed_successful")
    };
    let refusal = run(&closed, &reply("x"), &facts(), Side::Customer).expect_err("refused");
    assert_eq!(refusal.code, ErrorCode::NotApplicable);
    let by_mail = TicketFacts {
        mail: Some(MailFacts {
            rejected: true,
            ..MailFacts::default()
        }),
        ..facts()
    };
    let kept = run(&closed, &reply("x"), &by_mail, Side::Customer).expect("nothing is lost");
    assert_eq!(kept.ticket.state_type, StateType::Closed);
    assert_eq!((kept.articles.len(), kept.mails[0].kind), (1, MailKind::Rejection));
}

// A stranger's message is let in by a click, or left aside; nothing of it happens twice.
#[test]
fn held_messages_are_decided_on_once() {
    let stranger = PersonId(uuid::Uuid::from_u128(77));
    let waiting = |held, automatic| TicketFacts {
        target: TargetFacts::Articles(vec![ArticleFacts {
            held,
            automatic,
            ..article(Direction::Incoming, Some(stranger))
        }]),
        ..facts()
    };
    let id = article(Direction::Incoming, None).id;
    let admit = Command::Admit(Admit { article_id: id });
    let closed = in_state("closed_successful");
    let let_in = run(&closed, &admit, &waiting(true, false), Side::Agent).expect("let in");
    assert_eq!(names(&let_in), ["participant_added", "held_settled", "state_changed"]);
    assert!(let_in.ticket.participants.contains(&stranger));
    assert_eq!(let_in.ticket.state_type, StateType::Open);
    assert!(let_in.ticket.last_contact_at.is_some());
    let machine = run(&closed, &admit, &waiting(true, true), Side::Agent).expect("let in");
    assert_eq!(machine.ticket.state_type, StateType::Closed, "machines wake nothing");
    let again = run(&closed, &admit, &waiting(false, false), Side::Agent).expect_err("once");
    assert_eq!(again.code, ErrorCode::NotApplicable);

    let dismiss = |reason: &str| {
        Command::Dismiss(Dismiss {
            article_id: id,
            reason: Some(reason.to_owned()),
        })
    };
    let aside = run(&closed, &dismiss(" Spam \n"), &waiting(true, false), Side::Agent).expect("aside");
    assert_eq!(
        aside.events,
        [TicketEvent::HeldSettled {
            article_id: id,
            how: Settled::Dismissed,
            reason: Some("Spam".to_owned()),
        }]
    );
    assert_eq!(aside.ticket.participants, closed.participants);
    assert!(run(&closed, &dismiss(&"x".repeat(501)), &waiting(true, false), Side::Agent).is_err());
}
