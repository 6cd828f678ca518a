//! Transfer encodings and character sets of one leaf.
//!
//! Knows base64, quoted-printable and the names of character sets, and reads damaged ones as far as they go; must not know where the bytes stood.

use std::borrow::Cow;

use mail_parser::decoders::{
    base64::base64_decode, charsets::map::charset_decoder, quoted_printable::quoted_printable_decode_char,
};

use super::guard::fenced;
use crate::parsed::{Defect, Defects};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Transfer {
    #[default]
    Identity,
    Base64,
    QuotedPrintable,
}

impl Transfer {
    pub fn from_header(value: &str) -> Self {
        let value = value.trim();
        if value.eq_ignore_ascii_case("base64") {
            Self::Base64
        } else if value.eq_ignore_ascii_case("quoted-printable") {
            Self::QuotedPrintable
        } else {
            Self::Identity
        }
    }
}

pub fn transfer<'a>(bytes: &'a [u8], encoding: Transfer, defects: &mut Defects) -> Cow<'a, [u8]> {
    match encoding {
        Transfer::Identity => Cow::Borrowed(bytes),
        Transfer::Base64 => Cow::Owned(base64(bytes, defects)),
        Transfer::QuotedPrintable => Cow::Owned(quoted_printable(bytes)),
    }
}

/// A list's footer behind the data, or a stray byte in it, must not cost the attachment.
fn base64(bytes: &[u8], defects: &mut Defects) -> Vec<u8> {
    if let Some(Some(decoded)) = fenced(|| base64_decode(bytes)) {
        return decoded;
    }
    defects.note(Defect::BrokenMime);
    let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let end = bytes.iter().position(|&byte| byte == b'=').unwrap_or(bytes.len());
    let kept: Vec<u8> = bytes.iter().take(end).copied().filter(is_base64).collect();
    fenced(|| base64_decode(&kept)).flatten().unwrap_or_default()
}

/// `=` that begins nothing stays as it is; blanks at line ends are transport's and go.
fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(bytes.len());
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let has_end = line.ends_with(b"\n");
        let content = line.trim_ascii_end();
        let (content, soft) = match content.strip_suffix(b"=") {
            Some(content) => (content, true),
            None => (content, false),
        };
        let mut rest = content;
        while let Some((&byte, after)) = rest.split_first() {
            rest = after;
            if byte == b'='
                && let [high, low, behind @ ..] = after
                && let Some(value) = quoted_printable_decode_char(*high, *low)
            {
                decoded.push(value);
                rest = behind;
            } else {
                decoded.push(byte);
            }
        }
        if has_end && !soft {
            decoded.push(b'\n');
        }
    }
    decoded
}

/// Bytes as text. Without a declaration, or with one that the bytes deny: UTF-8, else Windows-1252, which is what mail
/// programs mean by Latin-1.
pub fn text(bytes: &[u8], charset: Option<&str>, defects: &mut Defects) -> String {
    let declared = charset.map(str::trim).filter(|name| !name.is_empty());
    let is_unicode = |name: &str| name.eq_ignore_ascii_case("utf-8") || name.eq_ignore_ascii_case("utf8");
    let is_ascii = |name: &str| name.eq_ignore_ascii_case("us-ascii") || name.eq_ignore_ascii_case("ascii");
    match declared {
        Some(name) if is_unicode(name) => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => {
                defects.note(Defect::BadCharset);
                unicode_or_1252(bytes)
            }
        },
        Some(name) if !is_ascii(name) => {
            match fenced(|| charset_decoder(name.as_bytes()).map(|decode| decode(bytes))) {
                Some(Some(text)) => text,
                _ => {
                    defects.note(Defect::BadCharset);
                    undeclared(bytes)
                }
            }
        }
        _ => {
            defects.note_if(
                !bytes.is_ascii() && std::str::from_utf8(bytes).is_err(),
                Defect::BadCharset,
            );
            undeclared(bytes)
        }
    }
}

fn undeclared(bytes: &[u8]) -> String {
    std::str::from_utf8(bytes).map_or_else(|_| windows_1252(bytes), str::to_owned)
}

/// Declared as UTF-8, yet not all of it is: when some of it is (a text cut within a character), the rest is replaced;
/// when none is, the declaration is wrong.
fn unicode_or_1252(bytes: &[u8]) -> String {
    let has_multibyte = bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
    if has_multibyte {
        String::from_utf8_lossy(bytes).into_owned()
    } else {
        windows_1252(bytes)
    }
}

pub fn windows_1252(bytes: &[u8]) -> String {
    fenced(|| charset_decoder(b"windows-1252").map(|decode| decode(bytes)))
        .flatten()
        .unwrap_or_else(|| bytes.iter().map(|&byte| char::from(byte)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_printable_survives_damage() {
        let cases: [(&[u8], &[u8]); 6] = [
            (b"Gr=C3=BC=C3=9Fe", "Grüße".as_bytes()),
            (b"weich=\r\ner Umbruch\r\n", b"weicher Umbruch\n"),
            (b"a=ZZb=", b"a=ZZb"),
            (b"blank   \nnext", b"blank\nnext"),
            (b"=", b""),
            (b"=3D=", b"="),
        ];
        for (raw, expected) in cases {
            assert_eq!(quoted_printable(raw), expected, "{:?}", String::from_utf8_lossy(raw));
        }
    }

    #[test]
    fn base64_survives_damage() {
        let cases: [(&[u8], &[u8], bool); 4] = [
            (b"SGFsbG8=\r\n", b"Hallo", false),
            (b"SGFs\r\nbG8", b"Hallo", false),
            (b"SGFs*bG8=\n_____\nlist footer", b"Hallo", true),
            (b"", b"", false),
        ];
        for (raw, expected, damaged) in cases {
            let mut defects = Defects::default();
            assert_eq!(base64(raw, &mut defects), expected);
            assert_eq!(defects.into_vec().contains(&Defect::BrokenMime), damaged);
        }
    }

    #[test]
    fn text_is_read_whatever_is_declared() {
        let cases: [(&[u8], Option<&str>, &str, bool); 9] = [
            (b"gr\xC3\xBCn", Some("UTF-8"), "grün", false),
            (b"gr\xFCn", None, "grün", true),
            (b"gr\xC3\xBCn", None, "grün", false),
            (b"gr\xFCn \x80", Some("ISO-8859-1"), "grün €", false),
            (b"gr\xFCn", Some("utf-8"), "grün", true),
            (b"gr\xC3\xBCn und \xC3", Some("utf-8"), "grün und \u{FFFD}", true),
            (b"gr\xFCn", Some("x-unknown-99"), "grün", true),
            (b"gr\xFCn", Some("us-ascii"), "grün", true),
            (b"5 \xA4", Some("iso-8859-15"), "5 €", false),
        ];
        for (bytes, charset, expected, bad) in cases {
            let mut defects = Defects::default();
            assert_eq!(text(bytes, charset, &mut defects), expected, "{charset:?}");
            assert_eq!(
                defects.into_vec().contains(&Defect::BadCharset),
                bad,
                "{charset:?} {expected}"
            );
        }
    }
}
