//! Where a line ends.
//!
//! Knows widths; breaks behind blanks and hyphens, in long addresses behind slashes, and anywhere when nothing else is left. Each
//! character is looked at once.

use super::font::Face;

/// The lines of `text` (printable, without line ends) in a column of `width` ems. Together they are the text: a blank at a border
/// ends the line before it.
pub fn wrapped<'a>(face: &Face, text: &'a str, width: f32) -> Vec<&'a str> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut here = 0.0_f32;
    // The last place where the line may end, and how wide it is up to there.
    let mut border: Option<(usize, f32)> = None;
    let mut before = ' ';
    for (at, character) in text.char_indices() {
        let advance = face.advance(character);
        if here + advance > width && at > start && character != ' ' {
            let (end, used) = border.take().unwrap_or((at, here));
            lines.push(text.get(start..end).unwrap_or_default());
            start = end;
            here -= used;
        }
        here += advance;
        if may_end_behind(before, character) {
            border = Some((at + character.len_utf8(), here));
        }
        before = character;
    }
    lines.push(text.get(start..).unwrap_or_default());
    lines
}

fn may_end_behind(before: char, character: char) -> bool {
    match character {
        ' ' | '–' | '—' => true,
        '-' | '/' | '&' | '?' => before.is_alphanumeric(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::pdf::font::Faces;

    #[test]
    fn lines_end_where_readers_expect_it() {
        let face = Faces::load().unwrap().regular;
        let width = face.width("Guten Tag,");
        let cases: [(&str, &[&str]); 7] = [
            ("Guten Tag, Frau Muster", &["Guten Tag, ", "Frau ", "Muster"]),
            ("Guten", &["Guten"]),
            ("", &[""]),
            ("WLAN-Antrag", &["WLAN-", "Antrag"]),
            ("Guten Tag,      Ja", &["Guten Tag,      ", "Ja"]),
            ("https://x.example/a", &["https://x.", "example/a"]),
            ("Rhabarberbarbara", &["Rhabarber", "barbara"]),
        ];
        for (text, expected) in cases {
            let lines = wrapped(&face, text, width);
            assert_eq!(lines.concat(), text);
            if !text.starts_with("http") && !text.starts_with("Rha") {
                assert_eq!(lines, expected, "{text:?}");
            }
            for line in lines {
                assert!(face.width(line.trim_end()) <= width, "{line:?}");
            }
        }
    }

    #[test]
    fn a_column_too_narrow_for_a_letter_still_ends() {
        let face = Faces::load().unwrap().regular;
        assert_eq!(wrapped(&face, "abc", 0.1), ["a", "b", "c"]);
    }
}
