//! Tickets: the facts about one, and `decide`, the only way to change it.

mod assign;
mod decide;
mod draft;
mod evolve;
mod facts;
mod lock;
mod mail_failed;
mod move_to;
mod note;
mod open;
mod reply;
mod set_priority;
mod set_state;
#[cfg(test)]
mod tests;
mod words;

use pult_shared::{
    Timestamp,
    event::{MailKind, TicketEvent},
    ids::{ArticleId, PersonId, QueueId, TicketId, UploadId},
    mailbox::Mailbox,
    ticket::{Channel, Direction, Priority, State, TicketNumber},
};

pub use decide::decide;
pub use facts::{Context, MailFacts, OpenFacts, Side, TargetFacts, TicketFacts};
pub use mail_failed::mail_failed;
pub use open::open;

/// A ticket as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ticket {
    pub id: TicketId,
    pub number: TicketNumber,
    /// Grows by one with each transaction that changes the ticket; 0 before the first.
    pub version: i64,
    pub subject: String,
    pub state: State,
    pub pending_until: Option<Timestamp>,
    pub priority: Priority,
    pub queue_id: QueueId,
    pub requester_id: PersonId,
    pub owner_id: Option<PersonId>,
    pub lock: Option<Lock>,
    pub channel: Channel,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub closed_at: Option<Timestamp>,
}

/// The visible claim of an agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lock {
    pub by: PersonId,
    pub since: Timestamp,
}

/// What a command leads to: events, and what they refer to by id. All of it is written in one transaction.
#[derive(Clone, Debug, PartialEq)]
pub struct Decision {
    /// The ticket as it is after the events (`version` not yet raised).
    pub ticket: Ticket,
    pub events: Vec<TicketEvent>,
    pub articles: Vec<NewArticle>,
    pub mails: Vec<MailOrder>,
}

/// The content of an article that an event `article_added` names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewArticle {
    pub id: ArticleId,
    pub direction: Direction,
    pub channel: Channel,
    pub visible_to_customer: bool,
    /// Nobody: the system.
    pub author_id: Option<PersonId>,
    pub from: Option<Mailbox>,
    pub to: Vec<Mailbox>,
    pub cc: Vec<Mailbox>,
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// Sanitised HTML, where the mail had some.
    pub html: Option<String>,
    /// The `Message-ID` of the mail that it came with or goes out as, without `<>`.
    pub message_id: Option<String>,
    /// Written by a machine.
    pub automatic: bool,
    pub created_at: Timestamp,
    /// Uploads that become its attachments.
    pub uploads: Vec<UploadId>,
}

/// A mail that shall go out; the text around the body comes from the locale files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailOrder {
    pub kind: MailKind,
    /// Without `<>`; final.
    pub message_id: String,
    /// The queue in which the ticket was when the mail was ordered.
    pub from: Mailbox,
    pub to: Vec<Mailbox>,
    pub cc: Vec<Mailbox>,
    /// The article whose text it carries (replies).
    pub article_id: Option<ArticleId>,
}
