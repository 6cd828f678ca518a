//! What an agent writes → what a mail carries: HTML with its images, and the plain text beside it.
//!
//! Knows paragraphs, line ends, `>` quotes, links and image marks; there is no other markup, so that nothing that somebody
//! writes means more than it says. Must not know where the text goes. Linear in the text, the output in proportion to it.

use uuid::Uuid;

use crate::{
    links::{Run, runs},
    tags::escaped,
    uploads::{Segment, in_brackets, segments},
};

/// Deeper quotes keep their marks as text.
const MAX_DEPTH: usize = 9;
/// Quotes opened in one text: a tag is a hundred times longer than its mark.
const MAX_QUOTES: usize = 2_000;
const QUOTE: &str =
    "<blockquote type=\"cite\" style=\"margin:0 0 0 10px;padding:0 0 0 10px;border-left:2px solid #767676\">";

/// The HTML alternative of `text`, as the content of a body: paragraphs, line ends, quotes nested, `http`, `https` and `mailto` links;
/// all else is escaped. `content_id` gives, for the id of an upload that the text shows by `![name](upload:<uuid>)`, the
/// Content-ID (without `<>`) under which its bytes come along; where there is none, `[name]` stands.
pub fn text_to_html(text: &str, content_id: impl Fn(Uuid) -> Option<String>) -> String {
    let mut page = Page {
        out: String::with_capacity(text.len() + text.len() / 4),
        depth: 0,
        quotes: 0,
        in_paragraph: false,
    };
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    for line in text.split('\n') {
        page.line(line, &content_id);
    }
    page.end_paragraph();
    page.nest(0);
    page.out
}

/// `text` for readers without images: `[name]` stands where an image stood. All else is as it was.
#[must_use]
pub fn text_to_plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        for segment in segments(line) {
            match segment {
                Segment::Text(text) => plain.push_str(text),
                Segment::Image { name, .. } => plain.push_str(&in_brackets(name)),
            }
        }
    }
    plain
}

/// A whole document around the content of a body, for the HTML part of a mail. `language` is a BCP 47 tag (`de`).
///
/// Plain enough for every reader: styles stand in attributes, since several programs drop style sheets, and use nothing that Word's engine
/// in Outlook does not know. No colour is set for text or background, and the document says that it suits both, so that a
/// reader in the dark sees what it looks like there instead of a guess.
#[must_use]
pub fn mail_document(body: &str, language: &str) -> String {
    let language = escaped(language);
    format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"supported-color-schemes\" content=\"light dark\">\n</head>\n\
         <body style=\"font-family:Arial,Helvetica,sans-serif;font-size:11pt\">\n{body}\n</body>\n</html>\n"
    )
}

struct Page {
    out: String,
    /// Open quotes.
    depth: usize,
    /// Quotes opened so far.
    quotes: usize,
    in_paragraph: bool,
}

impl Page {
    fn line(&mut self, line: &str, content_id: &impl Fn(Uuid) -> Option<String>) {
        let room = MAX_QUOTES.saturating_sub(self.quotes);
        let (depth, content) = quoted(line, MAX_DEPTH.min(self.depth + room));
        if depth != self.depth {
            self.end_paragraph();
            self.nest(depth);
        }
        if content.trim().is_empty() {
            self.end_paragraph();
            return;
        }
        self.out.push_str(if self.in_paragraph { "<br>\n" } else { "<p>" });
        self.in_paragraph = true;
        for segment in segments(content.trim_end()) {
            match segment {
                Segment::Text(text) => self.text(text),
                Segment::Image { name, id } => match content_id(id) {
                    Some(content_id) => self.image(name, &content_id),
                    None => self.words(&in_brackets(name)),
                },
            }
        }
    }

    fn text(&mut self, text: &str) {
        for run in runs(text) {
            match run {
                Run::Text(text) => self.words(text),
                Run::Link(link) => {
                    let link = escaped(link);
                    self.out.extend(["<a href=\"", &link, "\">", &link, "</a>"]);
                }
            }
        }
    }

    /// Blanks that HTML would swallow (indented lines, columns) become ones that stay.
    fn words(&mut self, text: &str) {
        let mut after_blank = self.out.ends_with("<p>") || self.out.ends_with("<br>\n");
        for character in text.chars() {
            match character {
                '\t' => self.out.push_str("\u{A0}\u{A0}\u{A0} "),
                ' ' if after_blank => self.out.push('\u{A0}'),
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                _ if character.is_control() => continue,
                _ => self.out.push(character),
            }
            after_blank = matches!(character, ' ' | '\t');
        }
    }

    fn image(&mut self, name: &str, content_id: &str) {
        let (url, name) = (escaped(content_id), escaped(&without_controls(name)));
        self.out.extend([
            "<img src=\"cid:",
            &url,
            "\" alt=\"",
            &name,
            "\" style=\"max-width:100%\">",
        ]);
    }

    fn end_paragraph(&mut self) {
        if self.in_paragraph {
            self.out.push_str("</p>\n");
            self.in_paragraph = false;
        }
    }

    fn nest(&mut self, depth: usize) {
        while self.depth > depth {
            self.out.push_str("</blockquote>\n");
            self.depth -= 1;
        }
        while self.depth < depth {
            self.out.extend([QUOTE, "\n"]);
            self.depth += 1;
            self.quotes += 1;
        }
    }
}

/// How deep a line is quoted, at most `max`, and what it says: `>> a` and `> > a` are both two deep.
fn quoted(line: &str, max: usize) -> (usize, &str) {
    let mut depth = 0;
    let mut rest = line;
    while depth < max
        && let Some(after) = rest.strip_prefix('>')
    {
        depth += 1;
        rest = after;
        if let Some(after) = rest.strip_prefix(' ').filter(|after| after.starts_with('>')) {
            rest = after;
        }
    }
    if depth > 0 {
        rest = rest.strip_prefix(' ').unwrap_or(rest);
    }
    (depth, rest)
}

fn without_controls(text: &str) -> String {
    text.chars().filter(|character| !character.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0198c0de-0000-7000-8000-000000000001";

    fn html(text: &str) -> String {
        text_to_html(text, |_| Some("1@x.example".to_owned())).replace(QUOTE, "<q>")
    }

    // req: D9
    #[test]
    fn text_becomes_what_it_looks_like() {
        let cases = [
            (
                "Guten Tag,\n\nIhr WLAN geht.\nGrüße\n\n\n",
                "<p>Guten Tag,</p>\n<p>Ihr WLAN geht.<br>\nGrüße</p>\n",
            ),
            (
                "neu\n> alt\n>\n>> älter\n> > auch\nneu",
                "<p>neu</p>\n<q>\n<p>alt</p>\n<q>\n<p>älter<br>\nauch</p>\n</blockquote>\n</blockquote>\n<p>neu</p>\n",
            ),
            (
                "<b>&\"</b> https://x.example/?a=1&b=2.",
                "<p>&lt;b&gt;&amp;&quot;&lt;/b&gt; <a href=\"https://x.example/?a=1&amp;b=2\">https://x.example/?a=1&amp;b=2</a>.</p>\n",
            ),
            (
                "  a\n\tb  c",
                "<p>\u{A0}\u{A0}a<br>\n\u{A0}\u{A0}\u{A0} b \u{A0}c</p>\n",
            ),
            ("a\r\nb\rc\0\u{7}", "<p>a<br>\nb<br>\nc</p>\n"),
            ("javascript:alert(1)", "<p>javascript:alert(1)</p>\n"),
            ("", ""),
            ("\n\n", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(html(text), expected, "{text:?}");
        }
    }

    #[test]
    fn images_stand_where_they_were_put() {
        let text = format!("Siehe ![Bild \"1\"](upload:{ID}) hier.");
        assert_eq!(
            html(&text),
            "<p>Siehe <img src=\"cid:1@x.example\" alt=\"Bild &quot;1&quot;\" style=\"max-width:100%\"> hier.</p>\n"
        );
        assert_eq!(
            text_to_html(&text, |_| None),
            "<p>Siehe [Bild &quot;1&quot;] hier.</p>\n"
        );
        assert_eq!(text_to_plain(&text), "Siehe [Bild \"1\"] hier.");
        assert_eq!(text_to_plain(&format!("![](upload:{ID})\r\n> x")), "[…]\r\n> x");
    }

    #[test]
    fn quotes_are_bounded() {
        let deep = html(&">".repeat(1_000));
        assert_eq!(deep.matches("<q>").count(), MAX_DEPTH);
        assert_eq!(deep.matches("</blockquote>").count(), MAX_DEPTH);
        let changing = html(&">>>>>>>>> a\nb\n".repeat(20_000));
        assert!(changing.matches("<q>").count() <= MAX_QUOTES);
        assert_eq!(
            changing.matches("<q>").count(),
            changing.matches("</blockquote>").count()
        );
        assert_eq!(changing.matches('a').count() % 20_000, 0, "nothing is lost");
    }

    #[test]
    fn a_document_says_its_language() {
        let document = mail_document("<p>a</p>", "de");
        assert!(document.contains("<html lang=\"de\">"));
        // Nothing that Outlook, Gmail or a dark screen stumbles over.
        for stumbling in ["<style", "class=", "grid", "flex", "color:", "background", "position"] {
            assert!(!document.contains(stumbling), "{stumbling}");
        }
    }
}
