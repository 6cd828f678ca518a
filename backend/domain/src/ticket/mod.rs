//! Tickets: the facts about one, and `decide`, the only way to change it.

mod along;
mod assign;
mod call;
mod checklist;
mod clocks;
mod conflict;
mod decide;
mod describe;
mod draft;
mod evolve;
mod facts;
mod fields;
mod forward;
mod handed;
mod held;
mod link;
mod lock;
mod mail_failed;
mod mail_settled;
mod merge;
mod move_to;
mod note;
mod notice;
mod open;
mod people;
mod postmaster;
mod queues;
mod readers;
mod redacted;
mod release;
mod reply;
mod rule;
mod set_priority;
mod set_state;
mod tags;
#[cfg(test)]
mod tests;
mod time;
mod unrestrict;
pub(crate) mod words;

use std::collections::{BTreeMap, BTreeSet};

use pult_shared::{
    Timestamp,
    api::article::{Invitation, SenderTrust},
    catalog::{FieldKey, FieldValue, ServiceKey, StateKey, StateType, TypeKey},
    event::{MailKind, TicketEvent},
    ids::{ArticleId, PersonId, QueueId, TicketId, UploadId},
    mailbox::Mailbox,
    ticket::{Channel, Direction, Priority, TicketNumber},
};

pub use along::{Along, CloseAlong, left_open};
pub use clocks::{Clocks, SetUp, Told, escalate, fingerprint, recounted};
pub use conflict::conflicts;
pub use decide::decide;
pub use facts::{
    ArticleFacts, Context, MailFacts, OpenFacts, Origin, OtherTicket, Side, SplitArticle, TargetFacts, TicketFacts,
};
pub use fields::{canonical, is_date};
pub use handed::{Handed, Place, give_back, hand_over};
pub use held::moved_away;
pub use mail_failed::mail_failed;
pub use mail_settled::{Settlement, mail_settled};
pub use open::open;
pub use postmaster::postmaster_applied;
pub use queues::show_in;
pub use redacted::redacted;
pub use release::{lock_time_outs, release_lock};
pub use rule::{RuleLetter, rule_applied, rule_mail, rule_notice, rule_stopped};
pub use tags::tag_of;
pub use unrestrict::{named, unrestrict};

/// A ticket as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticket {
    pub id: TicketId,
    pub number: TicketNumber,
    /// Grows by one with each transaction that changes the ticket; 0 before the first.
    pub version: i64,
    pub subject: String,
    pub state: StateKey,
    pub state_type: StateType,
    pub pending_until: Option<Timestamp>,
    pub priority: Priority,
    pub ticket_type: Option<TypeKey>,
    pub service: Option<ServiceKey>,
    pub queue_id: QueueId,
    pub requester_id: PersonId,
    pub owner_id: Option<PersonId>,
    /// Who answers for the result.
    pub responsible_id: Option<PersonId>,
    pub lock: Option<Lock>,
    pub channel: Channel,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// Set as long as the ticket is not active: closed, merged or removed.
    pub closed_at: Option<Timestamp>,
    /// When an agent first worked on it.
    pub started_at: Option<Timestamp>,
    /// When the customer got the first answer.
    pub first_answer_at: Option<Timestamp>,
    /// When the last message went between customer and desk.
    pub last_contact_at: Option<Timestamp>,
    /// Until when it shall be done.
    pub due_at: Option<Timestamp>,
    /// The ticket that this one's number is an alias of.
    pub merged_into: Option<TicketId>,
    /// Accounted time in minutes.
    pub time_minutes: u32,
    pub tags: BTreeSet<String>,
    /// Custom fields that have a value.
    pub fields: BTreeMap<FieldKey, FieldValue>,
    /// Who takes part besides the requester.
    pub participants: BTreeSet<PersonId>,
    /// Agents who follow it.
    pub watchers: BTreeSet<PersonId>,
    /// The queues beside its own in which it is found, because its mail was sent there too.
    pub other_queues: BTreeSet<QueueId>,
    /// Those among them that have said that it is none of theirs: no later mail brings it back.
    pub left_queues: BTreeSet<QueueId>,
    /// Agents whom a note names.
    pub mentioned: BTreeSet<PersonId>,
    /// For named persons only: who may read it beside owner, responsible, requester and participants. `None`: whoever may see its queue.
    pub readers: Option<BTreeSet<PersonId>>,
    /// What was promised, and how long there is.
    pub clocks: Clocks,
    /// The organisation of who has asked, as names are compared; nothing where they may not sign in. Known of a ticket that was read, and
    /// not of one that has just got another requester.
    pub organisation: Option<String>,
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
    /// Replies whose mails are taken out of the outbox, by Message-ID. It is refused where one has left already.
    pub recalled: Vec<String>,
    /// What happens to other tickets in the same transaction: the other end of a link or merge. They have no mails.
    pub others: Vec<Decision>,
    /// What the tickets below it do along with it, soon afterwards.
    pub along: Option<Along>,
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
    /// Its sender takes no part: waits for an agent to let it in.
    pub held: bool,
    /// What the site's mail server found out about the sender.
    pub trust: Option<SenderTrust>,
    /// The events of the calendar that came with it.
    pub invitations: Vec<Invitation>,
    pub created_at: Timestamp,
    /// Uploads that become its attachments.
    pub uploads: Vec<UploadId>,
    /// Articles whose files it has too (split, forward): the same content, copied by reference.
    pub files_of: Vec<ArticleId>,
}

impl NewArticle {
    /// An empty article between agents: what the makers of articles begin with.
    fn internal(now: Timestamp) -> Self {
        Self {
            id: ArticleId(uuid::Uuid::nil()),
            direction: Direction::Internal,
            channel: Channel::Api,
            visible_to_customer: false,
            author_id: None,
            from: None,
            to: Vec::new(),
            cc: Vec::new(),
            subject: String::new(),
            text: String::new(),
            html: None,
            message_id: None,
            automatic: false,
            held: false,
            trust: None,
            invitations: Vec::new(),
            created_at: now,
            uploads: Vec::new(),
            files_of: Vec::new(),
        }
    }
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
    /// The mail is not sent before (undo); nothing: at once.
    pub not_before: Option<Timestamp>,
    /// Whose raw mails or texts go along (forward), or which mail goes on as it is (redirect).
    pub carries: Vec<ArticleId>,
}
