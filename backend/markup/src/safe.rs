//! Untrusted HTML → HTML that can be put into a page.
//!
//! Knows what of images is shown: those that came with the mail, by their content id; those elsewhere tell their owner who
//! reads when, so they go and are counted. Must not know where attachments are served: the caller says so for each.

use crate::{
    clean::clean,
    tags::{Piece, attributes, escaped, pieces, unescaped},
};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SafeHtml {
    /// No scripts, styles, forms or remote content.
    pub html: String,
    /// Images that were taken out.
    pub blocked_images: usize,
}

/// `served` gives the URL of the image of the mail itself with this content id. An image that it does not know goes too.
pub fn safe_html(untrusted: &str, served: impl Fn(&str) -> Option<String>) -> SafeHtml {
    let cleaned = clean(untrusted);
    let mut safe = SafeHtml {
        html: String::with_capacity(cleaned.len()),
        blocked_images: 0,
    };
    for piece in pieces(&cleaned) {
        match piece {
            Piece::Text(text) => safe.html.push_str(text),
            Piece::Close(name) => safe.html.extend(["</", name, ">"]),
            Piece::Open {
                name: "img",
                attributes,
            } => image(attributes, &served, &mut safe),
            Piece::Open { name, attributes: "" } => safe.html.extend(["<", name, ">"]),
            Piece::Open { name, attributes } => safe.html.extend(["<", name, " ", attributes, ">"]),
        }
    }
    safe
}

/// Values stay escaped as the cleaner wrote them; the URL is escaped here. Nothing is replaced in finished HTML: what a
/// content id looks like is the sender's choice.
fn image(source: &str, served: &impl Fn(&str) -> Option<String>, safe: &mut SafeHtml) {
    let source_url = attributes(source)
        .find(|(name, _)| *name == "src")
        .map(|(_, value)| value.trim());
    let content_id = source_url
        .and_then(|url| url.split_at_checked(4))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("cid:"));
    let Some(url) = content_id.and_then(|(_, content_id)| served(&unescaped(content_id))) else {
        safe.blocked_images += usize::from(source_url.is_some());
        return;
    };
    safe.html.extend(["<img src=\"", &escaped(&url), "\""]);
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
                    blocked_images: 0
                },
                "{html:?}"
            );
        }
    }

    #[test]
    fn images_elsewhere_are_taken_out_and_counted() {
        let cases = [
            ("<img src=\"https://track.example/1.gif\">", "", 1),
            ("<img src=//track.example/1.gif><img src='http://x.example/a'>", "", 1),
            ("<img src=\"data:image/png;base64,AAAA\">", "", 1),
            ("<img alt=leer>", "", 0),
            (
                "<IMG SRC=\"CID:logo@x.example\" ALT='Das \"Logo\"' width=10 onerror=x>",
                "<img src=\"/files/logo@x.example\" alt=\"Das &quot;Logo&quot;\" width=\"10\">",
                0,
            ),
            (
                "<img src='cid:a\"><script>'>",
                "<img src=\"/files/a&quot;&gt;&lt;script&gt;\">",
                0,
            ),
            (
                "<table background=\"http://x.example/a.png\"><tr><td>a</td></tr></table>",
                "<table><tbody><tr><td>a</td></tr></tbody></table>",
                0,
            ),
        ];
        for (html, expected, blocked) in cases {
            let safe = of(html);
            assert_eq!(
                (safe.html.as_str(), safe.blocked_images),
                (expected, blocked),
                "{html:?}"
            );
        }
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
