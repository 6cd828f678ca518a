//! Leaves → body text, HTML, attachments.
//!
//! Knows what people see of a mail: of alternatives one, of a sequence all. Must not know headers of the mail itself.

use super::{
    attachment, decode, flowed, limits,
    part::{Disposition, Part},
    structure::{Leaf, Place},
    uuencode,
};
use crate::{
    html_text,
    parsed::{Defect, Defects, ParsedAttachment, Protection},
    tnef::{self, Tnef},
};

#[derive(Debug, Default)]
pub struct Content {
    pub text: String,
    pub html: Option<String>,
    pub attachments: Vec<ParsedAttachment>,
    /// Outlook's, from winmail.dat.
    pub message_class: Option<String>,
    pub protection: Option<Protection>,
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
    let mut builder = Builder::default();
    for Leaf { part, body, place } in leaves {
        let bytes = decode::transfer(body, part.transfer, defects);
        builder.content.protection = builder.content.protection.or(protection(&part));
        if is_body(&part, place, alone) {
            builder.add_body(&part, place, &bytes, defects);
        } else if let Some(wrapped) = is_tnef(&part).then(|| tnef::read(&bytes)).flatten() {
            builder.add_wrapped(part, place, wrapped, &bytes);
        } else {
            builder.add_file(part, place, bytes.into_owned());
        }
    }
    builder.finish(defects)
}

#[derive(Default)]
struct Builder {
    content: Content,
    pieces: Vec<Piece>,
    /// The body in winmail.dat: shown when there is no other.
    wrapped: Piece,
}

impl Builder {
    fn add_file(&mut self, part: Part, place: Place, bytes: Vec<u8>) {
        let number = self.content.attachments.len() + 1;
        self.content
            .attachments
            .push(attachment::of_leaf(part, place, bytes, number));
    }

    fn add_named(&mut self, name: Option<&str>, media_type: Option<&str>, bytes: Vec<u8>) {
        let number = self.content.attachments.len() + 1;
        let file = attachment::of_file(name, media_type, bytes, number);
        self.content.attachments.push(file);
    }

    fn add_body(&mut self, part: &Part, place: Place, bytes: &[u8], defects: &mut Defects) {
        let is_html = part.is("text/html");
        let named = || is_html.then(|| decode::html_charset(bytes)).flatten();
        let charset = part.charset.clone().or_else(named);
        let mut text = clean(&decode::text(bytes, charset.as_deref(), defects), defects);
        if !is_html && let Some(extracted) = uuencode::extract(&text) {
            text = extracted.text;
            for (name, bytes) in extracted.files {
                self.add_named(Some(&name), None, bytes);
            }
        }
        if text.trim().is_empty() {
            return;
        }
        if !is_html {
            self.content.protection = self.content.protection.or(inline_pgp(&text));
        }
        add(&mut self.pieces, place.alternative, |piece| {
            if is_html {
                append(&mut piece.html, &text);
            } else if part.flowed {
                append(&mut piece.text, &flowed::unfold(&text, part.drop_space));
            } else {
                append(&mut piece.text, &text);
            }
        });
    }

    /// What Outlook wrapped up stands in place of the wrapping, which stays only when there was nothing in it.
    fn add_wrapped(&mut self, part: Part, place: Place, wrapped: Tnef, bytes: &[u8]) {
        let is_empty = wrapped.files.is_empty() && wrapped.text.is_empty() && wrapped.html.is_none();
        if is_empty {
            self.add_file(part, place, bytes.to_vec());
        }
        self.content.message_class = self.content.message_class.take().or(wrapped.message_class);
        if self.wrapped.text.is_empty() && self.wrapped.html.is_empty() {
            let mut defects = Defects::default();
            self.wrapped.text = clean(&wrapped.text, &mut defects);
            self.wrapped.html = clean(&wrapped.html.unwrap_or_default(), &mut defects);
        }
        for file in wrapped.files {
            self.add_named(file.name.as_deref(), file.media_type.as_deref(), file.bytes);
            let content_id = file.content_id.map(|id| id.trim_matches(['<', '>']).to_owned());
            if let (Some(added), Some(id)) = (self.content.attachments.last_mut(), content_id)
                && super::part::is_content_id(&id)
            {
                added.content_id = Some(id);
                added.inline = true;
            }
        }
    }

    fn finish(mut self, defects: &mut Defects) -> Content {
        if self.pieces.is_empty() && !(self.wrapped.text.is_empty() && self.wrapped.html.is_empty()) {
            self.pieces.push(self.wrapped);
        }
        let text = capped(text_of(&self.pieces), limits::TEXT_BYTES, defects);
        let html = html_of(&self.pieces).map(|html| capped(html, limits::HTML_BYTES, defects));
        Content {
            text,
            html,
            ..self.content
        }
    }
}

fn is_tnef(part: &Part) -> bool {
    let is_named = |name: &str| matches!(name.to_ascii_lowercase().as_str(), "winmail.dat" | "win.dat");
    part.is("application/ms-tnef") || part.is("application/vnd.ms-tnef") || part.name.as_deref().is_some_and(is_named)
}

fn protection(part: &Part) -> Option<Protection> {
    match part.media_type.as_deref()? {
        "application/pkcs7-signature" | "application/x-pkcs7-signature" => Some(Protection::SmimeSigned),
        "application/pkcs7-mime" | "application/x-pkcs7-mime" => Some(match part.smime_type.as_deref() {
            Some("signed-data") => Protection::SmimeOpaque,
            _ => Protection::SmimeEncrypted,
        }),
        "application/pgp-signature" => Some(Protection::PgpSigned),
        "application/pgp-encrypted" => Some(Protection::PgpEncrypted),
        _ => None,
    }
}

fn inline_pgp(text: &str) -> Option<Protection> {
    let begins = |title: &str| text.lines().take(200).any(|line| line.trim_end() == title);
    if begins("-----BEGIN PGP MESSAGE-----") {
        Some(Protection::PgpEncrypted)
    } else {
        begins("-----BEGIN PGP SIGNED MESSAGE-----").then_some(Protection::PgpSigned)
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
