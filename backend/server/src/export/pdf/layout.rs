//! Text and images → pages, with the tree that tells machines what is what.
//!
//! Knows the page: its size, margins, where it ends. Must not know what a case is, nor how a PDF is written.

use krilla::image::Image;

use super::{
    super::limits,
    font::{Face, Faces},
    lines::wrapped,
};

/// A4 in points.
pub const WIDTH: f32 = 595.28;
pub const HEIGHT: f32 = 841.89;
pub const MARGIN: f32 = 56.0;
/// Below it stands the footer.
pub const BOTTOM: f32 = HEIGHT - 72.0;
pub const COLUMN: f32 = WIDTH - 2.0 * MARGIN;
/// The label of a row.
const LABEL: f32 = 130.0;
/// Times the size of the letters.
const LEADING: f32 = 1.4;
/// Lines that a label may have: it does not go over the end of a page.
const LABEL_LINES: usize = 4;
/// An image shrinks to what is left of a page, though not further than this.
const SHRINKS_TO: f32 = 0.6;
/// Pages beyond the limit for saying what is missing.
const CLOSING_PAGES: usize = 5;

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    pub bold: bool,
    pub size: f32,
    pub grey: bool,
}

pub const BODY: Style = Style {
    bold: false,
    size: 9.5,
    grey: false,
};
pub const STRONG: Style = Style { bold: true, ..BODY };
pub const QUOTE: Style = Style { grey: true, ..BODY };
pub const SMALL: Style = Style {
    bold: false,
    size: 7.0,
    grey: true,
};

/// What a part of the document is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    Heading(u16, String),
    Paragraph,
    Section,
    Table,
    Row,
    RowHeader,
    Cell,
    List,
    Item,
    ItemBody,
    Figure(String),
}

#[derive(Debug)]
pub struct Node {
    pub kind: Kind,
    pub children: Vec<usize>,
}

#[derive(Debug)]
pub enum Draw {
    Text(String, Style),
    Image(Image, f32, f32),
    /// A line across the column, there for the eye only.
    Rule,
}

#[derive(Debug)]
pub struct Op {
    /// The part that it belongs to; none for what is only ornament.
    pub node: Option<usize>,
    pub x: f32,
    /// The base line of a text, the upper edge of all else.
    pub y: f32,
    pub draw: Draw,
}

/// Text, page and height of a bookmark.
pub type Bookmark = (String, usize, f32);

#[derive(Debug, Default)]
pub struct Pages {
    pub pages: Vec<Vec<Op>>,
    pub nodes: Vec<Node>,
    /// Parts that are in no other.
    pub roots: Vec<usize>,
    pub bookmarks: Vec<Bookmark>,
}

pub struct Layout<'f> {
    faces: &'f Faces,
    pages: Pages,
    open: Vec<usize>,
    y: f32,
    page_limit: usize,
    is_full: bool,
}

impl<'f> Layout<'f> {
    pub fn new(faces: &'f Faces) -> Self {
        Self {
            faces,
            pages: Pages {
                pages: vec![Vec::new()],
                ..Pages::default()
            },
            open: Vec::new(),
            y: MARGIN,
            page_limit: limits::PDF_PAGES,
            is_full: false,
        }
    }

    pub fn finish(self) -> Pages {
        self.pages
    }

    /// No page is left; what comes now is not drawn.
    pub fn is_full(&self) -> bool {
        self.is_full
    }

    /// Some pages for what is to be said in any case.
    pub fn begin_closing(&mut self) {
        if self.is_full {
            self.page_limit += CLOSING_PAGES;
            self.is_full = false;
            self.new_page();
        }
    }

    /// A part with parts.
    pub fn part(&mut self, kind: Kind, tell: impl FnOnce(&mut Self)) {
        let node = self.add_node(kind);
        self.open.push(node);
        tell(self);
        self.open.pop();
    }

    pub fn heading(&mut self, level: u16, size: f32, text: &str) {
        let style = Style {
            bold: true,
            size,
            grey: false,
        };
        // A heading at the foot of a page heads nothing.
        self.gap(size * 0.8);
        self.make_room(size * LEADING + 4.0 * BODY.size * LEADING);
        let bookmark = (text.to_owned(), self.pages.pages.len() - 1, self.y);
        self.pages.bookmarks.push(bookmark);
        self.text(Kind::Heading(level, text.to_owned()), style, text);
        self.gap(3.0);
    }

    /// One part of text across the column; its line ends stay.
    pub fn text(&mut self, kind: Kind, style: Style, text: &str) {
        let node = self.add_node(kind);
        self.lines(node, style, text, 0.0, COLUMN);
    }

    /// Label and value beside each other.
    pub fn row(&mut self, label: &str, value: &str) {
        self.part(Kind::Row, |layout| {
            let size = BODY.size;
            layout.make_room(size * LEADING);
            let (header, cell) = (layout.add_node(Kind::RowHeader), layout.add_node(Kind::Cell));
            let face = layout.face(STRONG);
            let label = face.printable(label);
            let lines = wrapped(face, &label, (LABEL - 8.0) / size);
            let top = layout.y;
            for (line, number) in lines.iter().zip(0_u8..).take(LABEL_LINES) {
                let y = top + f32::from(number) * size * LEADING;
                layout.push_line(header, STRONG, line, 0.0, y);
            }
            let label_lines = u8::try_from(lines.len().min(LABEL_LINES)).unwrap_or(1);
            let page = layout.pages.pages.len();
            layout.lines(cell, BODY, value, LABEL, COLUMN - LABEL);
            if layout.pages.pages.len() == page {
                layout.y = layout.y.max(top + f32::from(label_lines) * size * LEADING);
            }
        });
    }

    pub fn image(&mut self, image: Image, width: f32, height: f32, alt: &str) {
        let node = self.add_node(Kind::Figure(alt.to_owned()));
        self.gap(4.0);
        let shrink = ((BOTTOM - self.y) / height).min(1.0);
        let shrink = if shrink < SHRINKS_TO { 1.0 } else { shrink };
        let (width, height) = (width * shrink, height * shrink);
        self.make_room(height);
        let y = self.y;
        self.push(Op {
            node: Some(node),
            x: MARGIN,
            y,
            draw: Draw::Image(image, width, height),
        });
        self.y += height;
        self.gap(6.0);
    }

    pub fn rule(&mut self) {
        self.gap(8.0);
        self.make_room(6.0 * BODY.size * LEADING);
        let y = self.y;
        self.push(Op {
            node: None,
            x: MARGIN,
            y,
            draw: Draw::Rule,
        });
        self.gap(2.0);
    }

    /// Space, unless a page begins here.
    pub fn gap(&mut self, height: f32) {
        if self.y > MARGIN {
            self.y += height;
        }
    }

    fn lines(&mut self, node: usize, style: Style, text: &str, indent: f32, width: f32) {
        let height = style.size * LEADING;
        for source in text.lines() {
            let face = self.face(style);
            let printable = face.printable(source);
            for line in wrapped(face, &printable, width / style.size) {
                if self.is_full {
                    return;
                }
                self.make_room(height);
                let y = self.y;
                self.push_line(node, style, line, indent, y);
                self.y += height;
            }
        }
    }

    fn push_line(&mut self, node: usize, style: Style, line: &str, indent: f32, top: f32) {
        if !line.trim().is_empty() {
            self.push(Op {
                node: Some(node),
                x: MARGIN + indent,
                y: top + style.size,
                draw: Draw::Text(line.to_owned(), style),
            });
        }
    }

    fn push(&mut self, op: Op) {
        if !self.is_full
            && let Some(page) = self.pages.pages.last_mut()
        {
            page.push(op);
        }
    }

    fn make_room(&mut self, height: f32) {
        if self.y + height > BOTTOM && self.y > MARGIN {
            self.new_page();
        }
    }

    fn new_page(&mut self) {
        if self.pages.pages.len() >= self.page_limit {
            self.is_full = true;
            return;
        }
        self.pages.pages.push(Vec::new());
        self.y = MARGIN;
    }

    fn add_node(&mut self, kind: Kind) -> usize {
        let node = self.pages.nodes.len();
        self.pages.nodes.push(Node {
            kind,
            children: Vec::new(),
        });
        let siblings = match self.open.last().and_then(|&open| self.pages.nodes.get_mut(open)) {
            Some(parent) => &mut parent.children,
            None => &mut self.pages.roots,
        };
        siblings.push(node);
        node
    }

    fn face(&self, style: Style) -> &'f Face {
        if style.bold {
            &self.faces.bold
        } else {
            &self.faces.regular
        }
    }
}
