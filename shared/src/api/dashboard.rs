//! The dashboard: what an agent looks at first in the morning (requirement B2).

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    api::{
        mail::UndeliveredMail,
        ticket::{TicketSort, TicketView},
    },
    ids::QueueId,
};

/// What a section of the dashboard shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SectionKind {
    /// Active tickets that the caller owns.
    Mine,
    /// Active tickets that nobody owns, in queues where the caller may own.
    Unassigned,
    /// Due time over, waiting time over.
    Escalating,
    /// Active ones that nobody who is there looks after (requirements A4, B12).
    Orphaned,
    /// The oldest active ones (requirement A5).
    Oldest,
    /// Came since the caller's last visit.
    NewSinceVisit,
    /// Tickets that the caller follows and that changed since the last visit.
    Watched,
    /// Active tickets in which a note mentions the caller.
    Mentioned,
}

/// A section: a filter with its count and first tickets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Section {
    pub kind: SectionKind,
    /// The text form of its filter, for a link to the list.
    pub filter: String,
    pub sort: TicketSort,
    /// Counted up to 1,000.
    pub count: u64,
    /// The first eight.
    pub items: Vec<TicketView>,
}

/// Answer of `get_dashboard`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Dashboard {
    pub sections: Vec<Section>,
    /// Mails that did not arrive and that nobody has given up, in tickets that the caller sees at the desk: the newest eight.
    #[serde(default)]
    pub undelivered: Vec<UndeliveredMail>,
    /// How many there are; counted up to 1,000.
    #[serde(default)]
    pub undelivered_count: u64,
    /// Queues with open requests that the caller manages and in which nobody is there now who may own tickets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unstaffed: Vec<QueueId>,
    /// Mails of the whole desk that did not arrive and that nobody has given up; administrators only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed_mails: Option<u64>,
    /// When the caller was here before this session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub last_visit_at: Option<Timestamp>,
}
