//! The ledger of incoming mail and the outbox, for administrators.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    event::MailKind,
    ids::{IncomingMailId, OutgoingMailId, TicketId},
    ticket::TicketNumber,
};

/// Where an outgoing mail stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum OutgoingStatus {
    /// Waits for its (next) attempt.
    Queued,
    /// Taken by the transport.
    Sent,
    /// Refused for good, or out of attempts.
    Failed,
}

impl OutgoingStatus {
    pub const ALL: [Self; 3] = [Self::Queued, Self::Sent, Self::Failed];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Failed => "failed",
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
    pub ticket_id: TicketId,
    pub ticket_number: TicketNumber,
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
    /// Why, in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket_number: Option<TicketNumber>,
}

/// A page of the ledger, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IncomingMailPage {
    pub items: Vec<IncomingMailView>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}
