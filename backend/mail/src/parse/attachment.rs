//! Leaves that are no body: their names.
//!
//! Knows file names of all systems and what of them is unsafe; must not look into the bytes, except for the
//! subject of an attached mail.

use mail_parser::{HeaderName, HeaderValue, MessageParser};

use super::{
    guard::fenced,
    limits,
    part::{Disposition, Part},
    source::{header_text, split_header},
    structure::Place,
};
use crate::parsed::{Defects, ParsedAttachment};

pub fn of_leaf(part: Part, place: Place, bytes: Vec<u8>, number: usize) -> ParsedAttachment {
    let media_type = part
        .media_type
        .clone()
        .unwrap_or_else(|| "application/octet-stream".to_owned());
    let declared = part.name.as_deref().map(safe_name).filter(|name| !name.is_empty());
    let name = declared
        .or_else(|| attached_subject(&media_type, &bytes))
        .unwrap_or_else(|| default_name(&media_type, number));
    let inline = match part.disposition {
        Some(Disposition::Inline) => true,
        Some(Disposition::Attachment) => false,
        None => place.in_related && part.content_id.is_some(),
    };
    ParsedAttachment {
        name,
        media_type,
        content_id: part.content_id,
        inline,
        bytes,
    }
}

/// A file that came within something else: its name and type are claims like those of a part.
pub fn of_file(name: Option<&str>, media_type: Option<&str>, bytes: Vec<u8>, number: usize) -> ParsedAttachment {
    let is_type = |media_type: &&str| {
        media_type.split_once('/').is_some_and(|(kind, subtype)| {
            let is_token = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '+' | '.' | '_');
            !kind.is_empty() && !subtype.is_empty() && kind.chars().all(is_token) && subtype.chars().all(is_token)
        })
    };
    let declared = name.map(safe_name).filter(|name| !name.is_empty());
    let media_type = media_type.filter(is_type).map_or_else(
        || guessed_type(declared.as_deref().unwrap_or_default()).to_owned(),
        str::to_ascii_lowercase,
    );
    ParsedAttachment {
        name: declared.unwrap_or_else(|| default_name(&media_type, number)),
        media_type,
        content_id: None,
        inline: false,
        bytes,
    }
}

fn guessed_type(name: &str) -> &'static str {
    let extension = name
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref() {
        Some("pdf") => "application/pdf",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("gif") => "image/gif",
        Some("txt") => "text/plain",
        Some("ics") => "text/calendar",
        _ => "application/octet-stream",
    }
}

/// A bare name that is safe on every system: no path, no control or direction characters, not hidden, of sensible length.
fn safe_name(raw: &str) -> String {
    let base = raw
        .rsplit(['/', '\\'])
        .find(|piece| !piece.trim().is_empty())
        .unwrap_or_default();
    let visible: String = base
        .chars()
        .map(|c| {
            if matches!(c, ':' | '*' | '?' | '"' | '<' | '>' | '|') {
                '_'
            } else {
                c
            }
        })
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control() && !is_invisible(*c))
        .collect();
    let words: Vec<&str> = visible.split_whitespace().collect();
    let joined = words.join(" ");
    let trimmed = joined.trim_start_matches('.').trim_end_matches(['.', ' ']).trim_start();
    shortened(trimmed)
}

/// Characters that turn `fdp.exe` around or hide something (bidirectional controls, zero width).
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Cut in the stem, so that the extension still tells what it is.
fn shortened(name: &str) -> String {
    let length = name.chars().count();
    if length <= limits::FILE_NAME_CHARS {
        return name.to_owned();
    }
    let extension = name
        .rsplit_once('.')
        .map(|(_, extension)| extension)
        .filter(|extension| extension.chars().count() <= 10);
    let kept = limits::FILE_NAME_CHARS - extension.map_or(0, |extension| extension.chars().count() + 1);
    let stem: String = name.chars().take(kept).collect();
    match extension {
        Some(extension) => format!("{}.{extension}", stem.trim_end()),
        None => stem.trim_end().to_owned(),
    }
}

/// An attached mail is best known by its subject.
pub fn attached_subject(media_type: &str, bytes: &[u8]) -> Option<String> {
    if !matches!(media_type, "message/rfc822" | "message/global") {
        return None;
    }
    let header = header_text(
        split_header(bytes).0,
        limits::PART_HEADER_BYTES,
        &mut Defects::default(),
    );
    let subject = fenced(|| {
        let message = MessageParser::new().parse_headers(&header)?;
        message
            .header(HeaderName::Subject)
            .and_then(HeaderValue::as_text)
            .map(str::to_owned)
    })
    .flatten()?;
    // A slash in a subject is no path.
    let name = safe_name(&subject.replace(['/', '\\'], "-"));
    let short: String = name.chars().take(limits::FILE_NAME_CHARS - 4).collect();
    (!short.is_empty()).then(|| format!("{short}.eml"))
}

fn default_name(media_type: &str, number: usize) -> String {
    // What programs call these themselves, and look for.
    let usual = match media_type {
        "application/pkcs7-mime" | "application/x-pkcs7-mime" => Some("smime.p7m"),
        "application/pkcs7-signature" | "application/x-pkcs7-signature" => Some("smime.p7s"),
        "application/pgp-signature" => Some("signature.asc"),
        "application/ms-tnef" | "application/vnd.ms-tnef" => Some("winmail.dat"),
        "text/calendar" | "application/ics" => Some("invite.ics"),
        _ => None,
    };
    if let Some(usual) = usual {
        return usual.to_owned();
    }
    let extension = match media_type {
        "message/rfc822" | "message/global" => "eml",
        "message/delivery-status" | "text/rfc822-headers" | "text/plain" => "txt",
        "text/html" => "html",
        "text/csv" => "csv",
        "text/vcard" | "text/x-vcard" => "vcf",
        "application/pdf" => "pdf",
        "application/zip" => "zip",
        "image/png" => "png",
        "image/jpeg" => "jpg",
        "image/gif" => "gif",
        _ => "bin",
    };
    format!("attachment-{number}.{extension}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_made_safe() {
        let cases = [
            ("bericht.pdf", "bericht.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\erika\\Übung 1.docx", "Übung 1.docx"),
            ("a\0b\r\nc.txt", "ab c.txt"),
            ("..", ""),
            (".htaccess", "htaccess"),
            ("/", ""),
            ("rechnung\u{202E}fdp.exe", "rechnungfdp.exe"),
            ("a:b*c?.txt", "a_b_c_.txt"),
            ("ende. ", "ende"),
        ];
        for (raw, expected) in cases {
            assert_eq!(safe_name(raw), expected, "{raw:?}");
        }
    }

    #[test]
    fn long_names_keep_their_extension() {
        let name = safe_name(&format!("{}.pdf", "ä".repeat(500)));
        assert_eq!(name.chars().count(), limits::FILE_NAME_CHARS);
        assert!(name.ends_with("ä.pdf"));
    }

    #[test]
    fn nameless_leaves_get_a_name() {
        let mail = b"From: a@b.example\nSubject: =?utf-8?q?Pr=C3=BCfung_1/2?=\n\nText";
        let part = |media_type: &str| Part {
            media_type: Some(media_type.into()),
            ..Part::default()
        };
        let named = |part: Part, bytes: &[u8]| of_leaf(part, Place::default(), bytes.to_vec(), 3).name;
        assert_eq!(named(part("message/rfc822"), mail), "Prüfung 1-2.eml");
        assert_eq!(named(part("message/rfc822"), b"\n"), "attachment-3.eml");
        assert_eq!(named(part("image/png"), b""), "attachment-3.png");
        assert_eq!(named(Part::default(), b""), "attachment-3.bin");
    }
}
