//! uuencode, within plain text or as a transfer encoding.
//!
//! Knows `begin 644 name`, the lines of data and `end`; must not know what is in a file. One pass: a block that turns out to be none
//! is text again, and is not looked at twice.

/// A text with its blocks taken out, and the files that were in them: name and content.
pub struct Extracted {
    pub text: String,
    pub files: Vec<(String, Vec<u8>)>,
}

const MAX_FILES: usize = 100;

/// `None` when there is no whole block, which is nearly always. Lines end by `\n`.
pub fn extract(text: &str) -> Option<Extracted> {
    if !text.contains("begin ") {
        return None;
    }
    let mut found = Extracted {
        text: String::with_capacity(text.len()),
        files: Vec::new(),
    };
    let mut rest = text;
    while !rest.is_empty() {
        let (line, after) = split_line(rest);
        let block = begin(line)
            .filter(|_| found.files.len() < MAX_FILES)
            .map(|name| (name, read(after)));
        match block {
            Some((name, Ok((bytes, behind)))) => {
                found.files.push((name.to_owned(), bytes));
                rest = behind;
            }
            Some((_, Err(stopped))) => {
                // Where reading stopped another block may begin, but not before.
                let passed = rest.len() - stopped.len();
                found.text.push_str(rest.get(..passed).unwrap_or_default());
                rest = stopped;
            }
            None => {
                found.text.push_str(line);
                rest = after;
            }
        }
    }
    (!found.files.is_empty()).then_some(found)
}

/// The content of a part that is one block as a whole; `None` when it is none.
pub fn decode(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok()?;
    Some(extract(text)?.files.swap_remove(0).1)
}

fn split_line(text: &str) -> (&str, &str) {
    let end = text.find('\n').map_or(text.len(), |at| at + 1);
    text.split_at_checked(end).unwrap_or((text, ""))
}

/// The name in `begin 644 name`.
fn begin(line: &str) -> Option<&str> {
    let rest = line.trim_end().strip_prefix("begin ")?;
    let (mode, name) = rest.split_once(' ')?;
    let is_mode = (3..=4).contains(&mode.len()) && mode.bytes().all(|byte| (b'0'..=b'7').contains(&byte));
    (is_mode && !name.trim().is_empty()).then(|| name.trim())
}

/// The data up to `end`, and what follows; else where it stopped to be data.
fn read(text: &str) -> Result<(Vec<u8>, &str), &str> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (line, after) = split_line(rest);
        let content = line.trim_end_matches(['\n', '\r']);
        if content.trim_end() == "end" {
            return if bytes.is_empty() {
                Err(rest)
            } else {
                Ok((bytes, after))
            };
        }
        let is_end_mark = content.trim().is_empty() || content.trim_end() == "`";
        if !is_end_mark && read_line(content, &mut bytes).is_none() {
            return Err(rest);
        }
        rest = after;
    }
    Err(rest)
}

/// A line begins with its length. Blanks at its end may have been lost on the way, and some programs add a check character.
fn read_line(line: &str, bytes: &mut Vec<u8>) -> Option<()> {
    let line = line.as_bytes();
    let value = |byte: u8| (b' '..=b'`').contains(&byte).then(|| (byte - b' ') & 63);
    let (&first, data) = line.split_first()?;
    let length = usize::from(value(first)?);
    let encoded = length.div_ceil(3) * 4;
    if length == 0 || data.len() > encoded + 2 || !data.iter().all(|&byte| value(byte).is_some()) {
        return None;
    }
    let start = bytes.len();
    for group in 0..encoded / 4 {
        let at = |index: usize| data.get(group * 4 + index).and_then(|&byte| value(byte)).unwrap_or(0);
        let bits = [0, 1, 2, 3].map(at);
        bytes.extend([
            bits[0] << 2 | bits[1] >> 4,
            bits[1] << 4 | bits[2] >> 2,
            bits[2] << 6 | bits[3],
        ]);
    }
    bytes.truncate(start + length);
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_become_files_and_the_rest_stays_text() {
        let text = "Hallo,\nanbei:\n\nbegin 644 a b.txt\n#0V%T\n`\nend\nGruß\nbegin 600 c\n&:&5L;&\\*\n\nend\n";
        let found = extract(text).unwrap();
        assert_eq!(found.text, "Hallo,\nanbei:\n\nGruß\n");
        assert_eq!(
            found.files,
            [
                ("a b.txt".to_owned(), b"Cat".to_vec()),
                ("c".to_owned(), b"hello\n".to_vec())
            ]
        );
        assert_eq!(
            decode(b"begin 644 x\n#0V%T\n`\nend\n").as_deref(),
            Some(b"Cat".as_slice())
        );
    }

    #[test]
    fn what_is_no_block_is_text() {
        for text in [
            "begin 644 x\nno data at all, this is prose\nend\n",
            "begin 644 x\n#0V%T\n",
            "begin the day\n",
            "begin 644 x\nend\n",
            "begin 999 x\n#0V%T\n`\nend\n",
            "",
        ] {
            assert!(extract(text).is_none(), "{text:?}");
        }
        let endless = "begin 644 x\n#0V%T\n".repeat(100_000);
        assert!(extract(&endless).is_none());
    }
}
