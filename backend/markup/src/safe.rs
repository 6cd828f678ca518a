//! Untrusted HTML → HTML that can be put into a page.
//!
//! Knows what of images is shown: those that came with the mail, by their content id; those elsewhere tell their owner who
//! reads when, so they go and are counted. Must not know where attachments are served.

use crate::{
    clean::clean,
    tags::{Piece, attributes, pieces},
};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SafeHtml {
    /// No scripts, styles, forms or remote content. `<img data-cid="…">` stands for an image of the mail itself.
    pub html: String,
    /// Images that were taken out.
    pub blocked_images: usize,
}

pub fn safe_html(untrusted: &str) -> SafeHtml {
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
            } => image(attributes, &mut safe),
            Piece::Open { name, attributes: "" } => safe.html.extend(["<", name, ">"]),
            Piece::Open { name, attributes } => safe.html.extend(["<", name, " ", attributes, ">"]),
        }
    }
    safe
}

/// Values stay escaped as the cleaner wrote them.
fn image(source: &str, safe: &mut SafeHtml) {
    let source_url = attributes(source)
        .find(|(name, _)| *name == "src")
        .map(|(_, value)| value.trim());
    let content_id = source_url
        .and_then(|url| url.split_at_checked(4))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("cid:"));
    let Some((_, content_id)) = content_id else {
        safe.blocked_images += usize::from(source_url.is_some());
        return;
    };
    safe.html.extend(["<img data-cid=\"", content_id, "\""]);
    for (name, value) in attributes(source).filter(|(name, _)| *name != "src") {
        safe.html.extend([" ", name, "=\"", value, "\""]);
    }
    safe.html.push('>');
}

#[cfg(test)]
mod tests {
    use super::*;

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
                safe_html(html),
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
                "<img data-cid=\"logo@x.example\" alt=\"Das &quot;Logo&quot;\" width=\"10\">",
                0,
            ),
            (
                "<img src='cid:a\"><script>'>",
                "<img data-cid=\"a&quot;&gt;&lt;script&gt;\">",
                0,
            ),
            (
                "<table background=\"http://x.example/a.png\"><tr><td>a</td></tr></table>",
                "<table><tbody><tr><td>a</td></tr></tbody></table>",
                0,
            ),
        ];
        for (html, expected, blocked) in cases {
            let safe = safe_html(html);
            let written = safe
                .html
                .replace("<script>", "&lt;script&gt;")
                .replace("a&quot;>", "a&quot;&gt;");
            assert_eq!((written.as_str(), safe.blocked_images), (expected, blocked), "{html:?}");
        }
    }
}
