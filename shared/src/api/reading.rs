//! The log of reading of sensitive queues.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, ids::QueueId, person::PersonRef, ticket::TicketNumber};

/// What of a ticket was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReadingOf {
    /// The ticket: its page, conversation or history.
    Ticket,
    /// A file of it.
    Attachment,
    /// A mail as it came.
    RawMail,
    /// The whole case as a file.
    Export,
}

impl ReadingOf {
    pub const ALL: [Self; 4] = [Self::Ticket, Self::Attachment, Self::RawMail, Self::Export];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ticket => "ticket",
            Self::Attachment => "attachment",
            Self::RawMail => "raw_mail",
            Self::Export => "export",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.name() == name)
    }
}

/// Somebody has read something of a ticket in a sensitive queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reading {
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    pub person: PersonRef,
    /// As whom they looked, where an administrator looked as somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_as: Option<PersonRef>,
    pub ticket: TicketNumber,
    /// Where the ticket was then.
    pub queue_id: QueueId,
    pub what: ReadingOf,
}

/// A page of the log of reading, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadingPage {
    pub items: Vec<Reading>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}
