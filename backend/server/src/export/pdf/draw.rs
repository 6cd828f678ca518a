//! Pages → the bytes of a PDF.
//!
//! Knows the library that writes PDF, its tags and its formats; must not know what a case is beyond its title and language.

use std::num::NonZeroU16;

use jiff::{Timestamp, tz::TimeZone};
use krilla::{
    Document, SerializeSettings,
    color::rgb,
    configure::{Accessibility, Archival, Configuration, ConfigurationBuilder},
    destination::XyzDestination,
    geom::{PathBuilder, Point, Rect, Size, Transform},
    metadata::{DateTime, Metadata},
    num::NormalizedF32,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::{Fill, FillRule},
    surface::Surface,
    tagging::{
        Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, Node as TagNode, TableHeaderScope, Tag,
        TagGroup, TagKind, TagTree,
    },
};

use super::{
    super::{ExportError, case::CaseFile},
    font::Faces,
    layout::{BOTTOM, COLUMN, Draw, HEIGHT, Kind, MARGIN, Op, Pages, SMALL, Style, WIDTH},
};

/// Letters of the title in the footer.
const FOOTER_CHARS: usize = 70;

/// # Errors
/// When the file does not keep to the formats, if it shall, or an image cannot be read.
pub fn draw(case: &CaseFile, faces: &Faces, told: Pages, archival: bool) -> Result<Vec<u8>, ExportError> {
    let mut document = Document::new_with(SerializeSettings {
        configuration: configuration(archival)?,
        enable_tagging: true,
        ..SerializeSettings::default()
    });
    let mut marks: Vec<Vec<Identifier>> = told.nodes.iter().map(|_| Vec::new()).collect();
    let count = told.pages.len();
    for (number, ops) in (1..).zip(told.pages) {
        let settings = PageSettings::from_wh(WIDTH, HEIGHT).ok_or_else(|| failed("the page has no size"))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        draw_ops(&mut surface, faces, ops, &mut marks);
        draw_footer(&mut surface, faces, case, number, count);
        surface.finish();
        page.finish();
    }
    let tree: Vec<TagNode> = told
        .roots
        .iter()
        .filter_map(|&root| tag_group(&told.nodes, root, &mut marks))
        .collect();
    document.set_tag_tree(TagTree::from(tree).with_lang(Some(case.language.clone())));
    let mut outline = Outline::new();
    for (text, page, y) in told.bookmarks {
        outline.push_child(OutlineNode::new(
            text,
            XyzDestination::new(page, Point::from_xy(0.0, y)),
        ));
    }
    document.set_outline(outline);
    document.set_metadata(metadata(case));
    document.finish().map_err(|error| failed(&error.to_string()))
}

fn failed(reason: &str) -> ExportError {
    ExportError::Pdf(reason.to_owned())
}

fn configuration(archival: bool) -> Result<Configuration, ExportError> {
    let builder = ConfigurationBuilder::new();
    let builder = if archival {
        builder
            .with_archival_validator(Archival::A2_A)
            .with_accessibility_validator(Accessibility::UA1)
    } else {
        builder
    };
    builder
        .finish()
        .map_err(|_| failed("the formats contradict each other"))
}

fn metadata(case: &CaseFile) -> Metadata {
    Metadata::new()
        .title(format!("{} – {}", case.number, case.title))
        .language(case.language.clone())
        .producer("Pult".to_owned())
        .creation_date(date_time(case.exported_at))
        .document_id(format!("{} {}", case.ticket_id, case.exported_at))
}

fn date_time(at: Timestamp) -> DateTime {
    let at = at.to_zoned(TimeZone::UTC);
    let part = |value: i8| u8::try_from(value).unwrap_or_default();
    DateTime::new(u16::try_from(at.year()).unwrap_or_default())
        .month(part(at.month()))
        .day(part(at.day()))
        .hour(part(at.hour()))
        .minute(part(at.minute()))
        .second(part(at.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}

/// What follows each other in one part of the document is one piece for machines.
fn draw_ops(surface: &mut Surface<'_>, faces: &Faces, ops: Vec<Op>, marks: &mut [Vec<Identifier>]) {
    let mut open: Option<Option<usize>> = None;
    for op in ops {
        if open != Some(op.node) {
            if open.is_some() {
                surface.end_tagged();
            }
            match op.node {
                Some(node) => {
                    let mark = surface.start_tagged(ContentTag::Other);
                    if let Some(marks) = marks.get_mut(node) {
                        marks.push(mark);
                    }
                }
                None => {
                    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
                }
            }
            open = Some(op.node);
        }
        draw_op(surface, faces, op);
    }
    if open.is_some() {
        surface.end_tagged();
    }
}

fn draw_op(surface: &mut Surface<'_>, faces: &Faces, op: Op) {
    match op.draw {
        Draw::Text(text, style) => draw_text(surface, faces, &text, style, op.x, op.y),
        Draw::Image(image, width, height) => {
            if let Some(size) = Size::from_wh(width, height) {
                surface.push_transform(&Transform::from_translate(op.x, op.y));
                surface.draw_image(image, size);
                surface.pop();
            }
        }
        Draw::Rule => {
            let mut path = PathBuilder::new();
            if let Some(rect) = Rect::from_xywh(op.x, op.y, COLUMN, 0.8) {
                path.push_rect(rect);
            }
            if let Some(path) = path.finish() {
                surface.set_fill(Some(fill(true)));
                surface.draw_path(&path);
            }
        }
    }
}

fn draw_text(surface: &mut Surface<'_>, faces: &Faces, text: &str, style: Style, x: f32, y: f32) {
    let face = if style.bold { &faces.bold } else { &faces.regular };
    surface.set_fill(Some(fill(style.grey)));
    let glyphs = face.glyphs(text);
    surface.draw_glyphs(
        Point::from_xy(x, y),
        &glyphs,
        face.font.clone(),
        text,
        style.size,
        false,
    );
}

/// The grey has a contrast of 7:1 on white.
fn fill(grey: bool) -> Fill {
    let shade = if grey { 0x55 } else { 0x11 };
    Fill {
        paint: rgb::Color::new(shade, shade, shade).into(),
        opacity: NormalizedF32::ONE,
        rule: FillRule::default(),
    }
}

fn draw_footer(surface: &mut Surface<'_>, faces: &Faces, case: &CaseFile, number: usize, count: usize) {
    let title: String = format!("{} – {}", case.number, case.title)
        .chars()
        .take(FOOTER_CHARS)
        .collect();
    let page = case
        .labels
        .page
        .replace("{page}", &number.to_string())
        .replace("{pages}", &count.to_string());
    let (title, page) = (faces.regular.printable(&title), faces.regular.printable(&page));
    let right = WIDTH - MARGIN - faces.regular.width(&page) * SMALL.size;
    let y = BOTTOM + 30.0;
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
    draw_text(surface, faces, &title, SMALL, MARGIN, y);
    draw_text(surface, faces, &page, SMALL, right, y);
    surface.end_tagged();
}

/// Parts are few levels deep, so this recursion is too. A part of which nothing was drawn is none.
fn tag_group(nodes: &[super::layout::Node], at: usize, marks: &mut [Vec<Identifier>]) -> Option<TagNode> {
    let node = nodes.get(at)?;
    let mut children: Vec<TagNode> = marks
        .get_mut(at)
        .map(std::mem::take)
        .unwrap_or_default()
        .into_iter()
        .map(TagNode::from)
        .collect();
    children.extend(node.children.iter().filter_map(|&child| tag_group(nodes, child, marks)));
    // A row without its cells breaks the table.
    let is_needed = matches!(node.kind, Kind::RowHeader | Kind::Cell);
    (is_needed || !children.is_empty()).then(|| TagNode::Group(TagGroup::with_children(tag(&node.kind), children)))
}

fn tag(kind: &Kind) -> TagKind {
    match kind {
        Kind::Heading(level, title) => {
            Tag::Hn(NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN), Some(title.clone())).into()
        }
        Kind::Paragraph => Tag::P.into(),
        Kind::Section => Tag::Section.into(),
        Kind::Table => Tag::Table.into(),
        Kind::Row => Tag::TR.into(),
        Kind::RowHeader => Tag::TH(TableHeaderScope::Row).into(),
        Kind::Cell => Tag::TD.into(),
        Kind::List => Tag::L(ListNumbering::Disc).into(),
        Kind::Item => Tag::LI.into(),
        Kind::ItemBody => Tag::LBody.into(),
        Kind::Figure(alt) => Tag::Figure(Some(alt.clone())).into(),
    }
}
