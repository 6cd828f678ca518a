//! Leaves → body text, HTML, attachments.
//!
//! Knows what people see of a mail: of alternatives one, of a sequence all. Must not know headers of the mail itself.

use super::{
    attachment, decode, flowed, limits,
    part::{Disposition, Part},
    structure::{Leaf, Place},
};
use crate::{
    html_text,
    parsed::{Defect, Defects, ParsedAttachment},
};

#[derive(Debug, Default)]
pub struct Content {
    pub text: String,
    pub html: Option<String>,
    pub attachments: Vec<ParsedAttachment>,
}

/// One piece of the body, said once or twice.
#[derive(Debug, Default)]
struct Piece {
    alternative: Option<usize>,
    text: String,
    html: String,
}

pub fn assemble(leaves: Vec<Leaf<'_>>, defects: &mut Defects) -> Content {
    let alone = leaves.len() == 1;
    let mut pieces: Vec<Piece> = Vec::new();
    let mut attachments = Vec::new();
    for Leaf { part, body, place } in leaves {
        let bytes = decode::transfer(body, part.transfer, defects);
        if !is_body(&part, place, alone) {
            let number = attachments.len() + 1;
            attachments.push(attachment::of_leaf(part, place, bytes.into_owned(), number));
            continue;
        }
        let text = clean(&decode::text(&bytes, part.charset.as_deref(), defects), defects);
        if text.trim().is_empty() {
            continue;
        }
        add(&mut pieces, place.alternative, |piece| {
            if part.is("text/html") {
                append(&mut piece.html, &text);
            } else if part.flowed {
                append(&mut piece.text, &flowed::unfold(&text, part.drop_space));
            } else {
                append(&mut piece.text, &text);
            }
        });
    }
    let text = capped(text_of(&pieces), limits::TEXT_BYTES, defects);
    let html = html_of(&pieces).map(|html| capped(html, limits::HTML_BYTES, defects));
    Content {
        text,
        html,
        attachments,
    }
}

/// Body is what is text and not sent as a file. A named text counts as a file, unless it is the whole mail or one
/// of the alternatives.
fn is_body(part: &Part, place: Place, alone: bool) -> bool {
    let is_text = part.is_plain_text() || part.is("text/html") || part.is("text/markdown") || part.is("text/enriched");
    is_text && part.disposition != Some(Disposition::Attachment) && (part.name.is_none() || alone || place.is_choice)
}

/// Into the piece of the same alternative, or into a new one.
fn add(pieces: &mut Vec<Piece>, alternative: Option<usize>, write: impl FnOnce(&mut Piece)) {
    let same = |piece: &&mut Piece| alternative.is_some() && piece.alternative == alternative;
    if let Some(piece) = pieces.iter_mut().rev().find(same) {
        write(piece);
    } else {
        let mut piece = Piece {
            alternative,
            ..Piece::default()
        };
        write(&mut piece);
        pieces.push(piece);
    }
}

fn append(to: &mut String, text: &str) {
    if !to.is_empty() {
        to.push_str("\n\n");
    }
    to.push_str(text.trim_end());
}

fn text_of(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for piece in pieces {
        if piece.text.is_empty() {
            append(&mut text, &html_text::plain(&piece.html));
        } else {
            append(&mut text, &piece.text);
        }
    }
    text.trim_matches('\n').to_owned()
}

/// All of the body as HTML, when some of it is HTML: a list's footer alone would hide the mail above it.
fn html_of(pieces: &[Piece]) -> Option<String> {
    if pieces.iter().all(|piece| piece.html.is_empty()) {
        return None;
    }
    let mut html = String::new();
    for piece in pieces {
        if piece.html.is_empty() {
            append(&mut html, &html_text::paragraph(&piece.text));
        } else {
            append(&mut html, &piece.html);
        }
    }
    Some(html)
}

/// Line ends `\n`, no control characters but tabs.
fn clean(raw: &str, defects: &mut Defects) -> String {
    defects.note_if(raw.contains('\0'), Defect::NulBytes);
    let raw = raw.strip_prefix('\u{FEFF}').unwrap_or(raw);
    let mut text = String::with_capacity(raw.len());
    let mut characters = raw.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' => {
                if characters.peek() != Some(&'\n') {
                    text.push('\n');
                }
            }
            '\n' | '\t' => text.push(character),
            _ if character.is_control() => {}
            _ => text.push(character),
        }
    }
    text
}

fn capped(mut text: String, limit: usize, defects: &mut Defects) -> String {
    if text.len() > limit {
        text.truncate(text.floor_char_boundary(limit));
        defects.note(Defect::Truncated);
    }
    text
}
