//! `TicketEvent`: what happened to a ticket. The history that people read, and what the live stream carries.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    ids::{ArticleId, PersonId, QueueId},
    ticket::{Channel, Direction, Priority, State, TicketNumber},
};

/// One change of one ticket; names are in the past tense.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum TicketEvent {
    /// The ticket came into being.
    TicketOpened {
        number: TicketNumber,
        queue_id: QueueId,
        requester_id: PersonId,
        subject: String,
        priority: Priority,
        channel: Channel,
    },
    /// A message, call or note was added.
    ArticleAdded {
        article_id: ArticleId,
        direction: Direction,
        channel: Channel,
        visible_to_customer: bool,
    },
    /// The state changed.
    StateChanged {
        from: State,
        to: State,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
        pending_until: Option<Timestamp>,
    },
    /// The ticket went to another queue.
    Moved { from: QueueId, to: QueueId },
    /// The owner changed.
    OwnerChanged {
        from: Option<PersonId>,
        to: Option<PersonId>,
    },
    /// Somebody claimed the ticket.
    Locked { by: PersonId },
    /// The claim was given back.
    Unlocked { by: PersonId },
    /// The priority changed.
    PriorityChanged { from: Priority, to: Priority },
    /// A mail was put into the outbox.
    MailQueued {
        kind: MailKind,
        to: Vec<String>,
        message_id: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        article_id: Option<ArticleId>,
    },
    /// A mail could not be delivered and will not be tried again.
    MailFailed {
        to: String,
        message_id: String,
        reason: String,
    },
}

impl TicketEvent {
    /// The event's name, as in `type`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::TicketOpened { .. } => "ticket_opened",
            Self::ArticleAdded { .. } => "article_added",
            Self::StateChanged { .. } => "state_changed",
            Self::Moved { .. } => "moved",
            Self::OwnerChanged { .. } => "owner_changed",
            Self::Locked { .. } => "locked",
            Self::Unlocked { .. } => "unlocked",
            Self::PriorityChanged { .. } => "priority_changed",
            Self::MailQueued { .. } => "mail_queued",
            Self::MailFailed { .. } => "mail_failed",
        }
    }
}

/// Why a mail goes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MailKind {
    /// Confirms that a request arrived, with its number.
    Receipt,
    /// An agent's answer.
    Reply,
    /// Tells that the ticket was closed.
    Closing,
}

impl MailKind {
    pub const ALL: [Self; 3] = [Self::Receipt, Self::Reply, Self::Closing];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Reply => "reply",
            Self::Closing => "closing",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}
