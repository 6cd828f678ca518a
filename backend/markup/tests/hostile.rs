//! HTML and text that is meant to hurt: nothing gets through, and it does not take long.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use std::time::{Duration, Instant};

use proptest::prelude::*;
use pult_markup::{
    SafeHtml, Showing, named_uploads, plain_text, remote_images, show, split_quote, text_to_html, text_to_plain,
    with_images,
};

fn safe_html(html: &str) -> SafeHtml {
    pult_markup::safe_html(html, |content_id| Some(format!("/files/{content_id}")))
}

/// Far more than is needed without optimisation on a busy machine, far less than anything quadratic takes.
const SOON: Duration = Duration::from_secs(60);

fn soon<T: Send + 'static>(what: &str, work: impl FnOnce() -> T + Send + 'static) -> T {
    let started = Instant::now();
    let (done, waiting) = std::sync::mpsc::channel();
    let thread = std::thread::Builder::new().stack_size(512 * 1024);
    thread.spawn(move || done.send(work())).unwrap();
    let result = waiting.recv_timeout(SOON);
    assert!(result.is_ok(), "{what}: {:?}", started.elapsed());
    result.unwrap()
}

/// What must never be in the output, whatever came in.
fn assert_safe(html: &str, source: &str) {
    let lower = html.to_ascii_lowercase();
    let tags: Vec<&str> = lower
        .split('<')
        .skip(1)
        .map(|rest| rest.split('>').next().unwrap_or_default())
        .collect();
    for tag in tags {
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap();
        let allowed = [
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
        assert!(allowed.contains(&name), "<{tag}> from {source:?}");
        // Attributes are written by the cleaner: name="value", the value without quotes.
        for attribute in tag.split("\" ").flat_map(|rest| rest.split_once("=\"")) {
            let (name, value) = attribute;
            let name = name.rsplit(' ').next().unwrap();
            assert!(
                !name.starts_with("on") && name != "style" && name != "srcset",
                "{name} from {source:?}"
            );
            // An address that waits leads to a server, and names no user.
            assert!(
                name != "data-remote-src"
                    || (tag.starts_with("img ")
                        && value.starts_with("http")
                        && !value.split('/').nth(2).unwrap().contains('@')),
                "{value} from {source:?}"
            );
            // Only where the caller serves the mail's own images.
            assert!(
                name != "src" || (tag.starts_with("img ") && value.starts_with("/files/")),
                "src from {source:?}"
            );
            if name == "href" {
                let scheme = value.split(':').next().unwrap();
                assert!(
                    ["http", "https", "mailto", "tel"].contains(&scheme),
                    "{value} from {source:?}"
                );
            }
        }
    }
}

#[test]
fn known_attacks_come_to_nothing() {
    let attacks = [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "<svg><style><img src=x onerror=alert(1)></style></svg>",
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<a href=\" java\tscript:alert(1)\">x</a>",
        "<a href=\"&#106;avascript:alert(1)\">x</a>",
        "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
        "<a href=\"cid:x\">x</a><a href=\"//x.example\">y</a>",
        "<a href='vbscript:x' target=_top>x</a>",
        "<div style=\"background:url(javascript:alert(1))\">x</div>",
        "<style>@import 'http://x.example'</style>",
        "<link rel=stylesheet href=http://x.example><meta http-equiv=refresh content='0;url=http://x.example'><base href=http://x.example>",
        "<iframe src=javascript:alert(1)></iframe><object data=x></object><embed src=x>",
        "<form action=http://x.example><input name=password><button>ok</button></form>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
        "<textarea></textarea><img src=x onerror=alert(1)></textarea>",
        "<title><img src=x onerror=alert(1)></title>",
        "<!--><img src=x onerror=alert(1)>-->",
        "<![CDATA[<img src=x onerror=alert(1)>]]>",
        "<IMG \"\"\"><SCRIPT>alert(1)</SCRIPT>\">",
        "<<script>alert(1)//<</script>",
        "<p title='\"><script>alert(1)</script>'>x</p>",
        "<img src=\"cid:x\" alt='\" onerror=\"alert(1)'>",
        "<table><td><img src=x onerror=alert(1)></table><select><style></select><img src=x onerror=alert(1)></style>",
        "<xmp><p title=\"</xmp><img src=x onerror=alert(1)>\"></xmp>",
        "<template><img src=x onerror=alert(1)></template>",
        "<video><source onerror=alert(1)></video><picture><source srcset=http://x.example><img src=x></picture>",
        "<img srcset=\"http://x.example/a 1x\" src=cid:y>",
    ];
    for attack in attacks {
        let html = safe_html(attack).html;
        assert_safe(&html, attack);
    }
    assert_eq!(safe_html("<script>alert(1)</script>").html, "");
    assert_eq!(
        safe_html("a<a href=\"javascript:alert(1)\">x</a>")
            .html
            .matches("href")
            .count(),
        0
    );
}

#[test]
fn hostile_html_takes_no_time() {
    let pieces = [
        "<",
        "</",
        "<!--",
        "<!",
        "&",
        "&x;",
        "\u{A7}",
        "\u{A7}&",
        "<p title=\"&\">",
        "&lt;",
        "&#",
        "&#0;",
        "&notanything;",
        "&nbsp",
        "a\u{301}",
        "\0",
        "<a href=\"",
        "<style>",
        "</style",
        "<div>",
        "<p>",
        "<b>",
        "<table>",
        "<table><tr><td>",
        "<a>",
        "<li>",
        "<div><table><tr><td></div>",
        "<b><p></b>",
        "<i></p>",
        "<svg>",
        "<select>",
        "<img src=x>",
        "<blockquote>",
        "<ol><li>",
        "<img src=http://x.example/>",
        "<div style='display:none'>",
        "<blockquote type=cite>",
        "<blockquote type=cite>x</blockquote>",
        "<div class=gmail_quote>",
        "<div class=gmail_quote><blockquote class=gmail_quote>x</blockquote>",
        "<div id=divRplyFwdMsg>",
        "<div id=divRplyFwdMsg></div>",
        "<div class=moz-cite-prefix></div>",
        "<div style='border:none;border-top:solid'>Von:",
    ];
    for piece in pieces {
        let html = piece.repeat(10_000_000 / piece.len());
        soon(piece, move || {
            let safe = safe_html(&html).html;
            assert!(safe.len() < 20_000_000);
            let shown = show(
                &safe,
                &Showing {
                    remote_images: true,
                    history: Some("Zitat"),
                },
            );
            assert!(shown.len() < 20_000_000);
            assert!(remote_images(&safe) <= 50_000);
            assert!(with_images(&safe, |_| None).len() <= safe.len());
        });
    }
}

#[test]
fn formatting_that_is_never_closed_does_not_multiply() {
    let mut html: String = (0..20_000).map(|n| format!("<b class={n}>")).collect();
    html.push_str(&"<p>x</p><div>y</div>".repeat(10_000));
    let attributes: String = (0..500_000).map(|n| format!(" a{n}=1")).collect();
    let wide = format!("<p{attributes}>x</p>").repeat(3);
    let misnested: String = (0..10_000)
        .map(|n| format!("<p><font class={n}><b class={n}></p>x"))
        .collect();
    let values = format!("<p title=\"{}\">", "&\u{A7}".repeat(1_300)).repeat(1_000);
    let all = [
        ("formatting", html),
        ("attributes", wide),
        ("misnested", misnested),
        ("values", values),
    ];
    for (name, html) in all {
        let size = soon(name, move || safe_html(&html).html.len());
        assert!(size < 10_000_000, "{name}: {size}");
    }
}

#[test]
fn hostile_text_takes_no_time() {
    for piece in [
        ">",
        "> ",
        "\n",
        "Am 1 ",
        "Am 1\n",
        "On 1 wrote",
        "Von:\n",
        "--\n",
        "_",
        "____________\n",
        "schrieb 1:\n>\nx\n",
        "x@",
    ] {
        let text = piece.repeat(10_000_000 / piece.len());
        soon(piece, move || {
            let split = split_quote(&text);
            assert!(split.fresh.len() <= text.len());
        });
    }
    let html = "<blockquote>".repeat(100) + &"<li>a <a href=http://x.example>b</a>".repeat(100_000);
    assert!(soon("plain text", move || plain_text(&html)).contains("http://x.example"));
}

#[test]
fn hostile_writing_takes_no_time() {
    let id = "0198c0de-0000-7000-8000-000000000001";
    let marks = [
        ">",
        "> ",
        ">\n",
        ">>>>>>>>>x\ny\n",
        "![",
        "](upload:",
        "![](upload:",
        "[",
        ")",
        "(",
        "http://",
        "http://x",
        "http://x ",
        "mailto:",
        "mailto:a@",
        "h",
        "http://x.example/))))",
        "&",
        " ",
        "\t",
        "\n",
        "\r",
    ];
    let mut pieces: Vec<String> = marks.iter().map(|&mark| mark.to_owned()).collect();
    pieces.push(format!("](upload:{id})"));
    pieces.push(format!("![x](upload:{id})"));
    pieces.push(format!("http://x/{}", ")".repeat(1_000)));
    for piece in pieces {
        let text = piece.repeat(2_000_000 / piece.len());
        soon(&piece, move || {
            let html = text_to_html(&text, |_| Some("x@y.example".to_owned()));
            assert!(html.len() < 20 * text.len() + 1_000, "{}", html.len());
            assert!(text_to_plain(&text).len() <= text.len());
            assert!(named_uploads(&text).len() <= 1);
        });
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_made_safe(html in "(<|>|\"|'|=|/|&|;|[ a-z]|<a href=|<img src=|<b>|</b>|<table>|<td>|<p |onclick=|style=|javascript:|<!--|-->|<svg>|<style>|</style>|<script>|cid:|\\PC){0,60}") {
        let safe = safe_html(&html);
        assert_safe(&safe.html, &html);
        let text = plain_text(&html);
        prop_assert!(!text.contains('\r'));
    }

    #[test]
    fn splitting_loses_nothing(text in "([a-z]{1,8}|\n|> |>|Am 1.1.2026 schrieb x:|On 1 wrote:|-----Original Message-----|Von: x|Gesendet: y|An: z|-- | ){0,40}") {
        let split = split_quote(&text);
        let kept: usize = split.fresh.chars().chain(split.quoted.unwrap_or_default().chars()).filter(|c| !c.is_whitespace()).count();
        prop_assert_eq!(kept, text.chars().filter(|c| !c.is_whitespace()).count());
    }

    // Whatever somebody writes, the HTML says it, and says no more.
    #[test]
    fn what_is_written_is_what_is_read(text in "([a-zäß.,()<>&\"' ]{1,12}|\n|> |>|https://x\\.example/|mailto:a@b\\.example|!\\[b\\]\\(upload:0198c0de-0000-7000-8000-000000000001\\)|<script>|&amp;){0,30}") {
        let html = text_to_html(&text, |_| None);
        let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace() && *c != '\u{A0}' && *c != '>').collect::<String>();
        prop_assert_eq!(letters(&plain_text(&html)), letters(&text_to_plain(&text)));
        assert_safe(&safe_html(&html).html, &text);
        let with_image = safe_html(&text_to_html(&text, |_| Some("1@x".to_owned())));
        assert_safe(&with_image.html, &text);
        prop_assert_eq!(with_image.html.matches("<img ").count(), text.matches("](upload:").count());
    }

    // Marking and folding history changes nothing of what is said.
    #[test]
    fn history_loses_nothing(html in "([a-z]{1,5}|<p>|</p>|<div>|</div>|<br>|<hr>|<blockquote type=cite>|<blockquote>|</blockquote>|<div class=gmail_quote>|<div class=gmail_attr>|<div class=moz-cite-prefix>|<div id=divRplyFwdMsg>|<div style='border:none;border-top:solid'>Von: x|<table>|<tr>|<td>|</table>|<li>|<img src=https://u:p@x\\.example/a>){0,40}") {
        let safe = safe_html(&html).html;
        assert_safe(&safe, &html);
        let shown = show(&safe, &Showing { remote_images: false, history: Some("Q") });
        let unfolded = shown.replace("<details><summary>Q</summary>", "<div data-history=\"\">").replace("</details>", "</div>");
        prop_assert_eq!(&unfolded, &safe);
        prop_assert_eq!(shown.matches("<details>").count(), shown.matches("</details>").count());
        let letters = |html: &str| html.split('<').flat_map(|rest| rest.split_once('>').map(|(_, text)| text.to_owned())).collect::<String>();
        let plain = html.replace(" type=cite", "").replace(" class=gmail_quote", "").replace(" class=gmail_attr", "").replace(" class=moz-cite-prefix", "").replace(" id=divRplyFwdMsg", "").replace(" style='border:none;border-top:solid'", "");
        prop_assert_eq!(letters(&format!("<x>{safe}")), letters(&format!("<x>{}", safe_html(&plain).html)));
    }
}
