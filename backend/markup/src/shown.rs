//! Stored HTML → what one reader sees of it.
//!
//! Knows what [`crate::safe_html`] leaves for later: images that lie elsewhere wait, history is marked. Works on its output only; the
//! result is as safe as what came in. Each function is one pass.

use crate::{
    remote::WAITING,
    safe::HISTORY,
    tags::{Piece, attributes, escaped, pieces, unescaped},
};

/// How a reader wants to see a mail.
#[derive(Clone, Copy, Debug, Default)]
pub struct Showing<'a> {
    /// Load images from elsewhere: only when the reader asked for it, since their owner learns of it. The page has to allow it too
    /// (`img-src` of its content security policy).
    pub remote_images: bool,
    /// What stands on the folded history, in the reader's language; without it nothing is folded.
    pub history: Option<&'a str>,
}

/// How many images a mail has that are not loaded unless the reader asks for them. `stored` comes from [`crate::safe_html`].
#[must_use]
pub fn remote_images(stored: &str) -> usize {
    pieces(stored)
        .filter(|piece| match piece {
            Piece::Open {
                name: "img",
                attributes: source,
            } => attributes(source).any(|(name, _)| name == WAITING),
            _ => false,
        })
        .count()
}

/// The HTML for one reader. `stored` comes from [`crate::safe_html`], of this version or an older one.
#[must_use]
pub fn show(stored: &str, showing: &Showing<'_>) -> String {
    let mut out = String::with_capacity(stored.len() + stored.len() / 16);
    // For each open `div` whether it is folded history.
    let mut divs: Vec<bool> = Vec::new();
    for piece in pieces(stored) {
        match piece {
            Piece::Open {
                name: "div",
                attributes: source,
            } => {
                let summary = showing.history.filter(|_| source == HISTORY);
                divs.push(summary.is_some());
                match summary {
                    Some(summary) => {
                        out.extend(["<details><summary>", &escaped(summary), "</summary>"]);
                    }
                    None => write_open(&mut out, "div", if source == HISTORY { "" } else { source }),
                }
            }
            Piece::Close("div") => out.push_str(if divs.pop() == Some(true) {
                "</details>"
            } else {
                "</div>"
            }),
            Piece::Open {
                name: "img",
                attributes: source,
            } if showing.remote_images => match source.strip_prefix(WAITING) {
                Some(rest) => {
                    let source = format!("src{rest} referrerpolicy=\"no-referrer\"");
                    write_open(&mut out, "img", &source);
                }
                None => write_open(&mut out, "img", source),
            },
            piece => write(&mut out, &piece),
        }
    }
    out
}

/// `stored` with other URLs for its images: `url` gets what stands in `src` (`cid:…` in HTML that was cleaned so, or the URL that it was
/// cleaned with) and gives what shall stand there. Where it gives nothing, the image's name stands in its place. Images that lie
/// elsewhere are left alone.
pub fn with_images(stored: &str, url: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(stored.len());
    for piece in pieces(stored) {
        let image = match piece {
            Piece::Open {
                name: "img",
                attributes: source,
            } => attributes(source)
                .find(|(name, _)| *name == "src")
                .map(|(_, value)| (value, source)),
            _ => None,
        };
        let Some((value, source)) = image else {
            write(&mut out, &piece);
            continue;
        };
        let others = || attributes(source).filter(|(name, _)| *name != "src");
        match url(&unescaped(value)) {
            Some(url) => {
                out.extend(["<img src=\"", &escaped(&url), "\""]);
                for (name, value) in others() {
                    out.extend([" ", name, "=\"", value, "\""]);
                }
                out.push('>');
            }
            None => {
                let alt = others().find(|(name, value)| *name == "alt" && !value.is_empty());
                if let Some((_, name)) = alt {
                    out.extend(["[", name, "]"]);
                }
            }
        }
    }
    out
}

fn write(out: &mut String, piece: &Piece<'_>) {
    match piece {
        Piece::Text(text) => out.push_str(text),
        Piece::Close(name) => out.extend(["</", name, ">"]),
        Piece::Open { name, attributes } => write_open(out, name, attributes),
    }
}

fn write_open(out: &mut String, name: &str, attributes: &str) {
    out.extend(["<", name]);
    if !attributes.is_empty() {
        out.extend([" ", attributes]);
    }
    out.push('>');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::safe_html;

    fn stored(html: &str) -> String {
        safe_html(html, |content_id| Some(format!("cid:{content_id}"))).html
    }

    #[test]
    fn images_elsewhere_load_when_asked_for() {
        let html = stored("<p>a<img src=\"https://u:p@x.example/1.png?a=1&amp;b=2\" alt='A \"b\"'><img src=cid:1></p>");
        assert_eq!(remote_images(&html), 1);
        assert_eq!(show(&html, &Showing::default()), html);
        assert!(!html.contains(" src=\"http"), "{html}");
        let shown = show(
            &html,
            &Showing {
                remote_images: true,
                history: None,
            },
        );
        assert_eq!(
            shown,
            "<p>a<img src=\"https://x.example/1.png?a=1&amp;b=2\" alt=\"A &quot;b&quot;\" referrerpolicy=\"no-referrer\"><img src=\"cid:1\"></p>"
        );
        assert_eq!(remote_images("<p>data-remote-src=\"x\"</p>"), 0);
        assert_eq!(
            remote_images(&stored("<img alt='data-remote-src=\"http://x\"' src=cid:1>")),
            0
        );
    }

    #[test]
    fn history_is_folded_in_the_readers_language() {
        let html = stored("<div>Ja.</div><blockquote type=cite><div>Geht es?</div></blockquote>");
        let german = Showing {
            remote_images: false,
            history: Some("Zitat <anzeigen>"),
        };
        assert_eq!(
            show(&html, &german),
            "<div>Ja.</div><details><summary>Zitat &lt;anzeigen&gt;</summary><blockquote><div>Geht es?</div></blockquote></details>"
        );
        assert_eq!(
            show(&html, &Showing::default()),
            "<div>Ja.</div><div><blockquote><div>Geht es?</div></blockquote></div>"
        );
    }

    #[test]
    fn images_of_the_mail_get_their_url() {
        let html =
            stored("<img src='cid:a&amp;b' alt=Logo width=10><img src=cid:gone alt=Bild><img src=http://x.example/>");
        let url = |src: &str| (src == "cid:a&b").then(|| "files/1 \"x\".png".to_owned());
        assert_eq!(
            with_images(&html, url),
            "<img src=\"files/1 &quot;x&quot;.png\" alt=\"Logo\" width=\"10\">[Bild]<img data-remote-src=\"http://x.example/\">"
        );
    }
}
