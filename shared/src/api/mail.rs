//! The ledger of incoming mail and the outbox, for administrators.

mod reason;

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    api::queue::Names,
    event::MailKind,
    ids::{IncomingMailId, OutgoingMailId, QueueId, TicketId},
    person::PersonRef,
    postmaster::AppliedFilter,
    ticket::TicketNumber,
};

pub use reason::MailReason;

/// Where an outgoing mail stands, for one recipient.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OutgoingStatus {
    /// Waits for its first attempt.
    Queued,
    /// Was not taken so far; `last_answer` says why, `next_attempt_at` when it is tried again.
    Deferred,
    /// Taken by the transport, whose answer is kept.
    Sent,
    /// Refused for good, or out of attempts.
    Failed,
    /// Taken by the transport, and a delivery report said later that it did not arrive.
    Bounced,
}

impl OutgoingStatus {
    pub const ALL: [Self; 5] = [Self::Queued, Self::Deferred, Self::Sent, Self::Failed, Self::Bounced];

    /// Whether it waits for an attempt.
    #[must_use]
    pub fn waits(self) -> bool {
        matches!(self, Self::Queued | Self::Deferred)
    }

    /// Whether it has not arrived and is not tried any more: somebody may send it again, or give it up.
    #[must_use]
    pub fn undelivered(self) -> bool {
        matches!(self, Self::Failed | Self::Bounced)
    }

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Deferred => "deferred",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Bounced => "bounced",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// One mail to one recipient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OutgoingMailView {
    pub id: OutgoingMailId,
    pub kind: MailKind,
    /// Left out for an answer to a mail that has become no ticket.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket_id: Option<TicketId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket_number: Option<TicketNumber>,
    pub message_id: String,
    pub from: String,
    /// The recipient of this row.
    pub to: String,
    pub subject: String,
    pub status: OutgoingStatus,
    pub attempts: u32,
    /// What the transport said last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_answer: Option<String>,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub next_attempt_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub sent_at: Option<Timestamp>,
    /// When another server last reported that it has not been able to pass the mail on yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub delayed_at: Option<Timestamp>,
    /// What that report says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delay: Option<String>,
    /// When somebody decided that a failed or bounced mail needs nothing more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub given_up_at: Option<Timestamp>,
}

/// Which mails of the outbox: what `list_outgoing_mails` takes in its query, and the body of what is done to many. What is left out
/// does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OutgoingMailFilter {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<OutgoingStatus>,
    /// Only failed and bounced ones that nobody has given up.
    #[serde(default, skip_serializing_if = "is_false")]
    pub unsettled: bool,
    /// The number of the ticket.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
    /// The recipient's address, or a part of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Written at this time or later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub from: Option<Timestamp>,
    /// Written before this time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub until: Option<Timestamp>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_false(value: &bool) -> bool {
    !value
}

/// Answer of `retry_outgoing_mails` and `give_up_outgoing_mails`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OutgoingMailsChanged {
    /// How many mails it was done to.
    pub changed: u32,
    /// Whether the filter has more of them: asked again, the next ones are taken.
    pub more: bool,
}

/// When a mail that was not taken is tried again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RetryPlan {
    /// Minutes until the next attempt, by attempts made; the last one repeats.
    pub minutes: Vec<u32>,
    /// After so many hours of waiting a mail has failed.
    pub hours: u32,
    /// Attempts that this allows.
    pub attempts: u32,
}

/// A mail that did not arrive, in the ticket that it belongs to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UndeliveredMail {
    pub mail: OutgoingMailView,
    /// Whether the caller may send it again or give it up.
    pub may_settle: bool,
}

/// A page of outgoing mails, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OutgoingMailPage {
    pub items: Vec<OutgoingMailView>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// How these mails leave: `smtp`, or `files` (nothing leaves the machine).
    pub transport: TransportKind,
    pub retry: RetryPlan,
}

/// How outgoing mails leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TransportKind {
    Smtp,
    Files,
    Memory,
}

/// An outgoing mail with its text; `get_outgoing_mail`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OutgoingMailDetail {
    pub mail: OutgoingMailView,
    /// The header lines as sent.
    pub headers: String,
    /// The plain text body.
    pub text: String,
    /// The text is kept from everybody but the recipient: mails about an account may hold a link that opens it.
    #[serde(default)]
    pub withheld: bool,
}

/// Through which door a mail came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Door {
    Lmtp,
    Imap,
    Pipe,
}

impl Door {
    pub const ALL: [Self; 3] = [Self::Lmtp, Self::Imap, Self::Pipe];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Lmtp => "lmtp",
            Self::Imap => "imap",
            Self::Pipe => "pipe",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|door| door.name() == name)
    }
}

/// What became of an incoming mail: a closed set (design §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MailOutcome {
    /// Recorded, not yet worked on.
    Received,
    /// Opened a ticket.
    NewTicket,
    /// Joined its ticket.
    FollowUp,
    /// Joined its ticket, but the sender is no participant: waits for an agent.
    HeldFollowUp,
    /// Not taken, and the sender was told.
    Rejected,
    /// Reports that one of our mails could not be delivered.
    Bounce,
    /// Nothing to do, by rule.
    Ignored,
    /// Set aside: unknown sender under that policy, or over size.
    Quarantined,
    /// Could not be worked on: a work item for an administrator.
    Failed,
}

impl MailOutcome {
    pub const ALL: [Self; 9] = [
        Self::Received,
        Self::NewTicket,
        Self::FollowUp,
        Self::HeldFollowUp,
        Self::Rejected,
        Self::Bounce,
        Self::Ignored,
        Self::Quarantined,
        Self::Failed,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::NewTicket => "new_ticket",
            Self::FollowUp => "follow_up",
            Self::HeldFollowUp => "held_follow_up",
            Self::Rejected => "rejected",
            Self::Bounce => "bounce",
            Self::Ignored => "ignored",
            Self::Quarantined => "quarantined",
            Self::Failed => "failed",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }

    /// Whether a person has to look at it.
    #[must_use]
    pub fn waits(self) -> bool {
        Self::WAITING.contains(&self)
    }

    /// What waits for a person.
    pub const WAITING: [Self; 3] = [Self::HeldFollowUp, Self::Quarantined, Self::Failed];
}

/// What a person does with a mail of the ledger that waits; the body of `settle_incoming_mail`. Each is written down with who
/// and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum MailAction {
    /// Decide again by the rules, as if it had just arrived.
    RunAgain,
    /// Open a ticket with it, whatever the rules say.
    MakeTicket { queue_id: QueueId },
    /// Put it into a ticket and let its sender take part there.
    JoinTicket {
        /// The ticket's number or id.
        ticket: String,
    },
    /// Put it aside for good; the raw mail stays in the ledger.
    Discard {
        /// Why; at most 500 characters.
        reason: String,
    },
}

impl MailAction {
    #[must_use]
    pub fn name(&self) -> MailActionName {
        match self {
            Self::RunAgain => MailActionName::RunAgain,
            Self::MakeTicket { .. } => MailActionName::MakeTicket,
            Self::JoinTicket { .. } => MailActionName::JoinTicket,
            Self::Discard { .. } => MailActionName::Discard,
        }
    }
}

/// The names of what people do with mails of the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MailActionName {
    RunAgain,
    MakeTicket,
    JoinTicket,
    Discard,
    /// A held message was let into its ticket; done there, by `admit`.
    Admit,
}

impl MailActionName {
    pub const ALL: [Self; 5] = [
        Self::RunAgain,
        Self::MakeTicket,
        Self::JoinTicket,
        Self::Discard,
        Self::Admit,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::RunAgain => "run_again",
            Self::MakeTicket => "make_ticket",
            Self::JoinTicket => "join_ticket",
            Self::Discard => "discard",
            Self::Admit => "admit",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.name() == name)
    }
}

/// Something that a person did with a mail of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailLogEntry {
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<PersonRef>,
    pub action: MailActionName,
    /// The reason that was given, or the queue or ticket that was chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// What the mail's outcome was afterwards.
    pub outcome: MailOutcome,
}

/// A mail of the ledger with what can be read of it; `get_incoming_mail`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IncomingMailDetail {
    pub mail: IncomingMailView,
    /// The header lines as they came; at most 64 KiB.
    pub headers: String,
    /// The plain text, as far as it could be read; at most 100,000 characters.
    pub text: String,
    /// What people did with it, oldest first.
    pub log: Vec<MailLogEntry>,
}

/// How many mails of the ledger wait for a person; `count_incoming_mails`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IncomingMailCounts {
    pub failed: u64,
    pub quarantined: u64,
    pub held_follow_up: u64,
    /// Recorded, and not yet worked on.
    pub received: u64,
    /// Found in a mailbox and not recorded.
    #[serde(default)]
    pub unrecorded: u64,
}

impl IncomingMailCounts {
    /// What waits for a person.
    #[must_use]
    pub fn waiting(&self) -> u64 {
        self.failed + self.quarantined + self.held_follow_up
    }
}

/// What the comparison of a mailbox with the ledger came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReconciliationView {
    /// The mailbox, by its name in the configuration.
    pub account: String,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub started_at: Timestamp,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub finished_at: Timestamp,
    /// What the numbers of the mails belong to (RFC 3501 §2.3.1.1); 0 where the folder was not reached.
    pub uid_validity: u32,
    /// Mails in the folder for recorded mails.
    pub done: u64,
    /// Mails in the watched folder that wait to be recorded.
    pub waiting: u64,
    /// Recorded mails that somebody has taken out of the folder since; the ledger has them.
    pub gone: u64,
    /// Mails of the folder that could not be compared yet.
    pub unchecked: u64,
    /// Mails of the folder that are not in the ledger: the difference, which must be none. At most 100.
    pub unrecorded: Vec<UnrecordedMail>,
    /// Why it could not be compared to the end, in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

impl ReconciliationView {
    /// Mails that should be recorded and are not.
    #[must_use]
    pub fn difference(&self) -> u64 {
        self.unrecorded.len() as u64
    }

    /// Mails of the folder that the ledger has.
    #[must_use]
    pub fn recorded(&self) -> u64 {
        self.done.saturating_sub(self.difference() + self.unchecked)
    }
}

/// A mail in a mailbox that the ledger does not have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UnrecordedMail {
    /// Its number in the folder (RFC 3501).
    pub uid: u32,
    pub from: String,
    pub subject: String,
    pub message_id: String,
}

/// Body of `take_in_mails`: mails of a mailbox's folder that shall be recorded after all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TakeInMails {
    /// The mailbox, by its name in the configuration.
    pub account: String,
    /// As the comparison had it.
    pub uid_validity: u32,
    /// Which mails; at most 100.
    pub uids: Vec<u32>,
}

/// The latest comparison of each mailbox.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReconciliationList {
    pub items: Vec<ReconciliationView>,
    /// All mailboxes that are fetched from, compared yet or not.
    pub accounts: Vec<String>,
}

/// A row of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IncomingMailView {
    pub id: IncomingMailId,
    pub door: Door,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub received_at: Timestamp,
    /// SHA-256 of the raw bytes, in hex.
    pub sha256: String,
    /// Bytes as they arrived.
    pub size: u64,
    /// The envelope's sender; empty for bounces.
    pub envelope_from: String,
    pub envelope_to: Vec<String>,
    /// From and subject as far as they could be read.
    pub from: String,
    pub subject: String,
    pub outcome: MailOutcome,
    /// Why, where the outcome alone does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason_code: Option<MailReason>,
    /// Details of the reason: what broke, in English, or what a person wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket_number: Option<TicketNumber>,
    /// The mailbox that it was fetched from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The postmaster filters that matched, with what came of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filters: Vec<AppliedFilter>,
    /// What can be done with it now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<MailActionName>,
}

/// A page of the ledger, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IncomingMailPage {
    pub items: Vec<IncomingMailView>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// What the whole desk says in its mails, where no queue says anything else; the body of `save_mail_texts`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MailTexts {
    /// What receipts say about personal data; at most 20,000 characters. Empty: as the configuration says, else Pult's own.
    pub privacy_notice: Names,
}

/// The texts of the whole desk.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailTextsView {
    pub texts: MailTexts,
    /// What the configuration says, which holds where a text is empty.
    pub otherwise: MailTexts,
}
