//! History as the mail programs of our users write it.

use crate::safe_html;

/// The HTML with `[…]` around what is folded, without tags and blanks at their edges.
fn folded(html: &str) -> String {
    let safe = safe_html(html, |_| None).html;
    let mut out = String::new();
    let mut divs: Vec<bool> = Vec::new();
    for piece in crate::tags::pieces(&safe) {
        match piece {
            crate::tags::Piece::Text(text) => out.push_str(&text.replace("&nbsp;", "")),
            crate::tags::Piece::Open {
                name: "div",
                attributes,
            } => {
                divs.push(attributes == crate::safe::HISTORY);
                out.push_str(if attributes == crate::safe::HISTORY { "[" } else { "" });
            }
            crate::tags::Piece::Close("div") => out.push_str(if divs.pop() == Some(true) { "]" } else { "" }),
            _ => {}
        }
    }
    out
}

// req: E1
#[test]
fn history_is_found_as_programs_write_it() {
    let cases = [
        // Gmail
        (
            "<div dir=ltr>Ja.</div><br><div class=\"gmail_quote gmail_quote_container\"><div dir=ltr class=gmail_attr>Am 1.1. schrieb IT:<br></div>\
             <blockquote class=gmail_quote style=\"margin:0\">Geht es?</blockquote></div>",
            "Ja.[Am 1.1. schrieb IT:Geht es?]",
        ),
        // Outlook on the web
        (
            "<div>Ja.</div><div id=appendonsend></div><hr style=\"width:98%\" tabindex=-1><div id=divRplyFwdMsg dir=ltr><b>Von:</b> IT<br><b>Gesendet:</b> \
             Montag</div><div>Geht es?</div>",
            "Ja.[Von: ITGesendet: MontagGeht es?]",
        ),
        // Outlook
        (
            "<div class=WordSection1><p class=MsoNormal>Ja.</p><p class=MsoNormal>&nbsp;</p><div><div style='border:none;border-top:solid #E1E1E1 \
             1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>Von:</b> IT<br><b>Gesendet:</b> Montag</p></div></div><p>Geht es?</p></div>",
            "Ja.[Von: ITGesendet: MontagGeht es?]",
        ),
        // Apple
        (
            "<div>Ja.<br><div><br><blockquote type=\"cite\"><div>Am 1.1. schrieb IT:</div><div>Geht es?</div></blockquote></div></div>",
            "Ja.[Am 1.1. schrieb IT:Geht es?]",
        ),
        // Thunderbird, the answer above and below
        (
            "<p>Ja.</p><div class=\"moz-cite-prefix\">Am 1.1. schrieb IT:<br></div><blockquote type=\"cite\" cite=\"mid:1\"><p>Geht es?</p></blockquote>\
             <div class=\"moz-signature\">Erika</div>",
            "Ja.[Am 1.1. schrieb IT:Geht es?]Erika",
        ),
        (
            "<div class=\"moz-cite-prefix\">Am 1.1. schrieb IT:</div>\n<blockquote type=\"cite\">Geht es?</blockquote>\n<p>Ja.</p>",
            "[Am 1.1. schrieb IT:\nGeht es?]\nJa.",
        ),
        // GMX
        (
            "<div>Ja.</div><div name=\"quote\" style=\"margin:10px\"><div>Gesendet: Montag</div><div name=\"quoted-content\">Geht es?</div></div>",
            "Ja.[Gesendet: MontagGeht es?]",
        ),
        // Roundcube
        (
            "<p>Ja.</p><p id=\"reply-intro\">Am 1.1. schrieb IT:</p><blockquote type=\"cite\">Geht es?</blockquote>",
            "Ja.[Am 1.1. schrieb IT:Geht es?]",
        ),
    ];
    for (html, expected) in cases {
        assert_eq!(folded(html), expected, "{html}");
    }
}

#[test]
fn what_is_no_history_stays_open() {
    let same = [
        // Nothing but history: somebody carried on the matter itself.
        "<blockquote type=cite>Geht es?</blockquote>",
        "<div id=divRplyFwdMsg>Von: IT</div><div>Text</div>",
        // Answers one by one.
        "<blockquote type=cite>Eins?</blockquote>Ja.<blockquote type=cite>Zwei?</blockquote>Nein.",
        // A line is a line.
        "<p>a</p><div style='border:none;border-top:solid red 1pt'>Impressum</div>",
        "<blockquote>Wie Goethe sagt</blockquote><p>a</p>",
        "<p>a</p><div class=moz-cite-prefix>Am 1.1.:</div><p>b</p>",
        "<p>Zur Info</p><div class=gmail_quote><div class=gmail_attr>---------- Forwarded message ---------<br>Von: A</div>Text</div>",
        "<p>Zur Info</p><div>Anfang der weitergeleiteten Nachricht:</div><blockquote type=cite>Text</blockquote>",
        "<p>a<span class=gmail_quote>b</span></p>",
        "<p>a</p><blockquote type=cite> <br> </blockquote>",
        "",
    ];
    for html in same {
        let text = folded(html);
        assert!(!text.contains('['), "{text} of {html}");
    }
}

#[test]
fn an_answer_within_the_quote_stays_open() {
    let html = "<div class=gmail_quote><div class=gmail_attr>Am 1.1. schrieb IT:</div><blockquote class=gmail_quote>Geht es?</blockquote><div>Ja.</div></div>";
    assert_eq!(folded(html), "[Am 1.1. schrieb IT:Geht es?]Ja.");
}

#[test]
fn the_outermost_history_counts() {
    let html = "Ja.<blockquote type=cite>Nein.<blockquote type=cite>Geht es?</blockquote></blockquote>";
    assert_eq!(folded(html), "Ja.[Nein.Geht es?]");
}
