//! Untrusted HTML → HTML that can be stored, and put into a page.
//!
//! Knows what of images is shown: those that came with the mail, by their content id; the addresses of those elsewhere wait until a reader
//! asks for them. Marks history, which [`crate::show`] folds. Must not know where attachments are served: the caller says so for each.

use crate::{
    clean::clean,
    quotes::{history, is_mark},
    remote::{self, WAITING},
    tags::{Piece, attributes, escaped, pieces, unescaped},
};

/// The attribute of the `div` around history.
pub const HISTORY: &str = "data-history=\"\"";

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SafeHtml {
    /// No scripts, styles, forms or remote content: put into a page it loads nothing from elsewhere. Meant for [`crate::show`].
    pub html: String,
    /// Images elsewhere that are loaded when a reader asks for them.
    pub remote_images: usize,
    /// Images that were taken out for good: of no use, or not there.
    pub blocked_images: usize,
}

/// `served` gives the URL of the image of the mail itself with this content id. An image that it does not know goes.
pub fn safe_html(untrusted: &str, served: impl Fn(&str) -> Option<String>) -> SafeHtml {
    let cleaned = clean(untrusted);
    let pieces: Vec<Piece<'_>> = pieces(&cleaned).collect();
    let mut safe = SafeHtml {
        html: String::with_capacity(cleaned.len()),
        ..SafeHtml::default()
    };
    let mut history = history(&pieces).into_iter();
    let mut next = history.next();
    for (at, piece) in pieces.iter().enumerate() {
        if next.as_ref().is_some_and(|range| range.end == at) {
            safe.html.push_str("</div>");
            next = history.next();
        }
        if next.as_ref().is_some_and(|range| range.start == at) {
            safe.html.extend(["<div ", HISTORY, ">"]);
        }
        match piece {
            Piece::Text(text) => safe.html.push_str(text),
            Piece::Close(name) => safe.html.extend(["</", name, ">"]),
            Piece::Open {
                name: "img",
                attributes,
            } => image(attributes, &served, &mut safe),
            Piece::Open { name, attributes } => open(name, attributes, &mut safe.html),
        }
    }
    if next.is_some() {
        safe.html.push_str("</div>");
    }
    safe
}

/// Values stay escaped as the cleaner wrote them.
fn open(name: &str, source: &str, html: &mut String) {
    html.extend(["<", name]);
    for (attribute, value) in attributes(source).filter(|(attribute, _)| !is_mark(name, attribute)) {
        html.extend([" ", attribute, "=\"", value, "\""]);
    }
    html.push('>');
}

/// The URL is escaped here. Nothing is replaced in finished HTML: what a content id looks like is the sender's choice.
fn image(source: &str, served: &impl Fn(&str) -> Option<String>, safe: &mut SafeHtml) {
    let Some((_, value)) = attributes(source).find(|(name, _)| *name == "src") else {
        return;
    };
    let value = unescaped(value.trim());
    let content_id = value
        .split_at_checked(4)
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("cid:"));
    let (attribute, url) = match content_id {
        Some((_, content_id)) => ("src", served(content_id)),
        None => (WAITING, remote::address(&value, source)),
    };
    let Some(url) = url else {
        safe.blocked_images += 1;
        return;
    };
    safe.remote_images += usize::from(attribute == WAITING);
    safe.html.extend(["<img ", attribute, "=\"", &escaped(&url), "\""]);
    for (name, value) in attributes(source).filter(|(name, _)| *name != "src") {
        safe.html.extend([" ", name, "=\"", value, "\""]);
    }
    safe.html.push('>');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(html: &str) -> SafeHtml {
        safe_html(html, |content_id| Some(format!("/files/{content_id}")))
    }

    const LINK: &str = "target=\"_blank\" rel=\"noopener noreferrer nofollow\"";

    #[test]
    fn what_people_write_stays() {
        let cases = [
            ("<p>Hallo <b>Welt</b></p>", "<p>Hallo <b>Welt</b></p>".to_owned()),
            (
                "<div style=\"color:red\" class=x id=y>a</div>",
                "<div>a</div>".to_owned(),
            ),
            (
                "<a href=\"https://hs-musterstadt.example/?a=1&b=2\">x</a>",
                format!("<a href=\"https://hs-musterstadt.example/?a=1&amp;b=2\" {LINK}>x</a>"),
            ),
            (
                "<a href=\"mailto:a@x.example\">x</a>",
                format!("<a href=\"mailto:a@x.example\" {LINK}>x</a>"),
            ),
            (
                "<table border=1><tr><td colspan=2>a</td></tr></table>",
                "<table border=\"1\"><tbody><tr><td colspan=\"2\">a</td></tr></tbody></table>".to_owned(),
            ),
            ("<pre>a\n  b</pre>", "<pre>a\n  b</pre>".to_owned()),
            ("Gr&uuml;&szlig;e &amp; 1 &lt; 2", "Grüße &amp; 1 &lt; 2".to_owned()),
            ("<o:p>a</o:p><font color=red>b</font>", "ab".to_owned()),
            ("", String::new()),
        ];
        for (html, expected) in cases {
            assert_eq!(
                of(html),
                SafeHtml {
                    html: expected,
                    ..SafeHtml::default()
                },
                "{html:?}"
            );
        }
    }

    #[test]
    fn images_elsewhere_wait_and_are_counted() {
        let cases = [
            (
                "<img src=\"https://x.example/1.gif?a=1&b=2\" alt=A>",
                "<img data-remote-src=\"https://x.example/1.gif?a=1&amp;b=2\" alt=\"A\">",
                (1, 0),
            ),
            ("<img src=\"https://track.example/1.gif\" width=1 height=1>", "", (0, 1)),
            (
                "<img src=//track.example/1.gif><img src='http://x.example/a'>",
                "<img data-remote-src=\"http://x.example/a\">",
                (1, 0),
            ),
            ("<img data-remote-src=http://x.example/ alt=a>", "", (0, 0)),
            ("<img src=\"data:image/png;base64,AAAA\">", "", (0, 1)),
            ("<img alt=leer>", "", (0, 0)),
            (
                "<IMG SRC=\"CID:logo@x.example\" ALT='Das \"Logo\"' width=10 onerror=x>",
                "<img src=\"/files/logo@x.example\" alt=\"Das &quot;Logo&quot;\" width=\"10\">",
                (0, 0),
            ),
            (
                "<img src='cid:a\"><script>'>",
                "<img src=\"/files/a&quot;&gt;&lt;script&gt;\">",
                (0, 0),
            ),
            (
                "<table background=\"http://x.example/a.png\"><tr><td>a</td></tr></table>",
                "<table><tbody><tr><td>a</td></tr></tbody></table>",
                (0, 0),
            ),
        ];
        for (html, expected, (remote, blocked)) in cases {
            let safe = of(html);
            assert_eq!(safe.html, expected, "{html:?}");
            assert_eq!((safe.remote_images, safe.blocked_images), (remote, blocked), "{html:?}");
        }
    }

    #[test]
    fn what_marks_history_is_not_written() {
        let html =
            of("<div class=gmail_quote id=divRplyFwdMsg style='border:none;border-top:solid' name=quote>a</div>").html;
        assert_eq!(html, "<div>a</div>");
    }

    #[test]
    fn a_content_id_that_ends_an_attribute_stays_within_one() {
        let html = "<img src=\"cid:x\" alt=\" onerror=alert(1) srcset=https://t.example/1.gif q=\">";
        let safe = safe_html(html, |_| Some("/files/1?inline=1&x=\"".to_owned()));
        assert_eq!(
            safe.html,
            "<img src=\"/files/1?inline=1&amp;x=&quot;\" alt=\" onerror=alert(1) srcset=https://t.example/1.gif q=\">"
        );
    }

    #[test]
    fn an_image_that_did_not_come_is_taken_out() {
        let safe = safe_html("a<img src=cid:gone>b", |_| None);
        assert_eq!((safe.html.as_str(), safe.blocked_images), ("ab", 1));
    }
}
