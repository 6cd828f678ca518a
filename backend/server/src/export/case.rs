//! The case as it is handed over for export: plain values, every text in the reader's language.
//!
//! Knows names only. Whoever fills it decides what the reader may see.

use bytes::Bytes;
use jiff::Timestamp;

/// One ticket with all that belongs to it.
#[derive(Clone, Debug)]
pub struct CaseFile {
    pub ticket_id: String,
    pub number: String,
    pub title: String,
    /// BCP 47: `de`, `en`.
    pub language: String,
    pub exported_at: Timestamp,
    /// Label and value, in the order in which they are read.
    pub facts: Vec<(String, String)>,
    /// Oldest first.
    pub articles: Vec<CaseArticle>,
    /// Oldest first; empty for readers who may not see it, and then there are no files of it.
    pub history: Vec<CaseEntry>,
    /// Whether the reader may know of every entry.
    pub history_complete: bool,
    pub labels: Labels,
}

#[derive(Clone, Debug, Default)]
pub struct CaseArticle {
    pub author: String,
    /// As it is read: `22.11.2026, 15:04`.
    pub date: String,
    /// As it is read: `Eingehende E-Mail`.
    pub direction: String,
    pub visible_to_customer: bool,
    /// Label and value: subject, sender, recipients.
    pub headers: Vec<(String, String)>,
    /// Plain text. `[name]`, or the mark of an upload, stands where an inline attachment of that name belongs.
    pub text: String,
    pub attachments: Vec<CaseAttachment>,
    /// The mail as it came or went.
    pub raw_mail: Option<Content>,
}

#[derive(Clone, Debug)]
pub struct CaseAttachment {
    pub name: String,
    pub media_type: String,
    /// Bytes, also when the content was left out.
    pub size: u64,
    pub inline: bool,
    pub content: Content,
}

/// The bytes of a file; see [`crate::export::Budget`] for which ones to bring along.
#[derive(Clone, Debug)]
pub enum Content {
    Bytes(Bytes),
    /// Too large for the export as a whole; it says so.
    LeftOut,
}

/// One entry of the hash chain.
#[derive(Clone, Debug, Default)]
pub struct CaseEntry {
    pub position: i64,
    pub at: Timestamp,
    /// As it is read.
    pub date: String,
    pub sentence: String,
    /// The id of the person who did it.
    pub actor: Option<String>,
    /// The event as it is stored and hashed, JSON to the byte.
    pub event: String,
    pub hash: String,
}

/// Every word of the export that does not come from the ticket.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    /// A sentence: who exported when.
    pub exported: String,
    /// Headings.
    pub facts: String,
    pub articles: String,
    pub attachments: String,
    pub history: String,
    pub left_out: String,
    /// Badges of articles.
    pub internal: String,
    pub visible: String,
    /// What the link to the mail as it came says.
    pub raw_mail: String,
    /// What the links to the whole case as PDF, and to the history as data, say.
    pub as_pdf: String,
    pub as_data: String,
    pub hash: String,
    /// Stands behind the name of a file whose content is left out.
    pub too_large: String,
    /// Sentences: the text ends here; further articles, entries or files are missing.
    pub text_cut: String,
    pub articles_cut: String,
    pub history_cut: String,
    /// With `{page}` and `{pages}`: `Seite {page} von {pages}`.
    pub page: String,
}
