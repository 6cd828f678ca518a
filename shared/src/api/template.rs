//! Text templates: what agents write again and again (requirement B9).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    api::queue::Names,
    catalog::{FieldKey, FieldValue},
    ids::{PersonId, QueueId, TemplateId},
    mailbox::Mailbox,
    person::Language,
};

/// What a template is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TemplateKind {
    /// An answer to the customer.
    #[default]
    Answer,
    /// A text that goes along with forwarded articles.
    Forward,
    Note,
    PhoneCall,
    /// A new ticket on behalf of somebody.
    Create,
    /// A piece of text that is put in anywhere.
    Snippet,
}

impl TemplateKind {
    pub const ALL: [Self; 6] = [
        Self::Answer,
        Self::Forward,
        Self::Note,
        Self::PhoneCall,
        Self::Create,
        Self::Snippet,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Forward => "forward",
            Self::Note => "note",
            Self::PhoneCall => "phone_call",
            Self::Create => "create",
            Self::Snippet => "snippet",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// Body of `create_template` and `save_template`.
///
/// Texts are templates with variables: `{{ ticket.number }}`, `{{ ticket.subject }}`, `{{ ticket.link }}`, `{{ customer.name }}`,
/// `{{ agent.name }}`, `{{ queue.name }}`, `{{ fields.<key> }}` (with `_` where the key has `-`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TemplateDef {
    pub names: Names,
    pub kind: TemplateKind,
    /// Left empty: the ticket's subject.
    #[serde(default)]
    pub subject: Names,
    pub body: Names,
    /// Queues where it is offered, with all below them; empty for every queue (administrators only).
    #[serde(default)]
    pub queue_ids: Vec<QueueId>,
    #[serde(default = "yes")]
    pub valid: bool,
}

/// A template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateView {
    pub id: TemplateId,
    pub template: TemplateDef,
    pub may_edit: bool,
}

/// Answer of `list_templates`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateList {
    pub items: Vec<TemplateView>,
}

/// Body of `render_template`: either a template of the desk, or one that is being written (then `template`, to try it out).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RenderTemplate {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template_id: Option<TemplateId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<TemplateDef>,
    /// The ticket's id or number. Left out: example values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
    /// In place of `ticket`: one that is being opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening: Option<Opening>,
    /// Left out: the customer's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}

/// A ticket that is being opened, as far as it is filled in. It has no number and no link yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Opening {
    pub queue_id: QueueId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requester_id: Option<PersonId>,
    /// In place of `requester_id`: somebody who is not known yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requester: Option<Mailbox>,
    #[serde(default)]
    pub subject: String,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<FieldKey, FieldValue>,
}

/// Answer of `render_template`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RenderedTemplate {
    pub subject: String,
    pub body: String,
    pub language: Language,
    /// Variables that do not exist; they stay empty.
    pub unknown: Vec<String>,
}

fn yes() -> bool {
    true
}
