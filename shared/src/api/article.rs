//! Articles, attachments and uploads.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    ids::{ArticleId, AttachmentId, UploadId},
    mailbox::Mailbox,
    person::PersonRef,
    ticket::{Channel, Direction},
};

/// A file of an article; `get_attachment` gives the bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AttachmentView {
    pub id: AttachmentId,
    pub name: String,
    pub media_type: String,
    /// Bytes.
    pub size: u64,
    /// Shown inside the message (an image of the HTML body).
    pub inline: bool,
}

/// One message, call or note in a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ArticleView {
    pub id: ArticleId,
    pub direction: Direction,
    pub channel: Channel,
    /// False for internal notes, which customers never get.
    pub visible_to_customer: bool,
    /// Who wrote it, where a person is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<PersonRef>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Mailbox>,
    #[serde(default)]
    pub to: Vec<Mailbox>,
    #[serde(default)]
    pub cc: Vec<Mailbox>,
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// Where in `text` (in characters) the quoted history begins, when it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote_at: Option<u32>,
    /// Sanitised HTML of a mail that had some; still shown in a sandboxed frame.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub html: Option<String>,
    pub attachments: Vec<AttachmentView>,
    /// Written by a machine (out of office, list, robot): folded in the UI.
    pub automatic: bool,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
}

/// A page of articles, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ArticlePage {
    pub items: Vec<ArticleView>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// Answer of `create_upload`. An upload that no article takes up is removed after a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UploadView {
    pub id: UploadId,
    pub name: String,
    pub media_type: String,
    /// Bytes.
    pub size: u64,
}
