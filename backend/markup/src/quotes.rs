//! Where in an HTML mail the history stands that its author only carried along.
//!
//! Knows the marks that mail programs leave around what they quote; must not know how history is shown. As in plain text
//! ([`crate::split_quote`]): when in doubt nothing is history. Each piece is looked at a fixed number of times, and climbing is bounded by
//! the depth that the cleaner lets through.

mod marks;
mod tree;

use std::ops::Range;

pub use self::marks::{Mark, canonical, is_mark, mark};
use self::tree::Tree;
use crate::{split::is_forward, tags::Piece};

/// Pieces that are looked at for the first words of an element, or for what follows one.
const LOOK_AHEAD: usize = 40;
/// What may stand around a block.
const CONTAINERS: [&str; 7] = ["div", "blockquote", "td", "th", "li", "dd", "center"];

/// The runs of pieces that are history: each a whole sequence of siblings, none within another.
pub fn history(pieces: &[Piece<'_>]) -> Vec<Range<usize>> {
    let tree = Tree::new(pieces);
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        // What was forwarded is no history but the matter itself.
        if matches!(piece, Piece::Text(text) if is_forward(text.trim())) {
            break;
        }
        let range = match piece {
            Piece::Open { name, attributes } => mark(name, attributes).and_then(|mark| tree.history_at(at, mark)),
            Piece::Text(_) | Piece::Close(_) => None,
        };
        match range {
            Some(range) if tree.is_forwarded(range.start) => break,
            Some(range) => {
                at = range.end;
                found.push(range);
            }
            None => at += 1,
        }
    }
    if tree.leaves_something(&found) {
        found
    } else {
        Vec::new()
    }
}

impl Tree<'_, '_> {
    fn history_at(&self, at: usize, mark: Mark) -> Option<Range<usize>> {
        let range = match mark {
            Mark::Quote if self.is_answered_within(at) => return None,
            Mark::Quote => at..self.end(at),
            Mark::Introduction => at..self.end(self.quote_after(at)?),
            Mark::Border if !self.begins_like_a_header(at) => return None,
            Mark::Border | Mark::Rest => self.rest_from(at)?,
        };
        let may_stand_here = self
            .parent(range.start)
            .is_none_or(|parent| CONTAINERS.contains(&self.name(parent)));
        (may_stand_here && self.is_visible(&range)).then_some(range)
    }

    /// Gmail's quote that somebody went on writing in, below what it quotes.
    fn is_answered_within(&self, at: usize) -> bool {
        let quote = self.next_quoting_block(at + 1);
        let end = self.end(at);
        self.name(at) != "blockquote" && quote < end && self.is_visible(&(self.end(quote)..end))
    }

    /// The quote that an introduction introduces: the next thing after it.
    fn quote_after(&self, at: usize) -> Option<usize> {
        let from = self.end(at);
        let next = (from..from + LOOK_AHEAD).find(|&next| !self.is_blank(next))?;
        (self.parent(next) == self.parent(at) && self.name(next) == "blockquote").then_some(next)
    }

    /// From a header block on all that follows is history, when something stands before it. The block may be the first thing in
    /// boxes of its own.
    fn rest_from(&self, at: usize) -> Option<Range<usize>> {
        let mut start = at;
        while let Some(parent) = self.parent(start)
            && matches!(self.name(parent), "div" | "blockquote")
            && !self.is_visible(&(parent..start))
        {
            start = parent;
        }
        if !self.is_visible(&(0..start)) {
            return None;
        }
        let end = self.parent(start).map_or(self.len(), |parent| self.end(parent) - 1);
        Some(self.with_line_above(start)..end)
    }

    fn with_line_above(&self, start: usize) -> usize {
        let lowest = start.saturating_sub(4);
        let above = (lowest..start).rev().find(|&at| !self.is_blank_text(at));
        above
            .filter(|&at| self.name(at) == "hr" && self.parent(at) == self.parent(start))
            .unwrap_or(start)
    }

    fn is_forwarded(&self, start: usize) -> bool {
        is_forward(self.first_words(start).trim())
    }

    fn begins_like_a_header(&self, at: usize) -> bool {
        let words = self.first_words(at).to_lowercase();
        let words = words.trim();
        [
            "von:",
            "from:",
            "de:",
            "da:",
            "od:",
            "van:",
            "fra:",
            "från:",
            "lähettäjä:",
            "gönderen:",
        ]
        .iter()
        .any(|sender| words.starts_with(sender))
    }

    /// Something is to be seen outside of history, and the history is one: pieces of it with answers in between make sense only
    /// together.
    fn leaves_something(&self, history: &[Range<usize>]) -> bool {
        let (Some(first), Some(last)) = (history.first(), history.last()) else {
            return false;
        };
        let before = self.is_visible(&(0..first.start));
        let after = self.is_visible(&(last.end..self.len()));
        let in_between = history
            .windows(2)
            .any(|pair| matches!(pair, [one, two] if self.is_visible(&(one.end..two.start))));
        (before || after) && !in_between
    }
}

#[cfg(test)]
mod tests;
