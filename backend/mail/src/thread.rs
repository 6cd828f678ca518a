//! What ties a mail to a conversation: numbers in the subject, and message ids.
//!
//! Knows how numbers are written into subjects and what mail programs put before them; must not know which
//! tickets exist.

use crate::{ParsedMail, bounce::receipt_for};

/// Longer numbers are none.
const MAX_DIGITS: usize = 40;

/// What mail programs of several languages put before a subject, lower-cased, without the colon. Single letters (`R:`, `I:`) are not
/// among them: people begin subjects so.
#[rustfmt::skip]
const PREFIXES: &[&str] = &[
    "re", "aw", "antw", "antwort", "ant", "wg", "wtr", "weiterl", "weiterleitung", "weitergeleitet", "fwd", "fw", "sv",
    "vs", "vb", "vl", "vst", "tr", "rép", "réf", "ref", "rif", "rv", "enc", "res", "resp", "odp", "pd", "ynt", "ilt",
    "i̇lt", "vá", "továbbítás", "továbbítva", "atb", "doorst", "dwg", "σχετ", "απ", "πρθ", "ha", "на", "отв", "пересл",
    "回复", "答复", "回覆", "转发", "轉寄", "返信", "転送",
];

/// Every ticket number in `subject`, in order, each once. A number stands behind one of `hooks` (`Ticket#`,
/// `dtnet.de #`), in brackets or not, anywhere; case, blanks and a colon behind the hook do not matter.
pub fn subject_tags(subject: &str, hooks: &[&str]) -> Vec<String> {
    let mut numbers: Vec<String> = Vec::new();
    for tag in tags(&characters(subject), hooks) {
        if !numbers.contains(&tag.number) {
            numbers.push(tag.number);
        }
    }
    numbers
}

/// `subject` without reply and forward prefixes and without tags: what people call the thing.
pub fn strip_subject(subject: &str, hooks: &[&str]) -> String {
    let characters = characters(subject);
    let mut rest = String::with_capacity(subject.len());
    let mut from = 0;
    for tag in tags(&characters, hooks) {
        rest.extend(characters.get(from..tag.start).unwrap_or_default());
        rest.push(' ');
        from = tag.end;
    }
    rest.extend(characters.get(from..).unwrap_or_default());
    let words: Vec<&str> = rest.split_whitespace().collect();
    let joined = words.join(" ");
    let mut bare = joined.as_str();
    while let Some(after) = split_prefix(bare)
        .map(|(_, after)| after)
        .or_else(|| without_gateway_mark(bare))
    {
        bare = after;
    }
    bare.to_owned()
}

/// A number in brackets behind some other hook than ours: `[uni.example #4711]`, `[Ticket#4711]`, `[GLPI #0000123]`, `[#17]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignTag {
    /// What stands before the number, as written, without blanks at its ends: `uni.example #`.
    pub hook: String,
    /// Digits as written.
    pub number: String,
}

/// Longer texts before a number are no hooks.
const MAX_HOOK: usize = 60;
const MAX_FOREIGN: usize = 10;

/// The tags of other systems in `subject`, in order, each once: those in brackets that end in `#` and a number, and are behind none of
/// `hooks`. What they name is for the caller to know: tickets that were taken over from an older system, or another desk's.
pub fn foreign_tags(subject: &str, hooks: &[&str]) -> Vec<ForeignTag> {
    let own = subject_tags(subject, hooks);
    let mut found: Vec<ForeignTag> = Vec::new();
    for piece in subject.split(['[', '(']).skip(1) {
        let Some((inner, _)) = piece.split_once([']', ')']) else {
            continue;
        };
        let Some((hook, number)) = inner.rsplit_once('#') else {
            continue;
        };
        let number = number.trim_start_matches([':', ' ']).trim_end();
        let is_number = !number.is_empty() && number.len() <= MAX_DIGITS && number.bytes().all(|b| b.is_ascii_digit());
        let tag = ForeignTag {
            hook: format!("{}#", hook.trim_start()),
            number: number.to_owned(),
        };
        let is_own = own.contains(&tag.number) && hooks.iter().any(|own| folded(own) == folded(&tag.hook));
        if is_number && hook.len() <= MAX_HOOK && !is_own && !found.contains(&tag) && found.len() < MAX_FOREIGN {
            found.push(tag);
        }
    }
    found
}

/// The ids that this mail says it belongs to, the newest first: References grow at their end, and In-Reply-To adds
/// only what they leave out, as does a read receipt, which names its mail.
pub fn thread_ids(mail: &ParsedMail) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    let receipt = receipt_for(mail);
    for id in mail
        .references
        .iter()
        .rev()
        .chain(mail.in_reply_to.iter().rev())
        .chain(&receipt)
    {
        if !ids.contains(id) {
            ids.push(id.clone());
        }
    }
    ids
}

/// The first prefix (lower-cased, `re` of `Re[2]: `) and what follows it.
pub(crate) fn split_prefix(subject: &str) -> Option<(String, &str)> {
    let subject = subject.trim_start();
    let word_end = subject.find(|c: char| !c.is_alphabetic())?;
    let (word, rest) = subject.split_at_checked(word_end)?;
    let word = word.to_lowercase();
    if !PREFIXES.contains(&word.as_str()) {
        return None;
    }
    let rest = without_count(rest.trim_start()).trim_start();
    let rest = rest.strip_prefix(':').or_else(|| rest.strip_prefix('\u{FF1A}'))?;
    Some((word, rest.trim_start()))
}

/// Gateways mark what comes from outside, and every answer once more: `[EXTERN] AW: …`.
fn without_gateway_mark(subject: &str) -> Option<&str> {
    let (mark, rest) = subject.strip_prefix(['[', '*'])?.split_once([']', '*'])?;
    let known = [
        "extern",
        "external",
        "ext",
        "extern!",
        "externe mail",
        "external email",
        "external sender",
    ];
    known
        .contains(&mark.trim_matches([' ', ':', '*']).to_lowercase().as_str())
        .then(|| rest.trim_start_matches([' ', ':', '*']))
}

/// `[2]`, `(2)` or `^2`, as some programs count.
fn without_count(rest: &str) -> &str {
    let (open, close) = match rest.chars().next() {
        Some('[') => ('[', "]"),
        Some('(') => ('(', ")"),
        Some('^') => ('^', ""),
        _ => return rest,
    };
    let digits_on = rest.strip_prefix(open).unwrap_or(rest);
    let behind = digits_on.trim_start_matches(|c: char| c.is_ascii_digit());
    if behind.len() == digits_on.len() {
        return rest;
    }
    behind.strip_prefix(close).unwrap_or(rest)
}

struct Tag {
    number: String,
    /// With its brackets.
    start: usize,
    end: usize,
}

/// Positions in a subject are counted in characters, since case folding changes the length of bytes.
fn characters(subject: &str) -> Vec<char> {
    subject.chars().collect()
}

fn tags(subject: &[char], hooks: &[&str]) -> Vec<Tag> {
    let hooks: Vec<Vec<char>> = hooks
        .iter()
        .map(|hook| folded(hook))
        .filter(|hook| !hook.is_empty())
        .collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < subject.len() {
        match hooks.iter().find_map(|hook| tag_at(subject, at, hook)) {
            Some(tag) => {
                at = tag.end;
                found.push(tag);
            }
            None => at += 1,
        }
    }
    found
}

/// Lower-case, without blanks.
fn folded(hook: &str) -> Vec<char> {
    hook.chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

fn tag_at(subject: &[char], at: usize, hook: &[char]) -> Option<Tag> {
    let before = at.checked_sub(1).and_then(|previous| subject.get(previous));
    // `Hauptticket#1` is no `Ticket#1`.
    let within_word = hook.first().is_some_and(|first| first.is_alphanumeric());
    if within_word && before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '-')) {
        return None;
    }
    let mut end = match_hook(subject, at, hook)?;
    end = skip_blanks(subject, end);
    if subject.get(end) == Some(&':') {
        end = skip_blanks(subject, end + 1);
    }
    let digits: String = subject
        .get(end..)?
        .iter()
        .take_while(|c| c.is_ascii_digit())
        .take(MAX_DIGITS + 1)
        .collect();
    if digits.is_empty() || digits.len() > MAX_DIGITS {
        return None;
    }
    end += digits.len();
    if subject.get(end).is_some_and(|c| c.is_alphanumeric()) {
        return None;
    }
    let (start, end) = with_brackets(subject, at, end);
    Some(Tag {
        number: digits,
        start,
        end,
    })
}

/// Where the hook that starts at `at` ends; blanks on either side are passed over.
fn match_hook(subject: &[char], at: usize, hook: &[char]) -> Option<usize> {
    let mut position = at;
    let mut wanted = hook.iter();
    let mut next = wanted.next();
    while let Some(expected) = next {
        let actual = subject.get(position)?;
        if actual.is_whitespace() && position > at {
            position += 1;
            continue;
        }
        if actual.to_lowercase().next() != Some(*expected) {
            return None;
        }
        position += 1;
        next = wanted.next();
    }
    Some(position)
}

fn skip_blanks(subject: &[char], from: usize) -> usize {
    from + subject
        .get(from..)
        .unwrap_or_default()
        .iter()
        .take_while(|c| c.is_whitespace())
        .count()
}

fn with_brackets(subject: &[char], start: usize, end: usize) -> (usize, usize) {
    let blanks = subject
        .get(..start)
        .unwrap_or_default()
        .iter()
        .rev()
        .take_while(|c| c.is_whitespace())
        .count();
    let open = start
        .checked_sub(blanks + 1)
        .filter(|&open| matches!(subject.get(open), Some('[' | '(')));
    let close = skip_blanks(subject, end);
    match open {
        Some(open) if matches!(subject.get(close), Some(']' | ')')) => (open, close + 1),
        _ => (start, end),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOOKS: &[&str] = &["Ticket#", "dtnet.de #"];

    // req: A12 A13 D8 D10
    #[test]
    fn numbers_are_found_wherever_they_stand() {
        let cases: &[(&str, &[&str])] = &[
            ("[Ticket#2026112200017] WLAN", &["2026112200017"]),
            ("Re: [Ticket#2026112200017] WLAN", &["2026112200017"]),
            (
                "AW: WG: Re[2]: Fwd: WLAN geht nicht [Ticket#2026112200017]",
                &["2026112200017"],
            ),
            ("WLAN geht nicht Ticket#2026112200017", &["2026112200017"]),
            ("Ticket#: 123", &["123"]),
            ("ticket # 123, bitte", &["123"]),
            ("[TICKET#123]", &["123"]),
            ("[Ticket# 123 ]", &["123"]),
            ("[dtnet.de #4711] Drucker", &["4711"]),
            ("Re: [DTNET.DE#4711]", &["4711"]),
            ("[Ticket#1] und [Ticket#2] und noch einmal [Ticket#1]", &["1", "2"]),
            ("[Ticket#1] [dtnet.de #2]", &["1", "2"]),
            ("(Ticket#77)", &["77"]),
            ("Hauptticket#1", &[]),
            ("www.dtnet.de #3", &[]),
            ("Ticket#", &[]),
            ("Ticket#12a", &[]),
            ("Ticket 12", &[]),
            ("Raum 4711", &[]),
            ("", &[]),
        ];
        for (subject, expected) in cases {
            assert_eq!(subject_tags(subject, HOOKS), *expected, "{subject:?}");
        }
        let endless = format!("Ticket#{}", "1".repeat(5_000));
        assert!(subject_tags(&endless, HOOKS).is_empty());
        assert!(subject_tags("Ticket#1", &["", " "]).is_empty());
    }

    #[test]
    fn subjects_are_stripped_to_their_core() {
        let cases = [
            ("AW: WG: Re[2]: Fwd: [Ticket#1] WLAN geht nicht", "WLAN geht nicht"),
            ("[Ticket#1] Re: WLAN", "WLAN"),
            ("Re: [dtnet.de #4711] Drucker: Papierstau", "Drucker: Papierstau"),
            ("RE : sv: ANTW: Frage", "Frage"),
            ("Re(3): Re^2: x", "x"),
            ("Réf : Vá: 答复：转发: x", "x"),
            ("[EXTERN] AW: [EXTERN] WG: x", "x"),
            ("*EXTERN* Weiterleitung: x", "x"),
            ("[Externe Hilfe] x", "[Externe Hilfe] x"),
            ("R: Statistik", "R: Statistik"),
            ("Reise: Antrag", "Reise: Antrag"),
            ("Re WLAN", "Re WLAN"),
            ("WLAN  [Ticket#1]  im Haus", "WLAN im Haus"),
            ("Re:", ""),
            ("", ""),
        ];
        for (subject, expected) in cases {
            assert_eq!(strip_subject(subject, HOOKS), expected, "{subject:?}");
        }
    }

    // req: D8
    #[test]
    fn tags_of_other_systems_are_told_apart() {
        let cases: &[(&str, &[(&str, &str)])] = &[
            ("Re: [uni.example #4711] Drucker", &[("uni.example #", "4711")]),
            (
                "[Ticket#17] [GLPI #0000123] x [#5]",
                &[("GLPI #", "0000123"), ("#", "5")],
            ),
            ("[dtnet.de #1] [Fall#: 22]", &[("Fall#", "22")]),
            ("[uni.example #4711] [uni.example #4711]", &[("uni.example #", "4711")]),
            ("[x #12a] [#] #4 [offen #4 (C#)", &[]),
            ("", &[]),
        ];
        for (subject, expected) in cases {
            let found = foreign_tags(subject, HOOKS);
            let found: Vec<(&str, &str)> = found
                .iter()
                .map(|tag| (tag.hook.as_str(), tag.number.as_str()))
                .collect();
            assert_eq!(found, *expected, "{subject:?}");
        }
    }

    // req: A13
    #[test]
    fn ids_come_newest_first() {
        let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        let mail = ParsedMail {
            references: ids(&["a", "b", "c"]),
            in_reply_to: ids(&["c", "d"]),
            ..ParsedMail::default()
        };
        assert_eq!(thread_ids(&mail), ["c", "b", "a", "d"]);
        assert!(thread_ids(&ParsedMail::default()).is_empty());
    }
}
