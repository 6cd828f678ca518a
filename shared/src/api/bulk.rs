//! Bulk jobs: commands for many tickets, worked off one by one, each by itself all or nothing.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    command::Command,
    error::{ErrorCode, FieldError},
    ids::{BulkJobId, TicketId},
    ticket::TicketNumber,
};

/// Body of `create_bulk_job`: either a filter or ids, and what to do. Refused as a whole where a permission is missing in the queue of
/// any of the tickets, or when there are more than 10,000.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateBulkJob {
    /// The text form of a filter: the tickets that it finds now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ticket_ids: Vec<TicketId>,
    /// At least one, or an incident.
    #[serde(default)]
    pub commands: Vec<Command>,
    /// The tickets report one thing: opens a ticket in the queue of the oldest of them, with its subject and type, and the job puts each below it
    /// before anything else. Two tickets at least, 200 at most.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub incident: bool,
}

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BulkStatus {
    Running,
    Finished,
    /// Somebody stopped it; what was done stays done.
    Stopped,
}

impl BulkStatus {
    pub const ALL: [Self; 3] = [Self::Running, Self::Finished, Self::Stopped];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Running => "running",
            Self::Finished => "finished",
            Self::Stopped => "stopped",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.name() == name)
    }
}

/// A ticket that a job could not change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkFailure {
    pub ticket_id: TicketId,
    pub number: TicketNumber,
    pub code: ErrorCode,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
}

/// A bulk job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkJobView {
    pub id: BulkJobId,
    pub status: BulkStatus,
    pub total: u64,
    pub done: u64,
    pub failed: u64,
    /// The first 200.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failures: Vec<BulkFailure>,
    /// The ticket below which the job puts the others, as the job names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub above: Option<String>,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub finished_at: Option<Timestamp>,
}

/// Answer of `list_bulk_jobs`: the caller's own, newest first, at most 20.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BulkJobList {
    pub items: Vec<BulkJobView>,
}
