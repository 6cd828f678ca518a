//! Tickets, their list and their history.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    api::queue::QueueRef,
    command::{Command, CommandName},
    event::TicketEvent,
    ids::TicketId,
    person::PersonRef,
    ticket::{Channel, Priority, State, TicketNumber},
};

/// The visible claim of an agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LockView {
    pub by: PersonRef,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub since: Timestamp,
}

/// A ticket, as the caller may see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TicketView {
    pub id: TicketId,
    pub number: TicketNumber,
    /// Grows with each change; the `ETag` of the ticket.
    pub version: i64,
    pub subject: String,
    pub state: State,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub pending_until: Option<Timestamp>,
    pub priority: Priority,
    pub queue: QueueRef,
    pub requester: PersonRef,
    pub owner: Option<PersonRef>,
    /// The claim; customers never see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lock: Option<LockView>,
    pub channel: Channel,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub updated_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub closed_at: Option<Timestamp>,
    /// The commands that the caller may apply right now. Empty in lists.
    #[serde(default)]
    pub allowed: Vec<CommandName>,
}

/// Order of `list_tickets`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TicketSort {
    /// Last changed first.
    #[default]
    UpdatedDesc,
    /// Last created first.
    CreatedDesc,
    /// Oldest first.
    CreatedAsc,
    /// Most urgent first, then oldest.
    PriorityDesc,
}

/// From which door `list_tickets` looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TicketScope {
    /// All that the caller may see.
    #[default]
    All,
    /// Those of the queues that the caller works in.
    Desk,
    /// The caller's own requests.
    Portal,
}

impl TicketScope {
    /// The word in the query.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Desk => "desk",
            Self::Portal => "portal",
        }
    }
}

/// A page of tickets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TicketPage {
    pub items: Vec<TicketView>,
    /// Pass as `cursor` for the next page; left out on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// Body of `apply_commands`: all of them, in order, or none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ApplyCommands {
    pub commands: Vec<Command>,
}

/// Answer of `apply_commands`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AppliedCommands {
    /// The ticket as it is now.
    pub ticket: TicketView,
    /// What happened, in order; empty when nothing had to change.
    pub events: Vec<TicketEvent>,
}

/// One line of the history.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HistoryEntry {
    /// Position in the installation's history; grows.
    pub seq: i64,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// Who did it; left out for the system itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<PersonRef>,
    pub event: TicketEvent,
    /// SHA-256 over this entry and the hash of the ticket's entry before, in hex: shows that nothing was altered.
    pub hash: String,
}

/// A page of history, oldest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HistoryPage {
    pub items: Vec<HistoryEntry>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}
