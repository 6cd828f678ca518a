//! `decide` as tables: what each command leads to, and what is refused.

use std::collections::{BTreeMap, BTreeSet};

use pult_shared::{
    Timestamp,
    api::queue::{FollowUp, Names},
    catalog::{Color, FieldDef, FieldKey, FieldKind, StateDef, StateKey, StateType, TypeDef, TypeKey},
    command::{Assign, Command, Move, Note, OpenTicket, Reply, SetPriority, SetState},
    error::{ErrorCode, FieldCode},
    event::{MailKind, TicketEvent},
    ids::{PersonId, QueueId, TicketId},
    mailbox::Mailbox,
    ticket::{Channel, Direction, Priority, TicketNumber},
};
use uuid::Uuid;

use super::*;
use crate::{
    catalog::Catalog,
    fresh::FreshIds,
    queue::{Queue, QueueTree},
    refusal::Refusal,
};

mod describing;
mod fixtures;
mod handing;
mod joining;

pub(super) use fixtures::{catalog, tree};

pub(super) struct Counting(pub u128);

impl FreshIds for Counting {
    fn fresh(&mut self) -> Uuid {
        self.0 += 1;
        Uuid::from_u128(self.0)
    }
}

const LENA: PersonId = PersonId(Uuid::from_u128(0xA1));
const AGENT: PersonId = PersonId(Uuid::from_u128(0xB1));
const OTHER: PersonId = PersonId(Uuid::from_u128(0xB2));
pub(super) const IT: QueueId = QueueId(Uuid::from_u128(0xC1));
const OLD: QueueId = QueueId(Uuid::from_u128(0xC3));
pub(super) const WLAN: QueueId = QueueId(Uuid::from_u128(0xC2));

fn now() -> Timestamp {
    "2026-11-22T09:00:00Z".parse().expect("a timestamp")
}

fn later() -> Timestamp {
    "2026-11-29T09:00:00Z".parse().expect("a timestamp")
}

fn mailbox(address: &str) -> Mailbox {
    Mailbox {
        name: None,
        address: address.to_owned(),
    }
}

pub(super) fn ticket() -> Ticket {
    Ticket {
        id: TicketId(Uuid::from_u128(1)),
        number: TicketNumber("20261122000017".to_owned()),
        version: 3,
        subject: "WLAN im Wohnheim".to_owned(),
        state: StateKey::new("new"),
        state_type: StateType::New,
        pending_until: None,
        priority: Priority::NORMAL,
        queue_id: IT,
        requester_id: LENA,
        owner_id: None,
        lock: None,
        channel: Channel::Mail,
        created_at: now(),
        updated_at: now(),
        closed_at: None,
        ticket_type: None,
        service: None,
        responsible_id: None,
        started_at: None,
        first_answer_at: None,
        last_contact_at: None,
        due_at: None,
        merged_into: None,
        time_minutes: 0,
        tags: BTreeSet::new(),
        fields: BTreeMap::new(),
        participants: BTreeSet::new(),
        watchers: BTreeSet::new(),
        other_queues: BTreeSet::new(),
        left_queues: BTreeSet::new(),
        readers: None,
        organisation: None,
        mentioned: BTreeSet::new(),
        clocks: Clocks::default(),
    }
}

/// The same ticket in a state.
fn in_state(key: &str) -> Ticket {
    let state = catalog().state(&StateKey::new(key)).expect("a state").clone();
    Ticket {
        state: state.key,
        closed_at: (!state.state_type.is_active()).then(now),
        pending_until: state.state_type.is_pending().then(later),
        state_type: state.state_type,
        ..ticket()
    }
}

fn facts() -> TicketFacts {
    TicketFacts {
        requester: Some(mailbox("lena@stud.example")),
        queue_sender: Some(mailbox("it-desk@uni.example")),
        closing_mail: true,
        participants: Vec::new(),
        merged_requesters: Vec::new(),
        merged: Vec::new(),
        actor: Some(mailbox("agent@uni.example")),
        target: TargetFacts::Nothing,
        attached_bytes: 0,
        mail: None,
        without: None,
    }
}

fn run(ticket: &Ticket, command: &Command, facts: &TicketFacts, side: Side) -> Result<Decision, Refusal> {
    let mut ids = Counting(1_000);
    let actor = Some(if side == Side::Agent { AGENT } else { LENA });
    decide(
        ticket,
        command,
        facts,
        &mut Context {
            now: now(),
            actor,
            side,
            ids: &mut ids,
            mail_domain: "uni.example",
            desk_address: "service-desk@uni.example",
            catalog: &catalog(),
            tree: &tree(),
        },
    )
}

fn agent(ticket: &Ticket, command: &Command) -> Result<Decision, Refusal> {
    run(ticket, command, &facts(), Side::Agent)
}

fn names(decision: &Decision) -> Vec<&'static str> {
    decision.events.iter().map(TicketEvent::name).collect()
}

fn reply(body: &str) -> Command {
    Command::Reply(Reply {
        body: body.to_owned(),
        ..Reply::default()
    })
}

fn set_state(state: &str, pending_until: Option<Timestamp>) -> Command {
    Command::SetState(SetState {
        pending_until,
        ..SetState::to(state)
    })
}

// req: B7, D12 — the answer goes to the requester by mail, and whoever answers owns the ticket.
#[test]
fn an_agents_reply_goes_out_and_claims_the_ticket() {
    let decision = agent(&ticket(), &reply("Bitte neu verbinden.")).expect("decided");
    assert_eq!(
        names(&decision),
        [
            "article_added",
            "mail_queued",
            "owner_changed",
            "locked",
            "state_changed"
        ]
    );
    assert_eq!(decision.ticket.owner_id, Some(AGENT));
    assert_eq!(decision.ticket.state_type, StateType::Open);
    let [mail] = decision.mails.as_slice() else {
        panic!("one mail")
    };
    assert_eq!(mail.kind, MailKind::Reply);
    assert_eq!(mail.to, [mailbox("lena@stud.example")]);
    assert_eq!(
        decision.articles[0].message_id.as_deref(),
        Some(mail.message_id.as_str())
    );
    assert_eq!(decision.articles[0].direction, Direction::Outgoing);
}

#[test]
fn a_customers_reply_wakes_the_ticket() {
    for (before, after) in [
        ("new", StateType::New),
        ("open", StateType::Open),
        ("pending_reminder", StateType::Open),
        ("closed_successful", StateType::Open),
        ("removed", StateType::Open),
    ] {
        let sleeping = in_state(before);
        let decision = run(&sleeping, &reply("Geht noch nicht."), &facts(), Side::Customer).expect("decided");
        assert_eq!(decision.ticket.state_type, after, "{before:?}");
        assert_eq!(decision.articles[0].direction, Direction::Incoming);
        assert!(decision.mails.is_empty());
    }
}

#[test]
fn machines_and_strangers_do_not_wake_a_ticket() {
    for (automatic, held) in [(true, false), (false, true)] {
        let mail = MailFacts {
            automatic,
            held,
            from: Some(mailbox("x@y.example")),
            ..MailFacts::default()
        };
        let closed = in_state("closed_successful");
        let facts = TicketFacts {
            mail: Some(mail),
            ..facts()
        };
        let decision = run(&closed, &reply(""), &facts, Side::Customer).expect("decided");
        assert_eq!(names(&decision), ["article_added"]);
        assert_eq!(decision.ticket.state_type, StateType::Closed);
        assert_eq!(decision.articles[0].visible_to_customer, !held);
    }
}

// req: D21 — a note is for agents only.
#[test]
fn a_note_stays_inside() {
    let note = Command::Note(Note {
        body: "AP 3 ist defekt.".to_owned(),
        ..Note::default()
    });
    let decision = agent(&ticket(), &note).expect("decided");
    assert!(!decision.articles[0].visible_to_customer);
    assert!(decision.mails.is_empty());
    assert_eq!(decision.ticket.state_type, StateType::New);
}

// req: A6, D23
#[test]
fn closing_tells_the_customer_unless_switched_off() {
    let decision = agent(&ticket(), &set_state("closed_successful", None)).expect("decided");
    assert_eq!(decision.mails[0].kind, MailKind::Closing);
    assert_eq!(decision.ticket.closed_at, Some(now()));
    let silent = Command::SetState(SetState {
        notify_customer: Some(false),
        ..SetState::to("closed_successful")
    });
    assert!(agent(&ticket(), &silent).expect("decided").mails.is_empty());
    let quiet_queue = TicketFacts {
        closing_mail: false,
        ..facts()
    };
    let decision = run(
        &ticket(),
        &set_state("closed_successful", None),
        &quiet_queue,
        Side::Agent,
    )
    .expect("decided");
    assert!(decision.mails.is_empty());
}

// A mail to ourselves comes back as mail of a customer.
#[test]
fn the_desk_never_writes_to_itself() {
    for own in ["service-desk@uni.example", "Service-Desk@UNI.example"] {
        let of_the_desk = TicketFacts {
            requester: Some(mailbox(own)),
            merged_requesters: vec![mailbox("lena@stud.example"), mailbox(own)],
            ..facts()
        };
        let close = set_state("closed_successful", None);
        let decision = run(&ticket(), &close, &of_the_desk, Side::Agent).expect("decided");
        let told: Vec<&str> = decision.mails.iter().map(|mail| mail.to[0].address.as_str()).collect();
        assert_eq!(told, ["lena@stud.example"], "{own}");
        let opened = open_for(&mailbox(own), &request(), Side::Agent, true).expect("decided");
        assert!(opened.mails.is_empty(), "{own}");
    }
}

#[test]
fn closing_gives_the_lock_back_and_reopening_forgets_the_closing_time() {
    let locked = Ticket {
        lock: Some(Lock {
            by: AGENT,
            since: now(),
        }),
        ..in_state("open")
    };
    let closed = agent(&locked, &set_state("closed_successful", None))
        .expect("decided")
        .ticket;
    assert_eq!(closed.lock, None);
    let open = agent(&closed, &set_state("open", None)).expect("decided").ticket;
    assert_eq!(open.closed_at, None);
}

#[test]
fn pending_needs_a_time_to_come() {
    let field = |command: &Command| agent(&ticket(), command).expect_err("refused").errors[0].clone();
    assert_eq!(field(&set_state("pending_reminder", None)).code, FieldCode::Required);
    assert_eq!(
        field(&set_state("pending_reminder", Some(now()))).code,
        FieldCode::NotInFuture
    );
    assert_eq!(field(&set_state("open", Some(later()))).code, FieldCode::NotAllowed);
    let waiting = agent(&ticket(), &set_state("pending_reminder", Some(later())))
        .expect("decided")
        .ticket;
    assert_eq!(waiting.pending_until, Some(later()));
}

#[test]
fn nothing_becomes_new_again() {
    let open = in_state("open");
    assert_eq!(
        agent(&open, &set_state("new", None)).expect_err("refused").code,
        ErrorCode::Invalid
    );
}

// req: B4, A3 — the other queue's people start afresh.
#[test]
fn moving_leaves_owner_and_lock_behind() {
    let owned = Ticket {
        owner_id: Some(AGENT),
        lock: Some(Lock {
            by: AGENT,
            since: now(),
        }),
        ..ticket()
    };
    let facts = TicketFacts {
        target: TargetFacts::Queue(Some(WLAN)),
        ..facts()
    };
    let moved = run(&owned, &Command::Move(Move { queue_id: WLAN }), &facts, Side::Agent).expect("decided");
    assert_eq!(names(&moved), ["moved", "unlocked", "owner_changed"]);
    assert_eq!(
        (moved.ticket.queue_id, moved.ticket.owner_id, moved.ticket.lock),
        (WLAN, None, None)
    );
    let nowhere = run(
        &owned,
        &Command::Move(Move { queue_id: WLAN }),
        &super::TicketFacts::default(),
        Side::Agent,
    );
    assert_eq!(nowhere.expect_err("refused").code, ErrorCode::QueueNotFound);
}

// req: E18
#[test]
fn taking_owns_and_locks() {
    let decision = agent(&ticket(), &Command::Take).expect("decided");
    assert_eq!(names(&decision), ["owner_changed", "locked"]);
    let again = agent(&decision.ticket, &Command::Take).expect("decided");
    assert!(again.events.is_empty());
    assert_eq!(again.ticket, decision.ticket);
}

#[test]
fn only_eligible_people_become_owners() {
    let assign = Command::Assign(Assign { owner_id: Some(OTHER) });
    assert_eq!(
        agent(&ticket(), &assign).expect_err("refused").errors[0].code,
        FieldCode::Unknown
    );
    let facts = TicketFacts {
        target: TargetFacts::Choice { eligible: true },
        ..facts()
    };
    let decision = run(&ticket(), &assign, &facts, Side::Agent).expect("decided");
    assert_eq!(decision.ticket.owner_id, Some(OTHER));
}

// req: B8 — parallel work is prevented, a note is always possible, and a lock can be freed by others.
#[test]
fn a_foreign_lock_stops_everything_but_notes_and_unlocking() {
    let locked = Ticket {
        lock: Some(Lock {
            by: OTHER,
            since: now(),
        }),
        ..ticket()
    };
    let priority = Priority::new(5).expect("1 to 5");
    for command in [
        reply("x"),
        Command::Take,
        Command::Lock,
        set_state("closed_successful", None),
        Command::SetPriority(SetPriority { priority }),
        Command::Assign(Assign { owner_id: None }),
    ] {
        assert_eq!(
            agent(&locked, &command).expect_err("refused").code,
            ErrorCode::LockedByOther,
            "{command:?}"
        );
    }
    let note = Command::Note(Note {
        body: "x".to_owned(),
        ..Note::default()
    });
    assert!(agent(&locked, &note).is_ok());
    let freed = agent(&locked, &Command::Unlock).expect("decided");
    assert_eq!(freed.events, [TicketEvent::Unlocked { by: AGENT }]);
    assert!(
        run(&locked, &reply("x"), &facts(), Side::Customer).is_ok(),
        "customers know no locks"
    );
}

#[test]
fn bad_texts_are_refused_field_by_field() {
    let cases = [
        (
            Reply {
                body: "  ".to_owned(),
                ..Reply::default()
            },
            "body",
            FieldCode::Required,
        ),
        (
            Reply {
                body: "x".repeat(200_001),
                ..Reply::default()
            },
            "body",
            FieldCode::TooLong,
        ),
        (
            Reply {
                body: "x".to_owned(),
                to: vec![mailbox("no address")],
                ..Reply::default()
            },
            "to",
            FieldCode::Malformed,
        ),
        (
            Reply {
                body: "x".to_owned(),
                cc: vec![mailbox("a@b.example"); 51],
                ..Reply::default()
            },
            "cc",
            FieldCode::TooMany,
        ),
    ];
    for (reply, field, code) in cases {
        let refusal = agent(&ticket(), &Command::Reply(reply)).expect_err("refused");
        assert_eq!(
            (refusal.errors[0].field.as_str(), refusal.errors[0].code),
            (field, code)
        );
    }
    let by_customer = Reply {
        body: "x".to_owned(),
        to: vec![mailbox("a@b.example")],
        ..Reply::default()
    };
    let refusal = run(&ticket(), &Command::Reply(by_customer), &facts(), Side::Customer).expect_err("refused");
    assert_eq!(refusal.errors[0].code, FieldCode::NotAllowed);
}

#[test]
fn a_queue_without_an_address_cannot_answer() {
    let facts = TicketFacts {
        queue_sender: None,
        ..facts()
    };
    assert_eq!(
        run(&ticket(), &reply("x"), &facts, Side::Agent)
            .expect_err("refused")
            .code,
        ErrorCode::NotApplicable
    );
}

fn open_ticket(request: &OpenTicket, side: Side, receipt: bool) -> Result<Decision, Refusal> {
    open_for(&mailbox("lena@stud.example"), request, side, receipt)
}

fn open_for(requester: &Mailbox, request: &OpenTicket, side: Side, receipt: bool) -> Result<Decision, Refusal> {
    let facts = OpenFacts {
        id: TicketId(Uuid::from_u128(1)),
        number: TicketNumber("20261122000017".to_owned()),
        requester_id: LENA,
        requester: requester.clone(),
        channel: Channel::Portal,
        queue_sender: Some(mailbox("it-desk@uni.example")),
        receipt,
        participants: Vec::new(),
        mail: None,
        origin: None,
        settles: None,
    };
    let mut ids = Counting(1_000);
    open(
        request,
        &facts,
        &mut Context {
            now: now(),
            actor: Some(LENA),
            side,
            ids: &mut ids,
            mail_domain: "uni.example",
            desk_address: "service-desk@uni.example",
            catalog: &catalog(),
            tree: &tree(),
        },
    )
}

fn request() -> OpenTicket {
    OpenTicket::new(IT, " Drucker\n im  Foyer ", "Papierstau\r\n")
}

// req: D7, B22
#[test]
fn opening_adds_the_request_and_orders_a_receipt() {
    let decision = open_ticket(&request(), Side::Customer, true).expect("decided");
    assert_eq!(names(&decision), ["ticket_opened", "article_added", "mail_queued"]);
    assert_eq!(decision.ticket.subject, "Drucker im Foyer");
    assert_eq!(decision.articles[0].text, "Papierstau");
    assert_eq!(decision.mails[0].kind, MailKind::Receipt);
    assert!(
        open_ticket(&request(), Side::Customer, false)
            .expect("decided")
            .mails
            .is_empty()
    );
}

// req: D19
#[test]
fn customers_choose_neither_priority_nor_requester() {
    let pushy = OpenTicket {
        priority: Priority::new(5),
        requester: Some(mailbox("boss@uni.example")),
        channel: Some(Channel::Phone),
        ..request()
    };
    let refusal = open_ticket(&pushy, Side::Customer, true).expect_err("refused");
    let fields: Vec<_> = refusal.errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["requester", "priority", "channel"]);
    assert!(open_ticket(&pushy, Side::Agent, true).is_ok());
}
