//! The cleaner: the one place that decides what of a mail's HTML may reach a browser.
//!
//! Knows the list of what is allowed; all else goes. Its output has one canonical form, which [`crate::tags`] relies on.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use ammonia::{Builder, UrlRelative};

use crate::{bounded::bounded, quotes};

const TAGS: &[&str] = &[
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
];
/// Gone with their content, not only as tags.
const GONE: &[&str] = &[
    "script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "template", "svg", "math",
    "object", "applet", "select", "audio", "video", "canvas", "noscript",
];
const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["href"]),
    ("img", &["src", "alt", "width", "height"]),
    ("ol", &["start", "type", "reversed"]),
    ("td", &["colspan", "rowspan", "align", "valign"]),
    ("th", &["colspan", "rowspan", "align", "valign", "scope"]),
    ("tr", &["align", "valign"]),
    ("table", &["border", "cellpadding", "cellspacing", "class", "id"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("time", &["datetime"]),
    // Where history begins; what they say is replaced by a word of ours, and none of them is written out.
    ("div", &["class", "id", "name", "style"]),
    ("blockquote", &["class", "id", "name", "type"]),
    ("p", &["class", "id"]),
    ("hr", &["class", "id"]),
];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(cleaner);

/// Safe HTML in canonical form. Images still have their `src`, and history its marks ([`quotes::mark`]).
pub fn clean(untrusted: &str) -> String {
    CLEANER.clean(&bounded(untrusted)).to_string()
}

fn cleaner() -> Builder<'static> {
    let attributes: HashMap<&str, HashSet<&str>> = ATTRIBUTES
        .iter()
        .map(|(tag, names)| (*tag, names.iter().copied().collect()))
        .collect();
    let on_links: HashMap<&str, &str> = HashMap::from([("target", "_blank")]);
    let mut builder = Builder::empty();
    builder
        .tags(TAGS.iter().copied().collect())
        .clean_content_tags(GONE.iter().copied().collect())
        .tag_attributes(attributes)
        .generic_attributes(HashSet::from(["lang", "dir", "title"]))
        // `data` is there for images to be counted; links do not get it.
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel", "cid", "data"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow"))
        .set_tag_attribute_values(HashMap::from([("a", on_links)]))
        .strip_comments(true)
        .attribute_filter(what_an_attribute_may_say);
    builder
}

fn what_an_attribute_may_say<'a>(element: &str, attribute: &str, value: &'a str) -> Option<Cow<'a, str>> {
    if quotes::is_mark(element, attribute) {
        return quotes::canonical(element, attribute, value).map(Cow::Borrowed);
    }
    if (element, attribute) != ("a", "href") {
        return Some(Cow::Borrowed(value));
    }
    let scheme = value
        .trim_start()
        .split(':')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    matches!(scheme.as_str(), "http" | "https" | "mailto" | "tel").then_some(Cow::Borrowed(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_texts_come_out_in_one_piece() {
        let text = "§ 1 Abs. 2 &amp; &uuml;".repeat(2_000);
        assert_eq!(clean(&text), "§ 1 Abs. 2 &amp; ü".repeat(2_000));
        let unbroken = "ä".repeat(50_000);
        assert_eq!(clean(&unbroken), unbroken);
    }
}
