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
    /// Told after greater numbers: the message could be taken back until now.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub late: bool,
}

/// A ticket that the listener may not see any more, as a Server-Sent Event named `gone`: it was moved to a queue that is not theirs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TicketGone {
    pub seq: i64,
    pub ticket_id: TicketId,
    pub number: TicketNumber,
}
