//! Commands that set what a ticket is: state, place, people, description, work.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    catalog::{FieldKey, FieldValue, ServiceKey, SlaKey, StateKey, TypeKey},
    ids::{ChecklistItemId, PersonId, QueueId},
    mailbox::Mailbox,
    ticket::Priority,
};

/// Another state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetState {
    pub state: StateKey,
    /// Until when the ticket waits (UTC); required for states of a pending type, refused otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub pending_until: Option<Timestamp>,
    /// Whether the customer gets the closing mail. Left out: yes (requirement A6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify_customer: Option<bool>,
    /// Closing: whether the children are closed with it, each with its own mail. Left out: yes, one by one soon afterwards; one that cannot be closed stays open and
    /// says why. True: at once, and nothing is closed where one of them cannot be. False: no. Opening again: whether those are opened again that were closed along; left out: no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with_children: Option<bool>,
    /// Closing: for how many seconds the closing mail waits; at most 60. Left out: none. A ticket that is opened again meanwhile sends none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo_seconds: Option<u32>,
}

impl SetState {
    /// A state with nothing beside it.
    #[must_use]
    pub fn to(state: impl Into<String>) -> Self {
        Self {
            state: StateKey::new(state),
            pending_until: None,
            notify_customer: None,
            with_children: None,
            undo_seconds: None,
        }
    }
}

/// Another queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Move {
    pub queue_id: QueueId,
}

/// Another owner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Assign {
    /// The new owner; null for nobody.
    pub owner_id: Option<PersonId>,
}

/// Another priority.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetPriority {
    pub priority: Priority,
}

/// Another person responsible.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetResponsible {
    /// Null for nobody.
    pub responsible_id: Option<PersonId>,
}

/// Another type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetType {
    /// Null for none.
    pub ticket_type: Option<TypeKey>,
}

/// Another service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetService {
    /// Null for none.
    pub service: Option<ServiceKey>,
}

/// Another service agreement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetSla {
    /// Null: that of the ticket's service, else of its queue.
    pub sla: Option<SlaKey>,
}

/// Another subject.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetSubject {
    pub subject: String,
}

/// Another requester: one of the two.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetRequester {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requester_id: Option<PersonId>,
    /// Somebody who may be unknown yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requester: Option<Mailbox>,
}

/// Until when it shall be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetDue {
    /// UTC; null for no such time.
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub due_at: Option<Timestamp>,
}

/// A custom field's value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetField {
    pub field: FieldKey,
    /// Null empties it.
    pub value: Option<FieldValue>,
}

/// A tag.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Tag {
    /// Letters, digits, `-`, `_`, `.`; kept in lower case.
    pub tag: String,
}

/// Time spent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AccountTime {
    /// 1 to 1,440. Below zero: so many were accounted by mistake; no more than the ticket has.
    pub minutes: i32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// Something to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AddChecklistItem {
    pub text: String,
}

/// A change of something to do; what is left out stays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetChecklistItem {
    pub item_id: ChecklistItemId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// Something to do no more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RemoveChecklistItem {
    pub item_id: ChecklistItemId,
}
