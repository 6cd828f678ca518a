//! What the live stream carries (`stream_events`, Server-Sent Events).

use serde::{Deserialize, Serialize};

use crate::{
    event::TicketEvent,
    ids::{PersonId, QueueId, TicketId},
    ticket::TicketNumber,
};

/// One change, as a Server-Sent Event: name `ticket`, id = `seq`. A client that reconnects sends `Last-Event-ID` and gets
/// what it missed; an event may come twice, so clients go by `seq`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LiveEvent {
    pub seq: i64,
    pub ticket_id: TicketId,
    pub number: TicketNumber,
    /// The queue that the ticket is in now.
    pub queue_id: QueueId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor_id: Option<PersonId>,
    pub event: TicketEvent,
}
