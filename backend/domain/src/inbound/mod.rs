//! What becomes of an incoming mail: one of a closed set of outcomes, decided from facts.

mod addressed;
pub mod postmaster;
mod signature;
#[cfg(test)]
mod tests;
mod trust;

use pult_shared::{
    api::{
        article::Trust,
        mail::{MailActionName, MailOutcome, MailReason},
        queue::{FollowUp, IntakeRules, SenderRule},
    },
    ids::{PersonId, QueueId, TicketId},
    limits::MAIL_MAX_BYTES,
    mailbox::Mailbox,
};

pub use addressed::{Addressed, also_shown, in_order};
use postmaster::Fate;
pub use signature::{Chain, SignatureFacts, signature_result};
pub use trust::{Check, sender_trust};

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
    /// The queues that the mail was sent to, in the order of [`in_order`], each with which mail opens tickets there; never empty. Where it
    /// was sent to none: the one that takes what fits nowhere.
    pub addressed: Vec<Addressed>,
    /// How the desk knows the sender.
    pub acquaintance: Acquaintance,
    /// How far the sender is proven.
    pub trust: Trust,
    /// Answers that the sender got by itself today, and of these those that no ticket was opened.
    pub answers_today: u64,
    pub refusals_today: u64,
    /// Answers to one address on one day, after which none goes out any more: stops mail loops (40 is the default of OTRS).
    pub answers_per_day: u64,
    /// Tickets that the sender has opened within the last hour, and how many are too many.
    pub opened_lately: u64,
    pub tickets_per_hour: u64,
    /// Messages into one ticket within ten minutes that are too many: machines answer each other.
    pub ticket_burst: u64,
    /// Set aside by a postmaster filter.
    pub fate: Option<Fate>,
    /// What a postmaster filter says about answering by itself.
    pub auto_response: Option<bool>,
}

/// How the desk knows the sender of a mail by their address.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Acquaintance {
    #[default]
    Stranger,
    /// A person of the desk's has the address.
    Known,
    /// A person with an account that is not closed has it.
    Directory,
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
    /// Whether the ticket's queue asks for proof of the sender.
    pub proof: bool,
    /// Messages that came into it within the last ten minutes.
    pub lately: u64,
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
    /// Joins a ticket, for agents only, because the sender does not take part, or is not proven.
    HeldFollowUp { ticket_id: TicketId, reason: MailReason },
    /// Reports on one of our mails.
    Bounce { ticket_id: Option<TicketId> },
    /// Nothing to do; the reason goes to the ledger.
    Ignored { reason: MailReason },
    /// Set aside for a person to look at; the sender is told what to do, where that is safe.
    Quarantined { reason: MailReason, answer: bool },
}

/// What a person may do with a mail of the ledger that has this outcome: with what waits for one, and with what was put aside.
/// Whatever is in a ticket already has its tools there.
#[must_use]
pub fn actions(outcome: MailOutcome) -> &'static [MailActionName] {
    use MailActionName::{Discard, JoinTicket, MakeTicket, RunAgain};
    match outcome {
        MailOutcome::Failed | MailOutcome::Quarantined | MailOutcome::HeldFollowUp => {
            &[RunAgain, MakeTicket, JoinTicket, Discard]
        }
        MailOutcome::Ignored => &[RunAgain, MakeTicket, JoinTicket],
        MailOutcome::Received
        | MailOutcome::NewTicket
        | MailOutcome::FollowUp
        | MailOutcome::Rejected
        | MailOutcome::Bounce => &[],
    }
}

/// What a person decides about a mail instead of the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Directive {
    /// The rules decide, once more.
    ByRules,
    NewTicket(QueueId),
    /// The sender takes part there from now on.
    Join(TicketId),
}

/// Decides as a person has said; the sender gets a receipt as they would have.
#[must_use]
pub fn directed(facts: &InboundFacts, directive: Directive) -> Outcome {
    match directive {
        Directive::ByRules => decide(facts),
        Directive::NewTicket(queue_id) => Outcome::NewTicket {
            queue_id,
            receipt: !facts.own && may_answer(facts, machine(facts)),
        },
        Directive::Join(ticket_id) => Outcome::FollowUp { ticket_id },
    }
}

/// Decides what becomes of a mail. Total: every mail has an outcome.
#[must_use]
pub fn decide(facts: &InboundFacts) -> Outcome {
    if facts.original_size > facts.max_bytes.min(MAIL_MAX_BYTES as u64).max(1) {
        return set_aside(MailReason::OverSize);
    }
    // The number is what people see and keep, so it goes before the thread (requirements A12, A13). A ticket in which
    // the sender takes part goes before one in which they do not: several numbers may stand in one subject.
    let known = facts.by_number.iter().chain(&facts.by_thread);
    let with_sender = known.clone().find(|ticket| ticket.takes_part);
    // A report about a mail of ours is work for somebody, whatever filters say.
    if facts.machine == Some(Machine::Bounce) && (facts.reported.is_some() || facts.fate.is_none()) {
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
            reason: MailReason::OwnMail,
        },
        _ if let Some(fate) = facts.fate => by_filter(fate),
        (_, Some(ticket)) if ticket.lately >= facts.ticket_burst => set_aside(MailReason::TicketBurst),
        (_, Some(ticket)) if !ticket.takes_part => held(ticket, MailReason::Stranger),
        (None, Some(ticket)) if ticket.proof && facts.trust != Trust::Proven => {
            held(ticket, MailReason::UnprovenSender)
        }
        (machine, Some(ticket)) => follow_up(facts, machine, ticket),
        (machine, None) => new_ticket(facts, machine),
    }
}

/// A mail that belongs to no ticket opens one, where its queue takes it.
fn new_ticket(facts: &InboundFacts, machine: Option<Machine>) -> Outcome {
    if machine == Some(Machine::AutoReply) {
        return Outcome::Ignored {
            reason: MailReason::StrayAutoReply,
        };
    }
    // The first queue that takes it has it (requirement C9: one ticket, however many addresses).
    let Some(queue_id) = addressed::takers(facts).next() else {
        return refused(facts, machine);
    };
    if facts.opened_lately >= facts.tickets_per_hour {
        return set_aside(MailReason::SenderRate);
    }
    Outcome::NewTicket {
        queue_id,
        receipt: may_answer(facts, machine),
    }
}

/// What becomes of a mail that none of its queues takes: as the first of them says.
fn refused(facts: &InboundFacts, machine: Option<Machine>) -> Outcome {
    let reason = facts.addressed.first().and_then(|first| not_taken(facts, first.rules));
    match reason.unwrap_or(MailReason::UnknownSender) {
        reason @ MailReason::MachineMail => Outcome::Ignored { reason },
        reason => Outcome::Quarantined {
            reason,
            answer: reason != MailReason::UnprovenSender && may_be_told(facts, machine),
        },
    }
}

/// Why a queue with these rules does not take the sender's mail (requirements A17, A19). Who is let in by their address must not be
/// somebody else (requirement A20): where the mail server says that the address is forged, it opens no door.
fn not_taken(facts: &InboundFacts, rules: IntakeRules) -> Option<MailReason> {
    if machine(facts).is_some() && !rules.machines {
        return Some(MailReason::MachineMail);
    }
    let forged = rules.senders != SenderRule::Anyone && facts.trust == Trust::Failed;
    if forged || (rules.proof && facts.trust != Trust::Proven) {
        return Some(MailReason::UnprovenSender);
    }
    match rules.senders {
        SenderRule::Known if facts.acquaintance < Acquaintance::Known => Some(MailReason::UnknownSender),
        SenderRule::Directory if facts.acquaintance < Acquaintance::Directory => Some(MailReason::NotInDirectory),
        SenderRule::Anyone | SenderRule::Known | SenderRule::Directory => None,
    }
}

/// Whether somebody whose mail was not taken is told so: once a day, and never at an address that may be another's.
fn may_be_told(facts: &InboundFacts, machine: Option<Machine>) -> bool {
    may_answer(facts, machine) && facts.trust == Trust::Proven && facts.refusals_today == 0
}

/// Rows of the ledger that nobody answers; a person may decide otherwise.
fn by_filter(fate: Fate) -> Outcome {
    if fate.quarantine {
        set_aside(fate.reason)
    } else {
        Outcome::Ignored { reason: fate.reason }
    }
}

fn set_aside(reason: MailReason) -> Outcome {
    Outcome::Quarantined { reason, answer: false }
}

fn held(ticket: &KnownTicket, reason: MailReason) -> Outcome {
    Outcome::HeldFollowUp {
        ticket_id: ticket.id,
        reason,
    }
}

/// Whether whoever wrote a mail may get an automatic answer of ours.
#[must_use]
pub fn answers(facts: &InboundFacts) -> bool {
    !facts.own && may_answer(facts, machine(facts))
}

/// Whether the sender gets an answer of ours by itself: not machines, and not without end.
fn may_answer(facts: &InboundFacts, machine: Option<Machine>) -> bool {
    facts.auto_response != Some(false)
        && machine.is_none()
        && facts.sender.is_some()
        && facts.answers_today < facts.answers_per_day
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
