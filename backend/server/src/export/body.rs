//! The text of an article with its images in their places.
//!
//! Knows how a text names an image; must not know how either is drawn.

use std::borrow::Cow;

use pult_markup::text_to_plain;

use super::{
    case::{CaseArticle, CaseAttachment, Content},
    limits::{IMAGES_PER_ARTICLE, TEXT_SHOWN},
};

#[derive(Debug, PartialEq, Eq)]
pub enum Block {
    Text(String),
    /// The number of the attachment.
    Image(usize),
}

/// What is shown of an article, and whether its text was cut.
#[derive(Debug)]
pub struct Body {
    pub blocks: Vec<Block>,
    pub is_cut: bool,
}

/// Images stand where the text has `[name]`, the others below it.
pub fn body(article: &CaseArticle) -> Body {
    let text = plain(article);
    let end = text.char_indices().nth(TEXT_SHOWN).map_or(text.len(), |(at, _)| at);
    let shown = text.get(..end).unwrap_or(&text);
    let images: Vec<usize> = article
        .attachments
        .iter()
        .enumerate()
        .filter(|(_, file)| file.inline && is_image(file))
        .map(|(number, _)| number)
        .take(IMAGES_PER_ARTICLE)
        .collect();
    let mut places: Vec<(usize, usize, usize)> = Vec::new();
    let mut below: Vec<usize> = Vec::new();
    for number in images {
        let mark = article
            .attachments
            .get(number)
            .map(|file| format!("[{}]", file.name))
            .unwrap_or_default();
        let free = shown
            .match_indices(&mark)
            .map(|(at, _)| at)
            .find(|at| places.iter().all(|(taken, ..)| taken != at));
        match free {
            Some(at) => places.push((at, mark.len(), number)),
            None => below.push(number),
        }
    }
    places.sort_unstable();
    let mut blocks = Vec::new();
    let mut from = 0;
    for (at, length, number) in places {
        push_text(&mut blocks, shown.get(from..at).unwrap_or_default());
        blocks.push(Block::Image(number));
        from = from.max(at + length);
    }
    push_text(&mut blocks, shown.get(from..).unwrap_or_default());
    blocks.extend(below.into_iter().map(Block::Image));
    Body {
        blocks,
        is_cut: end < text.len(),
    }
}

/// The whole text, line ends `\n`.
pub fn plain(article: &CaseArticle) -> Cow<'_, str> {
    let text = &article.text;
    if text.contains('\r') || text.contains("](upload:") {
        Cow::Owned(text_to_plain(text).replace("\r\n", "\n").replace('\r', "\n"))
    } else {
        Cow::Borrowed(text)
    }
}

fn push_text(blocks: &mut Vec<Block>, text: &str) {
    if !text.trim().is_empty() {
        blocks.push(Block::Text(text.trim_matches('\n').trim_end().to_owned()));
    }
}

/// What a browser and a PDF can show alike.
fn is_image(file: &CaseAttachment) -> bool {
    matches!(file.media_type.as_str(), "image/png" | "image/jpeg") && matches!(file.content, Content::Bytes(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(name: &str) -> CaseAttachment {
        CaseAttachment {
            name: name.into(),
            media_type: "image/png".into(),
            size: 1,
            inline: true,
            content: Content::Bytes(vec![1].into()),
        }
    }

    #[test]
    fn images_stand_where_the_text_names_them() {
        let mut article = CaseArticle {
            text: "Eins\n[b.png]\nzwei ![a.png](upload:0198c0de-0000-7000-8000-000000000001) drei [x]".into(),
            attachments: vec![image("a.png"), image("b.png"), image("c.png")],
            ..CaseArticle::default()
        };
        article.attachments.push(CaseAttachment {
            content: Content::LeftOut,
            ..image("x")
        });
        let text = |text: &str| Block::Text(text.to_owned());
        assert_eq!(
            body(&article).blocks,
            [
                text("Eins"),
                Block::Image(1),
                text("zwei"),
                Block::Image(0),
                text(" drei [x]"),
                Block::Image(2)
            ]
        );
    }

    #[test]
    fn two_of_one_name_have_a_place_each() {
        let article = CaseArticle {
            text: "[a][a]".into(),
            attachments: vec![image("a"), image("a"), image("a")],
            ..CaseArticle::default()
        };
        assert_eq!(
            body(&article).blocks,
            [Block::Image(0), Block::Image(1), Block::Image(2)]
        );
    }

    #[test]
    fn long_texts_are_cut_and_it_is_known() {
        let article = CaseArticle {
            text: "ä".repeat(TEXT_SHOWN + 1),
            ..CaseArticle::default()
        };
        let body = body(&article);
        assert!(body.is_cut);
        assert_eq!(body.blocks, [Block::Text("ä".repeat(TEXT_SHOWN))]);
    }
}
