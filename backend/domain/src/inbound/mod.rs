//! What becomes of an incoming mail: one of a closed set of outcomes, decided from facts.

use pult_shared::{
    api::queue::FollowUp,
    ids::{PersonId, QueueId, TicketId},
    limits::MAIL_MAX_BYTES,
    mailbox::Mailbox,
};

/// Receipts to one address on one day, after which none goes out any more (the default of OTRS): stops mail loops.
pub const RECEIPTS_PER_DAY_MAX: u64 = 40;

/// Which kind of machine wrote a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Machine {
    /// Out of office and other answers to a mail (RFC 3834).
    AutoReply,
    /// Monitoring, forms, cron jobs.
    Generated,
    /// Lists and newsletters.
    Bulk,
    /// A delivery report (RFC 3464).
    Bounce,
}

/// Everything that the decision goes by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InboundFacts {
    /// Bytes of the mail as it arrived.
    pub original_size: u64,
    pub max_bytes: u64,
    /// Who wrote, as far as they can be answered.
    pub sender: Option<Mailbox>,
    pub machine: Option<Machine>,
    /// The envelope names no sender, so that nobody shall answer (RFC 3834 §2).
    pub null_sender: bool,
    /// Sent by this desk itself: carries its mark, or comes from one of its own addresses.
    pub own: bool,
    /// Tickets whose number stands in the subject, in the order in which they stand there.
    pub by_number: Vec<KnownTicket>,
    /// Tickets of the thread (References, In-Reply-To), nearest first.
    pub by_thread: Vec<KnownTicket>,
    /// The ticket of the mail of ours that a delivery report is about, when it went to whom the report names.
    pub reported: Option<TicketId>,
    /// The queue of the address that the mail was sent to; else the one that takes what fits nowhere.
    pub queue_id: QueueId,
    /// Receipts that the sender got today.
    pub receipts_today: u64,
}

/// A ticket that a mail may belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownTicket {
    pub id: TicketId,
    pub requester_id: PersonId,
    /// Whether the sender takes part: requester, or has been written to in this ticket, or works in its queue.
    pub takes_part: bool,
    /// Whether the mail refers to one of our own mails in it. Ids of others say little: whoever got the same newsletter
    /// answers under the same one.
    pub answers_us: bool,
    /// What the ticket's queue does with answers to it, where the ticket is closed.
    pub closed: Option<ClosedTicket>,
}

/// A ticket that is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClosedTicket {
    pub follow_up: FollowUp,
    pub queue_id: QueueId,
}

/// What shall become of the mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Opens a ticket.
    NewTicket { queue_id: QueueId, receipt: bool },
    /// Joins a ticket; a machine's mail joins without waking it.
    FollowUp { ticket_id: TicketId },
    /// Joins a closed ticket, which stays closed; the sender is told, unless nobody shall be answered.
    Rejected { ticket_id: TicketId, answer: bool },
    /// Opens a new ticket that is linked to the closed one that the mail answers to.
    Continued {
        ticket_id: TicketId,
        queue_id: QueueId,
        receipt: bool,
    },
    /// Joins a ticket, for agents only, because the sender does not take part.
    HeldFollowUp { ticket_id: TicketId },
    /// Reports on one of our mails.
    Bounce { ticket_id: Option<TicketId> },
    /// Nothing to do; the reason goes to the ledger.
    Ignored { reason: &'static str },
    /// Set aside for a person to look at.
    Quarantined { reason: &'static str },
}

/// Decides what becomes of a mail. Total: every mail has an outcome.
#[must_use]
pub fn decide(facts: &InboundFacts) -> Outcome {
    if facts.original_size > facts.max_bytes.min(MAIL_MAX_BYTES as u64).max(1) {
        return Outcome::Quarantined {
            reason: "larger than the limit; only its beginning was kept",
        };
    }
    // The number is what people see and keep, so it goes before the thread (requirements A12, A13). A ticket in which
    // the sender takes part goes before one in which they do not: several numbers may stand in one subject.
    let known = facts.by_number.iter().chain(&facts.by_thread);
    let with_sender = known.clone().find(|ticket| ticket.takes_part);
    if facts.machine == Some(Machine::Bounce) {
        let named = with_sender.or_else(|| known.clone().next());
        return Outcome::Bounce {
            ticket_id: facts.reported.or(named.map(|ticket| ticket.id)),
        };
    }
    let ticket = with_sender.or_else(|| {
        let answered = facts.by_thread.iter().find(|ticket| ticket.answers_us);
        facts.by_number.first().or(answered)
    });
    match (machine(facts), ticket) {
        _ if facts.own => Outcome::Ignored {
            reason: "sent by this desk itself",
        },
        (machine, Some(ticket)) if ticket.takes_part => follow_up(facts, machine, ticket),
        (_, Some(ticket)) => Outcome::HeldFollowUp { ticket_id: ticket.id },
        (Some(Machine::AutoReply), None) => Outcome::Ignored {
            reason: "an automatic answer that belongs to no ticket",
        },
        (machine, None) => Outcome::NewTicket {
            queue_id: facts.queue_id,
            receipt: may_answer(facts, machine),
        },
    }
}

/// Whether the sender gets an answer of ours by itself: not machines, and not without end.
fn may_answer(facts: &InboundFacts, machine: Option<Machine>) -> bool {
    machine.is_none() && facts.sender.is_some() && facts.receipts_today < RECEIPTS_PER_DAY_MAX
}

/// An answer to a closed ticket goes as its queue wants it (requirement D24); a machine's mail never changes a state.
fn follow_up(facts: &InboundFacts, machine: Option<Machine>, ticket: &KnownTicket) -> Outcome {
    let ticket_id = ticket.id;
    let Some(closed) = ticket.closed.filter(|_| machine.is_none()) else {
        return Outcome::FollowUp { ticket_id };
    };
    let answer = may_answer(facts, machine);
    match closed.follow_up {
        FollowUp::Reopen => Outcome::FollowUp { ticket_id },
        FollowUp::Reject => Outcome::Rejected { ticket_id, answer },
        FollowUp::NewTicket => Outcome::Continued {
            ticket_id,
            queue_id: closed.queue_id,
            receipt: answer,
        },
    }
}

/// What wrote the mail. A mail from nobody is a machine's at least.
fn machine(facts: &InboundFacts) -> Option<Machine> {
    facts.machine.or(facts.null_sender.then_some(Machine::Generated))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn facts() -> InboundFacts {
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
            queue_id: QueueId(Uuid::from_u128(7)),
            receipts_today: 0,
        }
    }

    fn ticket(n: u128, takes_part: bool) -> KnownTicket {
        KnownTicket {
            id: TicketId(Uuid::from_u128(n)),
            requester_id: PersonId(Uuid::from_u128(100 + n)),
            takes_part,
            answers_us: false,
            closed: None,
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
        assert_eq!(decide(&facts), Outcome::HeldFollowUp { ticket_id: id(1) });
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
        assert_eq!(decide(&answer), Outcome::HeldFollowUp { ticket_id: id(2) });
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
                receipts_today: RECEIPTS_PER_DAY_MAX,
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
}
