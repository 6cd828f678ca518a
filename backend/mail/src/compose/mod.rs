//! Values → the bytes of a mail.
//!
//! Knows how a mail must look so that other mail programs thread it and other machines leave it alone; must not
//! know why it is sent. Every header value is made one printable line before it is written, so that no value can
//! add a header. The same input gives the same bytes.

mod content;
mod fold;
mod subject;

use lettre::{
    Address, Message,
    address::Envelope,
    message::{
        Mailbox as LettreMailbox, Mailboxes, header,
        header::{HeaderName, HeaderValue},
    },
};

use self::content::{Content, content};
pub use self::subject::tagged_subject;
pub(crate) use self::subject::{HOOK, shortened as shortened_subject};
use crate::{Automatic, Lang, Mailbox, address::normal_address};

/// The mark on every mail of ours, by which we know it when it comes back. Its value is the domain of the installation's
/// message ids: another installation's mails are none of ours.
pub const LOOP_HEADER: &str = "X-Pult-Loop";
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
    /// The same as HTML. Attachments with a Content-ID are its images.
    pub html: Option<&'a str>,
    /// Without `<>`.
    pub message_id: &'a str,
    pub in_reply_to: Option<&'a str>,
    pub references: &'a [String],
    pub date: jiff::Timestamp,
    pub language: Lang,
    /// A machine writes, so others' machines shall not answer: because somebody wrote ([`Automatic::AutoReply`]), else by itself.
    pub automatic: Option<Automatic>,
    pub attachments: Vec<OutgoingAttachment>,
}

/// A file, an image of the HTML, or (as `message/rfc822`, see [`crate::forwarded`]) another mail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutgoingAttachment {
    pub name: String,
    pub media_type: String,
    pub bytes: Vec<u8>,
    /// Without `<>`: what `cid:` URLs of the HTML call it. A mail without HTML carries it as a file all the same.
    pub content_id: Option<String>,
}

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ComposeError {
    #[error("no recipient")]
    NoRecipient,
    #[error("not a mail address: {0:?}")]
    BadAddress(String),
    #[error("not a message id: {0:?}")]
    BadMessageId(String),
    #[error("not a content id: {0:?}")]
    BadContentId(String),
    #[error("cannot be written as a mail: {0}")]
    Unwritable(String),
}

/// The mail as it goes over the wire, lines ended by CRLF: the text alone, or multipart/alternative of text and HTML (the HTML in a
/// multipart/related with its images), within a multipart/mixed when there are files.
///
/// # Errors
/// When there is no recipient, or an address, an id or the date cannot be written.
pub fn compose(mail: &Outgoing<'_>) -> Result<Vec<u8>, ComposeError> {
    if mail.to.is_empty() && mail.cc.is_empty() {
        return Err(ComposeError::NoRecipient);
    }
    let mut builder = Message::builder()
        .mailbox(header::From::from(mailboxes(std::slice::from_ref(&mail.from))?))
        .date(writable(mail.date)?.into())
        .message_id(Some(bracketed(mail.message_id)?))
        .envelope(envelope(mail)?);
    builder = match encoded_by_hand(&one_line(mail.subject)) {
        Some(subject) => builder.raw_header(subject),
        None => builder.subject(one_line(mail.subject)),
    };
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
    let message = match content(mail)? {
        Content::Single(part) => builder.singlepart(part),
        Content::Multi(part) => builder.multipart(part),
    };
    let message = message.map_err(|error| ComposeError::Unwritable(error.to_string()))?;
    Ok(fold::folded(message.formatted()))
}

/// A subject that speaks of encoded words would be read as one: the library leaves it as it is, since all of it is ASCII.
fn encoded_by_hand(subject: &str) -> Option<HeaderValue> {
    if !subject.contains("=?") {
        return None;
    }
    let mut words = vec![String::new()];
    for character in subject.chars() {
        let mut bytes = [0; 4];
        let encoded: String = character
            .encode_utf8(&mut bytes)
            .bytes()
            .map(|byte| match byte {
                b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => char::from(byte).to_string(),
                _ => format!("={byte:02X}"),
            })
            .collect();
        // RFC 2047 §2: 76 characters a line, and no character in two.
        if words.last().is_some_and(|word| word.len() + encoded.len() > 54) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.push_str(&encoded);
        }
    }
    let words: Vec<String> = words.iter().map(|word| format!("=?utf-8?Q?{word}?=")).collect();
    let name = HeaderName::new_from_ascii_str("Subject");
    Some(HeaderValue::dangerous_new_pre_encoded(
        name,
        subject.to_owned(),
        words.join("\r\n "),
    ))
}

pub(crate) fn writable(date: jiff::Timestamp) -> Result<jiff::Timestamp, ComposeError> {
    if WRITABLE_SECONDS.contains(&date.as_second()) {
        Ok(date)
    } else {
        Err(ComposeError::Unwritable(format!("the date {date}")))
    }
}

/// What keeps machines from answering machines (RFC 3834, Exchange).
fn marks<'a>(mail: &Outgoing<'a>) -> Vec<(&'static str, &'a str)> {
    let installation = mail
        .message_id
        .rsplit_once('@')
        .map_or(mail.message_id, |(_, domain)| domain);
    let mut marks = vec![(LOOP_HEADER, installation), ("Content-Language", mail.language.tag())];
    if let Some(automatic) = mail.automatic {
        // RFC 3834 §5.
        let submitted = if automatic == Automatic::AutoReply {
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

pub(crate) fn mailboxes(list: &[Mailbox]) -> Result<Mailboxes, ComposeError> {
    let mut mailboxes = Mailboxes::new();
    for mailbox in list {
        let address = address(&mailbox.address)?;
        // Within quotes too some programs would read an encoded word.
        let name = mailbox.name.as_deref().map(|name| one_line(name).replace("=?", "= ?"));
        let name = name.filter(|name| !name.is_empty());
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

pub(crate) fn bracketed(id: &str) -> Result<String, ComposeError> {
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
pub(crate) fn one_line(value: &str) -> String {
    let visible = value.replace(|c: char| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'), " ");
    let words: Vec<&str> = visible.split_whitespace().collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

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
