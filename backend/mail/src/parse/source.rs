//! The raw mail as lines: line ends, the border between header and body, header bytes as text.
//!
//! Knows bytes and line ends; must not know what any header means.

use std::borrow::Cow;

use super::decode;
use crate::parsed::{Defect, Defects};

/// Some old systems end lines by CR alone; such a mail gets LF, any other is left as it is.
pub fn normal_lines(raw: &[u8]) -> Cow<'_, [u8]> {
    if raw.contains(&b'\n') || !raw.contains(&b'\r') {
        return Cow::Borrowed(raw);
    }
    Cow::Owned(
        raw.iter()
            .map(|&byte| if byte == b'\r' { b'\n' } else { byte })
            .collect(),
    )
}

/// Without what is no part of a mail: a byte order mark, blank lines before it, and the `From ` line of mbox files and of pipes.
pub fn without_envelope(raw: &[u8]) -> &[u8] {
    let mut rest = raw.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(raw);
    while let Some(after) = rest.strip_prefix(b"\n").or_else(|| rest.strip_prefix(b"\r\n")) {
        rest = after;
    }
    // `From : erika@…` is a field, however badly written.
    let line = rest.strip_prefix(b">").unwrap_or(rest);
    if let Some(behind) = line.strip_prefix(b"From ")
        && !behind.trim_ascii_start().starts_with(b":")
    {
        rest = split_line(rest).1;
    }
    rest
}

/// The first line with its line end, and what follows it.
pub fn split_line(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = bytes
        .iter()
        .position(|&byte| byte == b'\n')
        .map_or(bytes.len(), |at| at + 1);
    bytes.split_at_checked(end).unwrap_or((bytes, &[]))
}

pub fn without_line_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// Header and body. Bytes that do not even begin with a header are all body, so that nothing is lost.
pub fn split_header(bytes: &[u8]) -> (&[u8], &[u8]) {
    let end = header_end(bytes, |_| false);
    let (header, rest) = bytes.split_at_checked(end).unwrap_or((bytes, &[]));
    (header, without_blank_line(rest))
}

/// Where the header that starts here ends: before the blank line, before a line that `is_border`, or at the end.
pub fn header_end(bytes: &[u8], is_border: impl Fn(&[u8]) -> bool) -> usize {
    if !is_header_line(split_line(bytes).0) {
        return 0;
    }
    let mut rest = bytes;
    while !rest.is_empty() {
        let (line, after) = split_line(rest);
        let line = without_line_end(line);
        if line.is_empty() || is_border(line) {
            break;
        }
        rest = after;
    }
    bytes.len() - rest.len()
}

pub fn without_blank_line(bytes: &[u8]) -> &[u8] {
    bytes
        .strip_prefix(b"\r\n")
        .or_else(|| bytes.strip_prefix(b"\n"))
        .unwrap_or(bytes)
}

/// `Name:` with printable ASCII before the colon (blanks before the colon are seen in the wild).
fn is_header_line(line: &[u8]) -> bool {
    let name = line
        .split(|&byte| byte == b':')
        .next()
        .unwrap_or_default()
        .trim_ascii_end();
    line.contains(&b':') && !name.is_empty() && name.iter().all(|byte| byte.is_ascii_graphic())
}

/// Header bytes as text. Raw 8-bit bytes are UTF-8 where they can be, else Windows-1252, line by line, since
/// a header block often has been written by several programs.
pub fn header_text(bytes: &[u8], limit: usize, defects: &mut Defects) -> String {
    let mut text = String::with_capacity(bytes.len().min(limit) + 2);
    let mut rest = bytes;
    while !rest.is_empty() {
        let (line, after) = split_line(rest);
        if text.len() + line.len() > limit {
            defects.note(Defect::Truncated);
            break;
        }
        defects.note_if(line.contains(&0), Defect::NulBytes);
        if let Ok(utf8) = std::str::from_utf8(line) {
            text.push_str(utf8);
        } else {
            defects.note(Defect::BadCharset);
            text.push_str(&decode::windows_1252(line));
        }
        rest = after;
    }
    text.retain(|character| character != '\0');
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_and_body_are_told_apart() {
        let cases: [(&str, &str, &str); 7] = [
            ("A: 1\r\nB: 2\r\n\r\nbody", "A: 1\r\nB: 2\r\n", "body"),
            ("A: 1\n\nbody\n\nmore", "A: 1\n", "body\n\nmore"),
            ("A: 1", "A: 1", ""),
            ("no header at all\nsecond: line", "", "no header at all\nsecond: line"),
            ("\r\nbody", "", "body"),
            ("", "", ""),
            ("A: 1\ngarbage\nB: 2\n\nbody", "A: 1\ngarbage\nB: 2\n", "body"),
        ];
        for (raw, header, body) in cases {
            assert_eq!(
                split_header(raw.as_bytes()),
                (header.as_bytes(), body.as_bytes()),
                "{raw:?}"
            );
        }
    }

    #[test]
    fn envelope_lines_and_old_line_ends_go() {
        assert_eq!(
            without_envelope(b"\xEF\xBB\xBF\r\nFrom me Mon Nov 23\nA: 1\n"),
            b"A: 1\n"
        );
        assert_eq!(without_envelope(b"From: me\n"), b"From: me\n");
        assert_eq!(without_envelope(b"From : me\n"), b"From : me\n");
        assert_eq!(without_envelope(b">From me\nA: 1\n"), b"A: 1\n");
        assert_eq!(&*normal_lines(b"A: 1\rB: 2\r\rbody"), b"A: 1\nB: 2\n\nbody");
        assert_eq!(&*normal_lines(b"A: 1\r\nB"), b"A: 1\r\nB");
    }

    #[test]
    fn raw_bytes_in_headers_become_text() {
        let mut defects = Defects::default();
        let text = header_text(b"X: gr\xFC\xDFe\nY: gr\xC3\xBC\xC3\x9Fe\0\n", 1_000, &mut defects);
        assert_eq!(text, "X: grüße\nY: grüße\n\n");
        assert_eq!(defects.into_vec(), [Defect::BadCharset, Defect::NulBytes]);
    }
}
