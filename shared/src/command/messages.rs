//! Commands that write something: to the customer, to colleagues, to third parties.

use serde::{Deserialize, Serialize};

use crate::{
    catalog::TypeKey,
    command::Command,
    ids::{ArticleId, PersonId, QueueId, TemplateId, UploadId},
    mailbox::Mailbox,
    ticket::{Channel, Direction, Priority},
};

/// A new ticket. Also the body of `create_ticket`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenTicket {
    /// The queue that shall handle it.
    pub queue_id: QueueId,
    /// What it is about, in a line.
    pub subject: String,
    /// The request itself, plain text.
    pub body: String,
    /// On whose behalf an agent opens it. Left out: the caller. Customers may name only themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requester: Option<Mailbox>,
    /// How the request arrived. Left out: `portal` for customers, `api` for agents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// Left out: the queue's default. Only agents may choose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// Left out: the queue's default. Only agents may choose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<TypeKey>))]
    pub ticket_type: Option<TypeKey>,
    /// On whose behalf, by id, where the person is known; instead of `requester`. Only agents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requester_id: Option<PersonId>,
    /// Who else takes part from the beginning. Only agents may choose.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub participants: Vec<Mailbox>,
    /// Whether the requester gets the receipt. Left out: yes (requirement A10). Only agents may choose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirm: Option<bool>,
    /// The article of another ticket that becomes the first one here (split). Only agents; subject and body may differ from it.
    /// The two tickets are linked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub split_from: Option<ArticleId>,
    /// Files uploaded before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<UploadId>,
    /// What happens to the new ticket at once, in the same transaction: take, close ("solved at the desk"), tags, fields … Only
    /// agents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "openapi", schema(no_recursion))]
    pub then: Vec<Command>,
}

impl OpenTicket {
    /// A request with nothing but the necessary.
    #[must_use]
    pub fn new(queue_id: QueueId, subject: impl Into<String>, body: impl Into<String>) -> Self {
        Self {
            queue_id,
            subject: subject.into(),
            body: body.into(),
            requester: None,
            channel: None,
            priority: None,
            ticket_type: None,
            requester_id: None,
            participants: Vec::new(),
            confirm: None,
            split_from: None,
            attachments: Vec::new(),
            then: Vec::new(),
        }
    }
}

/// A message to the other side.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Reply {
    /// Empty only with `template_id`. Plain text; `![name](upload:<id>)` stands for an image among `attachments` that is shown in its place.
    pub body: String,
    /// Recipients. Left out or empty: the requester, with all who take part in copy. Only agents may choose.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<Mailbox>,
    /// Further recipients. Only agents may choose.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cc: Vec<Mailbox>,
    /// Left out: the ticket's subject.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Files uploaded before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<UploadId>,
    /// The body is a template: its variables are filled in for this ticket. For answers to many tickets at once. Only agents.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub expand: bool,
    /// The text comes from this template, in the language of the ticket's customer, filled in for this ticket; `body` stays empty then.
    /// For answers to many tickets at once, each in its customer's own language. Only agents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template_id: Option<TemplateId>,
    /// For how many seconds the mail waits, so that it can be taken back (`recall_reply`); at most 60. Left out: none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo_seconds: Option<u32>,
}

/// An internal note.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// Plain text.
    pub body: String,
    /// Left out: the ticket's subject.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Files uploaded before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<UploadId>,
    /// Colleagues whom the note concerns: they become watchers and are told. Only people who may see the ticket.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<PersonId>,
}

/// A phone call or a visit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LogCall {
    /// `incoming`: the customer called or came; `outgoing`: the desk called.
    pub direction: Direction,
    /// `phone` or `visit`. Left out: `phone`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// What was said, plain text.
    pub body: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Whether the customer may read it. Left out: yes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visible_to_customer: Option<bool>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<UploadId>,
}

/// Articles to a third party.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Forward {
    pub to: Vec<Mailbox>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cc: Vec<Mailbox>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// What is said about it, plain text.
    pub body: String,
    /// The articles that go along: their raw mails where there are some, else their texts, with their files.
    pub article_ids: Vec<ArticleId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<UploadId>,
    /// Whether the customer sees that it was forwarded. Left out: no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visible_to_customer: Option<bool>,
}

/// A mail on to somebody else.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Redirect {
    /// An article that came by mail.
    pub article_id: ArticleId,
    pub to: Vec<Mailbox>,
}

/// An article once more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Resend {
    /// An article that went out by mail.
    pub article_id: ArticleId,
    /// Left out or empty: those of the first time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<Mailbox>,
}

/// A reply back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RecallReply {
    /// The caller's own reply, while its mail waits (`undo_seconds`).
    pub article_id: ArticleId,
}

/// A held message into the conversation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Admit {
    /// A message that is held because its sender takes no part.
    pub article_id: ArticleId,
}

/// A held message aside.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Dismiss {
    /// A message that is held because its sender takes no part.
    pub article_id: ArticleId,
    /// Why; at most 500 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}
