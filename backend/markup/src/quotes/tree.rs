//! The pieces of cleaned HTML as a tree: who stands in whom, and where something is to be seen.
//!
//! Knows that cleaned HTML is balanced. Made in one pass, without recursion.

use std::ops::Range;

use super::{LOOK_AHEAD, Mark, mark};
use crate::tags::Piece;

const VOID: [&str; 5] = ["br", "hr", "img", "wbr", "col"];
/// Characters of the first words of an element.
const WORDS: usize = 80;

pub struct Tree<'p, 'a> {
    pieces: &'p [Piece<'a>],
    parents: Vec<Option<usize>>,
    /// Behind the end tag; for all but start tags behind the piece itself.
    ends: Vec<usize>,
    /// How much is to be seen before each piece.
    seen: Vec<usize>,
    /// The first quoting `blockquote` at or after each piece.
    quotes: Vec<usize>,
}

impl<'p, 'a> Tree<'p, 'a> {
    pub fn new(pieces: &'p [Piece<'a>]) -> Self {
        let count = pieces.len();
        let mut tree = Self {
            pieces,
            parents: Vec::with_capacity(count),
            ends: (1..=count).collect(),
            seen: Vec::with_capacity(count + 1),
            quotes: vec![count; count + 1],
        };
        let mut open: Vec<usize> = Vec::new();
        let mut seen = 0;
        for (at, piece) in pieces.iter().enumerate() {
            if matches!(piece, Piece::Close(_))
                && let Some(start) = open.pop()
                && let Some(end) = tree.ends.get_mut(start)
            {
                *end = at + 1;
            }
            tree.parents.push(open.last().copied());
            tree.seen.push(seen);
            match piece {
                Piece::Text(text) => seen += usize::from(!is_blank(text)),
                Piece::Open { name: "img", .. } => seen += 1,
                Piece::Open { name, .. } if !VOID.contains(name) => open.push(at),
                Piece::Open { .. } | Piece::Close(_) => {}
            }
        }
        tree.seen.push(seen);
        tree.find_quotes();
        tree
    }

    fn find_quotes(&mut self) {
        let mut next = self.pieces.len();
        for (at, piece) in self.pieces.iter().enumerate().rev() {
            if let Piece::Open {
                name: name @ "blockquote",
                attributes,
            } = piece
                && mark(name, attributes) == Some(Mark::Quote)
            {
                next = at;
            }
            if let Some(quote) = self.quotes.get_mut(at) {
                *quote = next;
            }
        }
    }

    pub fn len(&self) -> usize {
        self.pieces.len()
    }

    pub fn parent(&self, at: usize) -> Option<usize> {
        self.parents.get(at).copied().flatten()
    }

    pub fn end(&self, at: usize) -> usize {
        self.ends.get(at).copied().unwrap_or(self.len())
    }

    /// Of a start tag; else empty.
    pub fn name(&self, at: usize) -> &'a str {
        match self.pieces.get(at) {
            Some(Piece::Open { name, .. }) => name,
            _ => "",
        }
    }

    pub fn next_quoting_block(&self, at: usize) -> usize {
        self.quotes.get(at).copied().unwrap_or(self.len())
    }

    pub fn is_visible(&self, range: &Range<usize>) -> bool {
        let before = |at: usize| self.seen.get(at).or(self.seen.last()).copied().unwrap_or(0);
        before(range.end) > before(range.start)
    }

    pub fn is_blank_text(&self, at: usize) -> bool {
        matches!(self.pieces.get(at), Some(Piece::Text(text)) if is_blank(text))
    }

    /// A line break, or blanks.
    pub fn is_blank(&self, at: usize) -> bool {
        self.is_blank_text(at) || self.name(at) == "br"
    }

    /// What is read first at a piece, as far as it is plain letters.
    pub fn first_words(&self, at: usize) -> String {
        let mut words = String::new();
        for piece in self.pieces.iter().skip(at).take(LOOK_AHEAD) {
            if let Piece::Text(text) = piece {
                let room = WORDS.saturating_sub(words.chars().count());
                words.extend(text.replace("&nbsp;", " ").trim_start().chars().take(room));
            }
            if words.chars().count() >= WORDS || (!words.trim().is_empty() && ends_line(piece)) {
                break;
            }
        }
        words
    }
}

fn ends_line(piece: &Piece<'_>) -> bool {
    matches!(
        piece,
        Piece::Open { name: "br", .. } | Piece::Close("div" | "p" | "td" | "li" | "blockquote")
    )
}

fn is_blank(text: &str) -> bool {
    let mut rest = text.trim();
    while let Some(after) = rest.strip_prefix("&nbsp;") {
        rest = after.trim_start();
    }
    rest.is_empty()
}
