//! The headings and fixed sentences of an export.

use pult_shared::Timestamp;

use super::words::Words;
use crate::export::Labels;

pub fn labels(words: &Words<'_>, now: Timestamp) -> Labels {
    let get = |key: &str| words.get(&format!("export-{key}"));
    Labels {
        exported: words.with(
            "export-exported",
            [("date", words.time(now)), ("name", words.signed_in.person.name.clone())],
        ),
        facts: get("facts"),
        articles: get("articles"),
        attachments: get("attachments"),
        history: get("history"),
        left_out: get("left-out"),
        internal: get("internal"),
        visible: get("visible"),
        raw_mail: get("raw-mail"),
        as_pdf: get("as-pdf"),
        as_data: get("as-data"),
        hash: get("hash"),
        too_large: get("too-large"),
        text_cut: get("text-cut"),
        articles_cut: get("articles-cut"),
        history_cut: get("history-cut"),
        page: get("page"),
    }
}
