//! RTF → text, or the HTML that Outlook hid in it (MS-OXRTFEX).
//!
//! Knows groups, control words and the few that make text; must not know looks. One pass, the open groups on an explicit stack.

use super::text;

const MAX_DEPTH: usize = 500;
/// Groups that hold no text.
const SILENT: [&[u8]; 13] = [
    b"fonttbl",
    b"colortbl",
    b"stylesheet",
    b"info",
    b"pict",
    b"object",
    b"header",
    b"footer",
    b"themedata",
    b"datastore",
    b"listtable",
    b"xmlnstbl",
    b"generator",
];

#[derive(Debug, Default)]
pub struct Rtf {
    pub text: String,
    pub html: Option<String>,
}

#[derive(Clone, Copy, Default)]
struct Group {
    is_silent: bool,
    /// Between `\htmlrtf` and `\htmlrtf0`: for readers of RTF only.
    is_for_rtf: bool,
    /// How many characters follow a `\u` that say the same.
    alternatives: usize,
}

struct Reader {
    out: String,
    bytes: Vec<u8>,
    code_page: u32,
    is_html: bool,
    group: Group,
    open: Vec<Group>,
    skip: usize,
    /// The group has only just begun: `\*` and destinations count here.
    is_optional: bool,
    pair: Option<u16>,
}

pub fn read(rtf: &[u8]) -> Rtf {
    let head = rtf.get(..rtf.len().min(512)).unwrap_or_default();
    let mut reader = Reader {
        out: String::new(),
        bytes: Vec::new(),
        code_page: 1252,
        is_html: head.windows(9).any(|word| word == b"\\fromhtml"),
        group: Group {
            alternatives: 1,
            ..Group::default()
        },
        open: Vec::new(),
        skip: 0,
        is_optional: false,
        pair: None,
    };
    let mut rest = rtf;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'{' => reader.open(),
            b'}' => reader.close(),
            b'\\' => rest = reader.control(after),
            b'\r' | b'\n' | 0 => {}
            _ => reader.byte(byte),
        }
    }
    reader.flush();
    let written = reader.out.trim().to_owned();
    match (reader.is_html, written.is_empty()) {
        (_, true) => Rtf::default(),
        (true, false) => Rtf {
            text: String::new(),
            html: Some(written),
        },
        (false, false) => Rtf {
            text: written,
            html: None,
        },
    }
}

impl Reader {
    fn open(&mut self) {
        self.flush();
        if self.open.len() < MAX_DEPTH {
            self.open.push(self.group);
        }
        self.is_optional = false;
    }

    fn close(&mut self) {
        self.flush();
        if let Some(group) = self.open.pop() {
            // What is for readers of RTF goes on over the ends of groups.
            let is_for_rtf = self.group.is_for_rtf;
            self.group = group;
            self.group.is_for_rtf = is_for_rtf;
        }
        self.skip = 0;
    }

    fn is_heard(&self) -> bool {
        !(self.group.is_silent || (self.is_html && self.group.is_for_rtf))
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
        } else if self.is_heard() {
            self.bytes.push(byte);
        }
    }

    fn push(&mut self, character: char) {
        self.flush();
        if self.is_heard() {
            self.out.push(character);
        }
    }

    fn flush(&mut self) {
        if !self.bytes.is_empty() {
            self.out.push_str(&text(&self.bytes, self.code_page));
            self.bytes.clear();
        }
    }

    /// Behind a backslash: a control word with its number, or a symbol. Returns what follows.
    fn control<'a>(&mut self, after: &'a [u8]) -> &'a [u8] {
        let Some((&first, behind)) = after.split_first() else {
            return after;
        };
        if !first.is_ascii_alphabetic() {
            return self.symbol(first, behind);
        }
        let end = after
            .iter()
            .position(|byte| !byte.is_ascii_alphabetic())
            .unwrap_or(after.len());
        let (word, rest) = after.split_at_checked(end).unwrap_or((after, &[]));
        let digits = rest
            .iter()
            .enumerate()
            .position(|(at, byte)| !(byte.is_ascii_digit() || (at == 0 && *byte == b'-')))
            .unwrap_or(rest.len());
        let (number, rest) = rest.split_at_checked(digits).unwrap_or((rest, &[]));
        let number: Option<i64> = std::str::from_utf8(number).ok().and_then(|number| number.parse().ok());
        self.word(word, number);
        rest.strip_prefix(b" ").unwrap_or(rest)
    }

    fn symbol<'a>(&mut self, symbol: u8, behind: &'a [u8]) -> &'a [u8] {
        match symbol {
            b'\'' => {
                let hex = behind.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
                if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                    self.byte(byte);
                    return behind.get(2..).unwrap_or_default();
                }
            }
            b'*' => self.is_optional = true,
            b'~' => self.push('\u{A0}'),
            b'_' => self.push('-'),
            b'{' | b'}' | b'\\' => self.byte(symbol),
            b'\n' | b'\r' => self.push('\n'),
            _ => {}
        }
        behind
    }

    fn word(&mut self, word: &[u8], number: Option<i64>) {
        match word {
            b"par" | b"line" | b"row" | b"sect" => self.push('\n'),
            b"tab" | b"cell" => self.push('\t'),
            b"emdash" => self.push('—'),
            b"endash" => self.push('–'),
            b"bullet" => self.push('•'),
            b"lquote" => self.push('‘'),
            b"rquote" => self.push('’'),
            b"ldblquote" => self.push('“'),
            b"rdblquote" => self.push('”'),
            b"ansicpg" => {
                self.flush();
                self.code_page = number
                    .and_then(|page| u32::try_from(page).ok())
                    .filter(|page| *page > 0)
                    .unwrap_or(1252);
            }
            b"uc" => self.group.alternatives = number.and_then(|count| usize::try_from(count).ok()).unwrap_or(1).min(8),
            b"u" => self.unicode(number.unwrap_or(0)),
            b"htmltag" => {
                self.flush();
                self.group.is_silent = false;
            }
            b"htmlrtf" => {
                self.flush();
                self.group.is_for_rtf = number != Some(0);
            }
            _ if self.is_optional || SILENT.contains(&word) => {
                self.flush();
                self.group.is_silent = true;
            }
            _ => {}
        }
        self.is_optional = false;
    }

    /// `\u8364 ?`: a UTF-16 unit as a signed number, and what old readers show instead.
    fn unicode(&mut self, number: i64) {
        let unit = u16::try_from(number.rem_euclid(65_536)).unwrap_or(0xFFFD);
        let pair = self.pair.take();
        if (0xD800..0xDC00).contains(&unit) {
            self.pair = Some(unit);
        } else {
            let units = pair.into_iter().chain([unit]);
            let decoded: Vec<char> = char::decode_utf16(units).map(|c| c.unwrap_or('\u{FFFD}')).collect();
            for character in decoded.into_iter().filter(|c| *c != '\0') {
                self.push(character);
            }
        }
        self.flush();
        self.skip = self.group.alternatives;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_read_without_looks() {
        let cases: [(&[u8], &str); 6] = [
            (
                b"{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}\\pard Gr\\'fc\\'dfe\\par aus\\tab M\\{\\}\\par}",
                "Gr\u{FC}\u{DF}e\naus\tM{}",
            ),
            (b"{\\rtf1\\uc1 5 \\u8364 ?\\u-10179 ?\\u-8704 ?}", "5 \u{20AC}\u{1F600}"),
            (b"{\\rtf1{\\*\\unknown weg}da{\\info{\\author x}}}", "da"),
            (b"{\\rtf1 offen", "offen"),
            (b"}}}}\\", ""),
            (b"", ""),
        ];
        for (rtf, expected) in cases {
            assert_eq!(read(rtf).text, expected, "{}", String::from_utf8_lossy(rtf));
        }
    }

    #[test]
    fn hidden_html_comes_out() {
        let rtf = b"{\\rtf1\\ansi\\fromhtml1 \\deff0{\\fonttbl{\\f0 Arial;}}{\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0 Gr\\'fc\\'dfe {\\*\\htmltag84 <b>}\\htmlrtf {\\b\\htmlrtf0 hier\\htmlrtf }\\htmlrtf0{\\*\\htmltag92 </b>}\\htmlrtf\\par}\\htmlrtf0 {\\*\\htmltag72 </p>}}";
        assert_eq!(read(rtf).html.as_deref(), Some("<p>Gr\u{FC}\u{DF}e <b>hier</b></p>"));
    }
}
