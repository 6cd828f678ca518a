//! Secrets that people write by mistake: passwords, bank accounts, card numbers. Found by what they are, not by what they look like:
//! an IBAN by its checksum (ISO 13616), a card number by its issuer's range and Luhn digit (ISO/IEC 7812), a password by the word before it.
//!
//! Pure, linear in the length of the text, and bounded. It runs in the browser too, before something is sent.

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SecretKind {
    Password,
    Iban,
    Card,
}

impl SecretKind {
    pub const ALL: [Self; 3] = [Self::Password, Self::Iban, Self::Card];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Iban => "iban",
            Self::Card => "card",
        }
    }
}

/// A secret in a text, as a range of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    pub kind: SecretKind,
    pub start: usize,
    pub end: usize,
}

/// So much of a text is looked at, in bytes.
const LOOKED_AT: usize = 200_000;
/// So many are found in one text at the most.
const FOUND_MAX: usize = 50;

/// All secrets of a text, in order.
#[must_use]
pub fn find(text: &str) -> Vec<Secret> {
    let text = head(text);
    let mut found: Vec<Secret> = numbers(text);
    found.extend(passwords(text));
    found.sort_by_key(|secret| (secret.start, secret.end));
    found.truncate(FOUND_MAX);
    found
}

/// Which kinds of secrets a text has.
#[must_use]
pub fn kinds(text: &str) -> Vec<SecretKind> {
    let mut kinds: Vec<SecretKind> = find(text).into_iter().map(|secret| secret.kind).collect();
    kinds.sort();
    kinds.dedup();
    kinds
}

fn head(text: &str) -> &str {
    let mut end = text.len().min(LOOKED_AT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// A run of letters and digits, with single spaces, dots or hyphens between them, as people write long numbers.
fn numbers(text: &str) -> Vec<Secret> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before).copied());
        // The last byte of a space that keeps a line together is none of a word.
        let spaced = matches!(before, Some(0xa0 | 0xaf))
            && at >= 2
            && (gap(bytes, at - 2, true) == 2 || (at >= 3 && gap(bytes, at - 3, true) == 3));
        let begins = spaced || !is_word(before);
        if begins && let Some(end) = iban_at(bytes, at) {
            found.push(Secret {
                kind: SecretKind::Iban,
                start: at,
                end,
            });
            at = end;
        } else if begins && let Some(end) = card_at(bytes, at) {
            found.push(Secret {
                kind: SecretKind::Card,
                start: at,
                end,
            });
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

fn is_word(byte: Option<u8>) -> bool {
    byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte >= 0x80 || byte == b'+')
}

/// Whether a word does not end here.
fn goes_on(bytes: &[u8], end: usize) -> bool {
    is_word(bytes.get(end).copied()) && gap(bytes, end, true) == 0
}

/// The characters of a number from a place on, without what stands between them, each with where it ends.
fn characters(bytes: &[u8], at: usize, max: usize, digits_only: bool) -> Vec<(u8, usize)> {
    let fits = |byte: u8| byte.is_ascii_digit() || (!digits_only && byte.is_ascii_alphanumeric());
    let mut found = Vec::with_capacity(max);
    let mut at = at;
    while found.len() < max {
        let Some(byte) = bytes.get(at).copied() else { break };
        if fits(byte) {
            found.push((byte, at + 1));
            at += 1;
        } else {
            let gap = gap(bytes, at, digits_only);
            let goes_on = gap > 0 && bytes.get(at + gap).copied().is_some_and(fits);
            if !goes_on || found.is_empty() {
                break;
            }
            at += gap;
        }
    }
    found
}

/// How long the break between two groups of a number is: a space, also one that keeps a line together, a dot, a hyphen; in an IBAN, whose
/// checksum says more than a card's digit, also the end of a line with the marks of a quote.
fn gap(bytes: &[u8], at: usize, digits_only: bool) -> usize {
    let Some(rest) = bytes.get(at..) else { return 0 };
    match rest {
        [b' ' | b'-' | b'.', ..] => 1,
        [0xc2, 0xa0, ..] => 2,
        [0xe2, 0x80, 0xaf, ..] => 3,
        [b'\r' | b'\n', ..] if !digits_only => {
            let breaks = rest.iter().take(10).take_while(|byte| b"\r\n> ".contains(byte));
            breaks.count()
        }
        _ => 0,
    }
}

/// How long an IBAN of a country is; those of SEPA.
fn iban_length(country: &[u8]) -> Option<usize> {
    Some(match country {
        b"NO" => 15,
        b"BE" => 16,
        b"DK" | b"FI" | b"FO" | b"GL" | b"NL" => 18,
        b"SI" | b"MK" => 19,
        b"AT" | b"BA" | b"EE" | b"LT" | b"LU" | b"XK" => 20,
        b"CH" | b"HR" | b"LI" | b"LV" => 21,
        b"BG" | b"DE" | b"GB" | b"IE" | b"ME" | b"RS" | b"VA" => 22,
        b"GI" => 23,
        b"AD" | b"CZ" | b"ES" | b"MD" | b"RO" | b"SE" | b"SK" => 24,
        b"IS" | b"PT" | b"TR" => 26,
        b"FR" | b"GR" | b"IT" | b"MC" | b"SM" => 27,
        b"AL" | b"CY" | b"HU" | b"PL" => 28,
        b"MT" => 31,
        _ => return None,
    })
}

/// Where an IBAN that begins here ends.
fn iban_at(bytes: &[u8], at: usize) -> Option<usize> {
    let country: Vec<u8> = bytes.get(at..at + 2)?.iter().map(u8::to_ascii_uppercase).collect();
    let length = iban_length(&country)?;
    let found = characters(bytes, at, length, false);
    let (_, end) = *found.get(length - 1)?;
    let checked = found.get(2..4)?.iter().all(|(byte, _)| byte.is_ascii_digit());
    // A longer word is another thing.
    if !checked || goes_on(bytes, end) {
        return None;
    }
    let moved = found.iter().skip(4).chain(found.iter().take(4));
    let mut rest: u32 = 0;
    for (byte, _) in moved {
        rest = match byte {
            b'0'..=b'9' => rest * 10 + u32::from(byte - b'0'),
            letter => rest * 100 + u32::from(letter.to_ascii_uppercase() - b'A') + 10,
        } % 97;
    }
    (rest == 1).then_some(end)
}

/// Where a card number that begins here ends: of an issuer's range, of its length, with the right last digit, and written as cards are:
/// without a break, or in groups.
fn card_at(bytes: &[u8], at: usize) -> Option<usize> {
    let found = characters(bytes, at, 20, true);
    let digits: Vec<u32> = found.iter().map(|(byte, _)| u32::from(byte - b'0')).collect();
    let length = digits.len();
    if !fits_issuer(&digits) {
        return None;
    }
    let (_, end) = *found.last()?;
    if goes_on(bytes, end) {
        return None;
    }
    // All zeros but the first and the like are placeholders.
    let distinct = digits.iter().collect::<std::collections::BTreeSet<_>>().len();
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| match (place % 2, *digit) {
            (0, digit) => digit,
            (_, digit) if digit > 4 => digit * 2 - 9,
            (_, digit) => digit * 2,
        })
        .sum();
    (sum.is_multiple_of(10) && distinct > 2 && grouped(bytes.get(at..end)?, length)).then_some(end)
}

/// Visa, Mastercard, American Express, Discover, Diners, JCB, Maestro as they are given out in Germany.
fn fits_issuer(digits: &[u32]) -> bool {
    let prefix = |count: usize| digits.iter().take(count).fold(0, |sum, digit| sum * 10 + digit);
    let (two, three, four) = (prefix(2), prefix(3), prefix(4));
    match digits.len() {
        16 => {
            digits.first() == Some(&4)
                || (51..=55).contains(&two)
                || (2221..=2720).contains(&four)
                || four == 6011
                || two == 65
                || (3528..=3589).contains(&four)
                || [5018, 5020, 5038, 6304, 6759, 6761, 6763].contains(&four)
        }
        15 => two == 34 || two == 37,
        14 => (300..=305).contains(&three) || two == 36 || two == 38,
        13 | 19 => digits.first() == Some(&4),
        _ => false,
    }
}

/// Whether breaks stand where they do on cards: in fours, or as American Express and Diners write them.
fn grouped(written: &[u8], length: usize) -> bool {
    let groups = written.split(|byte| !byte.is_ascii_digit()).map(<[u8]>::len);
    // A space may be several bytes.
    let groups: Vec<usize> = groups.filter(|length| *length > 0).collect();
    match groups.as_slice() {
        [_] => true,
        [4, 6, 5] => length == 15,
        [4, 6, 4] => length == 14,
        [first @ .., last] => first.iter().all(|group| *group == 4) && (1..=4).contains(last),
        [] => false,
    }
}

/// The words after which a password is told.
const WORDS: [&str; 14] = [
    "passwort",
    "passwörter",
    "kennwort",
    "kennwörter",
    "password",
    "passwords",
    "passphrase",
    "passwd",
    "pwd",
    "pw",
    "pin",
    "puk",
    "tan",
    "zugangscode",
];

/// What is told after "password:" and the like: a word that looks like one, and not an ordinary word of a sentence.
fn passwords(text: &str) -> Vec<Secret> {
    let mut found = Vec::new();
    let mut rest = 0;
    for line in text.split_inclusive('\n') {
        password_in(line, rest, &mut found);
        rest += line.len();
    }
    found
}

fn password_in(line: &str, offset: usize, found: &mut Vec<Secret>) {
    for (start, first) in line.char_indices() {
        let begins = line
            .get(..start)
            .and_then(|before| before.chars().next_back())
            .is_none_or(|c| !c.is_alphanumeric());
        if !begins || !first.is_alphabetic() {
            continue;
        }
        let Some(from) = line.get(start..) else { continue };
        let end = from.find(|c: char| !c.is_alphabetic()).unwrap_or(from.len());
        let Some(word) = from.get(..end) else { continue };
        // "WLAN-Passwort" and "Initialpasswort" count too.
        let lower = word.to_lowercase();
        let told = WORDS.iter().any(|known| {
            if known.len() > 4 {
                lower.ends_with(known)
            } else {
                lower == *known
            }
        });
        if !told {
            continue;
        }
        let Some(after) = from.get(end..) else { continue };
        if let Some((at, length)) = value_after(after) {
            let start = offset + start + end + at;
            found.push(Secret {
                kind: SecretKind::Password,
                start,
                end: start + length,
            });
        }
    }
}

/// Where the value stands behind the word, and how long it is.
fn value_after(after: &str) -> Option<(usize, usize)> {
    let trimmed = after.trim_start_matches([' ', '\t', '*', '"', '”', ')']);
    let (sign, rest) = match trimmed.chars().next()? {
        ':' | '=' => (true, trimmed.get(1..)?),
        _ => {
            let lower = trimmed.to_lowercase();
            let verb = ["lautet ", "ist ", "is ", "war ", "was "]
                .into_iter()
                .find(|verb| lower.starts_with(verb))?;
            (false, trimmed.get(verb.len()..)?)
        }
    };
    let rest = rest.trim_start_matches(['\t', ' ', ':', '"', '„', '“', '»', '\'', '*', '`', '<', '(']);
    let at = after.len() - rest.len();
    let end = rest
        .find(|c: char| c.is_whitespace() || "\"“”«'`>".contains(c))
        .unwrap_or(rest.len());
    let value = rest.get(..end)?.trim_end_matches(['.', ',', ';', ')']);
    looks_secret(value, sign).then_some((at, value.len()))
}

/// An ordinary word after "my password is" tells nothing ("is wrong"); after a colon a longer one may. Links and placeholders are none.
fn looks_secret(value: &str, after_sign: bool) -> bool {
    let length = value.chars().count();
    let digits = value.chars().any(|c| c.is_ascii_digit());
    let letters = value.chars().any(char::is_alphabetic);
    let others = value.chars().any(|c| !c.is_alphanumeric());
    let link = value.contains("://") || value.contains("www.") || (value.contains('@') && value.contains('.'));
    let placeholder = value.chars().all(|c| "*x.•_-X…[]<>".contains(c));
    if link || placeholder || length > 128 {
        return false;
    }
    let mixed = (digits && letters) || (others && (digits || letters));
    let cased = value.chars().skip(1).any(char::is_uppercase) && value.chars().any(char::is_lowercase);
    if after_sign {
        (mixed && length >= 4) || (cased && length >= 6) || (digits && (4..=12).contains(&length))
    } else {
        (mixed && length >= 6) || (cased && length >= 8)
    }
}

/// What stands where something was removed.
pub const REMOVED: &str = "█████";

/// The text without these values, however they are broken over lines, quoted or spaced; a long number also where it is grouped in another
/// way or written in other letters. Nothing where it has none of them.
#[must_use]
pub fn without(text: &str, values: &std::collections::BTreeSet<String>) -> Option<String> {
    // The longest first: one value may be part of another.
    let mut values: Vec<Wanted> = values.iter().filter_map(|value| Wanted::new(value)).collect();
    values.sort_by_key(|value| std::cmp::Reverse(value.chars.len()));
    let chars: Vec<char> = text.chars().collect();
    let mut left = String::with_capacity(text.len());
    let mut at = 0;
    let mut found = false;
    while at < chars.len() {
        let before = at.checked_sub(1).and_then(|before| chars.get(before));
        let end = if before.is_some_and(|c| c.is_alphanumeric()) {
            None
        } else {
            values.iter().find_map(|value| value.end(&chars, at))
        };
        match end {
            Some(end) => {
                left.push_str(REMOVED);
                found = true;
                at = end;
            }
            None => {
                left.extend(chars.get(at));
                at += 1;
            }
        }
    }
    found.then_some(left)
}

/// The fewest digits of a number that is known in every grouping.
const LONG_NUMBER: usize = 8;

/// A value that is looked for.
struct Wanted {
    /// Without what breaks it.
    chars: Vec<char>,
    /// A long number: how it is grouped says nothing, nor do large and small letters.
    number: bool,
}

impl Wanted {
    fn new(value: &str) -> Option<Self> {
        let grouped = |c: char| c.is_alphanumeric() || is_blank(c) || is_group(c);
        let digits = value.chars().filter(char::is_ascii_digit).count();
        let number = digits >= LONG_NUMBER && value.chars().all(grouped);
        let kept = value.chars().filter(|c| !(is_blank(*c) || number && is_group(*c)));
        let chars: Vec<char> = kept.map(|c| if number { c.to_ascii_uppercase() } else { c }).collect();
        (!chars.is_empty()).then_some(Self { chars, number })
    }

    /// Where it ends, if it begins here. Breaks and the marks of quotes in it do not count.
    fn end(&self, chars: &[char], at: usize) -> Option<usize> {
        let breaks = |c: char, wanted: char| is_blank(c) || (c == '>' && wanted != '>') || (self.number && is_group(c));
        let mut place = at;
        for (index, wanted) in self.chars.iter().enumerate() {
            if index > 0 {
                while chars.get(place).is_some_and(|c| breaks(*c, *wanted)) {
                    place += 1;
                }
            }
            let found = *chars.get(place)?;
            let same = found == *wanted || (self.number && found.to_ascii_uppercase() == *wanted);
            if !same {
                return None;
            }
            place += 1;
        }
        let ends_in_word = self.chars.last().is_some_and(|c| c.is_alphanumeric());
        let goes_on = ends_in_word && chars.get(place).is_some_and(|c| c.is_alphanumeric());
        (!goes_on).then_some(place)
    }
}

/// What stands between the groups of a number, also where a quote has broken it.
fn is_group(c: char) -> bool {
    matches!(c, '-' | '.' | '>')
}

/// What is not seen: spaces of every width, breaks, and signs that only say where a line may break.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(SecretKind, &str)> {
        let all = find(text).into_iter();
        all.map(|secret| (secret.kind, text.get(secret.start..secret.end).unwrap()))
            .collect()
    }

    // req: D5
    #[test]
    fn secrets_are_found_as_people_write_them() {
        use SecretKind::{Card, Iban, Password};
        for (text, expected) in [
            (
                "Meine IBAN: DE89 3704 0044 0532 0130 00.",
                vec![(Iban, "DE89 3704 0044 0532 0130 00")],
            ),
            ("de89370400440532013000", vec![(Iban, "de89370400440532013000")]),
            (
                "AT61 1904 3002 3457 3201 und GB82-WEST-1234-5698-7654-32",
                vec![
                    (Iban, "AT61 1904 3002 3457 3201"),
                    (Iban, "GB82-WEST-1234-5698-7654-32"),
                ],
            ),
            ("Karte 4111 1111 1111 1111, gültig bis 12/27", vec![]),
            (
                "Karte 4012 8888 8888 1881, gültig bis 12/27",
                vec![(Card, "4012 8888 8888 1881")],
            ),
            ("5555-5555-5555-4444", vec![]),
            ("5105105105105100", vec![(Card, "5105105105105100")]),
            ("Amex 3782 822463 10005", vec![(Card, "3782 822463 10005")]),
            ("Benutzer: anna\nPasswort: Geheim!23\n", vec![(Password, "Geheim!23")]),
            ("Mein Passwort lautet „Sommer2026!“.", vec![(Password, "Sommer2026!")]),
            ("my password is hunter2x, please help", vec![(Password, "hunter2x")]),
            ("WLAN-Kennwort = kaffee-tasse", vec![(Password, "kaffee-tasse")]),
            ("Initialpasswort: Xa8kQz", vec![(Password, "Xa8kQz")]),
            ("PIN: 4711", vec![(Password, "4711")]),
            ("pw: abc123", vec![(Password, "abc123")]),
            (
                "IBAN\u{a0}DE89\u{a0}3704\u{a0}0044\u{a0}0532\u{a0}0130\u{a0}00\u{a0}danke",
                vec![(Iban, "DE89\u{a0}3704\u{a0}0044\u{a0}0532\u{a0}0130\u{a0}00")],
            ),
            (
                "> DE89 3704 0044\r\n> 0532 0130 00",
                vec![(Iban, "DE89 3704 0044\r\n> 0532 0130 00")],
            ),
            (
                "Karte 4012\u{202f}8888\u{202f}8888\u{202f}1881",
                vec![(Card, "4012\u{202f}8888\u{202f}8888\u{202f}1881")],
            ),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn what_only_looks_like_one_is_left_alone() {
        for text in [
            "Matrikelnummer 4012888888881882",
            "Matrikelnummer: 30412345",
            "Tel. +49 (531) 391-55555, mobil 0171 2345678901",
            "+4915112345678901",
            "Ticket 2026112300017 und 2026112300025",
            "ISBN 978-3-16-148410-0",
            "Seriennummer 5CG1234ABC, Inventar 4000123412341235",
            "DE89 3704 0044 0532 0130 01",
            "DE12 ist eine Abkürzung",
            "Mein Passwort ist falsch, was nun?",
            "Das Passwort war abgelaufen.",
            "Passwort vergessen: https://konto.hs-musterstadt.example/passwort",
            "Passwort: ********",
            "Ich habe mein Passwort vergessen.",
            "my password is not working",
            "Kennwort: siehe Brief",
            "PIN-Brief",
            "Spin: 5000 Umdrehungen",
            "Stefan: 2026",
            "4111 11 111111 1111 11",
            "Zeitraum 3000 0000 0000 05 bis heute",
            "Rechnung 51 05 10 51 05 10 51 00",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn long_texts_cost_little_and_end() {
        let text = "4012888888881881 Passwort: Geheim!23 DE89370400440532013000 ä".repeat(10_000);
        assert_eq!(find(&text).len(), FOUND_MAX);
        let digits = "1".repeat(300_000);
        assert_eq!(find(&digits), []);
        assert_eq!(kinds("Passwort: Geheim!23 und PIN: 4711"), [SecretKind::Password]);
    }

    #[test]
    fn values_are_removed_also_where_they_are_quoted() {
        let values = |all: &[&str]| all.iter().map(|one| (*one).to_owned()).collect();
        let iban = values(&["DE89 3704 0044 0532 0130 00"]);
        assert_eq!(
            without("> Konto DE89 3704 0044\n> 0532 0130 00, danke", &iban).as_deref(),
            Some("> Konto █████, danke")
        );
        assert_eq!(without("DE89370400440532013000", &iban).as_deref(), Some("█████"));
        assert_eq!(without("nichts davon", &iban), None);
        for written in [
            "DE89\u{a0}3704\u{a0}0044\u{a0}0532\u{a0}0130\u{a0}00",
            "de89-3704-0044-0532-0130-00",
            "DE89 3704\u{200b} 0044 0532\r\n>> 0130 00",
            "DE89.3704.0044.0532.0130.00",
        ] {
            assert_eq!(without(written, &iban).as_deref(), Some("█████"), "{written:?}");
        }
        let password = values(&["Geheim!23 xy"]);
        assert_eq!(without("Geheim!23\u{a0}xy", &password).as_deref(), Some("█████"));
        assert_eq!(without("geheim!23 xy", &password), None, "another password");
        let pin = values(&["4711"]);
        assert_eq!(
            without("Zimmer 24711, PIN 4711, 47112", &pin).as_deref(),
            Some("Zimmer 24711, PIN █████, 47112")
        );
        assert_eq!(
            find(&without("Passwort: Geheim!23", &values(&["Geheim!23"])).unwrap()),
            []
        );
    }
}
