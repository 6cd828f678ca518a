//! Transfer encodings and character sets of one leaf.
//!
//! Knows base64, quoted-printable and the names of character sets, and reads damaged ones as far as they go; must not know where the bytes stood.

use std::borrow::Cow;

use mail_parser::decoders::{
    base64::base64_decode, charsets::map::charset_decoder, quoted_printable::quoted_printable_decode_char,
};

use super::{guard::fenced, uuencode};
use crate::parsed::{Defect, Defects};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Transfer {
    #[default]
    Identity,
    Base64,
    QuotedPrintable,
    UuEncode,
}

impl Transfer {
    pub fn from_header(value: &str) -> Self {
        let value = value.trim();
        if value.eq_ignore_ascii_case("base64") {
            Self::Base64
        } else if value.eq_ignore_ascii_case("quoted-printable") {
            Self::QuotedPrintable
        } else if ["x-uuencode", "uuencode", "x-uue"]
            .iter()
            .any(|name| value.eq_ignore_ascii_case(name))
        {
            Self::UuEncode
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
        Transfer::UuEncode => uuencode::decode(bytes).map_or(Cow::Borrowed(bytes), Cow::Owned),
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
    let kept: Vec<u8> = bytes
        .get(..end)
        .unwrap_or_default()
        .split_inclusive(|&byte| byte == b'\n')
        .take_while(|line| is_mostly_base64(line))
        .flatten()
        .copied()
        .filter(is_base64)
        .collect();
    fenced(|| base64_decode(&kept)).flatten().unwrap_or_default()
}

/// A byte may be damaged; a line of words or of dashes is a footer, and no data follows it.
fn is_mostly_base64(line: &[u8]) -> bool {
    let line = line.trim_ascii();
    let foreign = line
        .iter()
        .filter(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'+' | b'/' | b'='))
        .count();
    foreign <= 1 + line.len() / 16
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
    let name = charset.map(normal_name).unwrap_or_default();
    if let Some(text) = marked(bytes, &name) {
        return text;
    }
    match name.as_str() {
        "" | "us_ascii" | "ascii" => {
            defects.note_if(
                !bytes.is_ascii() && std::str::from_utf8(bytes).is_err(),
                Defect::BadCharset,
            );
            undeclared(bytes)
        }
        "utf_8" | "utf8" => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => {
                defects.note(Defect::BadCharset);
                unicode_or_1252(bytes)
            }
        },
        name => match denied(bytes, name) {
            Some(text) => {
                defects.note(Defect::BadCharset);
                text
            }
            None => match fenced(|| charset_decoder(name.as_bytes()).map(|decode| decode(bytes))) {
                Some(Some(text)) => text,
                _ => {
                    defects.note(Defect::BadCharset);
                    undeclared(bytes)
                }
            },
        },
    }
}

/// As mail-parser spells it, without what programs write around it; empty for names that name nothing.
fn normal_name(raw: &str) -> String {
    let name: String = raw
        .trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '=' | '<' | '>'))
        .split([';', ',', ' ', '"', '\''])
        .next()
        .unwrap_or_default()
        .chars()
        .take(45)
        .map(|c| if c == '-' { '_' } else { c.to_ascii_lowercase() })
        .collect();
    let known = match name.as_str() {
        "utf8mb4" | "cp65001" | "65001" | "unicode_1_1_utf_8" | "utf_8_mac" | "utf_8n" | "x_utf_8" => "utf_8",
        "unknown" | "x_unknown" | "unknown_8bit" | "x_unknown_8bit" | "8bit" | "binary" | "default" | "none"
        | "ansi" | "us" | "_autodetect" | "default_charset" => "",
        "unicode_1_1_utf_7" | "x_unicode_2_0_utf_7" => "utf_7",
        // Of the characters of one another only frames and dots differ.
        "437" | "cp437" | "ibm437" | "cp_850" | "ibm_850" | "cp858" | "ibm858" => "ibm850",
        "1252" | "cp_1252" | "windows1252" | "win1252" | "win_1252" | "latin_1" | "8859_1" | "iso_8859" | "iso8859"
        | "iso_latin_1" => "windows_1252",
        "latin_2" | "8859_2" => "iso_8859_2",
        "8859_15" | "latin9" | "iso_latin_9" => "iso_8859_15",
        "cp932" | "shift_jisx0213" | "x_ms_cp932" => "shift_jis",
        "cp949" | "uhc" | "x_windows_949" => "euc_kr",
        "cp950" | "windows_950" => "big5",
        "eucjp" => "euc_jp",
        "gb18030_2000" | "cp54936" => "gb18030",
        "macroman" | "x_macroman" | "mac_roman" => "macintosh",
        known => known,
    };
    known.to_owned()
}

/// A byte order mark says more than the header.
fn marked(bytes: &[u8], name: &str) -> Option<String> {
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return std::str::from_utf8(rest).ok().map(str::to_owned);
    }
    let is_open = name.is_empty() || name.starts_with("utf_16") || name == "unicode" || name == "us_ascii";
    let (rest, order): (&[u8], &[u8]) = match bytes {
        [0xFF, 0xFE, rest @ ..] => (rest, b"utf_16le"),
        [0xFE, 0xFF, rest @ ..] => (rest, b"utf_16be"),
        _ => return None,
    };
    if !is_open {
        return None;
    }
    fenced(|| charset_decoder(order).map(|decode| decode(rest))).flatten()
}

/// What the bytes are when they cannot be what `name` says: text of several bytes a character that is whole as UTF-8 is no Latin text, and
/// two bytes a character have zeros among them.
fn denied(bytes: &[u8], name: &str) -> Option<String> {
    if name.starts_with("utf_16") || matches!(name, "ucs_2" | "unicode" | "iso_10646_ucs_2") {
        let is_narrow = !bytes.contains(&0) && !bytes.is_empty();
        return is_narrow
            .then(|| std::str::from_utf8(bytes).ok().map(str::to_owned))
            .flatten();
    }
    let is_latin = name.starts_with("iso_8859_1")
        || name.starts_with("latin")
        || matches!(
            name,
            "windows_1252"
                | "cp1252"
                | "iso8859_1"
                | "iso88591"
                | "iso_8859_2"
                | "l1"
                | "macintosh"
                | "ibm850"
                | "windows_1250"
        );
    if !is_latin || bytes.is_ascii() {
        return None;
    }
    std::str::from_utf8(bytes).ok().map(str::to_owned)
}

/// The character set that an HTML page names in itself.
pub fn html_charset(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..bytes.len().min(2_048))?.to_ascii_lowercase();
    let at = head.windows(8).position(|word| word == b"charset=")?;
    let name: Vec<u8> = head
        .get(at + 8..)?
        .iter()
        .copied()
        .skip_while(|byte| matches!(byte, b'"' | b'\'' | b' '))
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.'))
        .take(45)
        .collect();
    String::from_utf8(name).ok().filter(|name| !name.is_empty())
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
        let cases: [(&[u8], &[u8], bool); 5] = [
            (b"SGFsbG8h\r\n_____ footer _____\nHallo", b"Hallo!", true),
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
        let cases: [(&[u8], Option<&str>, &str, bool); 22] = [
            (b"gr\xC3\xBCn", Some("iso-8859-1"), "grün", true),
            (b"gr\xC3\xBCn", Some("\"utf-8\"; format=flowed"), "grün", false),
            (b"gr\xFCn", Some("'windows-1252'"), "grün", false),
            (b"gr\xFCn", Some("unknown-8bit"), "grün", true),
            (b"gr\x81n", Some("cp437"), "grün", false),
            (b"gr+APw-n", Some("unicode-1-1-utf-7"), "grün", false),
            (b"\xEF\xBB\xBFgr\xC3\xBCn", Some("iso-8859-1"), "grün", false),
            (b"\xFF\xFEg\0r\0\xFC\0n\0", None, "grün", false),
            (b"plain", Some("utf-16"), "plain", true),
            (b"\xC7\xD1\xB1\xDB", Some("ks_c_5601-1987"), "한글", false),
            (b"\x1B$B4A;z\x1B(B", Some("ISO-2022-JP"), "漢字", false),
            (b"\xD6\xD0\xCE\xC4", Some("gb2312"), "中文", false),
            (b"\xF0\xD2\xC9\xD7\xC5\xD4", Some("koi8-r"), "Привет", false),
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
