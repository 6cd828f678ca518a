//! Drafts: what somebody writes is kept on the server while they write, and restored after a lost session.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    api::article::UploadView,
    catalog::{FieldKey, FieldValue, ServiceKey, StateKey, TypeKey},
    ids::{ArticleId, DraftId, PersonId, QueueId, TicketId, UploadId},
    mailbox::Mailbox,
    person::PersonRef,
    ticket::{Channel, Direction, Priority},
};

/// What is being written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DraftKind {
    #[default]
    Reply,
    Note,
    Forward,
    Call,
    /// A new ticket at the desk.
    NewTicket,
    /// A new request in the portal.
    NewRequest,
}

impl DraftKind {
    pub const ALL: [Self; 6] = [
        Self::Reply,
        Self::Note,
        Self::Forward,
        Self::Call,
        Self::NewTicket,
        Self::NewRequest,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Reply => "reply",
            Self::Note => "note",
            Self::Forward => "forward",
            Self::Call => "call",
            Self::NewTicket => "new_ticket",
            Self::NewRequest => "new_request",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Body of `save_draft`: one draft a person, ticket and kind; saving replaces it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SaveDraft {
    /// Left out: a new ticket or request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket_id: Option<TicketId>,
    pub kind: DraftKind,
    /// The version of the ticket that the writer saw when they began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    pub content: DraftContent,
}

/// What was written so far.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DraftContent {
    #[serde(default)]
    pub subject: String,
    #[serde(default)]
    pub body: String,
    #[serde(default)]
    pub to: Vec<Mailbox>,
    #[serde(default)]
    pub cc: Vec<Mailbox>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue_id: Option<QueueId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub article_ids: Vec<ArticleId>,
    /// Files uploaded before; they are kept as long as the draft.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<UploadId>,
    /// Of a note: the colleagues whom it concerns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<PersonId>,
    /// Of a call: who called or came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// Of a call: `phone` or `visit`; of a new ticket: how the request arrived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// Whether the customer may read it, where that can be chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visible_to_customer: Option<bool>,
    /// Of an answer: the state that is set with it; of a new ticket: the one that it gets at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<StateKey>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub pending_until: Option<Timestamp>,
    /// Of a new ticket: for whom, where the person is known; else the first of `to`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requester_id: Option<PersonId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket_type: Option<TypeKey>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceKey>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<FieldKey, FieldValue>,
    /// Of a new ticket: whether its writer takes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub take: Option<bool>,
    /// Of a new ticket: whether the requester gets the receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirm: Option<bool>,
    /// Of a new ticket: the article that it is split from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split_from: Option<ArticleId>,
}

/// A draft.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DraftView {
    pub id: DraftId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket_id: Option<TicketId>,
    pub kind: DraftKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    pub content: DraftContent,
    /// The files that it names and that are there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<UploadView>,
    /// The people whom it names by id; agents only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<PersonRef>,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub updated_at: Timestamp,
}

/// Answer of `list_drafts`: the caller's own, newest first, at most 200.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DraftList {
    pub items: Vec<DraftView>,
}
