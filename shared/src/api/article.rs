//! Articles, attachments and uploads.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    api::mail::OutgoingStatus,
    ids::{ArticleId, AttachmentId, QueueId, UploadId},
    mailbox::Mailbox,
    person::PersonRef,
    secrets::SecretKind,
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
    /// Where in `text` (in characters) the sender's signature begins, when it has one and no quoted history.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature_at: Option<u32>,
    /// The events of the calendar that came with the mail.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub invitations: Vec<Invitation>,
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
    /// Held because its sender takes no part: an agent lets it in (`admit`), makes a ticket of it (`make_ticket_of_article`) or
    /// leaves it aside (`dismiss`). Agents only.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub held: bool,
    /// What the site's mail server found out about the sender; agents only, and only where it says something.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trust: Option<SenderTrust>,
    /// What a message from outside should not have: passwords, bank accounts, card numbers. Agents only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub secrets: Vec<SecretKind>,
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

/// How far the sender of a mail is proven.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SenderTrust {
    pub verdict: Trust,
    /// What says so: `dmarc=pass header.from=uni.example`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// What became of verifying the mail's own signature (S/MIME), where it has one and authorities are configured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<MailSignature>,
}

/// The signature of a mail (S/MIME), as it was when the mail came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailSignature {
    pub result: SignatureResult,
    /// Whom its certificate names: `Lena Muster <lena@uni.example>`. Believed only where the result is `valid`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub signer: String,
}

/// Whether a signature shows that the sender wrote the mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SignatureResult {
    /// It does.
    Valid,
    /// The mail was changed after it was signed.
    Changed,
    /// The certificate is of no authority that is believed, or not for mail.
    Untrusted,
    /// The certificate was not in force when the mail came.
    Expired,
    /// The certificate is somebody else's than the sender's.
    OtherAddress,
    /// It is damaged, or made by methods that are unknown or too weak.
    Unreadable,
}

impl SignatureResult {
    pub const ALL: [Self; 6] = [
        Self::Valid,
        Self::Changed,
        Self::Untrusted,
        Self::Expired,
        Self::OtherAddress,
        Self::Unreadable,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Valid => "valid",
            Self::Changed => "changed",
            Self::Untrusted => "untrusted",
            Self::Expired => "expired",
            Self::OtherAddress => "other_address",
            Self::Unreadable => "unreadable",
        }
    }
}

/// Whether the sender of a mail is who they say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Trust {
    /// The mail server has proven it for the domain of the address.
    Proven,
    /// Nothing proves it, and nothing speaks against it.
    #[default]
    Unproven,
    /// The domain of the address denies it.
    Failed,
}

impl Trust {
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Proven => "proven",
            Self::Unproven => "unproven",
            Self::Failed => "failed",
        }
    }
}

/// Where the ticket of a held message shall be; the body of `make_ticket_of_article`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MakeTicket {
    /// Left out: the queue of the ticket that it is held in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue_id: Option<QueueId>,
}

/// Answer of `make_ticket_of_article`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MadeTicket {
    pub number: TicketNumber,
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

/// An event of a calendar that came with a mail (RFC 5546).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invitation {
    pub kind: InvitationKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// From when to when, with the zone that it was written in: `2026-11-25 10:00–11:00 (Europe/Berlin)`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// When it begins and ends, where its zone is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub starts_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub ends_at: Option<Timestamp>,
    /// Its first and last day (`2026-11-25`), where it takes whole days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_day: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_day: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organizer: Option<String>,
    /// Whose answer it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attendee: Option<String>,
    /// It takes place more than once.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub repeats: bool,
}

/// What a calendar that came with a mail wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum InvitationKind {
    /// Somebody shall come.
    Request,
    /// It does not take place.
    Cancelled,
    Accepted,
    Declined,
    Tentative,
    /// An event that was sent along.
    Event,
}

impl InvitationKind {
    pub const ALL: [Self; 6] = [
        Self::Request,
        Self::Cancelled,
        Self::Accepted,
        Self::Declined,
        Self::Tentative,
        Self::Event,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Cancelled => "cancelled",
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Tentative => "tentative",
            Self::Event => "event",
        }
    }
}

/// Body of `redact_article`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RedactArticle {
    /// Why; at most 500 characters. It stays.
    #[serde(default)]
    pub reason: String,
    /// What else is to be removed, beside what is found in the article.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<String>,
    /// The ticket's number: it is meant. Left out: nothing is removed, only told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirm: Option<TicketNumber>,
}

/// Answer of `redact_article`: what would be removed, or was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Redaction {
    pub number: TicketNumber,
    /// What was found by itself in the article.
    pub found: Vec<SecretKind>,
    /// Articles that have it.
    pub articles: u32,
    /// Mails that have it beside: sent ones, those that told agents, and those that came in and are no article.
    pub mails: u32,
    /// What else has it: the subject, the history, files, fields, drafts, messages to other programs.
    pub places: u32,
    /// Tickets that hang together with this one and have it too, but whose queue the caller does not manage: it stays there.
    pub left: u32,
    /// It is gone.
    pub done: bool,
}
