//! What the header of one MIME part says about its body.
//!
//! Knows Content-* headers; must not know the mail's sender, nor where the part stands.

use mail_parser::{ContentType, HeaderName, HeaderValue, Message, MessageParser};

use super::{
    decode::{self, Transfer},
    fields,
    guard::fenced,
    limits, words,
};
use crate::parsed::Defects;

#[derive(Clone, Debug, Default)]
pub struct Part {
    /// Lower-cased `type/subtype`; `None` when nothing is declared.
    pub media_type: Option<String>,
    pub boundary: Option<String>,
    pub charset: Option<String>,
    pub name: Option<String>,
    pub disposition: Option<Disposition>,
    pub content_id: Option<String>,
    pub transfer: Transfer,
    pub flowed: bool,
    pub drop_space: bool,
    /// `report-type` of a multipart/report, lower-cased.
    pub report_type: Option<String>,
    /// `smime-type` of application/pkcs7-mime, lower-cased.
    pub smime_type: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disposition {
    Inline,
    Attachment,
}

impl Part {
    pub fn is(&self, media_type: &str) -> bool {
        self.media_type.as_deref() == Some(media_type)
    }

    pub fn is_multipart(&self) -> bool {
        self.media_type
            .as_deref()
            .is_some_and(|media_type| media_type.starts_with("multipart/"))
    }

    /// RFC 2045: what declares nothing is plain text.
    pub fn is_plain_text(&self) -> bool {
        self.media_type.is_none() || self.is("text/plain") || self.is("text")
    }
}

/// Reads a part's header block (text, ending in a blank line).
pub fn read(header: &str) -> Part {
    if header.trim().is_empty() {
        return Part::default();
    }
    let readable = header.contains("=?").then(|| without_words(header));
    let header = readable.as_deref().unwrap_or(header);
    fenced(|| {
        MessageParser::new()
            .parse_headers(header)
            .map(|message| of_message(&message))
    })
    .flatten()
    .unwrap_or_default()
}

fn of_message(message: &Message<'_>) -> Part {
    let mut part = Part::default();
    if let Some(content_type) = header(message, &HeaderName::ContentType).and_then(HeaderValue::as_content_type) {
        content_type_into(content_type, &mut part);
    }
    if let Some(disposition) = header(message, &HeaderName::ContentDisposition).and_then(HeaderValue::as_content_type) {
        // RFC 2183: what is unknown counts as an attachment.
        let inline = disposition.ctype().eq_ignore_ascii_case("inline");
        part.disposition = Some(if inline {
            Disposition::Inline
        } else {
            Disposition::Attachment
        });
        if let Some(name) = disposition.attribute("filename") {
            part.name = Some(file_name(name));
        }
    }
    part.content_id = header(message, &HeaderName::ContentId)
        .and_then(HeaderValue::as_text)
        .map(|id| id.trim_matches(['<', '>', ' ']).to_owned())
        .filter(|id| is_content_id(id));
    part.transfer = header(message, &HeaderName::ContentTransferEncoding)
        .and_then(HeaderValue::as_text)
        .map_or(Transfer::Identity, Transfer::from_header);
    part
}

/// Of the mail itself: its header is read already, and only where its parameters hold encoded words once more.
pub fn of_top(message: &Message<'_>, fields: &[(&str, String)]) -> Part {
    let of_content = |name: &str| {
        name.get(..8)
            .is_some_and(|start| start.eq_ignore_ascii_case("content-"))
    };
    let has_words = fields
        .iter()
        .any(|(name, value)| of_content(name) && value.contains("=?"));
    if !has_words {
        return of_message(message);
    }
    let lines = fields
        .iter()
        .filter(|(name, _)| of_content(name))
        .map(|(name, value)| format!("{name}: {value}\n"));
    read(&format!("{}\n", lines.collect::<String>()))
}

/// Encoded words decoded before parameters are read: mail-parser reads them one by one. What could end a parameter is taken out.
fn without_words(header: &str) -> String {
    let mut readable = String::with_capacity(header.len());
    for (name, value) in fields::raw(header) {
        let value = words::decode_as(&value, |before, decoded| {
            let harmless = decoded.replace(|c: char| c.is_control() || matches!(c, '"' | '\\'), "_");
            if before.ends_with('=') {
                format!("\"{harmless}\"")
            } else {
                harmless
            }
        });
        readable.extend([name, ": ", &value, "\n"]);
    }
    readable.push('\n');
    readable
}

/// RFC 2047 says that no encoded word stands in a parameter, and RFC 2231 that its own form stands in `name*` only. Programs do both.
fn file_name(written: &str) -> String {
    let decoded = words::decode(written);
    extended(&decoded).unwrap_or_else(|| decoded.into_owned())
}

/// `utf-8'de'Gr%C3%BC%C3%9Fe.pdf` in a plain parameter.
fn extended(name: &str) -> Option<String> {
    let (charset, rest) = name.split_once('\'')?;
    let (language, value) = rest.split_once('\'')?;
    let is_charset = (3..=20).contains(&charset.len())
        && charset.contains('-')
        && charset
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    let is_language = language.len() <= 8 && language.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-');
    if !is_charset || !is_language || !value.contains('%') {
        return None;
    }
    let as_quoted = value.replace('=', "=3D").replace('%', "=");
    let bytes = decode::transfer(as_quoted.as_bytes(), Transfer::QuotedPrintable, &mut Defects::default());
    Some(decode::text(&bytes, Some(charset), &mut Defects::default()))
}

/// Content ids stand in URLs of HTML, so one that could end an attribute there is none.
pub fn is_content_id(id: &str) -> bool {
    let harmful = |c: char| c.is_control() || c.is_whitespace() || matches!(c, '"' | '<' | '>' | '&');
    !id.is_empty() && id.len() <= limits::MESSAGE_ID_BYTES && !id.contains(harmful)
}

fn content_type_into(content_type: &ContentType<'_>, part: &mut Part) {
    let kind = content_type.ctype();
    let media_type = match content_type.subtype() {
        Some(subtype) => format!("{kind}/{subtype}"),
        None => kind.to_owned(),
    };
    let is_token = |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | ',' | ';' | '(' | ')');
    if media_type.len() <= 127 && media_type.chars().all(is_token) {
        part.media_type = Some(media_type.to_ascii_lowercase());
    }
    let attribute = |name: &str| content_type.attribute(name).map(str::to_owned);
    part.boundary =
        attribute("boundary").filter(|boundary| !boundary.is_empty() && boundary.len() <= limits::BOUNDARY_BYTES);
    part.charset = attribute("charset");
    part.name = attribute("name").map(|name| file_name(&name));
    part.smime_type = attribute("smime-type").map(|kind| kind.to_ascii_lowercase());
    part.flowed = content_type
        .attribute("format")
        .is_some_and(|format| format.eq_ignore_ascii_case("flowed"));
    part.drop_space = content_type
        .attribute("delsp")
        .is_some_and(|delsp| delsp.eq_ignore_ascii_case("yes"));
    part.report_type = attribute("report-type").map(|report| report.to_ascii_lowercase());
}

/// The last one counts for mail-parser, the first one for most mail programs; take the first.
fn header<'m>(message: &'m Message<'_>, name: &HeaderName<'static>) -> Option<&'m HeaderValue<'m>> {
    message
        .headers()
        .iter()
        .find(|header| header.name == *name)
        .map(|header| &header.value)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn names_are_read_against_the_standards() {
        let cases = [
            ("name=\"=?utf-8?Q?=C3=9Cbersicht.pdf?=\"", "Übersicht.pdf"),
            (
                "name=\"=?utf-8?B?w5xiZXI=?= =?utf-8?B?c2ljaHQucGRm?=\"",
                "Übersicht.pdf",
            ),
            ("name==?iso-8859-1?Q?=DCbersicht=2Epdf?=", "Übersicht.pdf"),
            ("name=\"utf-8''%C3%9Cbersicht.pdf\"", "Übersicht.pdf"),
            ("name*=utf-8''%C3%9Cbersicht.pdf", "Übersicht.pdf"),
            ("name*0*=utf-8''%C3%9Cber; name*1=sicht.pdf", "Übersicht.pdf"),
            ("name=\"it's 100% 'fine'.pdf\"", "it's 100% 'fine'.pdf"),
        ];
        for (written, expected) in cases {
            let part = read(&format!("Content-Type: application/pdf; {written}\r\n\r\n"));
            assert_eq!(part.name.as_deref(), Some(expected), "{written:?}");
        }
    }

    #[test]
    fn content_ids_that_could_end_an_attribute_are_none() {
        let cases = [
            ("<logo@x.example>", Some("logo@x.example")),
            ("logo", Some("logo")),
            ("<x\" alt=>", None),
            ("<a&b>", None),
            ("<a b>", None),
            ("<a<b>", None),
            ("<>", None),
        ];
        for (written, expected) in cases {
            let part = read(&format!("Content-Type: image/png\r\nContent-ID: {written}\r\n\r\n"));
            assert_eq!(part.content_id.as_deref(), expected, "{written:?}");
        }
    }
}
