//! What a decision goes by: who acts, when, and what was looked up.

use pult_shared::{
    Timestamp,
    ids::{PersonId, QueueId, TicketId},
    mailbox::Mailbox,
    ticket::{Channel, Direction, TicketNumber},
};

use crate::fresh::FreshIds;

/// From which side somebody meets a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Agent,
    Customer,
}

/// Who acts, when, and where fresh ids come from.
pub struct Context<'a> {
    pub now: Timestamp,
    /// Nobody: the system itself.
    pub actor: Option<PersonId>,
    pub side: Side,
    pub ids: &'a mut dyn FreshIds,
    /// The right side of Message-IDs, for example `hs-musterstadt.example`.
    pub mail_domain: &'a str,
}

/// What a command needs to know beyond the ticket itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TicketFacts {
    /// Where the customer gets mail.
    pub requester: Option<Mailbox>,
    /// The sender of the queue that the ticket is in; `None` where it has no address and so cannot send.
    pub queue_sender: Option<Mailbox>,
    /// Whether the queue tells customers about closing.
    pub closing_mail: bool,
    /// Who acts, as a mail names them.
    pub actor: Option<Mailbox>,
    /// What the command points at, looked up.
    pub target: TargetFacts,
    /// The size of all files that the command attaches.
    pub attached_bytes: u64,
    /// The mail that a customer's reply arrived by.
    pub mail: Option<MailFacts>,
}

/// What the command points at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum TargetFacts {
    #[default]
    Nothing,
    /// `move`: the queue, if it exists and the actor may move tickets there.
    Queue(Option<QueueId>),
    /// `assign`: whether the person may own tickets of the ticket's queue.
    Owner { eligible: bool },
}

/// What `open` needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenFacts {
    pub id: TicketId,
    pub number: TicketNumber,
    pub requester_id: PersonId,
    pub requester: Mailbox,
    pub channel: Channel,
    pub queue_sender: Option<Mailbox>,
    /// Whether the requester gets a receipt (requirement D7): not for machines, not over the loop limit.
    pub receipt: bool,
    /// What the request came with beyond its text, where it was a mail.
    pub mail: Option<MailFacts>,
}

/// What a mail brings along.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailFacts {
    pub from: Option<Mailbox>,
    pub to: Vec<Mailbox>,
    pub cc: Vec<Mailbox>,
    pub subject: String,
    pub html: Option<String>,
    pub message_id: Option<String>,
    /// Written by a machine: never wakes a ticket up (RFC 3834).
    pub automatic: bool,
    /// The sender is no participant: kept for agents to see, but nothing else happens.
    pub held: bool,
}

impl Context<'_> {
    /// A fresh Message-ID (RFC 5322 §3.6.4), without `<>`.
    pub(super) fn message_id(&mut self) -> String {
        format!("{}@{}", self.ids.fresh().simple(), self.mail_domain)
    }

    /// Which way a message goes that is written from this side.
    pub(super) fn direction(&self) -> Direction {
        match self.side {
            Side::Agent => Direction::Outgoing,
            Side::Customer => Direction::Incoming,
        }
    }
}
