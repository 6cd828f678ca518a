//! Where in a text the new ends and the quoted history begins.
//!
//! Knows how mail programs introduce what they quote, in German and English; must not know who wrote what. When in doubt nothing is
//! split off: history that is shown costs a look, an answer that is hidden costs the answer. Line by line, each
//! line looked at a fixed number of times.

/// Deeper down nothing is looked for.
const MAX_LINES: usize = 20_000;
/// An introduction may be broken over so many lines.
const INTRODUCTION_LINES: usize = 4;
/// …and is not longer than this.
const INTRODUCTION_BYTES: usize = 400;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split<'a> {
    /// What was written for this mail.
    pub fresh: &'a str,
    /// The history, with what introduces it.
    pub quoted: Option<&'a str>,
}

pub fn split_quote(text: &str) -> Split<'_> {
    let lines = Lines::new(text);
    let whole = Split {
        fresh: text.trim(),
        quoted: None,
    };
    let split = match first_mark(&lines) {
        Some(Mark {
            line,
            quote_from: Some(quote),
        }) => at_introduced_quote(&lines, line, quote),
        Some(Mark { line, quote_from: None }) => Some((lines.before(line), lines.from(line))),
        None => without_mark(&lines),
    };
    match split {
        Some((fresh, quoted)) if !fresh.trim().is_empty() && !quoted.trim().is_empty() => Split {
            fresh: fresh.trim(),
            quoted: Some(quoted.trim()),
        },
        _ => whole,
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Blank,
    Quote,
    Text,
}

struct Line<'a> {
    start: usize,
    content: &'a str,
    kind: Kind,
}

struct Lines<'a> {
    text: &'a str,
    lines: Vec<Line<'a>>,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        let mut start = 0;
        let mut lines = Vec::new();
        for line in text.split_inclusive('\n').take(MAX_LINES) {
            let content = line.trim();
            let kind = match content.chars().next() {
                None => Kind::Blank,
                Some('>') => Kind::Quote,
                Some(_) => Kind::Text,
            };
            lines.push(Line { start, content, kind });
            start += line.len();
        }
        let mut found = Self { text, lines };
        found.blank_out_last_signature();
        found
    }

    /// A signature below the quote belongs to neither; it must not look like an answer.
    fn blank_out_last_signature(&mut self) {
        let after_quote = self.lines.iter().rposition(|line| line.kind == Kind::Quote);
        let signature = self
            .lines
            .iter()
            .position(|line| line.content == "--")
            .filter(|_| after_quote.is_some());
        let last = self.lines.iter().rposition(|line| line.content == "--");
        if let (Some(quote), Some(_), Some(last)) = (after_quote, signature, last)
            && last > quote
        {
            for line in self.lines.iter_mut().skip(last) {
                line.kind = Kind::Blank;
            }
        }
    }

    fn get(&self, at: usize) -> &'a str {
        self.lines.get(at).map_or("", |line| line.content)
    }

    fn kind(&self, at: usize) -> Kind {
        self.lines.get(at).map_or(Kind::Blank, |line| line.kind)
    }

    fn offset(&self, line: usize) -> usize {
        self.lines.get(line).map_or(self.text.len(), |line| line.start)
    }

    fn before(&self, line: usize) -> &'a str {
        self.text.get(..self.offset(line)).unwrap_or_default()
    }

    fn from(&self, line: usize) -> &'a str {
        self.text.get(self.offset(line)..).unwrap_or_default()
    }

    fn between(&self, from: usize, to: usize) -> &'a str {
        self.text.get(self.offset(from)..self.offset(to)).unwrap_or_default()
    }

    /// The first line at or after `from` that is not blank.
    fn next_written(&self, from: usize) -> usize {
        (from..self.lines.len())
            .find(|&at| self.kind(at) != Kind::Blank)
            .unwrap_or(self.lines.len())
    }

    /// Where the run of quoted (and blank) lines that starts at `from` ends.
    fn quote_end(&self, from: usize) -> usize {
        (from..self.lines.len())
            .find(|&at| self.kind(at) == Kind::Text)
            .unwrap_or(self.lines.len())
    }

    fn has_quote(&self, from: usize) -> bool {
        (from..self.lines.len()).any(|at| self.kind(at) == Kind::Quote)
    }
}

struct Mark {
    line: usize,
    /// The quoted lines that the mark introduces; without them all that follows is history.
    quote_from: Option<usize>,
}

/// The first line that says: from here on others speak. Behind a line that says *look at this* they do not count.
fn first_mark(lines: &Lines<'_>) -> Option<Mark> {
    (0..lines.lines.len())
        .take_while(|&at| !is_forward(lines.get(at)))
        .filter(|&at| lines.kind(at) == Kind::Text)
        .find_map(|at| {
            let intro = lines.get(at).trim_start_matches(['-', ' ']);
            let is_dashed_intro = intro.len() < lines.get(at).len() && is_introduction(intro) && intro.ends_with(':');
            if is_separator(lines.get(at)) || is_header_block(lines, at) || is_dashed_intro {
                return Some(Mark {
                    line: at,
                    quote_from: None,
                });
            }
            if is_underline(lines.get(at)) {
                let next = lines.next_written(at + 1);
                return is_header_block(lines, next).then_some(Mark {
                    line: at,
                    quote_from: None,
                });
            }
            let end = introduction_end(lines, at)?;
            let next = lines.next_written(end);
            let quote_from = (lines.kind(next) == Kind::Quote).then_some(next);
            Some(Mark { line: at, quote_from })
        })
}

/// `Am … schrieb …:` and then `>` lines: history when nothing follows them, or when the answer stands below them.
fn at_introduced_quote<'a>(lines: &Lines<'a>, mark: usize, quote: usize) -> Option<(&'a str, &'a str)> {
    let end = lines.quote_end(quote);
    if end >= lines.lines.len() {
        return Some((lines.before(mark), lines.from(mark)));
    }
    // Text between quoted lines answers them one by one, and makes sense only with them.
    let nothing_above = lines.before(mark).trim().is_empty();
    if nothing_above && !lines.has_quote(end) {
        Some((lines.from(end), lines.between(mark, end)))
    } else {
        None
    }
}

fn without_mark<'a>(lines: &Lines<'a>) -> Option<(&'a str, &'a str)> {
    let first = lines.next_written(0);
    if lines.kind(first) == Kind::Quote {
        let end = lines.quote_end(first);
        return (!lines.has_quote(end)).then(|| (lines.from(end), lines.between(first, end)));
    }
    let last_text = (0..lines.lines.len()).rev().find(|&at| lines.kind(at) == Kind::Text)?;
    let quote = lines.next_written(last_text + 1);
    // Quoted lines above the last ones: they are answered one by one.
    let answered = (0..last_text).any(|at| lines.kind(at) == Kind::Quote);
    (lines.kind(quote) == Kind::Quote && !answered).then(|| (lines.before(quote), lines.from(quote)))
}

/// `-----Ursprüngliche Nachricht-----`. What was forwarded is no history but the matter itself, so its
/// separators are not among these.
fn is_separator(line: &str) -> bool {
    let Some(title) = line.strip_prefix("--").map(|rest| rest.trim_matches(['-', ' '])) else {
        return false;
    };
    let known = [
        "ursprüngliche nachricht",
        "originalnachricht",
        "original-nachricht",
        "original message",
        "original appointment",
        "original email",
        "original-mail",
        "originalmail",
        "ursprüngliche mail",
        "ursprüngliche e-mail",
        "ursprünglicher termin",
        "urspr. nachricht",
        "originale nachricht",
        "reply message",
        "antwort-nachricht",
    ];
    title.len() <= 60 && line.ends_with("--") && known.iter().any(|known| title.to_lowercase().starts_with(known))
}

/// `---------- Forwarded message ---------`, `Anfang der weitergeleiteten Nachricht:`
pub fn is_forward(line: &str) -> bool {
    let title = line.trim_matches(['-', ' ', ':']).to_lowercase();
    let marked = line.starts_with("--") || line.ends_with(':');
    let known = [
        "forwarded message",
        "weitergeleitete nachricht",
        "anfang der weitergeleiteten",
        "begin forwarded message",
        "weitergeleitet von",
        "forwarded by",
    ];
    marked && title.len() <= 60 && known.iter().any(|known| title.starts_with(known))
}

/// Outlook's line above the header block.
fn is_underline(line: &str) -> bool {
    line.len() >= 10 && line.bytes().all(|byte| byte == b'_')
}

/// `Von: …`, `Gesendet: …`, `An: …`, `Betreff: …`: at least three of them on following lines, the sender first.
fn is_header_block(lines: &Lines<'_>, at: usize) -> bool {
    let is_field = |line: &str, names: &[&str]| {
        let line = line.trim_start_matches('*');
        let Some((name, _)) = line.split_once(':') else {
            return false;
        };
        let name = name.trim().trim_end_matches('*').to_lowercase();
        name.len() <= 20 && names.contains(&name.as_str())
    };
    // GMX and WEB.DE begin with the time.
    let is_sender = |line: &str| is_field(line, &["von", "from"]);
    let starts_with_time = is_field(lines.get(at), &["gesendet", "sent"]) && is_sender(lines.get(at + 1));
    if !is_sender(lines.get(at)) && !starts_with_time {
        return false;
    }
    let others = [
        "gesendet",
        "datum",
        "sent",
        "date",
        "an",
        "to",
        "betreff",
        "subject",
        "cc",
        "kopie",
        "thema",
        "gesendet am",
        "sent at",
    ];
    let following = (at + 1..=at + 6)
        .filter(|&line| is_field(lines.get(line), &others))
        .count();
    following >= 2
}

/// Where an introduction that starts at line `at` ends: `Am … schrieb …:`, `On … wrote:`, `… schrieb am …:`, `Zitat von …:`.
fn introduction_end(lines: &Lines<'_>, at: usize) -> Option<usize> {
    let mut said = String::new();
    for line in at..at + INTRODUCTION_LINES {
        let content = lines.get(line);
        if lines.kind(line) != Kind::Text || said.len() + content.len() > INTRODUCTION_BYTES {
            return None;
        }
        said.push_str(content);
        said.push(' ');
        if content.ends_with(':') {
            return is_introduction(said.trim()).then_some(line + 1);
        }
        // Only what starts like one may go on over lines; else every paragraph with a colon would be searched.
        if line == at && !starts_introduction(&said) {
            return None;
        }
    }
    None
}

fn starts_introduction(said: &str) -> bool {
    ["Am ", "On ", "Den ", "Zitat von ", "Quoting "]
        .iter()
        .any(|start| said.starts_with(start))
        || said.contains('@')
}

fn is_introduction(said: &str) -> bool {
    let words = said.to_lowercase();
    let has_word = |wanted: &str| words.split(|c: char| !c.is_alphabetic()).any(|word| word == wanted);
    let has_number = words.contains(|c: char| c.is_ascii_digit());
    let says = has_word("schrieb") || has_word("wrote") || has_word("geschrieben");
    let quotes = words.starts_with("zitat von ") || words.starts_with("quoting ");
    quotes || (says && (has_number || words.contains('@')))
}

/// The text without its signature, and the signature with the line of dashes above it: what stands behind the last `-- ` (RFC 3676 §4.3),
/// when it is as short as signatures are, or behind the line that a phone puts below each mail. Give it the fresh part of a text
/// ([`split_quote`]). When in doubt there is none.
#[must_use]
pub fn split_signature(fresh: &str) -> (&str, Option<&str>) {
    let mut at = fresh.len();
    let mut below = 0;
    for line in fresh.split_inclusive('\n').rev() {
        at -= line.len();
        let bare = line.trim_end_matches(['\n', '\r']);
        if matches!(bare, "-- " | "--" | "—" | "-- \u{A0}") || is_phone_line(bare.trim()) {
            let (text, signature) = fresh.split_at_checked(at).unwrap_or((fresh, ""));
            return if text.trim().is_empty() {
                (fresh, None)
            } else {
                (text.trim_end(), Some(signature.trim_end()))
            };
        }
        below += 1;
        if below > SIGNATURE_LINES || line.len() > SIGNATURE_LINE_BYTES {
            break;
        }
    }
    (fresh, None)
}

/// Where a text is folded for a reader, in characters from its beginning: at the history, and the signature directly above it goes along. `None`
/// when there is no history, or when the answer stands below it, since all that follows the place is folded.
#[must_use]
pub fn fold_at(text: &str) -> Option<usize> {
    let Split { fresh, quoted } = split_quote(text);
    let quoted = quoted?;
    // Both are parts of `text`.
    if quoted.as_ptr() < fresh.as_ptr() {
        return None;
    }
    let (own, _) = split_signature(fresh);
    let start = (fresh.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    text.get(..start + own.len()).map(|before| before.chars().count())
}

/// Where the signature of a text without history begins, in characters: what is folded below what somebody wrote. `None` where the history is
/// folded, with which it goes along, or where there is none.
#[must_use]
pub fn signature_at(text: &str) -> Option<usize> {
    if split_quote(text).quoted.is_some() {
        return None;
    }
    let (own, signature) = split_signature(text);
    signature.map(|_| own.chars().count())
}

/// Those of universities name the faculty, two addresses and three numbers.
const SIGNATURE_LINES: usize = 25;
const SIGNATURE_LINE_BYTES: usize = 500;

/// `Von meinem iPhone gesendet`
fn is_phone_line(line: &str) -> bool {
    let line = line.to_lowercase();
    line.len() <= 120
        && [
            "von meinem iphone",
            "von meinem ipad",
            "von meinem android",
            "von meinem mobiltelefon",
            "von meinem samsung",
            "von meinem/meiner galaxy",
            "sent from my ",
            "sent from outlook for",
            "gesendet mit der gmx",
            "gesendet mit der web.de",
            "gesendet von outlook für",
            "gesendet von meinem",
            "holen sie sich outlook für",
            "get outlook for",
            "diese nachricht wurde von meinem android",
        ]
        .iter()
        .any(|start| line.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    // req: E1
    #[test]
    fn signatures_are_told_from_texts() {
        let cases = [
            (
                "Danke!\n\n-- \nErika Muster\nTel. 123",
                "Danke!",
                Some("-- \nErika Muster\nTel. 123"),
            ),
            ("Danke!\r\n--\r\nErika", "Danke!", Some("--\r\nErika")),
            (
                "Danke!\n\nVon meinem iPhone gesendet\n",
                "Danke!",
                Some("Von meinem iPhone gesendet"),
            ),
            ("Danke!\n\nSent from my Galaxy", "Danke!", Some("Sent from my Galaxy")),
            ("-- \nErika Muster", "-- \nErika Muster", None),
            ("Danke!\n---\nMehr", "Danke!\n---\nMehr", None),
            ("Danke", "Danke", None),
            ("", "", None),
        ];
        for (text, body, signature) in cases {
            assert_eq!(split_signature(text), (body, signature), "{text:?}");
        }
        let long = format!("Danke\n-- \n{}", "Zeile\n".repeat(30));
        assert_eq!(split_signature(&long).1, None);
    }

    // req: E1
    #[test]
    fn texts_are_folded_where_nothing_of_the_answer_is_lost() {
        let cases = [
            ("Jö.\n\nAm 23.11.2026 um 10:00 schrieb IT:\n> Geht es?", Some("Jö.")),
            (
                "\n Jö.\n-- \nErika\n\nAm 23.11.2026 um 10:00 schrieb IT:\n> Geht es?",
                Some("\n Jö."),
            ),
            ("Am 23.11.2026 um 10:00 schrieb IT:\n> Geht es?\n\nJa.", None),
            ("Ja.\n-- \nErika", None),
            ("Ja.", None),
            ("", None),
        ];
        for (text, shown) in cases {
            let folded = fold_at(text).map(|at| text.chars().take(at).collect::<String>());
            assert_eq!(folded.as_deref(), shown, "{text:?}");
        }
    }

    // req: E1
    #[test]
    fn programs_of_all_kinds_are_known() {
        let histories = [
            // K-9
            "Am 23. November 2026 09:00:00 MEZ schrieb IT-Service <it@x.example>:\n>Geht es wieder?",
            "On November 23, 2026 9:00:00 AM GMT+01:00, IT-Service <it@x.example> wrote:\n>Does it work?",
            // Outlook on the web
            "________________________________________\nVon: IT-Service [it@x.example]\nGesendet: Montag, 23. November 2026 09:00\nAn: Muster, Erika\nBetreff: WLAN\n\nGeht es?",
            "________________________________\nFrom: IT-Service <it@x.example>\nSent: Monday, November 23, 2026 9:00 AM\nTo: Erika\nSubject: WLAN\n\nText",
            // Gmail
            "Am Mo., 23. Nov. 2026 um 09:00 Uhr schrieb IT-Service <\nit@x.example>:\n\n> Geht es wieder?\n>",
            // Apple
            "> Am 23.11.2026 um 09:00 schrieb IT-Service <it@x.example>:\n> \n> Geht es wieder?",
            "> On 23. Nov 2026, at 09:00, IT-Service <it@x.example> wrote:\n> \n> Does it?",
            // Thunderbird
            "Am 23.11.26 um 09:00 schrieb IT-Service:\n> Geht es?",
            "On 11/23/26 09:00, IT-Service wrote:\n> Does it?",
            // GMX, Yahoo, Zimbra, Roundcube, eM Client, Outlook's appointments
            "Gesendet: Montag, 23. November 2026 um 09:00 Uhr\nVon: IT-Service <it@x.example>\nAn: Erika\nBetreff: WLAN\n\nText",
            "Am Montag, 23. November 2026 um 09:00:00 MEZ hat IT-Service <it@x.example> Folgendes geschrieben:\n\nGeht es?",
            "----- Am 23. Nov 2026 um 9:00 schrieb IT-Service it@x.example:\n\n> Geht es?",
            "----- Ursprüngliche Mail -----\nVon: IT\nAn: Erika\n\nText",
            "Am 2026-11-23 09:00, schrieb IT-Service:\n> Geht es?",
            "------ Originalnachricht ------\nVon: IT\n\nText",
            "-----Ursprünglicher Termin-----\nVon: IT\nText",
        ];
        for history in histories {
            let text = format!("Danke, es geht wieder.\n\n{history}");
            assert_eq!(split(&text), ("Danke, es geht wieder.", Some(history)), "{history}");
        }
    }

    fn split(text: &str) -> (&str, Option<&str>) {
        let Split { fresh, quoted } = split_quote(text);
        (fresh, quoted)
    }

    // req: E1
    #[test]
    fn history_is_found_as_programs_write_it() {
        let introductions = [
            "Am 23.11.2026 um 10:00 schrieb Erika Muster:",
            "Am Mo., 23. Nov. 2026 um 10:00 Uhr schrieb IT-Service <it@hs-musterstadt.example>:",
            "Am 23.11.2026 um 10:00 schrieb Erika Muster\n<erika@hs-musterstadt.example>:",
            "On Mon, 23 Nov 2026 at 10:00, IT Service <it@hs-musterstadt.example> wrote:",
            "On Mon, Nov 23, 2026 at 10:00 AM IT Service\n<it@hs-musterstadt.example>\nwrote:",
            "Erika Muster schrieb am 23.11.2026 10:00:",
            "Zitat von Erika Muster <erika@hs-musterstadt.example>:",
            "IT-Service <it@hs-musterstadt.example> schrieb:",
        ];
        for introduction in introductions {
            for history in ["> Guten Tag\n> Ihr Ticket", "Guten Tag\nIhr Ticket"] {
                let quoted = format!("{introduction}\n\n{history}");
                let text = format!("Danke, geht.\nErika\n\n{quoted}\n");
                assert_eq!(split(&text), ("Danke, geht.\nErika", Some(quoted.as_str())));
            }
        }
        let blocks = [
            "-----Ursprüngliche Nachricht-----\nVon: x\nText",
            "-------- Original Message --------\nSubject: x\n\nText",
            "________________________________\nVon: IT <it@x.example>\nGesendet: Montag, 23. November 2026 10:00\nAn: Erika\nBetreff: WLAN\n\nText",
            "________________________________\n\nFrom: IT <it@x.example>\nSent: Monday\nTo: Erika\nSubject: WLAN\n\nText",
            "*Von:* IT\n*Gesendet:* Montag\n*An:* Erika\n*Betreff:* WLAN\n\nText",
            "> nur Striche\n> mehr",
        ];
        for block in blocks {
            let text = format!("Danke, geht.\r\n\r\n{block}");
            assert_eq!(split(&text), ("Danke, geht.", Some(block)));
        }
    }

    #[test]
    fn an_answer_below_the_quote_is_the_answer() {
        let text = "Am 23.11.2026 um 10:00 schrieb IT:\n> Geht es?\n> IT\n\nJa, danke.\n";
        assert_eq!(
            split(text),
            (
                "Ja, danke.",
                Some("Am 23.11.2026 um 10:00 schrieb IT:\n> Geht es?\n> IT")
            )
        );
        assert_eq!(split("> Geht es?\n\nJa.\n"), ("Ja.", Some("> Geht es?")));
    }

    #[test]
    fn a_signature_below_the_quote_is_no_answer() {
        let text = "Ja.\n\nAm 23.11.2026 schrieb IT:\n> Geht es?\n\n-- \nErika";
        assert_eq!(
            split(text),
            ("Ja.", Some("Am 23.11.2026 schrieb IT:\n> Geht es?\n\n-- \nErika"))
        );
    }

    #[test]
    fn what_is_no_history_stays_whole() {
        let texts = [
            "Guten Tag,\n\nmein WLAN geht nicht.\nVon: mir",
            "Am Montag geht es nicht:\nes bleibt dunkel.",
            "Mein Kollege schrieb:\ndas ist kaputt",
            "> Frage eins\nAntwort eins\n> Frage zwei\nAntwort zwei",
            "Hallo\n\nAm 1.1.2026 schrieb IT:\n> Frage\nAntwort mittendrin\n> Frage\nAntwort",
            "Bitte ansehen\n\n---------- Forwarded message ---------\nFrom: a@x.example\nDate: Montag\nSubject: x\nTo: y\n\nText",
            "Zur Info\n\nAnfang der weitergeleiteten Nachricht:\n\nVon: A\nBetreff: x\nDatum: y\nAn: z\n\nText",
            "> nur ein Zitat",
            "____________\nErika Muster",
            "",
        ];
        for text in texts {
            assert_eq!(split(text), (text.trim(), None), "{text:?}");
        }
    }

    #[test]
    fn the_outermost_history_counts() {
        let text = "Ja.\n\nAm 2.1.2026 um 8:00 schrieb A:\n\nNein.\n\nAm 1.1.2026 um 8:00 schrieb B:\n> Geht es?";
        assert_eq!(split(text).0, "Ja.");
    }

    #[test]
    fn a_signature_alone_is_folded() {
        let folded = |text: &str| signature_at(text).map(|at| text.chars().take(at).collect::<String>());
        assert_eq!(folded("Grüße\n\n-- \nLena Vogt\nFakultät 3"), Some("Grüße".to_owned()));
        assert_eq!(
            folded("Geht nicht.\n\nVon meinem iPhone gesendet"),
            Some("Geht nicht.".to_owned())
        );
        assert_eq!(folded("Nur Text"), None);
        assert_eq!(
            folded("Ja.\n-- \nLena\n\nAm 22.11.2026 um 10:00 schrieb IT <it@x.example>:\n> Hallo"),
            None
        );
    }
}
