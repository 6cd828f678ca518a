//! Just enough of HTML to have a text when a mail brings none.
//!
//! Knows tags, comments and character references, and reads them in one pass; must not know what is safe to show: the
//! result is text.

use mail_parser::decoders::html::add_html_token;

/// More than a screenful of anything; what a reader needs of longer ones is in the HTML.
const READ: usize = 8 * 1024 * 1024;
/// The longest character reference is `&CounterClockwiseContourIntegral;`.
const MAX_REFERENCE: usize = 34;

/// The text that a browser would show, roughly: blocks on lines of their own, no styles, no scripts, nothing hidden.
pub fn plain(html: &str) -> String {
    // What is hidden and never ends would hide all that follows: then better nothing is.
    read(html, true).or_else(|| read(html, false)).unwrap_or_default()
}

/// An element whose content is no text.
struct Hidden {
    name: String,
    /// Elements of this name that are open within it, itself included.
    depth: usize,
    by_style: bool,
}

fn read(html: &str, hides: bool) -> Option<String> {
    let mut writer = Writer {
        hides,
        ..Writer::default()
    };
    let mut rest = html.get(..html.floor_char_boundary(READ)).unwrap_or(html);
    // How much is left where the last comment ends: where less is left, no comment ends any more.
    let behind_comments = rest.rfind("-->").map_or(usize::MAX, |at| rest.len() - at);
    let mut hidden: Option<Hidden> = None;
    while let Some(at) = rest.find(['<', '&']) {
        let (text, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        if hidden.is_none() {
            writer.text(text);
        }
        rest = if from.starts_with('&') {
            let (character, after) = reference(from);
            if hidden.is_none() {
                writer.text(&character);
            }
            after
        } else {
            markup(from, &mut writer, &mut hidden, behind_comments)
        };
    }
    if hidden.is_none() {
        writer.text(rest);
    }
    let is_lost = hidden.is_some_and(|hidden| hidden.by_style);
    (!is_lost).then(|| writer.finish())
}

/// Text as the least HTML that shows it.
pub fn paragraph(text: &str) -> String {
    let escaped = text
        .trim_end()
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;");
    format!("<p>{}</p>", escaped.replace('\n', "<br>\n"))
}

#[derive(Default)]
struct Writer {
    text: String,
    /// A blank is due before the next word.
    blank: bool,
    preformatted: usize,
    /// Elements that a browser does not show are left out.
    hides: bool,
}

impl Writer {
    fn text(&mut self, text: &str) {
        if self.preformatted > 0 {
            self.text.push_str(text);
            return;
        }
        for character in text.chars() {
            if matches!(character, ' ' | '\t' | '\n' | '\r') {
                self.blank = true;
                continue;
            }
            if self.blank && !self.text.is_empty() && !self.text.ends_with('\n') {
                self.text.push(' ');
            }
            self.blank = false;
            self.text.push(if character == '\u{A0}' { ' ' } else { character });
        }
    }

    fn line(&mut self) {
        self.blank = false;
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn paragraph(&mut self) {
        self.line();
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn finish(self) -> String {
        let lines: Vec<&str> = self.text.lines().map(str::trim_end).collect();
        lines.join("\n").trim_matches('\n').to_owned()
    }
}

/// `from` starts with `<`. Returns what comes after the tag, or the comment.
fn markup<'a>(from: &'a str, writer: &mut Writer, hidden: &mut Option<Hidden>, behind_comments: usize) -> &'a str {
    if let Some(comment) = from.strip_prefix("<!--") {
        // `<!-->` is a whole comment. One that never ends hides nothing, and is not searched for an end.
        if let Some(rest) = comment.strip_prefix('>').or_else(|| comment.strip_prefix("->")) {
            return rest;
        }
        let ends = comment.len() >= behind_comments;
        return ends
            .then(|| comment.split_once("-->"))
            .flatten()
            .map_or(comment, |(_, rest)| rest);
    }
    let after_bracket = from.get(1..).unwrap_or_default();
    let is_tag = after_bracket.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
    if !is_tag {
        if hidden.is_none() {
            writer.text("<");
        }
        return after_bracket;
    }
    let end = after_bracket.find('>').unwrap_or(after_bracket.len());
    let (tag, rest) = after_bracket.split_at_checked(end).unwrap_or((after_bracket, ""));
    element(tag, writer, hidden);
    rest.strip_prefix('>').unwrap_or(rest)
}

/// `tag` is what stands between `<` and `>`.
fn element(tag: &str, writer: &mut Writer, hidden: &mut Option<Hidden>) {
    let closes = tag.starts_with('/');
    let name = tag.trim_start_matches('/');
    let name = name
        .split(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    if let Some(opened) = hidden {
        if name == opened.name {
            opened.depth = if closes { opened.depth - 1 } else { opened.depth + 1 };
            if opened.depth == 0 {
                *hidden = None;
            }
        }
        return;
    }
    let by_style = writer.hides && !closes && is_container(&name) && says_hidden(tag);
    if !closes && (by_style || matches!(name.as_str(), "style" | "script" | "title" | "template")) {
        *hidden = Some(Hidden {
            name,
            depth: 1,
            by_style,
        });
        return;
    }
    match name.as_str() {
        "br" => {
            writer.blank = false;
            writer.text.push('\n');
        }
        "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "ul" | "ol" | "table" | "blockquote" | "hr" | "dl" => {
            writer.paragraph();
        }
        "pre" => {
            writer.paragraph();
            writer.preformatted = if closes {
                writer.preformatted.saturating_sub(1)
            } else {
                writer.preformatted + 1
            };
        }
        "li" if !closes => {
            writer.line();
            writer.text("- ");
        }
        "td" | "th" if closes => writer.blank = true,
        "div" | "tr" | "li" | "dt" | "dd" | "section" | "article" | "header" | "footer" | "address" => writer.line(),
        _ => {}
    }
}

/// Elements that are always closed, so that their end can be found.
fn is_container(name: &str) -> bool {
    matches!(
        name,
        "div" | "span" | "table" | "a" | "b" | "font" | "center" | "section" | "h1" | "h2" | "h3" | "ul" | "ol"
    )
}

/// Newsletters hide a preview for the list of mails; others hide what no reader shall see and every machine.
fn says_hidden(tag: &str) -> bool {
    let tag: String = tag
        .chars()
        .take(2_000)
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_ascii_lowercase())
        .collect();
    let Some((_, style)) = tag.split_once("style") else {
        return false;
    };
    style.starts_with('=')
        && ["display:none", "visibility:hidden"]
            .iter()
            .any(|hides| style.contains(hides))
}

/// `from` starts with `&`. The character that it means, or itself, and what follows.
fn reference(from: &str) -> (String, &str) {
    let window = from.get(..from.floor_char_boundary(MAX_REFERENCE)).unwrap_or(from);
    let named = window.find(';').and_then(|end| from.split_at_checked(end + 1));
    if let Some((token, rest)) = named {
        let inner = token.trim_start_matches('&').trim_end_matches(';');
        if !inner.is_empty() && inner.chars().all(|c| c.is_ascii_alphanumeric() || c == '#') {
            let mut character = String::new();
            add_html_token(&mut character, token.as_bytes(), false);
            character.retain(|c| !c.is_control() || c == '\n');
            return (character, rest);
        }
    }
    ("&".to_owned(), from.get(1..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_comes_out_of_html() {
        let cases = [
            (
                "<p>Hallo&nbsp;Welt</p><p>Gr&uuml;&szlig;e &amp; mehr &#8364;</p>",
                "Hallo Welt\n\nGrüße & mehr €",
            ),
            ("<style>p{}</style>a<br>b<script>1<2</script>c", "a\nbc"),
            ("a <!-- <b>x</b> --> b", "a b"),
            (
                "<div style='display: none'>a<div>b</div>c</div>d<p style=\"color:red\">e",
                "d\n\ne",
            ),
            ("a<span STYLE='DISPLAY:NONE'>b</span>c", "ac"),
            ("a<div style='display:none'>b<p>c", "a\nb\n\nc"),
            ("<style>a", ""),
            ("a<!--->b", "ab"),
            ("a<!-- open", "a open"),
            ("1 < 2 & 3 &unknown; &", "1 < 2 & 3 &unknown; &"),
            ("<ul><li>eins<li>zwei</ul>", "- eins\n- zwei"),
            (
                "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
                "a b\nc",
            ),
            ("<pre>a  b\n c</pre>", "a  b\n c"),
            ("<DIV>Gro\u{00DF}</DIV >ende<", "Groß\nende<"),
            ("", ""),
        ];
        for (html, expected) in cases {
            assert_eq!(plain(html), expected, "{html:?}");
        }
    }

    #[test]
    fn text_survives_as_html() {
        let text = "a < b & c\nd";
        assert_eq!(plain(&paragraph(text)), text);
    }
}
