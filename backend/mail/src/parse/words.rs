//! Encoded words (RFC 2047) wherever they are met, and however.
//!
//! Knows the form of an encoded word and the ways in which programs get it wrong: words within quotes or within other words,
//! blanks in the data, characters broken in two, no end, a language in the character set (RFC 2231 §5). Must not know
//! which field the text comes from. One pass; what is no encoded word stays as it is.

use std::borrow::Cow;

use super::decode::{self, Transfer};
use crate::parsed::Defects;

/// `text` (unfolded) with its encoded words decoded.
pub fn decode(text: &str) -> Cow<'_, str> {
    decode_as(text, |_, decoded| decoded)
}

/// As [`decode`], each run of words as `write` wants it, which gets what stands before the run, and the run decoded.
pub fn decode_as(text: &str, write: impl Fn(&str, String) -> String) -> Cow<'_, str> {
    if !text.contains("=?") {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    // Past the last end of a word nothing can end one any more.
    while let Some((before, from)) = rest.split_once("=?") {
        decoded.push_str(before);
        let Some(mut word) = Word::at(from) else {
            decoded.push_str("=?");
            rest = from;
            continue;
        };
        let charset = word.charset;
        let mut bytes = word.bytes();
        while let Some(next) = word
            .neighbour()
            .filter(|next| next.charset.eq_ignore_ascii_case(charset))
        {
            bytes.extend(next.bytes());
            word = next;
        }
        let mut run = decode::text(&bytes, Some(charset), &mut Defects::default());
        // A run of words in several character sets is one run.
        while let Some(next) = word.neighbour() {
            run.push_str(&decode::text(
                &next.bytes(),
                Some(next.charset),
                &mut Defects::default(),
            ));
            word = next;
        }
        let run = write(&decoded, run);
        decoded.push_str(&run);
        rest = word.rest;
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

struct Word<'a> {
    charset: &'a str,
    transfer: Transfer,
    data: &'a str,
    rest: &'a str,
}

impl<'a> Word<'a> {
    /// The word whose `=?` was just passed.
    fn at(from: &'a str) -> Option<Self> {
        let (charset, after) = from.split_once('?')?;
        let (encoding, after) = after.split_once('?')?;
        let charset = charset.split('*').next().unwrap_or_default();
        let is_name = !charset.is_empty()
            && charset.len() <= 60
            && charset.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'=');
        let transfer = match encoding {
            "B" | "b" => Transfer::Base64,
            "Q" | "q" => Transfer::QuotedPrintable,
            _ => return None,
        };
        if !is_name {
            return None;
        }
        let start = from.len() - after.len();
        let (end, behind) = match end_of_data(after)? {
            Some(end) => (start + end, start + end + 2),
            // Cut off: what is left of it, as far as it goes, is still better read than seen.
            None => {
                let end = after.find([' ', '"', '<']).unwrap_or(after.len());
                (start + end, start + end)
            }
        };
        Some(Self {
            charset,
            transfer,
            data: from.get(start..end)?,
            rest: from.get(behind..)?,
        })
    }

    fn neighbour(&self) -> Option<Self> {
        Self::at(self.rest.trim_start().strip_prefix("=?")?)
    }

    fn bytes(&self) -> Vec<u8> {
        match self.transfer {
            Transfer::Base64 => {
                let data: Vec<u8> = self.data.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
                decode::transfer(&data, Transfer::Base64, &mut Defects::default()).into_owned()
            }
            _ => {
                // Blanks at the end of a line would go; these are text.
                let data = self.data.replace(['_', ' '], "=20");
                decode::transfer(data.as_bytes(), Transfer::QuotedPrintable, &mut Defects::default()).into_owned()
            }
        }
    }
}

/// Where `?=` stands; `Some(None)` where nothing ends the word, `None` where another one begins first. No further than that is looked,
/// so that many beginnings cost no more than one.
fn end_of_data(after: &str) -> Option<Option<usize>> {
    let bytes = after.as_bytes();
    for (at, pair) in bytes.windows(2).enumerate() {
        match pair {
            b"?=" => return Some(Some(at)),
            // `=?=` is padding before the end.
            b"=?" if bytes.get(at + 2) != Some(&b'=') => return None,
            _ => {}
        }
    }
    Some(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_wherever_they_stand() {
        let cases = [
            ("Gr=C3=BC", "Gr=C3=BC"),
            ("=?utf-8?Q?Gr=C3=BC=C3=9Fe?= hier", "Grüße hier"),
            ("=?UTF-8?b?R3LDvMOfZQ==?=", "Grüße"),
            ("=?utf-8*de?Q?Gr=C3=BC=C3=9Fe_an?=", "Grüße an"),
            ("=?utf-8?Q?Gr=C3?= =?utf-8?Q?=BC=C3=9Fe?=", "Grüße"),
            ("=?utf-8?B?R3LD?= =?utf-8?B?vMOfZQ==?=", "Grüße"),
            ("=?utf-8?Q?a?= =?iso-8859-1?Q?=FC?= b", "aü b"),
            ("=?iso-8859-1?Q?Gr=FC=DFe aus dem Haus?=", "Grüße aus dem Haus"),
            ("vor=?utf-8?Q?=C3=BC?=nach", "vorünach"),
            ("\"=?utf-8?Q?M=C3=BCller?=\"", "\"Müller\""),
            ("=?utf-8?Q?Gr=C3=BC=C3=9Fe", "Grüße"),
            ("=?x-none?Q?Gr=FC=DFe?=", "Grüße"),
            ("=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
            ("=?utf-8?Q?=3D=3Futf=2D8=3FQ=3Fa?=", "=?utf-8?Q?a"),
            ("=? =?? =???= was=?", "=? =?? =???= was=?"),
            ("", ""),
        ];
        for (raw, expected) in cases {
            assert_eq!(decode(raw), expected, "{raw:?}");
        }
    }

    #[test]
    fn a_word_may_be_as_long_as_it_likes() {
        let text = "ä".repeat(5_000);
        let word = format!("=?utf-8?Q?{}?=", "=C3=A4".repeat(5_000));
        assert_eq!(decode(&word), text);
    }

    #[test]
    fn unfinished_words_cost_nothing() {
        let text = "=?utf-8?Q?a".repeat(20_000);
        let started = std::time::Instant::now();
        assert!(!decode(&text).is_empty());
        assert!(started.elapsed().as_secs() < 20);
    }
}
