//! `TicketEvent`: what happened to a ticket. The history that people read, and what the live stream carries.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    catalog::{FieldKey, FieldValue, ServiceKey, StateKey, StateType, TypeKey},
    command::LinkKind,
    ids::{ArticleId, ChecklistItemId, PersonId, QueueId, TicketId},
    ticket::{Channel, Direction, Priority, TicketNumber},
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
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ticket_type: Option<TypeKey>,
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
        from: StateKey,
        to: StateKey,
        /// The type of `to`.
        #[serde(default)]
        state_type: StateType,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
        pending_until: Option<Timestamp>,
    },
    /// The ticket went to another queue.
    Moved {
        from: QueueId,
        to: QueueId,
    },
    /// The owner changed.
    OwnerChanged {
        from: Option<PersonId>,
        to: Option<PersonId>,
    },
    /// Somebody claimed the ticket.
    Locked {
        by: PersonId,
    },
    /// The claim was given back.
    Unlocked {
        by: PersonId,
    },
    /// The priority changed.
    PriorityChanged {
        from: Priority,
        to: Priority,
    },
    /// The person responsible changed.
    ResponsibleChanged {
        from: Option<PersonId>,
        to: Option<PersonId>,
    },
    /// The type changed.
    TypeChanged {
        from: Option<TypeKey>,
        to: Option<TypeKey>,
    },
    /// The service changed.
    ServiceChanged {
        from: Option<ServiceKey>,
        to: Option<ServiceKey>,
    },
    /// The subject changed.
    SubjectChanged {
        from: String,
        to: String,
    },
    /// Somebody else is the requester now.
    RequesterChanged {
        from: PersonId,
        to: PersonId,
    },
    /// Until when it shall be done changed.
    DueChanged {
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
        from: Option<Timestamp>,
        #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
        to: Option<Timestamp>,
    },
    /// A custom field changed.
    FieldChanged {
        field: FieldKey,
        from: Option<FieldValue>,
        to: Option<FieldValue>,
        /// Whether customers see the field.
        shown_to_customer: bool,
    },
    TagAdded {
        tag: String,
    },
    TagRemoved {
        tag: String,
    },
    WatcherAdded {
        person_id: PersonId,
    },
    WatcherRemoved {
        person_id: PersonId,
    },
    ParticipantAdded {
        person_id: PersonId,
    },
    ParticipantRemoved {
        person_id: PersonId,
    },
    /// A colleague was named in a note.
    Mentioned {
        person_id: PersonId,
        article_id: ArticleId,
    },
    /// A link to another ticket came; both tickets have the event, each as seen from itself.
    Linked {
        kind: LinkKind,
        ticket_id: TicketId,
        number: TicketNumber,
    },
    /// A link is gone.
    Unlinked {
        kind: LinkKind,
        ticket_id: TicketId,
        number: TicketNumber,
    },
    /// This ticket's number is an alias of another ticket now.
    MergedInto {
        ticket_id: TicketId,
        number: TicketNumber,
    },
    /// Another ticket goes on in this one.
    MergedFrom {
        ticket_id: TicketId,
        number: TicketNumber,
    },
    /// This ticket stands by itself again; it was an alias of the other one.
    UnmergedFrom {
        ticket_id: TicketId,
        number: TicketNumber,
    },
    /// Another ticket that went on in this one stands by itself again.
    MergeUndone {
        ticket_id: TicketId,
        number: TicketNumber,
    },
    /// Time was accounted for.
    TimeAccounted {
        minutes: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        comment: Option<String>,
    },
    ChecklistItemAdded {
        item_id: ChecklistItemId,
        text: String,
    },
    /// Something to do was checked, unchecked or rewritten: as it is now.
    ChecklistItemChanged {
        item_id: ChecklistItemId,
        text: String,
        done: bool,
    },
    ChecklistItemRemoved {
        item_id: ChecklistItemId,
        text: String,
    },
    /// A reply was taken back before its mail left.
    ReplyRecalled {
        article_id: ArticleId,
        message_id: String,
    },
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
            Self::ResponsibleChanged { .. } => "responsible_changed",
            Self::TypeChanged { .. } => "type_changed",
            Self::ServiceChanged { .. } => "service_changed",
            Self::SubjectChanged { .. } => "subject_changed",
            Self::RequesterChanged { .. } => "requester_changed",
            Self::DueChanged { .. } => "due_changed",
            Self::FieldChanged { .. } => "field_changed",
            Self::TagAdded { .. } => "tag_added",
            Self::TagRemoved { .. } => "tag_removed",
            Self::WatcherAdded { .. } => "watcher_added",
            Self::WatcherRemoved { .. } => "watcher_removed",
            Self::ParticipantAdded { .. } => "participant_added",
            Self::ParticipantRemoved { .. } => "participant_removed",
            Self::Mentioned { .. } => "mentioned",
            Self::Linked { .. } => "linked",
            Self::Unlinked { .. } => "unlinked",
            Self::MergedInto { .. } => "merged_into",
            Self::MergedFrom { .. } => "merged_from",
            Self::UnmergedFrom { .. } => "unmerged_from",
            Self::MergeUndone { .. } => "merge_undone",
            Self::TimeAccounted { .. } => "time_accounted",
            Self::ChecklistItemAdded { .. } => "checklist_item_added",
            Self::ChecklistItemChanged { .. } => "checklist_item_changed",
            Self::ChecklistItemRemoved { .. } => "checklist_item_removed",
            Self::ReplyRecalled { .. } => "reply_recalled",
            Self::MailQueued { .. } => "mail_queued",
            Self::MailFailed { .. } => "mail_failed",
        }
    }

    /// The other ticket that the event speaks of: who may not see that one must not learn of the event.
    #[must_use]
    pub fn other_ticket(&self) -> Option<TicketId> {
        match self {
            Self::Linked { ticket_id, .. }
            | Self::Unlinked { ticket_id, .. }
            | Self::MergedInto { ticket_id, .. }
            | Self::MergedFrom { ticket_id, .. }
            | Self::UnmergedFrom { ticket_id, .. }
            | Self::MergeUndone { ticket_id, .. } => Some(*ticket_id),
            _ => None,
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
    /// Articles for a third party.
    Forward,
    /// A mail that came in, on to somebody else.
    Redirect,
    /// Tells that the ticket stays closed and a new request is wanted.
    Rejection,
}

impl MailKind {
    pub const ALL: [Self; 6] = [
        Self::Receipt,
        Self::Reply,
        Self::Closing,
        Self::Forward,
        Self::Redirect,
        Self::Rejection,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Reply => "reply",
            Self::Closing => "closing",
            Self::Forward => "forward",
            Self::Redirect => "redirect",
            Self::Rejection => "rejection",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}
