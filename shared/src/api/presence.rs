//! Presence: who looks at a ticket, and who writes.

use serde::{Deserialize, Serialize};

use crate::{ids::TicketId, person::PersonRef};

/// Body of `report_presence`; sent every 20 seconds while a ticket is on screen. After 60 seconds of silence one is gone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReportPresence {
    /// Something is being written.
    #[serde(default)]
    pub writing: bool,
    /// The page was left.
    #[serde(default)]
    pub gone: bool,
}

/// Somebody at a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Present {
    pub person: PersonRef,
    pub writing: bool,
}

/// Everybody at a ticket. Also a Server-Sent Event named `presence`, which replaces what was known before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PresenceView {
    pub ticket_id: TicketId,
    pub people: Vec<Present>,
}
