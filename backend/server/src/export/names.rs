//! File names that are safe and different on every system.
//!
//! Knows what Windows, macOS and Linux make of names; must not know what is in the files.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;

/// Characters, and bytes of the name in UTF-8, of one name. Windows still knows paths of 260 characters at the most.
const MAX_CHARS: usize = 100;
const MAX_BYTES: usize = 180;
/// Characters of an extension that is kept when a name is cut.
const MAX_EXTENSION: usize = 10;

/// Names of devices on Windows, with any extension.
const RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// The names of one folder.
#[derive(Debug, Default)]
pub struct Names {
    /// Folded, since Windows and macOS tell no upper from lower case.
    taken: HashSet<String>,
}

impl Names {
    /// A name as close to `wanted` as can be, which no other file of this folder has.
    pub fn take(&mut self, wanted: &str, fallback: &str) -> String {
        let safe = safe(wanted)
            .or_else(|| safe(fallback))
            .unwrap_or_else(|| "_".to_owned());
        let (stem, extension) = split_extension(&safe);
        let mut name = safe.clone();
        let mut number = 1_u32;
        while !self.taken.insert(folded(&name)) {
            number += 1;
            let suffix = format!(" ({number}){extension}");
            name = format!("{}{suffix}", shortened(stem, suffix.chars().count(), suffix.len()));
        }
        name
    }
}

fn folded(name: &str) -> String {
    name.to_lowercase().nfkd().collect()
}

/// A bare name: no path, no characters that some system refuses, hides or reads backwards.
fn safe(raw: &str) -> Option<String> {
    let base = raw.rsplit(['/', '\\']).find(|piece| !piece.trim().is_empty())?;
    let visible: String = base
        .nfc()
        .filter(|&c| !c.is_control() && !is_invisible(c))
        .map(|c| match c {
            '<' | '>' | ':' | '"' | '|' | '?' | '*' => '_',
            _ if c.is_whitespace() => ' ',
            _ => c,
        })
        .collect();
    let words: Vec<&str> = visible.split_whitespace().collect();
    let joined = words.join(" ");
    let bare = joined.trim_start_matches(['.', ' ']).trim_end_matches(['.', ' ']);
    let (stem, extension) = split_extension(bare);
    let cut = shortened(stem, extension.chars().count(), extension.len());
    let name = format!("{}{extension}", cut.trim_end_matches(['.', ' ']));
    if name.is_empty() {
        return None;
    }
    Some(if is_reserved(&name) { format!("_{name}") } else { name })
}

/// Turns text around, or shows nothing.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFC}')
}

fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim().to_lowercase();
    let is_port = |prefix: &str| {
        stem.strip_prefix(prefix).is_some_and(|number| {
            matches!(number, "¹" | "²" | "³") || (number.len() == 1 && number != "0" && number.parse::<u8>().is_ok())
        })
    };
    RESERVED.contains(&stem.as_str()) || is_port("com") || is_port("lpt")
}

/// `.pdf`, with its dot; empty when there is none worth keeping.
fn split_extension(name: &str) -> (&str, &str) {
    match name.rfind('.').and_then(|at| name.split_at_checked(at)) {
        Some((stem, extension)) if !stem.is_empty() && extension.chars().count() <= MAX_EXTENSION => (stem, extension),
        _ => (name, ""),
    }
}

/// So much of `stem` that there is room for a suffix.
fn shortened(stem: &str, suffix_chars: usize, suffix_bytes: usize) -> &str {
    let chars = MAX_CHARS.saturating_sub(suffix_chars);
    let by_chars = stem.char_indices().nth(chars).map_or(stem.len(), |(at, _)| at);
    let bytes = by_chars.min(stem.floor_char_boundary(MAX_BYTES.saturating_sub(suffix_bytes)));
    stem.get(..bytes).unwrap_or(stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_on_every_system() {
        let cases = [
            ("Bericht.pdf", "Bericht.pdf"),
            ("../../etc/passwd", "passwd"),
            ("..\\..\\boot.ini", "boot.ini"),
            ("C:\\Temp\\a.txt", "a.txt"),
            ("a/..", "datei"),
            ("..", "datei"),
            ("", "datei"),
            ("\u{202E}fdp.exe", "fdp.exe"),
            ("a:b*?\"<>|.txt", "a_b______.txt"),
            ("a\0\r\nb.txt", "ab.txt"),
            ("CON", "_CON"),
            ("con.txt", "_con.txt"),
            ("Com1.tar.gz", "_Com1.tar.gz"),
            ("LPT³.x", "_LPT³.x"),
            ("com10.txt", "com10.txt"),
            ("nul .txt", "_nul.txt"),
            (".htaccess", "htaccess"),
            ("ende. . ", "ende"),
            ("u\u{308}.txt", "ü.txt"),
        ];
        for (raw, expected) in cases {
            assert_eq!(Names::default().take(raw, "datei"), expected, "{raw:?}");
        }
    }

    #[test]
    fn names_of_a_folder_are_different() {
        let mut names = Names::default();
        let given: Vec<String> = ["a.pdf", "A.PDF", "a.pdf", "a (2).pdf", "ä", "a\u{308}", "", ""]
            .iter()
            .map(|name| names.take(name, "datei"))
            .collect();
        assert_eq!(
            given,
            [
                "a.pdf",
                "A (2).PDF",
                "a (3).pdf",
                "a (2) (2).pdf",
                "ä",
                "ä (2)",
                "datei",
                "datei (2)"
            ]
        );
    }

    #[test]
    fn long_names_keep_their_extension() {
        for long in ["ä".repeat(500), "a".repeat(500), "😀".repeat(500)] {
            let mut names = Names::default();
            for _ in 0..20 {
                let name = names.take(&format!("{long}.docx"), "datei");
                assert!(name.chars().count() <= MAX_CHARS && name.len() <= MAX_BYTES, "{name}");
                assert!(name.ends_with(".docx"));
            }
        }
    }
}
