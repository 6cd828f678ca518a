//! Saved views: a filter with a name, an order and columns, as a folder with a counter.

use serde::{Deserialize, Serialize};

use crate::{
    api::ticket::TicketSort,
    ids::{QueueId, ViewId},
    person::PersonRef,
};

/// Who has a view in their list. Whoever shares a view publishes its words: its readers see name and filter as they were written, be it
/// that they name queues, tags or people that a reader does not see. What it finds and counts is what each reader may see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "with", rename_all = "snake_case")]
pub enum Sharing {
    /// Its owner.
    #[default]
    Nobody,
    /// Whoever sees this queue as an agent; needs `manage` there.
    Queue { queue_id: QueueId },
    /// All agents; administrators only.
    Everyone,
}

/// A column of the list of tickets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Column {
    Number,
    Subject,
    Requester,
    State,
    Priority,
    Queue,
    Owner,
    Responsible,
    TicketType,
    Service,
    Tags,
    Created,
    Updated,
    LastContact,
    Due,
    PendingUntil,
    Channel,
    /// When the next clock of the service agreement is over.
    Escalation,
}

impl Column {
    pub const ALL: [Self; 18] = [
        Self::Number,
        Self::Subject,
        Self::Requester,
        Self::State,
        Self::Priority,
        Self::Queue,
        Self::Owner,
        Self::Responsible,
        Self::TicketType,
        Self::Service,
        Self::Tags,
        Self::Created,
        Self::Updated,
        Self::LastContact,
        Self::Due,
        Self::PendingUntil,
        Self::Channel,
        Self::Escalation,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Subject => "subject",
            Self::Requester => "requester",
            Self::State => "state",
            Self::Priority => "priority",
            Self::Queue => "queue",
            Self::Owner => "owner",
            Self::Responsible => "responsible",
            Self::TicketType => "ticket_type",
            Self::Service => "service",
            Self::Tags => "tags",
            Self::Created => "created",
            Self::Updated => "updated",
            Self::LastContact => "last_contact",
            Self::Due => "due",
            Self::PendingUntil => "pending_until",
            Self::Channel => "channel",
            Self::Escalation => "escalation",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.name() == name)
    }
}

/// Body of `create_view` and `save_view`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ViewDef {
    pub name: String,
    /// The text form of a filter.
    pub filter: String,
    #[serde(default)]
    pub sort: TicketSort,
    /// Left empty: the reader's own choice.
    #[serde(default)]
    pub columns: Vec<Column>,
    #[serde(default)]
    pub sharing: Sharing,
    #[serde(default)]
    pub position: u32,
}

/// A saved view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SavedView {
    pub id: ViewId,
    pub view: ViewDef,
    pub owner: PersonRef,
    pub may_edit: bool,
    /// How many tickets the reader sees in it; counted up to 1,000.
    pub count: u64,
}

/// Answer of `list_views`: own ones and those that are shared with the caller.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ViewList {
    pub items: Vec<SavedView>,
}
