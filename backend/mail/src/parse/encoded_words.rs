//! Encoded words (RFC 2047) that break a character in two.
//!
//! Knows only the form of an encoded word. The standard forbids such breaks, and old programs make them all the
//! same; neighbours of the same character set and encoding are joined before they are decoded.

/// `header` with neighbours joined; `None` when there are none.
pub fn joined(header: &str) -> Option<String> {
    let mut joined = String::with_capacity(header.len());
    let mut rest = header;
    let mut found = false;
    while let Some((before, from)) = rest.split_once("=?") {
        joined.push_str(before);
        let Some(word) = Word::at(from) else {
            joined.push_str("=?");
            rest = from;
            continue;
        };
        let mut data = word.data.to_owned();
        let mut after = word.rest;
        while let Some(next) = neighbour(after).filter(|next| word.continues(&data, next)) {
            data.push_str(next.data);
            after = next.rest;
            found = true;
        }
        joined.extend(["=?", word.kind, "?", &data, "?="]);
        rest = after;
    }
    joined.push_str(rest);
    found.then_some(joined)
}

struct Word<'a> {
    /// Character set and encoding: `utf-8?B`.
    kind: &'a str,
    data: &'a str,
    rest: &'a str,
}

impl<'a> Word<'a> {
    /// The word whose `=?` was just passed.
    fn at(from: &'a str) -> Option<Self> {
        let (charset, after) = from.split_once('?')?;
        let (encoding, after) = after.split_once('?')?;
        let is_name = !charset.is_empty() && charset.len() <= 60 && charset.bytes().all(|byte| byte.is_ascii_graphic());
        if !is_name || !matches!(encoding, "B" | "b" | "Q" | "q") {
            return None;
        }
        let kind = from.get(..charset.len() + 2)?;
        let (data, rest) = after.split_once("?=")?;
        (!data.contains(['\n', '?'])).then_some(Self { kind, data, rest })
    }

    /// Base64 can be joined only where no padding ended it.
    fn continues(&self, data: &str, next: &Word<'_>) -> bool {
        let is_base64 = self.kind.ends_with(['B', 'b']);
        self.kind.eq_ignore_ascii_case(next.kind)
            && (!is_base64 || (data.len().is_multiple_of(4) && !data.ends_with('=')))
    }
}

/// The word that follows after blanks and folding alone.
fn neighbour(after: &str) -> Option<Word<'_>> {
    let blank = after.trim_start_matches([' ', '\t', '\r', '\n']);
    let gap = after.get(..after.len() - blank.len())?;
    // A line end without a blank behind it ends the header field.
    if gap.ends_with('\n') || gap.contains("\n\n") || gap.is_empty() {
        return None;
    }
    Word::at(blank.strip_prefix("=?")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_of_a_kind_are_joined() {
        let cases = [
            (
                "S: =?utf-8?Q?M=C3?=\r\n =?UTF-8?q?=BCller?= x\n",
                Some("S: =?utf-8?Q?M=C3=BCller?= x\n"),
            ),
            (
                "S: =?utf-8?B?TcO8?= =?utf-8?B?bGxl?=\n",
                Some("S: =?utf-8?B?TcO8bGxl?=\n"),
            ),
            ("S: =?utf-8?B?TcM=?= =?utf-8?B?vGxs?=\n", None),
            ("S: =?utf-8?Q?a?= =?latin1?Q?b?=\n", None),
            ("S: =?utf-8?Q?a?=\nT: =?utf-8?Q?b?=\n", None),
            ("S: =?=?utf-8?Q? =?\n", None),
            ("", None),
        ];
        for (header, expected) in cases {
            assert_eq!(joined(header).as_deref(), expected, "{header:?}");
        }
    }
}
