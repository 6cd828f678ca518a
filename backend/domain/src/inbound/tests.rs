//! What becomes of which mail.

use uuid::Uuid;

use super::*;

pub(crate) fn facts() -> InboundFacts {
    InboundFacts {
        original_size: 2_000,
        max_bytes: 1_000_000,
        sender: Some(Mailbox {
            name: None,
            address: "lena@stud.example".to_owned(),
        }),
        machine: None,
        null_sender: false,
        own: false,
        by_number: Vec::new(),
        by_thread: Vec::new(),
        reported: None,
        addressed: vec![addressed(7, IntakeRules::default())],
        acquaintance: Acquaintance::Stranger,
        trust: Trust::Unproven,
        answers_today: 0,
        refusals_today: 0,
        answers_per_day: 40,
        opened_lately: 0,
        tickets_per_hour: 100,
        ticket_burst: 40,
        fate: None,
        auto_response: None,
    }
}

fn queue(n: u128) -> QueueId {
    QueueId(Uuid::from_u128(n))
}

fn addressed(n: u128, rules: IntakeRules) -> Addressed {
    Addressed {
        queue_id: queue(n),
        rules,
    }
}

fn ticket(n: u128, takes_part: bool) -> KnownTicket {
    KnownTicket {
        id: TicketId(Uuid::from_u128(n)),
        requester_id: PersonId(Uuid::from_u128(100 + n)),
        takes_part,
        answers_us: false,
        closed: None,
        proof: false,
        lately: 0,
    }
}

fn id(n: u128) -> TicketId {
    TicketId(Uuid::from_u128(n))
}

fn new_ticket(receipt: bool) -> Outcome {
    Outcome::NewTicket {
        queue_id: QueueId(Uuid::from_u128(7)),
        receipt,
    }
}

// req: A9, B22 — an unknown thread opens a ticket with a receipt.
#[test]
fn a_new_mail_opens_a_ticket() {
    assert_eq!(decide(&facts()), new_ticket(true));
}

// req: A13 — the number joins, before the thread.
#[test]
fn the_number_goes_before_the_thread() {
    let facts = InboundFacts {
        by_number: vec![ticket(1, true)],
        by_thread: vec![ticket(2, true)],
        ..facts()
    };
    assert_eq!(decide(&facts), Outcome::FollowUp { ticket_id: id(1) });
}

#[test]
fn a_ticket_with_the_sender_goes_before_one_without() {
    let facts = InboundFacts {
        by_number: vec![ticket(1, false)],
        by_thread: vec![ticket(2, true)],
        ..facts()
    };
    assert_eq!(decide(&facts), Outcome::FollowUp { ticket_id: id(2) });
}

#[test]
fn a_number_alone_does_not_let_a_stranger_in() {
    let facts = InboundFacts {
        by_number: vec![ticket(1, false)],
        ..facts()
    };
    assert_eq!(
        decide(&facts),
        Outcome::HeldFollowUp {
            ticket_id: id(1),
            reason: MailReason::Stranger
        }
    );
}

// Two people answer one newsletter: what one of them writes is not for the other.
#[test]
fn a_foreign_thread_alone_joins_nothing() {
    let shared = InboundFacts {
        by_thread: vec![ticket(1, false)],
        ..facts()
    };
    assert_eq!(decide(&shared), new_ticket(true));
    let answer = InboundFacts {
        by_thread: vec![
            ticket(1, false),
            KnownTicket {
                answers_us: true,
                ..ticket(2, false)
            },
        ],
        ..facts()
    };
    assert_eq!(
        decide(&answer),
        Outcome::HeldFollowUp {
            ticket_id: id(2),
            reason: MailReason::Stranger
        }
    );
}

#[test]
fn a_mail_from_nobody_gets_no_receipt() {
    let facts = InboundFacts {
        null_sender: true,
        ..facts()
    };
    assert_eq!(decide(&facts), new_ticket(false));
}

#[test]
fn machines_open_without_receipt_or_not_at_all() {
    let by = |machine| {
        decide(&InboundFacts {
            machine: Some(machine),
            ..facts()
        })
    };
    assert!(matches!(by(Machine::AutoReply), Outcome::Ignored { .. }));
    assert_eq!(by(Machine::Generated), new_ticket(false));
    assert_eq!(by(Machine::Bulk), new_ticket(false));
    assert_eq!(by(Machine::Bounce), Outcome::Bounce { ticket_id: None });
}

#[test]
fn a_bounce_finds_the_ticket_of_the_mail_it_reports_on() {
    let facts = InboundFacts {
        machine: Some(Machine::Bounce),
        by_thread: vec![ticket(3, false)],
        ..facts()
    };
    assert_eq!(decide(&facts), Outcome::Bounce { ticket_id: Some(id(3)) });
    let sure = InboundFacts {
        reported: Some(id(4)),
        ..facts
    };
    assert_eq!(decide(&sure), Outcome::Bounce { ticket_id: Some(id(4)) });
}

#[test]
fn loops_end() {
    assert_eq!(
        decide(&InboundFacts {
            answers_today: 40,
            ..facts()
        }),
        new_ticket(false)
    );
    assert!(matches!(
        decide(&InboundFacts { own: true, ..facts() }),
        Outcome::Ignored { .. }
    ));
}

#[test]
fn without_a_sender_there_is_a_ticket_but_no_receipt() {
    assert_eq!(
        decide(&InboundFacts {
            sender: None,
            ..facts()
        }),
        new_ticket(false)
    );
}

#[test]
fn over_size_is_set_aside() {
    let facts = InboundFacts {
        original_size: 40_000_000,
        max_bytes: 32 * 1024 * 1024,
        ..facts()
    };
    assert!(matches!(decide(&facts), Outcome::Quarantined { .. }));
}

// req: D24 — each queue says what becomes of answers to closed tickets.
#[test]
fn answers_to_closed_tickets_go_as_the_queue_wants() {
    let queue_id = QueueId(Uuid::from_u128(9));
    let to_closed = |follow_up, machine| {
        decide(&InboundFacts {
            by_number: vec![KnownTicket {
                closed: Some(ClosedTicket { follow_up, queue_id }),
                ..ticket(1, true)
            }],
            machine,
            ..facts()
        })
    };
    let ticket_id = id(1);
    assert_eq!(to_closed(FollowUp::Reopen, None), Outcome::FollowUp { ticket_id });
    assert_eq!(
        to_closed(FollowUp::Reject, None),
        Outcome::Rejected {
            ticket_id,
            answer: true
        }
    );
    let continued = Outcome::Continued {
        ticket_id,
        queue_id,
        receipt: true,
    };
    assert_eq!(to_closed(FollowUp::NewTicket, None), continued);
    for follow_up in FollowUp::ALL {
        assert_eq!(
            to_closed(follow_up, Some(Machine::AutoReply)),
            Outcome::FollowUp { ticket_id }
        );
    }
}

#[test]
fn a_person_decides_instead_of_the_rules() {
    let queue_id = QueueId(Uuid::from_u128(9));
    let facts = InboundFacts {
        original_size: 40_000_000,
        ..facts()
    };
    assert_eq!(directed(&facts, Directive::ByRules), decide(&facts));
    assert_eq!(
        directed(&facts, Directive::NewTicket(queue_id)),
        Outcome::NewTicket {
            queue_id,
            receipt: true
        }
    );
    let machine = InboundFacts {
        machine: Some(Machine::AutoReply),
        ..facts.clone()
    };
    let own = InboundFacts {
        own: true,
        ..facts.clone()
    };
    for unanswered in [machine, own] {
        assert_eq!(
            directed(&unanswered, Directive::NewTicket(queue_id)),
            Outcome::NewTicket {
                queue_id,
                receipt: false
            }
        );
    }
    assert_eq!(
        directed(&facts, Directive::Join(id(1))),
        Outcome::FollowUp { ticket_id: id(1) }
    );
}

#[test]
fn what_waits_can_be_settled_and_what_is_done_cannot() {
    for outcome in MailOutcome::ALL {
        let offered = actions(outcome);
        assert_eq!(
            offered.contains(&MailActionName::Discard),
            outcome.waits(),
            "{outcome:?}"
        );
        assert!(!outcome.waits() || offered.len() == 4);
    }
    assert!(
        !actions(MailOutcome::Ignored).is_empty(),
        "nothing is put aside for good"
    );
    assert!(actions(MailOutcome::NewTicket).is_empty());
}

// req: A17, A19, A20 — whose mail a queue takes, and who is told that it does not.
#[test]
fn queues_choose_whose_mail_opens_tickets() {
    use Acquaintance::{Directory as InDirectory, Known as IsKnown, Stranger};
    use MailReason::{NotInDirectory, UnknownSender, UnprovenSender};
    use SenderRule::{Anyone, Directory, Known};
    use Trust::{Failed, Proven, Unproven};
    let table = [
        (Anyone, false, Stranger, Unproven, None),
        (Anyone, false, Stranger, Failed, None),
        (Anyone, true, Stranger, Unproven, Some((UnprovenSender, false))),
        (Anyone, true, Stranger, Proven, None),
        (Known, false, Stranger, Unproven, Some((UnknownSender, false))),
        (Known, false, Stranger, Proven, Some((UnknownSender, true))),
        (Known, false, IsKnown, Unproven, None),
        (Known, false, IsKnown, Failed, Some((UnprovenSender, false))),
        (Directory, false, IsKnown, Proven, Some((NotInDirectory, true))),
        (Directory, false, InDirectory, Unproven, None),
        (Directory, true, InDirectory, Unproven, Some((UnprovenSender, false))),
        (Directory, false, InDirectory, Failed, Some((UnprovenSender, false))),
    ];
    for (senders, proof, acquaintance, trust, expect) in table {
        let facts = InboundFacts {
            addressed: vec![addressed(
                7,
                IntakeRules {
                    senders,
                    proof,
                    machines: true,
                },
            )],
            acquaintance,
            trust,
            ..facts()
        };
        let expect = match expect {
            None => new_ticket(true),
            Some((reason, answer)) => Outcome::Quarantined { reason, answer },
        };
        assert_eq!(decide(&facts), expect, "{senders:?} {proof} {acquaintance:?} {trust:?}");
    }
    let stranger = InboundFacts {
        addressed: vec![addressed(
            7,
            IntakeRules {
                senders: Known,
                ..IntakeRules::default()
            },
        )],
        trust: Proven,
        ..facts()
    };
    let silent = Outcome::Quarantined {
        reason: UnknownSender,
        answer: false,
    };
    let twice = InboundFacts {
        refusals_today: 1,
        ..stranger.clone()
    };
    let machine = InboundFacts {
        machine: Some(Machine::Generated),
        ..stranger
    };
    assert_eq!(
        (decide(&twice), decide(&machine)),
        (silent, silent),
        "once a day, and no machine"
    );
}

// req: A20 — an address that anybody can write does not open a conversation where the queue asks for proof.
#[test]
fn answers_of_unproven_senders_are_held_where_the_queue_asks_for_proof() {
    let answer = |trust, machine| {
        decide(&InboundFacts {
            by_number: vec![KnownTicket {
                proof: true,
                ..ticket(1, true)
            }],
            trust,
            machine,
            ..facts()
        })
    };
    let ticket_id = id(1);
    assert_eq!(answer(Trust::Proven, None), Outcome::FollowUp { ticket_id });
    for trust in [Trust::Unproven, Trust::Failed] {
        let reason = MailReason::UnprovenSender;
        assert_eq!(answer(trust, None), Outcome::HeldFollowUp { ticket_id, reason });
    }
}

#[test]
fn a_queue_may_take_no_mail_of_machines_and_nobody_may_flood_it() {
    let quiet = InboundFacts {
        addressed: vec![addressed(
            7,
            IntakeRules {
                machines: false,
                ..IntakeRules::default()
            },
        )],
        ..facts()
    };
    for machine in [Machine::Generated, Machine::Bulk] {
        let monitoring = InboundFacts {
            machine: Some(machine),
            ..quiet.clone()
        };
        let reason = MailReason::MachineMail;
        assert_eq!(decide(&monitoring), Outcome::Ignored { reason });
    }
    assert_eq!(decide(&quiet), new_ticket(true), "people are welcome");
    let flood = |opened_lately| {
        decide(&InboundFacts {
            opened_lately,
            ..facts()
        })
    };
    assert_eq!(flood(99), new_ticket(true));
    let reason = MailReason::SenderRate;
    assert_eq!(flood(100), Outcome::Quarantined { reason, answer: false });
    let burst = |lately| {
        decide(&InboundFacts {
            by_number: vec![KnownTicket {
                lately,
                ..ticket(1, true)
            }],
            ..facts()
        })
    };
    assert_eq!(burst(39), Outcome::FollowUp { ticket_id: id(1) });
    let reason = MailReason::TicketBurst;
    assert_eq!(burst(40), Outcome::Quarantined { reason, answer: false });
}

// One mail to several of our addresses: the first queue that takes it has the ticket, the others find it too.
#[test]
fn of_several_queues_the_first_that_takes_the_mail_has_it() {
    let open = IntakeRules::default();
    let members = IntakeRules {
        senders: SenderRule::Directory,
        ..open
    };
    let quiet = IntakeRules {
        machines: false,
        ..open
    };
    let to = |queues: &[(u128, IntakeRules)], machine| InboundFacts {
        addressed: queues.iter().map(|(n, rules)| addressed(*n, *rules)).collect(),
        machine,
        ..facts()
    };
    let table = [
        (to(&[(1, open), (2, open)], None), Some(1), vec![2]),
        (
            to(&[(1, members), (2, open), (3, members), (4, open)], None),
            Some(2),
            vec![4],
        ),
        (to(&[(1, quiet), (2, open)], Some(Machine::Generated)), Some(2), vec![]),
        (to(&[(1, members), (2, members)], None), None, vec![]),
    ];
    for (facts, own, also) in table {
        let outcome = decide(&facts);
        let opened = match outcome {
            Outcome::NewTicket { queue_id, .. } => Some(queue_id),
            _ => None,
        };
        let also: Vec<QueueId> = also.into_iter().map(queue).collect();
        assert_eq!(
            (opened, also_shown(&facts, outcome)),
            (own.map(queue), also),
            "{facts:?}"
        );
    }
}

// A follow-up shows the ticket to more people only when its sender is proven.
// req: A20
#[test]
fn an_answer_shows_the_ticket_to_the_other_queues_that_it_was_sent_to() {
    let answer = |takes_part, trust, machine| {
        let facts = InboundFacts {
            by_number: vec![ticket(1, takes_part)],
            addressed: vec![
                addressed(7, IntakeRules::default()),
                addressed(8, IntakeRules::default()),
            ],
            trust,
            machine,
            ..facts()
        };
        also_shown(&facts, decide(&facts)).len()
    };
    assert_eq!(
        answer(true, Trust::Proven, None),
        2,
        "the ticket's own among them: it is there already"
    );
    assert_eq!(
        answer(true, Trust::Unproven, None),
        0,
        "anybody may write another's address"
    );
    assert_eq!(answer(true, Trust::Failed, None), 0);
    assert_eq!(answer(true, Trust::Proven, Some(Machine::AutoReply)), 0);
    assert_eq!(answer(false, Trust::Proven, None), 0, "held");
}

#[test]
fn the_header_orders_the_queues_unless_the_mail_came_to_none_of_them() {
    let all = |numbers: &[u128]| numbers.iter().map(|n| queue(*n)).collect::<Vec<_>>();
    let table: [(&[u128], &[u128], &[u128]); 7] = [
        (&[], &[1, 2], &[1, 2]),
        (&[2], &[1, 2], &[1, 2]),
        (&[2, 1], &[1, 2], &[1, 2]),
        (&[3], &[1, 2], &[3, 1, 2]),
        (&[3, 2], &[1, 2], &[1, 2, 3]),
        (&[2, 2], &[], &[2]),
        (&[], &[], &[]),
    ];
    for (delivered, named, expect) in table {
        assert_eq!(
            in_order(&all(delivered), &all(named)),
            all(expect),
            "{delivered:?} {named:?}"
        );
    }
}
