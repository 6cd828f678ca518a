//! Tickets, their list and their history.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    api::{
        article::ArticlePage, draft::DraftView, person::PersonCard, presence::PresenceView, queue::QueueRef,
        queue_request::QueueRequestStatus,
    },
    catalog::{FieldKey, FieldValue, ServiceKey, StateKey, StateType, TypeKey},
    command::{Command, CommandName, LinkKind},
    event::TicketEvent,
    ids::{ChecklistItemId, TicketId},
    person::PersonRef,
    sla::ClocksView,
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
    /// The people whom these fields name by their ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub field_people: Vec<PersonRef>,
    /// Who takes part besides the requester.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub participants: Vec<PersonRef>,
    /// Agents who follow the ticket; customers never see them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub watchers: Vec<PersonRef>,
    /// For named persons only: who may read it beside owner, responsible and customer. Left out where everybody may who sees its queue, and
    /// for customers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub readers: Option<Vec<PersonRef>>,
    /// The other queues to which a mail of the ticket was sent; customers never see them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub other_queues: Vec<OtherQueue>,
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
    /// What was promised for the ticket, and how long there is; agents only, where anything was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clocks: Option<ClocksView>,
    /// The ticket is a request for a queue that the caller may decide on. Left out in lists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue_request: Option<QueueRequestStatus>,
    /// The commands that the caller may apply right now. Empty in lists.
    #[serde(default)]
    pub allowed: Vec<CommandName>,
}

/// A queue in which a ticket is found besides its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OtherQueue {
    pub queue: QueueRef,
    /// Whether the reader may say that it is none of that queue's.
    pub may_remove: bool,
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
    /// The days of the next 60 on which the queue is closed, like `2026-12-24`: nothing may be due or come again then. Agents only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub closed_days: Vec<String>,
}

/// Writes an enumeration of orders with the word of each in the query.
macro_rules! sorts {
    ($($(#[$doc:meta])* $sort:ident = $name:literal,)+) => {
        /// Order of `list_tickets`. Tickets without a value stand last in either direction; ties go by the time of opening.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum TicketSort {
            $($(#[$doc])* $sort,)+
        }

        impl TicketSort {
            pub const ALL: &'static [Self] = &[$(Self::$sort,)+];

            /// The word in the query.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$sort => $name,)+
                }
            }
        }
    };
}

sorts! {
    /// Last changed first.
    #[default]
    UpdatedDesc = "updated_desc",
    /// Longest without a change first.
    UpdatedAsc = "updated_asc",
    /// Last created first.
    CreatedDesc = "created_desc",
    /// Oldest first.
    CreatedAsc = "created_asc",
    /// Most urgent first, then oldest.
    PriorityDesc = "priority_desc",
    /// Least urgent first, then oldest.
    PriorityAsc = "priority_asc",
    /// Due first.
    DueAsc = "due_asc",
    /// Due last first.
    DueDesc = "due_desc",
    /// Waiting time over first.
    PendingAsc = "pending_asc",
    /// Waiting longest first.
    PendingDesc = "pending_desc",
    /// Last message newest first.
    ContactDesc = "contact_desc",
    /// Last message oldest first.
    ContactAsc = "contact_asc",
    /// What was promised first, first.
    EscalationAsc = "escalation_asc",
    /// What was promised last, first.
    EscalationDesc = "escalation_desc",
    NumberAsc = "number_asc",
    NumberDesc = "number_desc",
    /// By letters, small and capital ones alike, ä as a.
    SubjectAsc = "subject_asc",
    SubjectDesc = "subject_desc",
    /// By the requester's name.
    RequesterAsc = "requester_asc",
    RequesterDesc = "requester_desc",
    /// By the queue's path; at the desk only (`scope=desk`), since the names of some queues are kept from customers.
    QueueAsc = "queue_asc",
    QueueDesc = "queue_desc",
    /// In the order that the states are set up in.
    StateAsc = "state_asc",
    StateDesc = "state_desc",
    /// By the owner's name.
    OwnerAsc = "owner_asc",
    OwnerDesc = "owner_desc",
    /// By the name of who is responsible; at the desk only (`scope=desk`), since customers do not see who that is.
    ResponsibleAsc = "responsible_asc",
    ResponsibleDesc = "responsible_desc",
    /// In the order that the types are set up in.
    TypeAsc = "type_asc",
    TypeDesc = "type_desc",
    /// By the service's key.
    ServiceAsc = "service_asc",
    ServiceDesc = "service_desc",
    /// By the word of the channel.
    ChannelAsc = "channel_asc",
    ChannelDesc = "channel_desc",
}

impl TicketSort {
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|sort| sort.name() == name)
    }

    /// Whether the greatest comes first.
    #[must_use]
    pub fn is_descending(self) -> bool {
        self.name().ends_with("_desc")
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
    /// Those of the caller's organisation, where its members see each other's.
    Organisation,
}

impl TicketScope {
    /// The word in the query.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Desk => "desk",
            Self::Portal => "portal",
            Self::Organisation => "organisation",
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
    /// The people whom the event names by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<PersonRef>,
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
