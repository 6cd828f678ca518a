//! The archive's page: the case as one HTML file that needs nothing but the files beside it.
//!
//! Knows HTML and the archive's paths; must not know how the files are written. Everything from the ticket is escaped, the page has no script.

use pult_markup::text_to_html;

use super::{
    body::{Block, body},
    case::{CaseArticle, CaseFile},
    limits,
    paths::{HISTORY_DATA, HISTORY_TEXT, PDF, Plan, Planned, size},
    texts::badge,
};

const STYLE: &str = "\
:root{color-scheme:light dark}\
body{font:1rem/1.5 system-ui,sans-serif;max-width:56rem;margin:2rem auto;padding:0 1rem}\
h1{line-height:1.2}table{border-collapse:collapse}th{text-align:start;font-weight:600;padding:.1rem 1.5rem .1rem 0;vertical-align:top}\
td{vertical-align:top;overflow-wrap:anywhere}article{border-top:2px solid #888;margin-top:2rem;padding-top:.5rem}\
article.internal{border-left:.4rem solid #b58900;padding-left:1rem}.badge{border:1px solid;border-radius:.3rem;padding:0 .4rem}\
.text{overflow-wrap:anywhere}blockquote{margin:.5rem 0;padding-left:.8rem;border-left:2px solid #888;opacity:.85}\
img{max-width:100%;height:auto}figure{margin:1rem 0}.hash{font:.75rem/1.4 ui-monospace,monospace;overflow-wrap:anywhere}\
@media print{body{max-width:none;margin:0}article{break-inside:auto}h2,h3{break-after:avoid}a{color:inherit;text-decoration:none}nav{display:none}}";

pub fn index(case: &CaseFile, plan: &Plan<'_>) -> String {
    let mut page = Page { out: String::new() };
    let title = format!("{} – {}", case.number, case.title);
    page.raw("<!DOCTYPE html>\n<html lang=\"")
        .text(&case.language)
        .raw("\">\n<head>\n<meta charset=\"utf-8\">\n");
    page.raw("<meta name=\"viewport\" content=\"width=device-width\">\n");
    page.raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file:\">\n");
    page.raw("<title>")
        .text(&title)
        .raw("</title>\n<style>")
        .raw(STYLE)
        .raw("</style>\n</head>\n<body>\n");
    page.raw("<header>\n<h1>")
        .text(&title)
        .raw("</h1>\n<p>")
        .text(&case.labels.exported)
        .raw("</p>\n</header>\n<nav><ul>\n");
    page.link(PDF, &case.labels.as_pdf);
    if !case.history.is_empty() {
        page.link(HISTORY_TEXT, &case.labels.history);
        page.link(HISTORY_DATA, &case.labels.as_data);
    }
    page.raw("</ul></nav>\n<main>\n<section>\n<h2>")
        .text(&case.labels.facts)
        .raw("</h2>\n");
    page.table(&case.facts);
    page.raw("</section>\n<section>\n<h2>")
        .text(&case.labels.articles)
        .raw("</h2>\n");
    for planned in &plan.articles {
        page.article(case, planned);
    }
    page.raw("</section>\n");
    page.history(case);
    page.left_out(case, plan);
    page.raw("</main>\n</body>\n</html>\n");
    page.out
}

struct Page {
    out: String,
}

impl Page {
    fn raw(&mut self, html: &str) -> &mut Self {
        self.out.push_str(html);
        self
    }

    fn text(&mut self, text: &str) -> &mut Self {
        for character in text.chars() {
            match character {
                '&' => self.out.push_str("&amp;"),
                '<' => self.out.push_str("&lt;"),
                '>' => self.out.push_str("&gt;"),
                '"' => self.out.push_str("&quot;"),
                _ if character.is_control() => self.out.push(' '),
                _ => self.out.push(character),
            }
        }
        self
    }

    fn link(&mut self, path: &str, label: &str) {
        self.raw("<li><a href=\"")
            .raw(&url(path))
            .raw("\">")
            .text(label)
            .raw("</a></li>\n");
    }

    fn table(&mut self, rows: &[(String, String)]) {
        if rows.is_empty() {
            return;
        }
        self.raw("<table>\n");
        for (label, value) in rows {
            self.raw("<tr><th scope=\"row\">")
                .text(label)
                .raw("</th><td>")
                .text(value)
                .raw("</td></tr>\n");
        }
        self.raw("</table>\n");
    }

    fn article(&mut self, case: &CaseFile, planned: &Planned<'_>) {
        let article = planned.article;
        let class = if article.visible_to_customer {
            "visible"
        } else {
            "internal"
        };
        self.raw(&format!("<article id=\"a{}\" class=\"{class}\">\n<h3>", planned.number));
        self.text(&format!("{}. {} – {}", planned.number, article.author, article.date))
            .raw("</h3>\n<p>");
        self.text(&article.direction)
            .raw(" <span class=\"badge\">")
            .text(badge(case, article))
            .raw("</span></p>\n");
        self.table(&article.headers);
        let body = body(article);
        for block in &body.blocks {
            match block {
                // The article's images have blocks of their own.
                Block::Text(text) => {
                    let html = text_to_html(text, |_| None);
                    self.raw("<div class=\"text\">\n").raw(&html).raw("</div>\n");
                }
                Block::Image(number) => self.image(article, planned, *number),
            }
        }
        if body.is_cut {
            self.raw("<p><a href=\"")
                .raw(&url(&planned.text))
                .raw("\">")
                .text(&case.labels.text_cut)
                .raw("</a></p>\n");
        }
        self.files(case, planned);
        self.raw("</article>\n");
    }

    fn image(&mut self, article: &CaseArticle, planned: &Planned<'_>, number: usize) {
        let place = planned.files.get(number).and_then(Option::as_ref);
        let (Some((path, _)), Some(file)) = (place, article.attachments.get(number)) else {
            return;
        };
        self.raw("<figure><img src=\"")
            .raw(&url(path))
            .raw("\" alt=\"")
            .text(&file.name)
            .raw("\"></figure>\n");
    }

    fn files(&mut self, case: &CaseFile, planned: &Planned<'_>) {
        let article = planned.article;
        if !article.attachments.is_empty() {
            self.raw("<h4>").text(&case.labels.attachments).raw("</h4>\n<ul>\n");
            for (file, place) in article.attachments.iter().zip(&planned.files) {
                let label = format!("{} ({})", file.name, size(file.size, &case.language));
                match place {
                    Some((path, _)) => self.link(path, &label),
                    None => {
                        self.raw("<li>")
                            .text(&label)
                            .raw(" – ")
                            .text(&case.labels.too_large)
                            .raw("</li>\n");
                    }
                }
            }
            self.raw("</ul>\n");
        }
        if let Some((path, _)) = &planned.mail {
            self.raw("<ul>\n");
            self.link(path, &case.labels.raw_mail);
            self.raw("</ul>\n");
        }
    }

    fn history(&mut self, case: &CaseFile) {
        if case.history.is_empty() {
            return;
        }
        self.raw("<section>\n<h2>")
            .text(&case.labels.history)
            .raw("</h2>\n<ol>\n");
        for entry in case.history.iter().take(limits::HISTORY) {
            self.raw("<li>")
                .text(&entry.date)
                .raw(" – ")
                .text(&entry.sentence)
                .raw("<br><span class=\"hash\">");
            self.text(&case.labels.hash)
                .raw(": ")
                .text(&entry.hash)
                .raw("</span></li>\n");
        }
        self.raw("</ol>\n</section>\n");
    }

    fn left_out(&mut self, case: &CaseFile, plan: &Plan<'_>) {
        if plan.left_out.is_empty() {
            return;
        }
        self.raw("<section>\n<h2>")
            .text(&case.labels.left_out)
            .raw("</h2>\n<ul>\n");
        for (what, why) in &plan.left_out {
            self.raw("<li>").text(what).raw(" – ").text(why).raw("</li>\n");
        }
        self.raw("</ul>\n</section>\n");
    }
}

/// A path of the archive as a relative URL.
fn url(path: &str) -> String {
    let mut url = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/') {
            url.push(char::from(byte));
        } else {
            url.push_str(&format!("%{byte:02X}"));
        }
    }
    url
}
