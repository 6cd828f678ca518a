//! Articles, attachments and uploads.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    api::mail::OutgoingStatus,
    ids::{ArticleId, AttachmentId, UploadId},
    mailbox::Mailbox,
    person::PersonRef,
    ticket::{Channel, Direction, TicketNumber},
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
    /// Images of other sites that the HTML would load; blocked until somebody asks for them.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub remote_images: u32,
    /// Written by a machine (out of office, list, robot): folded in the UI.
    pub automatic: bool,
    /// The raw mail can be had by `get_article_raw`; agents only.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub raw: bool,
    /// Taken back by its author before the mail left; the customer never got it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub recalled: bool,
    /// What became of its mails, by recipient; agents only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deliveries: Vec<Delivery>,
    /// The number of the merged ticket that it was written in, where it is not this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket_number: Option<TicketNumber>,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// What became of a mail to one recipient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Delivery {
    pub to: String,
    pub status: OutgoingStatus,
    /// Until when it can be taken back, or when it is tried next (UTC).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub next_attempt_at: Option<Timestamp>,
}

/// In which order articles come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ArticleOrder {
    #[default]
    OldestFirst,
    NewestFirst,
}

/// A page of articles, in the order that was asked for.
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
