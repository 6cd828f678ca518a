//! What stands in the PDF, in which order.
//!
//! Knows the case and the words of the layout; must not know where a page ends.

use super::{
    super::{
        body::{Block, body},
        case::{CaseArticle, CaseFile, Content},
        limits,
        paths::size,
        texts::badge,
    },
    font::Faces,
    image::Gallery,
    layout::{BODY, BOTTOM, COLUMN, Kind, Layout, MARGIN, Pages, QUOTE, SMALL, STRONG},
};

/// An image takes at most this share of a page's height.
const IMAGE_HEIGHT: f32 = (BOTTOM - MARGIN) * 0.6;

pub fn tell(case: &CaseFile, faces: &Faces, images: bool) -> Pages {
    let mut layout = Layout::new(faces);
    let mut gallery = Gallery::new(images);
    layout.heading(1, 16.0, &format!("{} – {}", case.number, case.title));
    layout.text(Kind::Paragraph, SMALL, &case.labels.exported);
    if !case.facts.is_empty() {
        layout.heading(2, 12.0, &case.labels.facts);
        rows(&mut layout, &case.facts);
    }
    if !case.articles.is_empty() {
        layout.heading(2, 12.0, &case.labels.articles);
    }
    for (number, article) in (1..).zip(case.articles.iter().take(limits::ARTICLES)) {
        if layout.is_full() {
            break;
        }
        layout.part(Kind::Section, |layout| {
            tell_article(case, article, number, layout, &mut gallery);
        });
    }
    let articles_missing = case.articles.len() > limits::ARTICLES || layout.is_full();
    if !case.history.is_empty() && !layout.is_full() {
        layout.part(Kind::Section, |layout| tell_history(case, layout));
    }
    let history_missing = case.history.len() > limits::HISTORY || (layout.is_full() && !case.history.is_empty());
    if articles_missing || history_missing {
        layout.begin_closing();
        layout.heading(2, 12.0, &case.labels.left_out);
        for (is_missing, sentence) in [
            (articles_missing, &case.labels.articles_cut),
            (history_missing, &case.labels.history_cut),
        ] {
            if is_missing {
                layout.text(Kind::Paragraph, BODY, sentence);
            }
        }
    }
    layout.finish()
}

fn tell_article(case: &CaseFile, article: &CaseArticle, number: usize, layout: &mut Layout<'_>, gallery: &mut Gallery) {
    layout.rule();
    layout.heading(3, 10.5, &format!("{number}. {} – {}", article.author, article.date));
    let kind = format!("{} · {}", article.direction, badge(case, article));
    let style = if article.visible_to_customer { BODY } else { STRONG };
    layout.text(Kind::Paragraph, style, &kind);
    rows(layout, &article.headers);
    layout.gap(5.0);
    let body = body(article);
    for block in &body.blocks {
        match block {
            Block::Text(text) => tell_text(text, layout),
            Block::Image(number) => tell_image(article, *number, layout, gallery),
        }
    }
    if body.is_cut {
        layout.text(Kind::Paragraph, STRONG, &case.labels.text_cut);
    }
    if !article.attachments.is_empty() {
        layout.gap(5.0);
        layout.text(Kind::Paragraph, STRONG, &case.labels.attachments);
        layout.part(Kind::List, |layout| {
            for file in &article.attachments {
                let line = format!("• {} ({})", file.name, size(file.size, &case.language));
                layout.part(Kind::Item, |layout| layout.text(Kind::ItemBody, BODY, &line));
            }
        });
    }
}

/// Paragraphs are divided by blank lines; what is quoted is greyed.
fn tell_text(text: &str, layout: &mut Layout<'_>) {
    let mut paragraph = String::new();
    let mut quoted = false;
    for line in text.lines().chain([""]) {
        let is_quote = line.starts_with('>');
        let is_blank = line.trim().is_empty();
        if (is_blank || is_quote != quoted) && !paragraph.is_empty() {
            let style = if quoted { QUOTE } else { BODY };
            layout.text(Kind::Paragraph, style, &paragraph);
            paragraph.clear();
        }
        if is_blank {
            layout.gap(5.0);
        } else {
            paragraph.push_str(line);
            paragraph.push('\n');
        }
        quoted = is_quote;
    }
}

fn tell_image(article: &CaseArticle, number: usize, layout: &mut Layout<'_>, gallery: &mut Gallery) {
    let Some(file) = article.attachments.get(number) else {
        return;
    };
    let Content::Bytes(bytes) = &file.content else { return };
    if let Some((image, width, height)) = gallery.hang(&file.media_type, bytes, COLUMN, IMAGE_HEIGHT) {
        layout.image(image, width, height, &file.name);
    } else {
        layout.text(Kind::Paragraph, BODY, &format!("[{}]", file.name));
    }
}

fn tell_history(case: &CaseFile, layout: &mut Layout<'_>) {
    layout.rule();
    layout.heading(2, 12.0, &case.labels.history);
    for entry in case.history.iter().take(limits::HISTORY) {
        if layout.is_full() {
            return;
        }
        let line = format!("{} – {}", entry.date, entry.sentence);
        layout.text(Kind::Paragraph, BODY, &line);
        layout.text(Kind::Paragraph, SMALL, &format!("{}: {}", case.labels.hash, entry.hash));
        layout.gap(2.0);
    }
}

fn rows(layout: &mut Layout<'_>, rows: &[(String, String)]) {
    if !rows.is_empty() {
        layout.part(Kind::Table, |layout| {
            for (label, value) in rows {
                layout.row(label, value);
            }
        });
    }
}
