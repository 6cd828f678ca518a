//! A body as the flat list of its leaves, in order.
//!
//! Knows boundaries and nesting; must not know which leaf is body and which is attachment. One pass over the lines, the
//! open multiparts on an explicit stack and their boundaries in a map, so that time is linear in the mail and the
//! stack of the thread is of no concern, however deep the nesting. An attached mail (message/rfc822) is
//! a leaf: it is somebody else's, and stays whole.

use std::collections::HashMap;

use super::{
    limits,
    part::{self, Part},
    source::{header_end, header_text, split_line, without_blank_line, without_line_end},
};
use crate::parsed::{Defect, Defects};

#[derive(Debug)]
pub struct Leaf<'a> {
    pub part: Part,
    /// As transferred: still base64 or quoted-printable.
    pub body: &'a [u8],
    pub place: Place,
}

/// Where in the tree a leaf hangs, as far as that decides what it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The outermost multipart/alternative above it, by number: leaves that share one say the same thing.
    pub alternative: Option<usize>,
    /// Directly within a multipart/alternative.
    pub is_choice: bool,
    pub in_related: bool,
    pub in_report: bool,
    /// Directly within a multipart/digest, whose parts are mails where they say nothing else (RFC 2046 §5.1.5).
    pub in_digest: bool,
}

/// The leaves of `body`, which `top` describes. There is always at least one, except for an empty body.
pub fn split<'a>(top: &Part, body: &'a [u8], defects: &mut Defects) -> Vec<Leaf<'a>> {
    let mut splitter = Splitter {
        body,
        leaves: Vec::new(),
        levels: Vec::new(),
        by_boundary: HashMap::new(),
        parts: 1,
        header_bytes: 0,
        open: None,
    };
    splitter.begin(top.clone(), 0, defects);
    splitter.run(defects);
    splitter.leaves
}

struct Level {
    boundary: Vec<u8>,
    place: Place,
    start: usize,
    has_parts: bool,
}

/// The leaf that is being read.
struct Open {
    part: Part,
    place: Place,
    start: usize,
}

struct Splitter<'a> {
    body: &'a [u8],
    leaves: Vec<Leaf<'a>>,
    levels: Vec<Level>,
    /// The levels that wait for a boundary, innermost last: broken mailers use one twice.
    by_boundary: HashMap<Vec<u8>, Vec<usize>>,
    parts: usize,
    header_bytes: usize,
    open: Option<Open>,
}

struct Border {
    level: usize,
    is_last: bool,
}

impl<'a> Splitter<'a> {
    fn run(&mut self, defects: &mut Defects) {
        let mut at = 0;
        // Without an open multipart no line can end a leaf.
        while at < self.body.len() && !self.levels.is_empty() {
            let (line, after) = split_line(self.body.get(at..).unwrap_or_default());
            let next = self.body.len() - after.len();
            let Some(border) = self.border(without_line_end(line)) else {
                at = next;
                continue;
            };
            self.finish_leaf(at);
            self.close_above(border.level, at, defects);
            if border.is_last {
                self.pop_level(at, defects);
                at = next;
            } else if self.parts >= limits::PARTS {
                defects.note(Defect::TooManyParts);
                return;
            } else {
                at = self.begin_part(next, defects);
            }
        }
        self.finish_leaf(self.body.len());
        defects.note_if(!self.levels.is_empty(), Defect::BrokenMime);
        while !self.levels.is_empty() {
            self.pop_level(self.body.len(), defects);
        }
    }

    fn border(&self, line: &[u8]) -> Option<Border> {
        let rest = line.strip_prefix(b"--")?.trim_ascii_end();
        if rest.is_empty() || rest.len() > limits::BOUNDARY_BYTES + 2 {
            return None;
        }
        let innermost = |boundary: &[u8]| self.by_boundary.get(boundary).and_then(|levels| levels.last()).copied();
        if let Some(level) = innermost(rest) {
            return Some(Border { level, is_last: false });
        }
        let level = rest.strip_suffix(b"--").and_then(innermost)?;
        Some(Border { level, is_last: true })
    }

    /// Reads the header of the part that starts at `at`, and says where its body starts.
    fn begin_part(&mut self, at: usize, defects: &mut Defects) -> usize {
        if let Some(level) = self.levels.last_mut() {
            level.has_parts = true;
        }
        self.parts += 1;
        let bytes = self.body.get(at..).unwrap_or_default();
        let end = header_end(bytes, |line| self.border(line).is_some());
        let (header, rest) = bytes.split_at_checked(end).unwrap_or((bytes, &[]));
        let start = self.body.len() - without_blank_line(rest).len();
        let left = limits::ALL_PART_HEADER_BYTES.saturating_sub(self.header_bytes);
        self.header_bytes += header.len();
        let part = part::read(&header_text(header, limits::PART_HEADER_BYTES.min(left), defects));
        self.begin(part, start, defects);
        start
    }

    /// A multipart opens a level, anything else a leaf.
    fn begin(&mut self, mut part: Part, start: usize, defects: &mut Defects) {
        let mut place = self.levels.last().map(|level| level.place).unwrap_or_default();
        if place.in_digest && part.media_type.is_none() {
            part.media_type = Some("message/rfc822".to_owned());
        }
        if part.is_multipart() && self.levels.len() < limits::DEPTH {
            if let Some(boundary) = part.boundary.take() {
                let is_alternative = part.is("multipart/alternative");
                if is_alternative && place.alternative.is_none() {
                    place.alternative = Some(self.parts);
                }
                place.is_choice = is_alternative;
                place.in_related |= part.is("multipart/related");
                place.in_report |= part.is("multipart/report");
                place.in_digest = part.is("multipart/digest");
                let boundary = boundary.into_bytes();
                self.by_boundary
                    .entry(boundary.clone())
                    .or_default()
                    .push(self.levels.len());
                self.levels.push(Level {
                    boundary,
                    place,
                    start,
                    has_parts: false,
                });
                return;
            }
            // A multipart that names no boundary has no parts to find: show it as it is.
            defects.note(Defect::BrokenMime);
            part.media_type = None;
        } else if part.is_multipart() {
            defects.note(Defect::TooDeep);
        }
        self.open = Some(Open { part, place, start });
    }

    fn finish_leaf(&mut self, end: usize) {
        if let Some(Open { part, place, start }) = self.open.take() {
            self.leaves.push(Leaf {
                part,
                place,
                body: self.region(start, end),
            });
        }
    }

    /// The line end before a boundary belongs to the boundary.
    fn region(&self, start: usize, end: usize) -> &'a [u8] {
        let bytes = self.body.get(start..end.max(start)).unwrap_or_default();
        if end < self.body.len() {
            without_line_end(bytes)
        } else {
            bytes
        }
    }

    /// A boundary of an outer multipart ends the inner ones, closed or not.
    fn close_above(&mut self, level: usize, at: usize, defects: &mut Defects) {
        defects.note_if(self.levels.len() > level + 1, Defect::BrokenMime);
        while self.levels.len() > level + 1 {
            self.pop_level(at, defects);
        }
    }

    fn pop_level(&mut self, end: usize, defects: &mut Defects) {
        let Some(level) = self.levels.pop() else { return };
        if let Some(waiting) = self.by_boundary.get_mut(&level.boundary) {
            waiting.pop();
            if waiting.is_empty() {
                self.by_boundary.remove(&level.boundary);
            }
        }
        if !level.has_parts {
            // Its boundary never came: whatever stands there is better shown than lost.
            defects.note(Defect::BrokenMime);
            let body = self.region(level.start, end);
            if !body.trim_ascii().is_empty() {
                self.leaves.push(Leaf {
                    part: Part::default(),
                    place: level.place,
                    body,
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn multipart(boundary: &str) -> Part {
        Part {
            media_type: Some("multipart/mixed".into()),
            boundary: Some(boundary.into()),
            ..Part::default()
        }
    }

    fn bodies(body: &str) -> (Vec<String>, Vec<Defect>) {
        let mut defects = Defects::default();
        let leaves = split(&multipart("b"), body.as_bytes(), &mut defects);
        let bodies = leaves
            .iter()
            .map(|leaf| String::from_utf8_lossy(leaf.body).into_owned())
            .collect();
        (bodies, defects.into_vec())
    }

    #[test]
    fn parts_are_found_however_they_are_written() {
        let inner = "Content-Type: multipart/mixed; boundary=i\n\n";
        let cases: Vec<(String, Vec<&str>, Vec<Defect>)> = vec![
            (
                "pre\n--b\n\neins\n--b\n\nzwei\n--b--\npost".into(),
                vec!["eins", "zwei"],
                vec![],
            ),
            ("--b\r\n\r\neins\r\n--b--\r\n".into(), vec!["eins"], vec![]),
            ("--b \n\neins\n--b-- \n".into(), vec!["eins"], vec![]),
            (
                "--b\n\nnever closed\n".into(),
                vec!["never closed\n"],
                vec![Defect::BrokenMime],
            ),
            ("--b\nno header at all\n--b--".into(), vec!["no header at all"], vec![]),
            ("--b\nA: no blank line\n--b--".into(), vec![""], vec![]),
            ("nothing of it".into(), vec!["nothing of it"], vec![Defect::BrokenMime]),
            (
                format!("--b\n{inner}--i\n\nin\n--i--\n--b\n\nout\n--b--"),
                vec!["in", "out"],
                vec![],
            ),
            (
                format!("--b\n{inner}--i\n\nin\n--b\n\nout\n--b--"),
                vec!["in", "out"],
                vec![Defect::BrokenMime],
            ),
            (
                format!("--b\n{inner}lost?\n--b--"),
                vec!["lost?"],
                vec![Defect::BrokenMime],
            ),
            ("--b\n\n--bb is text\n--b--".into(), vec!["--bb is text"], vec![]),
            ("--b--\n".into(), vec![], vec![Defect::BrokenMime]),
            ("".into(), vec![], vec![Defect::BrokenMime]),
        ];
        for (body, expected, defects) in cases {
            let found = bodies(&body);
            assert_eq!(found.0, expected, "{body:?}");
            assert_eq!(found.1, defects, "{body:?}");
        }
    }

    #[test]
    fn alternatives_share_a_number() {
        let body = "--b\nContent-Type: multipart/alternative; boundary=a\n\n--a\n\ntext\n--a\nContent-Type: multipart/related; boundary=r\n\n\
                    --r\nContent-Type: text/html\n\nhtml\n--r--\n--a--\n--b\n\nfooter\n--b--";
        let leaves = split(&multipart("b"), body.as_bytes(), &mut Defects::default());
        let places: Vec<_> = leaves
            .iter()
            .map(|leaf| (leaf.place.alternative.is_some(), leaf.place.in_related))
            .collect();
        assert_eq!(places, [(true, false), (true, true), (false, false)]);
        assert_eq!(leaves[0].place.alternative, leaves[1].place.alternative);
    }
}
