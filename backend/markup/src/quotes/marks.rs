//! The marks that mail programs leave around what they quote.
//!
//! Knows their names. The cleaner keeps an attribute only where [`canonical`] says so, and writes its one word in place of the value, so
//! that nothing that a sender chose gets any further.

use crate::tags::attributes;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// The element is history.
    Quote,
    /// `Am … schrieb …:`; the quote comes next.
    Introduction,
    /// A header block: from here on all is history.
    Rest,
    /// Outlook's line above a header block, which is also used for other things.
    Border,
}

impl Mark {
    const ALL: [(Self, &'static str); 4] = [
        (Self::Quote, "quote"),
        (Self::Introduction, "introduction"),
        (Self::Rest, "rest"),
        (Self::Border, "border"),
    ];

    fn word(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(mark, _)| *mark == self)
            .map_or("", |(_, word)| word)
    }
}

const CLASSES: [(&str, Mark); 8] = [
    ("gmail_quote", Mark::Quote),
    ("gmail_quote_container", Mark::Quote),
    ("yahoo_quoted", Mark::Quote),
    ("protonmail_quote", Mark::Quote),
    ("tutanota_quote", Mark::Quote),
    ("moz-cite-prefix", Mark::Introduction),
    ("gmail_attr", Mark::Introduction),
    ("outlookmessageheader", Mark::Rest),
];
const IDS: [(&str, Mark); 7] = [
    ("divrplyfwdmsg", Mark::Rest),
    ("zwchr", Mark::Rest),
    ("mail-editor-reference-message-container", Mark::Quote),
    ("olk_src_body_section", Mark::Quote),
    ("isreplycontent", Mark::Quote),
    ("reply-intro", Mark::Introduction),
    ("replyintro", Mark::Introduction),
];
/// Elements that a mark counts on: blocks.
const BLOCKS: [&str; 5] = ["div", "blockquote", "p", "table", "hr"];
/// What a value is looked at; the names that count stand first.
const MAX_VALUE: usize = 400;

/// What the cleaner writes in place of the value of an attribute; `None` where the attribute goes.
pub fn canonical(element: &str, attribute: &str, value: &str) -> Option<&'static str> {
    if !BLOCKS.contains(&element) {
        return None;
    }
    let value = value.get(..value.floor_char_boundary(MAX_VALUE)).unwrap_or(value);
    let value = value.to_ascii_lowercase();
    let mark = match attribute {
        "class" => value.split_ascii_whitespace().find_map(|class| known(&CLASSES, class)),
        "id" => known(&IDS, value.trim()),
        "type" if element == "blockquote" => (value.trim() == "cite").then_some(Mark::Quote),
        // GMX and WEB.DE.
        "name" => (value.trim() == "quote").then_some(Mark::Quote),
        "style" => is_border(&value).then_some(Mark::Border),
        _ => None,
    };
    mark.map(Mark::word)
}

/// Outlook on the web puts an `x_` before the names in what it quotes.
fn known(names: &[(&str, Mark)], name: &str) -> Option<Mark> {
    let name = name.trim_start_matches("x_");
    names.iter().find(|(known, _)| *known == name).map(|(_, mark)| *mark)
}

/// `border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm`
fn is_border(style: &str) -> bool {
    let compact: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    compact.contains("border:none") && compact.contains("border-top:solid")
}

/// What the cleaned tag says.
pub fn mark(element: &str, source: &str) -> Option<Mark> {
    attributes(source)
        .filter(|(attribute, _)| is_mark(element, attribute))
        .find_map(|(_, value)| Mark::ALL.iter().find(|(_, word)| *word == value).map(|(mark, _)| *mark))
}

/// Whether a cleaned attribute is there as a mark only, and so is not to be written.
pub fn is_mark(element: &str, attribute: &str) -> bool {
    matches!(attribute, "class" | "id" | "name" | "style") || (element, attribute) == ("blockquote", "type")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_marks_stay() {
        let cases = [
            (("div", "class", "gmail_quote gmail_quote_container"), Some("quote")),
            (("div", "class", "x_x_Gmail_Quote"), Some("quote")),
            (("div", "class", "quote"), None),
            (("span", "class", "gmail_quote"), None),
            (("div", "id", "x_divRplyFwdMsg"), Some("rest")),
            (("hr", "id", "zwchr"), Some("rest")),
            (("blockquote", "type", "cite"), Some("quote")),
            (("ol", "type", "cite"), None),
            (("div", "name", "quote"), Some("quote")),
            (
                ("div", "style", "border:none; border-top:solid #E1E1E1 1.0pt"),
                Some("border"),
            ),
            (("div", "style", "border-top:solid red 1px"), None),
            (("div", "title", "quote"), None),
        ];
        for ((element, attribute, value), expected) in cases {
            assert_eq!(
                canonical(element, attribute, value),
                expected,
                "{element} {attribute} {value}"
            );
        }
        assert_eq!(
            mark("div", "dir=\"ltr\" class=\"introduction\""),
            Some(Mark::Introduction)
        );
        assert_eq!(mark("ol", "type=\"quote\""), None);
    }
}
