//! `Command`: what shall happen to a ticket. A click, an API call, a mail, a rule and an importer all speak it.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    ids::{PersonId, QueueId, UploadId},
    mailbox::Mailbox,
    ticket::{Channel, Priority, State},
};

/// One thing that shall happen to one ticket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// Open a new ticket. Refused on a ticket that exists.
    Open(OpenTicket),
    /// Write to the other side: an agent to the customer, a customer to the desk.
    Reply(Reply),
    /// Write an internal note that customers never see.
    Note(Note),
    /// Change the state.
    SetState(SetState),
    /// Move to another queue.
    Move(Move),
    /// Make somebody the owner, or nobody.
    Assign(Assign),
    /// Become the owner and lock the ticket.
    Take,
    /// Claim the ticket visibly, so that nobody works on it in parallel.
    Lock,
    /// Give the claim back.
    Unlock,
    /// Change the priority.
    SetPriority(SetPriority),
}

impl Command {
    /// The command's name, as in `type`.
    #[must_use]
    pub fn name(&self) -> CommandName {
        match self {
            Self::Open(_) => CommandName::Open,
            Self::Reply(_) => CommandName::Reply,
            Self::Note(_) => CommandName::Note,
            Self::SetState(_) => CommandName::SetState,
            Self::Move(_) => CommandName::Move,
            Self::Assign(_) => CommandName::Assign,
            Self::Take => CommandName::Take,
            Self::Lock => CommandName::Lock,
            Self::Unlock => CommandName::Unlock,
            Self::SetPriority(_) => CommandName::SetPriority,
        }
    }
}

/// The names of the commands: what a view lists as allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum CommandName {
    Open,
    Reply,
    Note,
    SetState,
    Move,
    Assign,
    Take,
    Lock,
    Unlock,
    SetPriority,
}

impl CommandName {
    pub const ALL: [Self; 10] = [
        Self::Open,
        Self::Reply,
        Self::Note,
        Self::SetState,
        Self::Move,
        Self::Assign,
        Self::Take,
        Self::Lock,
        Self::Unlock,
        Self::SetPriority,
    ];
}

/// A new ticket. Also the body of `create_ticket`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenTicket {
    /// The queue that shall handle it.
    pub queue_id: QueueId,
    /// What it is about, in a line.
    pub subject: String,
    /// The request itself, plain text.
    pub body: String,
    /// On whose behalf an agent opens it. Left out: the caller. Customers may name only themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requester: Option<Mailbox>,
    /// How the request arrived. Left out: `portal` for customers, `api` for agents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// Left out: normal (3). Only agents may choose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// Files uploaded before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<UploadId>,
}

/// A message to the other side.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// Plain text.
    pub body: String,
    /// Recipients. Left out or empty: the requester. Only agents may choose.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<Mailbox>,
    /// Further recipients. Only agents may choose.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cc: Vec<Mailbox>,
    /// Left out: the ticket's subject.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Files uploaded before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<UploadId>,
}

/// An internal note.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// Plain text.
    pub body: String,
    /// Left out: the ticket's subject.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Files uploaded before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<UploadId>,
}

/// Another state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetState {
    pub state: State,
    /// Until when the ticket waits (UTC); required for `pending`, refused otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub pending_until: Option<Timestamp>,
    /// Whether the customer gets the closing mail. Left out: yes (requirement A6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify_customer: Option<bool>,
}

/// Another queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Move {
    pub queue_id: QueueId,
}

/// Another owner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Assign {
    /// The new owner; null for nobody.
    pub owner_id: Option<PersonId>,
}

/// Another priority.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetPriority {
    pub priority: Priority,
}
