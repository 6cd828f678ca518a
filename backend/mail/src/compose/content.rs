//! The body of a mail: which parts it has, and how they are nested.
//!
//! Knows MIME's containers and encodings; must not know the headers of the mail.

use lettre::message::{
    Attachment, Body, MultiPart, SinglePart,
    header::{ContentTransferEncoding, ContentType},
};
use sha2::{Digest, Sha256};

use super::{ComposeError, Outgoing, OutgoingAttachment, one_line};
use crate::wire::{AsIs, as_is};

pub enum Content {
    Single(SinglePart),
    Multi(MultiPart),
}

/// # Errors
/// When the Content-ID of an image cannot be written.
pub fn content(mail: &Outgoing<'_>) -> Result<Content, ComposeError> {
    let is_image = |file: &&OutgoingAttachment| mail.html.is_some() && file.content_id.is_some();
    let images: Vec<&OutgoingAttachment> = mail.attachments.iter().filter(is_image).collect();
    let files: Vec<&OutgoingAttachment> = mail.attachments.iter().filter(|file| !is_image(file)).collect();
    let text = SinglePart::plain(printable(mail.text));
    let body = match mail.html {
        None => Content::Single(text),
        Some(html) => {
            let alternative = MultiPart::alternative()
                .boundary(boundary(mail, "alternative"))
                .singlepart(text);
            let html = SinglePart::html(printable(html));
            Content::Multi(if images.is_empty() {
                alternative.singlepart(html)
            } else {
                alternative.multipart(related(mail, html, &images)?)
            })
        }
    };
    Ok(if files.is_empty() {
        body
    } else {
        Content::Multi(mixed(mail, body, &files))
    })
}

/// RFC 2387: says the type of its root.
fn related(mail: &Outgoing<'_>, html: SinglePart, images: &[&OutgoingAttachment]) -> Result<MultiPart, ComposeError> {
    let declared = format!(
        "multipart/related; boundary=\"{}\"; type=\"text/html\"",
        boundary(mail, "related")
    );
    let declared = ContentType::parse(&declared).map_err(|error| ComposeError::Unwritable(error.to_string()))?;
    let related = MultiPart::builder().header(declared).build().singlepart(html);
    images
        .iter()
        .try_fold(related, |related, file| Ok(related.singlepart(image(file)?)))
}

fn image(file: &OutgoingAttachment) -> Result<SinglePart, ComposeError> {
    let content_id = file.content_id.clone().unwrap_or_default();
    // In the HTML it stands in a URL, so it has to look the same in both places.
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._@+$".contains(&byte);
    if content_id.is_empty() || content_id.len() > 200 || !content_id.bytes().all(is_plain) {
        return Err(ComposeError::BadContentId(content_id));
    }
    let attachment = Attachment::new_inline_with_name(content_id, file_name(file));
    Ok(attachment.body(base64(file), media_type(file)))
}

fn mixed(mail: &Outgoing<'_>, body: Content, files: &[&OutgoingAttachment]) -> MultiPart {
    let mut builder = MultiPart::mixed().boundary(boundary(mail, "mixed"));
    if files.iter().any(|file| carried_as_is(file) == Some(AsIs::EightBit)) {
        // RFC 2045 §6.4: what holds 8-bit data says so.
        builder = builder.header(ContentTransferEncoding::EightBit);
    }
    let mixed = match body {
        Content::Single(part) => builder.singlepart(part),
        Content::Multi(part) => builder.multipart(part),
    };
    files.iter().fold(mixed, |mixed, attached| {
        mixed.singlepart(match carried_as_is(attached) {
            Some(as_is) => attached_mail(attached, as_is),
            None => file(attached),
        })
    })
}

/// A mail must not be encoded (RFC 2046 §5.2.1), so only one that SMTP can carry as it is goes as a mail.
fn carried_as_is(attached: &OutgoingAttachment) -> Option<AsIs> {
    let is_mail = attached.media_type.trim().eq_ignore_ascii_case("message/rfc822");
    is_mail.then(|| as_is(&attached.bytes)).flatten()
}

fn attached_mail(attached: &OutgoingAttachment, as_is: AsIs) -> SinglePart {
    let encoding = match as_is {
        AsIs::SevenBit => ContentTransferEncoding::SevenBit,
        AsIs::EightBit => ContentTransferEncoding::EightBit,
    };
    let media_type = ContentType::parse("message/rfc822").unwrap_or(ContentType::TEXT_PLAIN);
    let body = Body::dangerous_pre_encoded(attached.bytes.clone(), encoding);
    Attachment::new(file_name(attached)).body(body, media_type)
}

fn file(attached: &OutgoingAttachment) -> SinglePart {
    Attachment::new(file_name(attached)).body(base64(attached), media_type(attached))
}

fn file_name(attached: &OutgoingAttachment) -> String {
    let name = one_line(&attached.name).replace("=?", "= ?");
    if name.is_empty() { "attachment".to_owned() } else { name }
}

/// Always base64: as plain text a file of ASCII would get other line ends on its way.
fn base64(attached: &OutgoingAttachment) -> Body {
    Body::new_with_encoding(attached.bytes.clone(), ContentTransferEncoding::Base64).unwrap_or_else(Body::new)
}

/// A mail or a multipart must not be sent as base64 (RFC 2046), so such a file goes as bytes of no type.
fn media_type(attached: &OutgoingAttachment) -> ContentType {
    let declared = attached.media_type.trim();
    let is_container = ["message/", "multipart/"]
        .iter()
        .any(|kind| declared.to_ascii_lowercase().starts_with(kind));
    let is_simple = declared.bytes().all(|byte| byte.is_ascii_graphic()) && !declared.contains(['"', ';', ',']);
    let parsed = if is_container || !is_simple {
        None
    } else {
        ContentType::parse(declared).ok()
    };
    parsed
        .or_else(|| ContentType::parse("application/octet-stream").ok())
        .unwrap_or(ContentType::TEXT_PLAIN)
}

/// Made from the mail, not from chance. No content has it by accident; attached mails are part of what it is made from, so none can
/// have it on purpose, and all other files are base64.
fn boundary(mail: &Outgoing<'_>, level: &str) -> String {
    let mut hash = Sha256::new();
    for piece in [level, mail.message_id, mail.text, mail.html.unwrap_or_default()] {
        hash.update(piece.len().to_be_bytes());
        hash.update(piece);
    }
    for attached in mail.attachments.iter().filter(|file| carried_as_is(file).is_some()) {
        hash.update(&attached.bytes);
    }
    hash.finalize()
        .iter()
        .take(20)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// No control characters but tabs, lines ended by CRLF (the library would put in each CR by itself, at the cost of moving all that
/// follows).
fn printable(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut printable = String::with_capacity(text.len() + text.len() / 16);
    for character in text.chars() {
        match character {
            '\n' => printable.push_str("\r\n"),
            '\t' => printable.push('\t'),
            _ if character.is_control() => {}
            _ => printable.push(character),
        }
    }
    printable
}
