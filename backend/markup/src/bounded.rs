//! Untrusted HTML → the same within bounds: not too long, not too deep, tags balanced.
//!
//! The parser behind the cleaner follows the HTML standard, and the standard has costs that grow with the square of the
//! nesting, of the attributes of one tag, of the length of one text, and of the bold and italic that was never closed. So before it sees
//! anything, one linear pass here closes what is open, drops what nobody may show anyway and stops where it is enough.
//! This is no safety: what this pass misreads costs time, never trust. Safety is the cleaner's alone.

/// What is read: images written into the HTML itself count here, and only here.
const MAX_INPUT: usize = 8 * 1024 * 1024;
/// What is written, and so what the parser and the reader's browser get.
const MAX_OUTPUT: usize = 2 * 1024 * 1024;
/// Layouts of newsletters come to 60 or so.
const MAX_DEPTH: usize = 200;
/// Spreadsheets pasted into mails have some ten thousand.
const MAX_TAGS: usize = 40_000;
/// Each costs the parser as much as a tag.
const MAX_REFERENCES: usize = 100_000;
/// Text in one piece.
const MAX_UNBROKEN: usize = 512;
/// A tag longer than this keeps its name only.
const MAX_TAG: usize = 4 * 1024;
/// All tags together that are longer than a kilobyte, which few are: the serializer's cost grows with the square of each.
const MAX_LONG_TAGS: usize = 192 * 1024;
const LONG_TAG: usize = 1024;
const MAX_NAME: usize = 24;
/// `CounterClockwiseContourIntegral`
const MAX_REFERENCE_NAME: usize = 32;

/// Elements that go with all that is in them.
const DROPPED: &[&str] = &[
    "script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "template", "svg", "math",
    "object", "applet", "select", "audio", "video", "canvas",
];
/// Tags that mean nothing in a fragment; their content stays.
const PASSED_OVER: &[&str] = &[
    "html",
    "head",
    "body",
    "meta",
    "link",
    "base",
    "plaintext",
    "frameset",
    "frame",
];
const VOID: &[&str] = &[
    "br", "hr", "img", "wbr", "col", "input", "area", "embed", "source", "track", "param",
];
const TABLE_PARTS: &[&str] = &[
    "table", "caption", "colgroup", "thead", "tbody", "tfoot", "tr", "td", "th",
];
/// Opening one of these ends an open paragraph.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "table",
    "ul",
    "ol",
    "dl",
    "pre",
    "blockquote",
    "hr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "center",
    "section",
    "article",
    "header",
    "footer",
    "aside",
    "nav",
    "address",
    "figure",
    "li",
    "dt",
    "dd",
    "form",
    "fieldset",
    "details",
    "summary",
];

pub fn bounded(html: &str) -> String {
    // What is hidden and never ends would hide all that follows: then better nothing is.
    pass(html, true).or_else(|| pass(html, false)).unwrap_or_default()
}

fn pass(html: &str, hides: bool) -> Option<String> {
    let read = html.get(..html.floor_char_boundary(MAX_INPUT)).unwrap_or(html);
    let mut pass = Pass {
        out: String::with_capacity(read.len() + read.len() / 8),
        open: Vec::new(),
        tags: 0,
        references: 0,
        long_tags: 0,
        unbroken: 0,
        endless: Vec::new(),
        hides,
        hidden_at: None,
        behind_comments: read.rfind("-->").map_or(usize::MAX, |at| read.len() - at),
    };
    let complete = pass.run(read) && read.len() == html.len();
    if pass.hidden_at.is_some() {
        return None;
    }
    while let Some(name) = pass.open.pop() {
        pass.close(&name);
    }
    if !complete {
        pass.out.push_str("<p>[…]</p>");
    }
    Some(pass.out)
}

struct Pass {
    out: String,
    open: Vec<String>,
    tags: usize,
    references: usize,
    long_tags: usize,
    /// Bytes of text since the last break.
    unbroken: usize,
    /// Dropped elements of which no end tag is left.
    endless: Vec<String>,
    /// Elements that a browser would not show are dropped with what is in them.
    hides: bool,
    /// How many elements were open when one came that is hidden, while within it.
    hidden_at: Option<usize>,
    /// How much input is left where the last comment ends.
    behind_comments: usize,
}

impl Pass {
    /// Whether it came to the end.
    fn run(&mut self, html: &str) -> bool {
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            let (text, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
            self.text(text);
            if self.is_full() {
                return false;
            }
            rest = self.markup(from);
        }
        self.text(rest);
        !self.is_full()
    }

    fn is_full(&self) -> bool {
        self.out.len() > MAX_OUTPUT || self.tags > MAX_TAGS || self.references > MAX_REFERENCES
    }

    /// Only what is a character reference keeps its `&`, so that the parser need not take back what it has read of
    /// others.
    fn text(&mut self, text: &str) {
        if self.hidden_at.is_some() {
            return;
        }
        let mut rest = text;
        while let Some((before, from)) = rest.split_once('&') {
            self.run_of_text(before);
            if self.unbroken + MAX_REFERENCE_NAME + 2 > MAX_UNBROKEN {
                self.break_text();
            }
            self.out.push_str(if is_reference(from) { "&" } else { "&amp;" });
            self.unbroken += 1;
            self.references += 1;
            rest = from;
            if self.is_full() {
                return;
            }
        }
        self.run_of_text(rest);
    }

    /// Text without `&`; its first bytes may be the name of a reference, which is not to be broken.
    fn run_of_text(&mut self, run: &str) {
        let mut rest = run;
        while !rest.is_empty() && !self.is_full() {
            let room = MAX_UNBROKEN.saturating_sub(self.unbroken).max(MAX_REFERENCE_NAME + 2);
            let (piece, after) = rest
                .split_at_checked(rest.floor_char_boundary(room))
                .unwrap_or((rest, ""));
            self.out.push_str(piece);
            self.unbroken += piece.len();
            rest = after;
            if !rest.is_empty() {
                self.break_text();
            }
        }
    }

    /// The serializer behind the cleaner is quadratic in a piece of text with many `&`, `§`, `°` and the like. An empty comment
    /// ends the piece, and is gone afterwards.
    fn break_text(&mut self) {
        self.out.push_str("<!---->");
        self.unbroken = 0;
    }

    /// `from` starts with `<`; returns what follows the markup.
    fn markup<'a>(&mut self, from: &'a str) -> &'a str {
        let inner = from.get(1..).unwrap_or_default();
        if let Some(comment) = inner.strip_prefix("!--") {
            if let Some(rest) = comment.strip_prefix('>').or_else(|| comment.strip_prefix("->")) {
                return rest;
            }
            let ends = comment.len() >= self.behind_comments;
            return ends
                .then(|| comment.split_once("-->"))
                .flatten()
                .map_or(comment, |(_, rest)| rest);
        }
        if inner.starts_with(['!', '?']) {
            return inner.split_once('>').map_or("", |(_, rest)| rest);
        }
        if let Some(end_tag) = inner.strip_prefix('/') {
            let (tag, rest) = end_tag.split_once('>').unwrap_or((end_tag, ""));
            self.end_tag(&name_of(tag));
            return rest;
        }
        if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
            if self.hidden_at.is_none() {
                self.out.push_str("&lt;");
                self.unbroken += 4;
                self.references += 1;
            }
            return inner;
        }
        let (tag, rest) = split_tag(inner);
        self.tags += 1;
        let name = name_of(tag);
        if DROPPED.contains(&name.as_str()) {
            return self.after_dropped(&name, rest);
        }
        self.start_tag(name, tag);
        rest
    }

    fn start_tag(&mut self, name: String, tag: &str) {
        if PASSED_OVER.contains(&name.as_str()) || name.is_empty() {
            return;
        }
        self.end_implied(&name);
        let is_void = VOID.contains(&name.as_str());
        if !is_void && self.open.len() >= MAX_DEPTH {
            return;
        }
        if self.hides && self.hidden_at.is_none() && says_hidden(tag) {
            if is_void {
                return;
            }
            self.hidden_at = Some(self.open.len());
        }
        if self.hidden_at.is_some() {
            if !is_void {
                self.open.push(name);
            }
            return;
        }
        self.unbroken = 0;
        self.out.push('<');
        if tag.len() > LONG_TAG {
            self.long_tags += tag.len();
        }
        if tag.len() <= LONG_TAG || (tag.len() <= MAX_TAG && self.long_tags <= MAX_LONG_TAGS) {
            self.out.push_str(tag);
        } else {
            self.out.push_str(name_only(&name));
        }
        self.out.push('>');
        if !is_void {
            self.open.push(name);
        }
    }

    /// What an opening tag closes without saying so.
    fn end_implied(&mut self, name: &str) {
        if BLOCKS.contains(&name) {
            self.close_through(&["p"], TABLE_PARTS);
        }
        match name {
            "li" => self.close_through(&["li"], &["ul", "ol", "table", "td", "th"]),
            "dt" | "dd" => self.close_through(&["dt", "dd"], &["dl", "table", "td", "th"]),
            "td" | "th" => self.close_through(&["td", "th"], &["tr", "table"]),
            "tr" => self.close_through(&["tr"], &["table", "thead", "tbody", "tfoot"]),
            "thead" | "tbody" | "tfoot" => self.close_through(&["thead", "tbody", "tfoot"], &["table"]),
            "a" => self.close_through(&["a"], TABLE_PARTS),
            _ => {}
        }
    }

    fn end_tag(&mut self, name: &str) {
        let borders: &[&str] = if name == "table" {
            &[]
        } else if TABLE_PARTS.contains(&name) {
            &["table"]
        } else {
            TABLE_PARTS
        };
        self.close_through(&[name], borders);
    }

    /// Closes up to and with the innermost of `names`, unless one of `borders` is in between.
    fn close_through(&mut self, names: &[&str], borders: &[&str]) {
        let inner = self
            .open
            .iter()
            .rev()
            .take_while(|open| names.contains(&open.as_str()) || !borders.contains(&open.as_str()));
        let Some(above) = inner.into_iter().position(|open| names.contains(&open.as_str())) else {
            return;
        };
        for _ in 0..=above {
            if let Some(name) = self.open.pop() {
                self.close(&name);
            }
        }
    }

    /// The end of a hidden element is not written: its beginning was not.
    fn ends_hidden(&mut self) -> bool {
        let Some(level) = self.hidden_at else { return false };
        if self.open.len() <= level {
            self.hidden_at = None;
        }
        true
    }

    fn close(&mut self, name: &str) {
        if self.ends_hidden() {
            return;
        }
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// What follows the end tag of a dropped element; when there is none, what follows its start tag.
    fn after_dropped<'a>(&mut self, name: &str, rest: &'a str) -> &'a str {
        if self.endless.iter().any(|endless| endless == name) {
            return rest;
        }
        let mut from = rest;
        while let Some((_, after)) = from.split_once("</") {
            from = after;
            if name_of(after) == name {
                return after.split_once('>').map_or("", |(_, rest)| rest);
            }
        }
        self.endless.push(name.to_owned());
        rest
    }
}

/// Newsletters hide a preview for the list of mails; others hide what no reader shall see and every machine. Without styles it would show.
fn says_hidden(tag: &str) -> bool {
    if tag.len() > MAX_TAG {
        return false;
    }
    let tag: String = tag
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| c.to_ascii_lowercase())
        .collect();
    let Some((_, style)) = tag.split_once("style=") else {
        return false;
    };
    ["display:none", "visibility:hidden"]
        .iter()
        .any(|hides| style.contains(hides))
}

/// `from` follows a `&`: `uuml;`, `#252;`, `#xFC;`, and those that old programs write without the semicolon.
fn is_reference(from: &str) -> bool {
    let name_length = from
        .bytes()
        .take(MAX_REFERENCE_NAME)
        .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#')
        .count();
    let name = from.get(..name_length).unwrap_or_default();
    let ends = from.as_bytes().get(name_length) == Some(&b';');
    if let Some(number) = name.strip_prefix('#') {
        return ends && !number.is_empty() && !number.contains('#');
    }
    (ends && !name.is_empty() && !name.contains('#')) || ["nbsp", "amp", "lt", "gt", "quot"].contains(&name)
}

/// An image that was too long to keep stays one, so that it is counted.
fn name_only(name: &str) -> &str {
    if name == "img" { "img src=\"data:,\"" } else { name }
}

/// The tag without its `>`, and what follows. A `>` within a quoted value is none.
fn split_tag(inner: &str) -> (&str, &str) {
    let mut quote: Option<u8> = None;
    let mut value_may_start = false;
    for (at, byte) in inner.bytes().enumerate() {
        match quote {
            Some(open) if byte == open => quote = None,
            Some(_) => {}
            None => match byte {
                b'>' => {
                    let (tag, rest) = inner.split_at_checked(at).unwrap_or((inner, ""));
                    return (tag, rest.get(1..).unwrap_or_default());
                }
                b'"' | b'\'' if value_may_start => {
                    quote = Some(byte);
                    value_may_start = false;
                }
                b'=' => value_may_start = true,
                _ if byte.is_ascii_whitespace() => {}
                _ => value_may_start = false,
            },
        }
    }
    // The standard drops a tag that never ends, and so does the name being empty.
    ("", "")
}

/// Lower-cased; empty when it is longer than any name that HTML has.
fn name_of(tag: &str) -> String {
    let end = tag
        .bytes()
        .take(MAX_NAME + 1)
        .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'))
        .unwrap_or(tag.len());
    let name = tag.get(..end).unwrap_or_default();
    let is_name = name.len() <= MAX_NAME
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':'));
    if is_name {
        name.to_ascii_lowercase()
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_come_out_balanced() {
        let cases = [
            ("<p>a<p>b", "<p>a</p><p>b</p>"),
            ("<b>a<i>b</b>c</i>", "<b>a<i>b</i></b>c"),
            ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
            (
                "<table><tr><td>a<td>b<tr><td>c</table>",
                "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
            ),
            (
                "<p>a<table><tr><td>b</p>c</table>",
                "<p>a</p><table><tr><td>bc</td></tr></table>",
            ),
            ("<DIV>a</Div >", "<DIV>a</div>"),
            ("<div style='display: NONE'>a<div>b</div><p>c</div>d", "d"),
            ("a<p style=\"color:red;display:none\">b<p>c", "a<p>c</p>"),
            ("a<img src=x style=display:none>b", "ab"),
            (
                "a<div style='display:none'>never closed",
                "a<div style='display:none'>never closed</div>",
            ),
            ("<p title='display:none'>a", "<p title='display:none'>a</p>"),
            ("a<br>b<img src=x>", "a<br>b<img src=x>"),
            ("<a href='1>2'>x</a>", "<a href='1>2'>x</a>"),
            ("1 < 2 <3", "1 &lt; 2 &lt;3"),
            ("a</x>b", "ab"),
            ("<html><body>a</body></html>", "a"),
            ("a<!-- <b> -->b<!--->c<!-- d", "abc d"),
            ("a<style>p{}</style>b<SCRIPT>1</script >c<script>d", "abcd"),
            ("a<?xml x?>b<![if !mso]>c", "abc"),
            ("a<b href=\"", "a"),
            (
                "a & b &uuml; &#252; &xyz &#; &nbsp ?a=1&b=2",
                "a &amp; b &uuml; &#252; &amp;xyz &amp;#; &nbsp ?a=1&amp;b=2",
            ),
        ];
        for (html, expected) in cases {
            assert_eq!(bounded(html), expected, "{html:?}");
        }
    }

    #[test]
    fn depth_length_and_number_are_bounded() {
        assert!(bounded(&"text ".repeat(1_000_000)).len() < MAX_OUTPUT + 2 * MAX_UNBROKEN);
        let deep = bounded(&"<div>".repeat(100_000));
        assert_eq!(deep.matches("<div>").count(), MAX_DEPTH);
        assert_eq!(deep.matches("</div>").count(), MAX_DEPTH);
        assert!(bounded(&"<i></i>".repeat(100_000)).ends_with("<p>[…]</p>"));
        assert!(bounded(&"<".repeat(10_000_000)).len() <= MAX_OUTPUT + 100);
        let long = format!(
            "<p {}>a</p><img src=\"data:{}\">",
            "a=b ".repeat(10_000),
            "x".repeat(10_000)
        );
        assert_eq!(bounded(&long), "<p>a</p><img src=\"data:,\">");
    }
}
