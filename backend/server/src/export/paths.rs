//! Which file of the archive stands where, and what is left out.
//!
//! Knows the folders of the archive; must not know what is written into the files.

use bytes::Bytes;

use super::{
    case::{CaseArticle, CaseFile, Content},
    limits::{self, Budget},
    names::Names,
};

pub const INDEX: &str = "index.html";
pub const PDF: &str = "case.pdf";
pub const HISTORY_TEXT: &str = "history.txt";
pub const HISTORY_DATA: &str = "history.json";

/// The archive before it is written.
#[derive(Debug)]
pub struct Plan<'a> {
    pub articles: Vec<Planned<'a>>,
    /// What is missing, and why, in the reader's words.
    pub left_out: Vec<(String, String)>,
}

#[derive(Debug)]
pub struct Planned<'a> {
    pub article: &'a CaseArticle,
    /// Counts from 1.
    pub number: usize,
    pub text: String,
    pub mail: Option<(String, &'a Bytes)>,
    /// For each attachment where it stands, if it does.
    pub files: Vec<Option<(String, &'a Bytes)>>,
}

pub fn plan(case: &CaseFile) -> Plan<'_> {
    let mut budget = Budget::default();
    let mut left_out = Vec::new();
    let mut articles = Vec::new();
    for (number, article) in (1..).zip(case.articles.iter().take(limits::ARTICLES)) {
        articles.push(planned(case, article, number, &mut budget, &mut left_out));
    }
    for (all, limit, sentence) in [
        (case.articles.len(), limits::ARTICLES, &case.labels.articles_cut),
        (case.history.len(), limits::HISTORY, &case.labels.history_cut),
    ] {
        if all > limit {
            left_out.push((sentence.clone(), format!("{} … {all}", limit + 1)));
        }
    }
    Plan { articles, left_out }
}

fn planned<'a>(
    case: &CaseFile,
    article: &'a CaseArticle,
    number: usize,
    budget: &mut Budget,
    left_out: &mut Vec<(String, String)>,
) -> Planned<'a> {
    let mut names = Names::default();
    let mut place = |content: &'a Content, path: String, what: String| match content {
        Content::Bytes(bytes) if budget.take(bytes.len() as u64) => Some((path, bytes)),
        Content::Bytes(_) | Content::LeftOut => {
            left_out.push((what, case.labels.too_large.clone()));
            None
        }
    };
    let files = article
        .attachments
        .iter()
        .map(|file| {
            let name = names.take(&file.name, "file");
            let what = format!("{number}. {} ({})", file.name, size(file.size, &case.language));
            place(&file.content, format!("attachments/{number:04}/{name}"), what)
        })
        .collect();
    let mail = article.raw_mail.as_ref().and_then(|mail| {
        let what = format!("{number}. {}", case.labels.raw_mail);
        place(mail, format!("mails/{number:04}.eml"), what)
    });
    Planned {
        article,
        number,
        text: format!("articles/{number:04}.txt"),
        mail,
        files,
    }
}

/// `1,2 MB`: units of a thousand, as file managers show them.
pub fn size(bytes: u64, language: &str) -> String {
    let (unit, name) = match bytes {
        0..1_000 => return format!("{bytes} B"),
        1_000..1_000_000 => (1_000, "kB"),
        1_000_000..1_000_000_000 => (1_000_000, "MB"),
        _ => (1_000_000_000, "GB"),
    };
    let tenths = bytes / (unit / 10);
    let point = if language.starts_with("en") { '.' } else { ',' };
    if tenths >= 100 {
        format!("{} {name}", tenths / 10)
    } else {
        format!("{}{point}{} {name}", tenths / 10, tenths % 10)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_easily() {
        let cases = [
            (0, "0 B"),
            (999, "999 B"),
            (1_234, "1,2 kB"),
            (12_345, "12 kB"),
            (5_000_000, "5,0 MB"),
            (2_500_000_000, "2,5 GB"),
        ];
        for (bytes, expected) in cases {
            assert_eq!(size(bytes, "de"), expected);
        }
        assert_eq!(size(1_234, "en-GB"), "1.2 kB");
    }
}
