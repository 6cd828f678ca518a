//! Tickets, their list and their history.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    api::{article::ArticlePage, draft::DraftView, person::PersonCard, presence::PresenceView, queue::QueueRef},
    catalog::{FieldKey, FieldValue, ServiceKey, StateKey, StateType, TypeKey},
    command::{Command, CommandName, LinkKind},
    event::TicketEvent,
    ids::{ChecklistItemId, TicketId},
    person::PersonRef,
    ticket::{Channel, Priority, TicketNumber},
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
    pub state: StateKey,
    pub state_type: StateType,
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
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket_type: Option<TypeKey>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceKey>,
    /// Who answers for the result; customers never see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub responsible: Option<PersonRef>,
    /// When an agent first worked on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub started_at: Option<Timestamp>,
    /// When the customer got the first answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub first_answer_at: Option<Timestamp>,
    /// When the last message went between customer and desk, either way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub last_contact_at: Option<Timestamp>,
    /// Until when it shall be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub due_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Custom fields that have a value and that the reader may see.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<FieldKey, FieldValue>,
    /// Who takes part besides the requester.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub participants: Vec<PersonRef>,
    /// Agents who follow the ticket; customers never see them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub watchers: Vec<PersonRef>,
    /// The ticket that this one's number is an alias of, where the reader may see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<TicketRef>,
    /// Tickets that go on in this one. Empty in lists.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merged: Vec<TicketRef>,
    /// Links to tickets that the reader may see. Empty in lists.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<LinkView>,
    /// Empty in lists.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checklist: Vec<ChecklistItem>,
    /// Accounted time in minutes; agents only.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub time_minutes: u32,
    /// The commands that the caller may apply right now. Empty in lists.
    #[serde(default)]
    pub allowed: Vec<CommandName>,
}

/// Another ticket in one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TicketRef {
    pub id: TicketId,
    pub number: TicketNumber,
    pub subject: String,
    pub state: StateKey,
    pub state_type: StateType,
}

/// A link to another ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LinkView {
    /// What the other ticket is to this one.
    pub kind: LinkKind,
    pub ticket: TicketRef,
}

/// Something to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChecklistItem {
    pub id: ChecklistItemId,
    pub text: String,
    pub done: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// Answer of `get_ticket_screen`: all that the page of a ticket shows, in one answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TicketScreen {
    pub ticket: TicketView,
    /// The newest articles, newest first.
    pub articles: ArticlePage,
    /// Who asked. Agents only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requester: Option<PersonCard>,
    /// The requester's other tickets that the reader may see, active ones first, at most 10. Agents only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_tickets: Vec<TicketRef>,
    /// The reader's own drafts for this ticket.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub drafts: Vec<DraftView>,
    /// Who else looks at it or writes. Agents only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub presence: Option<PresenceView>,
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
    /// Longest without a change first.
    UpdatedAsc,
    /// Least urgent first, then oldest.
    PriorityAsc,
    /// Due first; those without a due time last.
    DueAsc,
    /// Waiting time over first; those that do not wait last.
    PendingAsc,
    /// Last message newest first.
    ContactDesc,
    /// Last message oldest first.
    ContactAsc,
}

impl TicketSort {
    pub const ALL: [Self; 10] = [
        Self::UpdatedDesc,
        Self::UpdatedAsc,
        Self::CreatedDesc,
        Self::CreatedAsc,
        Self::PriorityDesc,
        Self::PriorityAsc,
        Self::DueAsc,
        Self::PendingAsc,
        Self::ContactDesc,
        Self::ContactAsc,
    ];

    /// The word in the query.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::UpdatedDesc => "updated_desc",
            Self::UpdatedAsc => "updated_asc",
            Self::CreatedDesc => "created_desc",
            Self::CreatedAsc => "created_asc",
            Self::PriorityDesc => "priority_desc",
            Self::PriorityAsc => "priority_asc",
            Self::DueAsc => "due_asc",
            Self::PendingAsc => "pending_asc",
            Self::ContactDesc => "contact_desc",
            Self::ContactAsc => "contact_asc",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.name() == name)
    }
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

/// Answer of `count_tickets`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TicketCount {
    pub count: u64,
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
