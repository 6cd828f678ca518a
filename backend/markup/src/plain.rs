//! Untrusted HTML → text that reads well.
//!
//! Knows how blocks, lists, quotes and links look in plain text; works on cleaned HTML only.

use crate::{
    clean::clean,
    tags::{Piece, attributes, pieces, unescaped},
};

/// The text of a mail that brought only HTML. Paragraphs are divided by blank lines, quotes marked by `>`, links followed by their
/// address where that says more than the link.
pub fn plain_text(untrusted_html: &str) -> String {
    let cleaned = clean(untrusted_html);
    let mut writer = Writer::default();
    for piece in pieces(&cleaned) {
        match piece {
            Piece::Text(text) => writer.text(&unescaped(text)),
            Piece::Open { name, attributes } => writer.open(name, attributes),
            Piece::Close(name) => writer.close(name),
        }
    }
    writer.finish()
}

#[derive(Default)]
struct Writer {
    out: String,
    /// The line being written, without its quote marks.
    line: String,
    /// A blank is due before the next word.
    space: bool,
    /// A blank line is due before the next line.
    gap: bool,
    quotes: usize,
    /// How deep the line before was quoted.
    quotes_before: usize,
    preformatted: usize,
    /// Open lists: the next number, or none where items are dashes.
    lists: Vec<Option<usize>>,
    /// The open link: its address, and its text so far.
    link: Option<(String, String)>,
}

impl Writer {
    fn text(&mut self, text: &str) {
        if let Some((_, label)) = &mut self.link {
            label.push_str(text);
        }
        for character in text.chars() {
            match character {
                '\n' if self.preformatted > 0 => self.end_line(),
                ' ' | '\t' | '\n' | '\r' if self.preformatted == 0 => self.space = true,
                _ => {
                    if self.space && !self.line.is_empty() && !self.line.ends_with(' ') {
                        self.line.push(' ');
                    }
                    self.space = false;
                    self.line.push(if character == '\u{A0}' { ' ' } else { character });
                }
            }
        }
    }

    fn open(&mut self, name: &str, source: &str) {
        match name {
            "br" => self.end_line(),
            "hr" => {
                self.block();
                self.line.push_str("---");
                self.block();
            }
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "table" | "dl" | "figure" => self.block(),
            "div" | "tr" | "dt" | "dd" | "caption" | "center" => self.break_line(),
            "td" | "th" => self.space = true,
            "pre" => {
                self.block();
                self.preformatted += 1;
            }
            "blockquote" => {
                self.block();
                self.quotes += 1;
            }
            "ul" | "ol" => {
                if self.lists.is_empty() {
                    self.block();
                } else {
                    self.break_line();
                }
                self.lists.push((name == "ol").then_some(1));
            }
            "li" => self.item(),
            "a" => {
                let href = attributes(source)
                    .find(|(name, _)| *name == "href")
                    .map(|(_, value)| unescaped(value));
                self.link = href.map(|href| (href, String::new()));
            }
            "img" => {
                let alt = attributes(source)
                    .find(|(name, _)| *name == "alt")
                    .map(|(_, value)| unescaped(value));
                if let Some(alt) = alt.filter(|alt| !alt.trim().is_empty()) {
                    self.text(&format!("[{}]", alt.trim()));
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "table" | "dl" | "figure" => self.block(),
            "div" | "tr" | "dt" | "dd" | "caption" | "center" | "li" => self.break_line(),
            "pre" => {
                self.block();
                self.preformatted = self.preformatted.saturating_sub(1);
            }
            "blockquote" => {
                self.block();
                self.quotes = self.quotes.saturating_sub(1);
            }
            "ul" | "ol" => {
                self.lists.pop();
                if self.lists.is_empty() {
                    self.block();
                } else {
                    self.break_line();
                }
            }
            "a" => self.end_link(),
            _ => {}
        }
    }

    fn item(&mut self) {
        self.break_line();
        let depth = self.lists.len().saturating_sub(1).min(8);
        self.line.extend(std::iter::repeat_n("  ", depth));
        match self.lists.last_mut() {
            Some(Some(number)) => {
                self.line.push_str(&format!("{number}. "));
                *number += 1;
            }
            _ => self.line.push_str("- "),
        }
    }

    /// The address stands behind the link, unless the link shows it already.
    fn end_link(&mut self) {
        let Some((href, label)) = self.link.take() else { return };
        let address = href
            .strip_prefix("mailto:")
            .or_else(|| href.strip_prefix("tel:"))
            .unwrap_or(&href);
        let bare = |text: &str| {
            let text = text.trim().trim_end_matches('/').to_lowercase();
            text.strip_prefix("https://")
                .or_else(|| text.strip_prefix("http://"))
                .unwrap_or(&text)
                .to_owned()
        };
        if ![bare(address), bare(&href)].contains(&bare(&label)) {
            if !self.line.is_empty() {
                self.space = true;
            }
            self.text(&format!("<{address}>"));
        }
    }

    fn break_line(&mut self) {
        if !self.line.trim().is_empty() {
            self.end_line();
        }
        self.line.clear();
        self.space = false;
    }

    fn block(&mut self) {
        self.break_line();
        self.gap = !self.out.is_empty();
    }

    fn end_line(&mut self) {
        if self.gap {
            self.push_line("", self.quotes.min(self.quotes_before));
            self.gap = false;
        }
        let line = std::mem::take(&mut self.line);
        self.push_line(line.trim_end(), self.quotes);
        self.quotes_before = self.quotes;
        self.space = false;
    }

    fn push_line(&mut self, line: &str, quotes: usize) {
        // Nothing but line breaks says nothing.
        if line.is_empty() && (self.out.is_empty() || self.out.ends_with("\n\n")) {
            return;
        }
        // Quotes in quotes in quotes: nobody counts beyond some.
        let depth = quotes.min(9);
        self.out.extend(std::iter::repeat_n('>', depth));
        if depth > 0 && !line.is_empty() {
            self.out.push(' ');
        }
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn finish(mut self) -> String {
        self.break_line();
        self.out.trim_matches('\n').to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_readable_text() {
        let cases = [
            (
                "<p>Guten Tag,</p><p>mein&nbsp;WLAN<br>geht   nicht.</p>",
                "Guten Tag,\n\nmein WLAN\ngeht nicht.",
            ),
            ("<div>eins</div><div>zwei</div>", "eins\nzwei"),
            (
                "<ul><li>eins<li>zwei<ol><li>a<li>b</ol></ul>ende",
                "- eins\n- zwei\n  1. a\n  2. b\n\nende",
            ),
            (
                "<p>neu</p><blockquote><p>alt</p><blockquote>älter</blockquote></blockquote>",
                "neu\n\n> alt\n>\n>> älter",
            ),
            (
                "<a href=\"https://x.example/a\">hier</a>.",
                "hier <https://x.example/a>.",
            ),
            ("<a href=\"https://x.example/\">x.example</a>", "x.example"),
            ("<a href=\"mailto:a@x.example\">a@x.example</a>", "a@x.example"),
            (
                "<a href=\"mailto:a@x.example\">mailto:a@x.example</a>",
                "mailto:a@x.example",
            ),
            ("<pre>a\n  b</pre>c", "a\n  b\n\nc"),
            (
                "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
                "a b\nc",
            ),
            ("<style>x</style><script>y</script>1 &lt; 2 &amp; 3", "1 < 2 & 3"),
            ("<img src=\"cid:1\" alt=\"Bildschirm\">", "[Bildschirm]"),
            ("a<hr>b", "a\n\n---\n\nb"),
            ("<br><br><br>a<br><br><br><br>b", "a\n\nb"),
            ("", ""),
        ];
        for (html, expected) in cases {
            assert_eq!(plain_text(html), expected, "{html:?}");
        }
    }
}
