//! The two fonts of the PDF: which characters they have, and how wide those are.
//!
//! Knows the fonts that the program carries (`fonts/README.md`): Latin, Greek and Cyrillic, with the usual symbols. Other scripts and emoji
//! are shown as a box; the archive has their texts whole. No shaping: these scripts are read without it once they are composed.

use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::{
    FontRef, MetadataProvider,
    instance::{LocationRef, Size},
};
use unicode_normalization::UnicodeNormalization;

use super::super::ExportError;

const REGULAR: &[u8] = include_bytes!("../../../fonts/DejaVuSans.ttf");
const BOLD: &[u8] = include_bytes!("../../../fonts/DejaVuSans-Bold.ttf");
/// In place of a character that the font does not have.
const BOX: char = '□';
const PLANE: usize = 0x1_0000;

pub struct Faces {
    pub regular: Face,
    pub bold: Face,
}

impl Faces {
    /// # Errors
    /// When the fonts in the program are damaged.
    pub fn load() -> Result<Self, ExportError> {
        Ok(Self {
            regular: Face::load(REGULAR)?,
            bold: Face::load(BOLD)?,
        })
    }
}

#[derive(Clone, Copy)]
struct Glyph {
    id: u32,
    /// In ems.
    advance: f32,
}

pub struct Face {
    pub font: Font,
    /// By code point, of the first plane.
    glyphs: Vec<Option<Glyph>>,
}

impl Face {
    fn load(bytes: &'static [u8]) -> Result<Self, ExportError> {
        let damaged = || ExportError::Pdf("a font of the program is damaged".to_owned());
        let font = Font::new(bytes.into(), 0).ok_or_else(damaged)?;
        let reader = FontRef::new(bytes).map_err(|_| damaged())?;
        let metrics = reader.glyph_metrics(Size::unscaled(), LocationRef::default());
        let mut glyphs = vec![None; PLANE];
        for (character, id) in reader.charmap().mappings() {
            if let Some(slot) = glyphs.get_mut(character as usize) {
                *slot = Some(Glyph {
                    id: id.to_u32(),
                    advance: metrics.advance_width(id).unwrap_or_default() / font.units_per_em(),
                });
            }
        }
        Ok(Self { font, glyphs })
    }

    fn glyph(&self, character: char) -> Option<Glyph> {
        self.glyphs.get(character as usize).copied().flatten()
    }

    /// One line in the characters that the font has: composed, without what is not to be seen.
    pub fn printable(&self, text: &str) -> String {
        let mut printable = String::with_capacity(text.len());
        let mut joined = false;
        for character in text.nfc() {
            match character {
                '\t' => printable.push_str("    "),
                // Blanks of other widths are blanks.
                '\u{2000}'..='\u{200A}' | '\u{3000}' => printable.push(' '),
                _ if character.is_control() || is_invisible(character) => {}
                _ if self.glyph(character).is_some() => printable.push(character),
                // A family of emoji is one picture.
                _ if !joined => printable.push(BOX),
                _ => {}
            }
            joined = character == '\u{200D}';
        }
        printable
    }

    /// In ems; nothing for what the font does not have.
    pub fn advance(&self, character: char) -> f32 {
        self.glyph(character).map_or(0.0, |glyph| glyph.advance)
    }

    pub fn width(&self, text: &str) -> f32 {
        text.chars().map(|character| self.advance(character)).sum()
    }

    /// For text that is printable.
    pub fn glyphs(&self, text: &str) -> Vec<KrillaGlyph> {
        let placed = text.char_indices().filter_map(|(at, character)| {
            let glyph = self.glyph(character)?;
            Some(KrillaGlyph {
                glyph_id: GlyphId::new(glyph.id),
                text_range: at..at + character.len_utf8(),
                x_advance: glyph.advance,
                x_offset: 0.0,
                y_offset: 0.0,
                y_advance: 0.0,
                location: None,
            })
        });
        placed.collect()
    }
}

/// Joiners, directions, variants, soft hyphens: marks for programs that shape text.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0000}'..='\u{E01EF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scripts_of_europe_are_there() {
        let faces = Faces::load().unwrap();
        let text = "Zażółć gęślą jaźń – Ελληνικά, ἀρχή – Привіт, Ђорђе – ſŒŸĦİıŞŠ „“‚‘»« …€£¥ °²³½ ×÷≤≥≠ →←↑↓ •□";
        for face in [&faces.regular, &faces.bold] {
            assert_eq!(face.printable(text), text);
            assert_eq!(face.glyphs(text).len(), text.chars().count());
        }
        assert_eq!(faces.regular.printable("✓ ☐ ✗ ½"), "✓ ☐ ✗ ½");
    }

    #[test]
    fn what_is_not_there_is_a_box() {
        let face = Faces::load().unwrap().regular;
        let cases = [
            ("u\u{308}", "ü"),
            ("漢字", "□□"),
            ("👍🏽 👨\u{200D}👩\u{200D}👧", "□ □"),
            ("a\0\r\u{200B}\u{202E}b", "ab"),
            ("a\tb", "a    b"),
        ];
        for (text, expected) in cases {
            assert_eq!(face.printable(text), expected, "{text:?}");
        }
        assert!(face.width("ii") < face.width("MM"));
    }
}
