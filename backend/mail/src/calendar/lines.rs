//! Content lines (RFC 5545 §3.1): unfolded, in name, parameters and value.
//!
//! Knows quoting and escapes; must not know what a property means.

/// The longest line that is looked at, unfolded.
const MAX_LINE: usize = 64 * 1024;
const MAX_LINES: usize = 50_000;

#[derive(Debug, Default)]
pub struct Line {
    /// Upper case.
    pub name: String,
    parameters: Vec<(String, String)>,
    pub value: String,
}

impl Line {
    /// `name` in upper case.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }
}

pub fn lines(calendar: &str) -> impl Iterator<Item = Line> {
    let mut physical = calendar
        .split('\n')
        .map(|line| line.strip_suffix('\r').unwrap_or(line))
        .take(MAX_LINES)
        .peekable();
    std::iter::from_fn(move || {
        let mut whole = physical.next()?.to_owned();
        while let Some(more) = physical.next_if(|line| line.starts_with([' ', '\t'])) {
            if whole.len() + more.len() <= MAX_LINE {
                whole.push_str(more.get(1..).unwrap_or_default());
            }
        }
        Some(line(&whole))
    })
}

fn line(text: &str) -> Line {
    let mut pieces: Vec<String> = vec![String::new()];
    let mut is_quoted = false;
    let mut value_at = text.len();
    for (at, character) in text.char_indices() {
        match character {
            '"' => is_quoted = !is_quoted,
            ':' if !is_quoted => {
                value_at = at + 1;
                break;
            }
            ';' if !is_quoted => pieces.push(String::new()),
            _ if character.is_control() => {}
            _ => {
                if let Some(piece) = pieces.last_mut() {
                    piece.push(character);
                }
            }
        }
    }
    let mut pieces = pieces.into_iter();
    Line {
        name: pieces.next().unwrap_or_default().trim().to_ascii_uppercase(),
        parameters: pieces
            .filter_map(|piece| {
                let (key, value) = piece.split_once('=')?;
                Some((key.trim().to_ascii_uppercase(), value.trim().to_owned()))
            })
            .take(50)
            .collect(),
        value: text.get(value_at..).unwrap_or_default().to_owned(),
    }
}

/// A value of type TEXT: `\n`, `\,`, `\;` and `\\` are undone; no other control characters than line ends.
pub fn text(value: &str, limit: usize) -> String {
    let mut out = String::new();
    let mut characters = value.chars();
    while let Some(character) = characters.next() {
        if out.len() >= limit {
            break;
        }
        match character {
            '\\' => match characters.next() {
                Some('n' | 'N') => out.push('\n'),
                Some(escaped) if !escaped.is_control() => out.push(escaped),
                _ => {}
            },
            _ if character.is_control() => out.push(' '),
            _ => out.push(character),
        }
    }
    out.trim().to_owned()
}
