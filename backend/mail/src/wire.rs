//! Raw mails as SMTP carries them: lines ended by CRLF, not too long.
//!
//! Knows line ends and RFC 5321's limits; must not know what the lines say.

use std::borrow::Cow;

use crate::parse::source::{header_end, normal_lines};

/// RFC 5322 §2.1.1, without CRLF.
const MAX_LINE: usize = 998;

/// How a mail can stand within another one (RFC 2046 §5.2.1 allows no other encodings).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsIs {
    SevenBit,
    EightBit,
}

/// Every line ended by CRLF. A mail that came that way is returned as it is.
pub fn with_crlf(raw: &[u8]) -> Cow<'_, [u8]> {
    let lines = normal_lines(raw);
    let mut before = 0_u8;
    let mut lacking = 0_usize;
    for &byte in lines.iter() {
        lacking += usize::from(byte == b'\n' && before != b'\r');
        before = byte;
    }
    if lacking == 0 {
        return lines;
    }
    let mut whole = Vec::with_capacity(lines.len() + lacking);
    before = 0;
    for &byte in lines.iter() {
        if byte == b'\n' && before != b'\r' {
            whole.push(b'\r');
        }
        whole.push(byte);
        before = byte;
    }
    Cow::Owned(whole)
}

/// Whether `mail` can be put into another mail byte for byte: a header in ASCII, lines of proper length ended by CRLF, no NUL.
pub fn as_is(mail: &[u8]) -> Option<AsIs> {
    let header = header_end(mail, |_| false);
    if header == 0 || !mail.get(..header)?.is_ascii() || mail.contains(&0) {
        return None;
    }
    let mut rest = mail;
    while !rest.is_empty() {
        let end = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
        let (line, after) = rest.split_at_checked(end.unwrap_or(rest.len()))?;
        if line.len() > MAX_LINE {
            return None;
        }
        rest = match end {
            Some(_) => after.strip_prefix(b"\r\n")?,
            None => after,
        };
    }
    Some(if mail.is_ascii() {
        AsIs::SevenBit
    } else {
        AsIs::EightBit
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_by_crlf() {
        let cases: [(&[u8], &[u8]); 6] = [
            (b"A: 1\r\n\r\nx\r\n", b"A: 1\r\n\r\nx\r\n"),
            (b"A: 1\n\nx", b"A: 1\r\n\r\nx"),
            (b"A: 1\r\n\nx\n", b"A: 1\r\n\r\nx\r\n"),
            (b"A: 1\r\rx\r", b"A: 1\r\n\r\nx\r\n"),
            (b"\n", b"\r\n"),
            (b"", b""),
        ];
        for (raw, expected) in cases {
            assert_eq!(&*with_crlf(raw), expected);
        }
    }

    #[test]
    fn what_smtp_cannot_carry_does_not_travel_as_it_is() {
        let long = [b"A: 1\r\n\r\n".as_slice(), &[b'x'; 999]].concat();
        let fits = [b"A: 1\r\n\r\n".as_slice(), &[b'x'; 998], b"\r\n"].concat();
        let cases: [(&[u8], Option<AsIs>); 10] = [
            (b"A: 1\r\n\r\nx\r\n", Some(AsIs::SevenBit)),
            (b"A: 1\r\n\r\n\xFC", Some(AsIs::EightBit)),
            (&fits, Some(AsIs::SevenBit)),
            (&long, None),
            (b"A: \xFC\r\n\r\nx", None),
            (b"A: 1\n\nx", None),
            (b"A: 1\r\n\r\na\rb\r\n", None),
            (b"A: 1\r\n\r\n\0", None),
            (b"no header", None),
            (b"", None),
        ];
        for (mail, expected) in cases {
            assert_eq!(as_is(mail), expected);
        }
    }
}
