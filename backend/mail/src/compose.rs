//! Values → the bytes of a mail.
//!
//! Knows how a mail must look so that other mail programs thread it and other machines leave it alone; must not
//! know why it is sent. Every header value is made one printable line before it is written, so that no value can
//! add a header. The same input gives the same bytes.

use lettre::{
    Address, Message,
    address::Envelope,
    message::{
        Attachment, Body, Mailbox as LettreMailbox, Mailboxes, MultiPart, SinglePart, header,
        header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue},
    },
};
use sha2::{Digest, Sha256};

use crate::{
    Lang, Mailbox,
    address::normal_address,
    thread::{split_prefix, strip_subject},
};

/// The mark on every mail of ours, by which we know it when it comes back. Its value is the domain of the installation's
/// message ids: another installation's mails are none of ours.
pub const LOOP_HEADER: &str = "X-Pult-Loop";
/// What stands before the number in our own subjects.
const HOOK: &str = "Ticket#";
const MAX_SUBJECT: usize = 200;
/// The first and the newest ids of a long thread (RFC 5322 lets the middle go).
const MAX_REFERENCES: usize = 20;

/// 1970 to 9999: outside of these years lettre panics.
const WRITABLE_SECONDS: std::ops::Range<i64> = 0..253_402_300_800;

#[derive(Clone, Debug)]
pub struct Outgoing<'a> {
    pub from: Mailbox,
    pub to: Vec<Mailbox>,
    pub cc: Vec<Mailbox>,
    pub subject: &'a str,
    pub text: &'a str,
    pub html: Option<&'a str>,
    /// Without `<>`.
    pub message_id: &'a str,
    pub in_reply_to: Option<&'a str>,
    pub references: &'a [String],
    pub date: jiff::Timestamp,
    pub language: Lang,
    /// A machine writes: others' machines shall not answer.
    pub automatic: bool,
    pub attachments: Vec<OutgoingAttachment>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutgoingAttachment {
    pub name: String,
    pub media_type: String,
    pub bytes: Vec<u8>,
}

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ComposeError {
    #[error("no recipient")]
    NoRecipient,
    #[error("not a mail address: {0:?}")]
    BadAddress(String),
    #[error("not a message id: {0:?}")]
    BadMessageId(String),
    #[error("cannot be written as a mail: {0}")]
    Unwritable(String),
}

/// The mail as it goes over the wire, lines ended by CRLF.
pub fn compose(mail: &Outgoing<'_>) -> Result<Vec<u8>, ComposeError> {
    if mail.to.is_empty() && mail.cc.is_empty() {
        return Err(ComposeError::NoRecipient);
    }
    if !WRITABLE_SECONDS.contains(&mail.date.as_second()) {
        return Err(ComposeError::Unwritable(format!("the date {}", mail.date)));
    }
    let mut builder = Message::builder()
        .mailbox(header::From::from(mailboxes(std::slice::from_ref(&mail.from))?))
        .subject(one_line(mail.subject))
        .date(mail.date.into())
        .message_id(Some(bracketed(mail.message_id)?))
        .envelope(envelope(mail)?);
    if !mail.to.is_empty() {
        builder = builder.mailbox(header::To::from(mailboxes(&mail.to)?));
    }
    if !mail.cc.is_empty() {
        builder = builder.mailbox(header::Cc::from(mailboxes(&mail.cc)?));
    }
    // The id of the mail answered is its sender's affair; one that cannot be written back costs the thread, not the answer.
    if let Some(id) = mail.in_reply_to.filter(|id| is_message_id(id)) {
        builder = builder.in_reply_to(bracketed(id)?);
    }
    let references = references(mail.references, mail.in_reply_to);
    if !references.is_empty() {
        builder = builder.references(references);
    }
    for (name, value) in marks(mail) {
        builder = builder.raw_header(HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned()));
    }
    let message = match content(mail) {
        Content::Single(part) => builder.singlepart(part),
        Content::Multi(part) => builder.multipart(part),
    };
    Ok(message
        .map_err(|error| ComposeError::Unwritable(error.to_string()))?
        .formatted())
}

/// What keeps machines from answering machines (RFC 3834, Exchange).
fn marks<'a>(mail: &Outgoing<'a>) -> Vec<(&'static str, &'a str)> {
    let installation = mail
        .message_id
        .rsplit_once('@')
        .map_or(mail.message_id, |(_, domain)| domain);
    let mut marks = vec![(LOOP_HEADER, installation), ("Content-Language", mail.language.tag())];
    if mail.automatic {
        let submitted = if mail.in_reply_to.is_some() {
            "auto-replied"
        } else {
            "auto-generated"
        };
        marks.extend([
            ("Auto-Submitted", submitted),
            ("Precedence", "bulk"),
            ("X-Auto-Response-Suppress", "All"),
        ]);
    }
    marks
}

enum Content {
    Single(SinglePart),
    Multi(MultiPart),
}

fn content(mail: &Outgoing<'_>) -> Content {
    let text = SinglePart::plain(printable(mail.text));
    let body = match mail.html {
        None => Content::Single(text),
        Some(html) => {
            let alternative = MultiPart::alternative().boundary(boundary(mail, "alternative"));
            Content::Multi(
                alternative
                    .singlepart(text)
                    .singlepart(SinglePart::html(printable(html))),
            )
        }
    };
    if mail.attachments.is_empty() {
        return body;
    }
    let mixed = MultiPart::mixed().boundary(boundary(mail, "mixed"));
    let mixed = match body {
        Content::Single(part) => mixed.singlepart(part),
        Content::Multi(part) => mixed.multipart(part),
    };
    Content::Multi(
        mail.attachments
            .iter()
            .fold(mixed, |mixed, attachment| mixed.singlepart(file(attachment))),
    )
}

/// A mail or a multipart must not be sent as base64 (RFC 2046), so such a file goes as bytes of no type.
fn file(attachment: &OutgoingAttachment) -> SinglePart {
    let declared = attachment.media_type.trim();
    let is_container = ["message/", "multipart/"]
        .iter()
        .any(|kind| declared.to_ascii_lowercase().starts_with(kind));
    let is_simple = declared.bytes().all(|byte| byte.is_ascii_graphic()) && !declared.contains(['"', ';', ',']);
    let parsed = if is_container || !is_simple {
        None
    } else {
        ContentType::parse(declared).ok()
    };
    let media_type = parsed
        .or_else(|| ContentType::parse("application/octet-stream").ok())
        .unwrap_or(ContentType::TEXT_PLAIN);
    let name = one_line(&attachment.name);
    let name = if name.is_empty() { "attachment".to_owned() } else { name };
    // Always base64: as plain text a file of ASCII would get other line ends on its way.
    let body =
        Body::new_with_encoding(attachment.bytes.clone(), ContentTransferEncoding::Base64).unwrap_or_else(Body::new);
    Attachment::new(name).body(body, media_type)
}

/// Made from the mail, not from chance. Long enough that no content has it by accident, and an attachment is base64
/// anyway.
fn boundary(mail: &Outgoing<'_>, level: &str) -> String {
    let mut hash = Sha256::new();
    for piece in [level, mail.message_id, mail.text, mail.html.unwrap_or_default()] {
        hash.update(piece.len().to_be_bytes());
        hash.update(piece);
    }
    hash.finalize()
        .iter()
        .take(20)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn mailboxes(list: &[Mailbox]) -> Result<Mailboxes, ComposeError> {
    let mut mailboxes = Mailboxes::new();
    for mailbox in list {
        let address = address(&mailbox.address)?;
        let name = mailbox.name.as_deref().map(one_line).filter(|name| !name.is_empty());
        mailboxes.push(LettreMailbox::new(name, address));
    }
    Ok(mailboxes)
}

/// The library would read it out of the headers and refuse what it finds there; nothing of it is in the bytes.
fn envelope(mail: &Outgoing<'_>) -> Result<Envelope, ComposeError> {
    let recipients: Result<Vec<Address>, ComposeError> = mail
        .to
        .iter()
        .chain(&mail.cc)
        .map(|mailbox| address(&mailbox.address))
        .collect();
    Envelope::new(Some(address(&mail.from.address)?), recipients?)
        .map_err(|error| ComposeError::Unwritable(error.to_string()))
}

/// Whether mail can be sent to an address at all, and not only be received from it.
#[must_use]
pub fn can_be_written_to(address: &str) -> bool {
    address.parse::<Address>().is_ok()
}

/// People write from addresses that the grammar does not allow (`a..b@…`, `x@some_host.example`). A mail to one is written all
/// the same; whether it arrives is for the transport to find out, where a failure is seen.
fn address(text: &str) -> Result<Address, ComposeError> {
    if let Ok(address) = text.parse() {
        return Ok(address);
    }
    let domain_character = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '[' | ']' | ':');
    let harmless = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(c);
    text.rsplit_once('@')
        .filter(|(local, domain)| {
            normal_address(text).is_some() && local.chars().all(harmless) && domain.chars().all(domain_character)
        })
        .map(|(local, domain)| Address::new_dangerous(local, domain))
        .ok_or_else(|| ComposeError::BadAddress(text.to_owned()))
}

fn bracketed(id: &str) -> Result<String, ComposeError> {
    if is_message_id(id) {
        Ok(format!("<{id}>"))
    } else {
        Err(ComposeError::BadMessageId(id.to_owned()))
    }
}

fn is_message_id(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= 900
        && id
            .bytes()
            .all(|byte| byte.is_ascii_graphic() && byte != b'<' && byte != b'>')
}

/// What others once called their mails is written back only where it can be written at all. The mail answered is
/// always the last.
fn references(references: &[String], in_reply_to: Option<&str>) -> String {
    let mut ids: Vec<&str> = Vec::new();
    for id in references
        .iter()
        .map(String::as_str)
        .filter(|id| Some(*id) != in_reply_to)
        .chain(in_reply_to)
    {
        if is_message_id(id) && !ids.contains(&id) {
            ids.push(id);
        }
    }
    let middle = ids.len().saturating_sub(MAX_REFERENCES);
    if middle > 0 {
        ids.drain(1..=middle);
    }
    let bracketed: Vec<String> = ids.iter().map(|id| format!("<{id}>")).collect();
    bracketed.join(" ")
}

/// No control characters, no line ends, blanks collapsed: nothing that ends a header.
fn one_line(value: &str) -> String {
    let visible = value.replace(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'), " ");
    let words: Vec<&str> = visible.split_whitespace().collect();
    words.join(" ")
}

fn printable(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars()
        .filter(|&c| matches!(c, '\n' | '\t') || !c.is_control())
        .collect()
}

/// `[Ticket#NNN] subject`; a reply's prefix stays in front: `Re: [Ticket#NNN] subject`. Tags of ours that are there
/// already go, so that a subject names one ticket, once. At most 200 characters.
pub fn tagged_subject(number: &str, subject: &str) -> String {
    let subject = one_line(subject);
    let is_reply = split_prefix(&strip_tags(&subject)).is_some_and(|(prefix, _)| is_reply_prefix(&prefix));
    let bare = strip_subject(&subject, &[HOOK]);
    let reply = if is_reply { "Re: " } else { "" };
    let tagged = format!("{reply}[{HOOK}{number}] {bare}");
    let cut: String = tagged.chars().take(MAX_SUBJECT).collect();
    cut.trim_end().to_owned()
}

fn is_reply_prefix(prefix: &str) -> bool {
    matches!(
        prefix,
        "re" | "aw" | "antw" | "antwort" | "sv" | "res" | "ref" | "odp" | "ynt" | "rif"
    )
}

/// `[Ticket#1] Re: x` is a reply too.
fn strip_tags(subject: &str) -> String {
    let trimmed = subject.trim_start();
    match trimmed.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((tag, rest)) if tag.to_lowercase().starts_with("ticket#") => rest.to_owned(),
        _ => trimmed.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // req: A12
    #[test]
    fn subjects_get_their_number_once() {
        let cases = [
            ("WLAN", "[Ticket#17] WLAN"),
            ("Re: WLAN", "Re: [Ticket#17] WLAN"),
            ("AW: [Ticket#17] WLAN", "Re: [Ticket#17] WLAN"),
            ("[Ticket#17] Re: WLAN", "Re: [Ticket#17] WLAN"),
            ("[Ticket#17] WLAN", "[Ticket#17] WLAN"),
            ("WLAN Ticket#17", "[Ticket#17] WLAN"),
            ("[Ticket#16] WLAN", "[Ticket#17] WLAN"),
            ("WG: WLAN", "[Ticket#17] WLAN"),
            ("WLAN\r\nBcc: x@y.example", "[Ticket#17] WLAN Bcc: x@y.example"),
            ("", "[Ticket#17]"),
        ];
        for (subject, expected) in cases {
            assert_eq!(tagged_subject("17", subject), expected, "{subject:?}");
        }
        let long = tagged_subject("17", &"ä".repeat(500));
        assert_eq!(long.chars().count(), 200);
    }

    #[test]
    fn long_threads_keep_their_ends() {
        let ids: Vec<String> = (0..50).map(|n| format!("{n}@x.example")).collect();
        let written = references(&ids, Some("49@x.example"));
        let written: Vec<&str> = written.split(' ').collect();
        assert_eq!(written.len(), MAX_REFERENCES);
        assert_eq!(written.first(), Some(&"<0@x.example>"));
        assert_eq!(written.last(), Some(&"<49@x.example>"));
    }
}
