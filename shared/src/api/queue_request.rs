//! A queue that somebody asks for (requirements C12, C13, E8): what they want, what would be made of it, and what was decided.

use serde::{Deserialize, Serialize};

use super::queue::Names;
use crate::{
    Timestamp,
    catalog::{CalendarKey, SlaKey},
    error::FieldError,
    ids::QueueId,
    person::{Permission, PersonRef},
    ticket::TicketNumber,
};

/// Body of `create_queue_request`: the queue that somebody wants.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct QueueRequestDef {
    /// The queue that it shall lie below. Left out: at the top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<QueueId>,
    pub names: Names,
    /// The last part of its path. Left out: made from the German name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The address whose mail opens tickets there. Left out: none of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Who works there: account ids or addresses, at most 100.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agents: Vec<String>,
    /// Who works there and sets it up: account ids or addresses, at least one and at most 100.
    #[serde(default)]
    pub managers: Vec<String>,
    /// Left out: the service agreement of the queue above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sla: Option<SlaKey>,
    /// Left out: the opening hours of the queue above.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarKey>,
    /// Whether customers may open tickets there in the portal.
    #[serde(default)]
    pub portal: bool,
    /// What it is wanted for.
    pub reason: String,
}

/// What became of a request for a queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum QueueRequestStatus {
    /// Nobody has decided yet.
    #[default]
    Open,
    /// The queue was made.
    Approved,
    Refused,
}

impl QueueRequestStatus {
    pub const ALL: [Self; 3] = [Self::Open, Self::Approved, Self::Refused];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Approved => "approved",
            Self::Refused => "refused",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// A request for a queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QueueRequestView {
    /// The ticket in which it is talked about.
    pub ticket: TicketNumber,
    pub wanted: QueueRequestDef,
    pub status: QueueRequestStatus,
    pub requested_by: PersonRef,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub requested_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<PersonRef>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub decided_at: Option<Timestamp>,
    /// Why it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refusal: Option<String>,
    /// The queue that was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue_id: Option<QueueId>,
    /// Whether the caller may approve or refuse it: administrators, and whoever holds `manage` on the queue above.
    pub may_decide: bool,
    /// What an approval would make; only of one request, while it is open, for whoever may decide.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<QueueRequestPlan>,
}

/// All that an approval makes, in one step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QueueRequestPlan {
    /// The path that the queue would have.
    pub path: String,
    /// The last part of the path.
    pub key: String,
    pub roles: Vec<PlannedRole>,
    /// The names of text templates that are offered there from the beginning, by way of the queues above.
    pub templates: Vec<Names>,
    /// What stands against it; the fields are those of `wanted`.
    pub faults: Vec<FieldError>,
}

/// A role that would be made, for the new queue alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlannedRole {
    pub name: String,
    pub permissions: Vec<Permission>,
    pub members: Vec<PersonRef>,
}

/// Answer of `list_queue_requests`, newest first; at most 200.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QueueRequestList {
    pub items: Vec<QueueRequestView>,
}

/// Body of `approve_queue_request`: what shall be otherwise than it was wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ApproveQueueRequest {
    /// The last part of the path. Left out: as it is planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The address. Left out: as it was wanted; empty: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// Body of `refuse_queue_request`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RefuseQueueRequest {
    /// Why; the person who asked reads it.
    pub reason: String,
}
