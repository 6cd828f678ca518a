//! Articles and history as files of their own.
//!
//! Knows how they look as plain text and as data; must not know where the files stand.

use std::fmt::Write;

use serde_json::{Value, json};

use super::{
    body::plain,
    case::{CaseArticle, CaseEntry, CaseFile},
    limits,
    paths::size,
};

/// How the hash of an entry is made, for whoever wants to check the chain: SHA-256 over the fields in this order. A text has its length in
/// front, as 8 bytes, big-endian.
const CHAIN: &str = "sha256(text previous, ticket as 16 bytes, position as i64 big-endian, at_ms as i64 big-endian, \
     0x00 or (0x01, actor as 16 bytes), text event); an entry with █████ has lost a secret and keeps the hash of what it was";

/// One article: its head, a blank line, its text.
pub fn article_text(case: &CaseFile, article: &CaseArticle, number: usize) -> String {
    let mut text = String::with_capacity(article.text.len() + 500);
    let badge = badge(case, article);
    push_line(
        &mut text,
        &format!("{number}. {} · {} · {badge}", article.direction, article.date),
    );
    push_line(&mut text, &article.author);
    for (label, value) in &article.headers {
        push_line(&mut text, &format!("{label}: {value}"));
    }
    for file in &article.attachments {
        let line = format!(
            "{}: {} ({})",
            case.labels.attachments,
            file.name,
            size(file.size, &case.language)
        );
        push_line(&mut text, &line);
    }
    text.push('\n');
    text.push_str(&plain(article));
    with_windows_lines(&text)
}

pub fn badge<'a>(case: &'a CaseFile, article: &CaseArticle) -> &'a str {
    if article.visible_to_customer {
        &case.labels.visible
    } else {
        &case.labels.internal
    }
}

pub fn history_text(case: &CaseFile) -> String {
    let mut text = String::new();
    push_line(&mut text, &format!("{} – {}", case.number, case.labels.history));
    for entry in case.history.iter().take(limits::HISTORY) {
        let line = format!("{}. {}  {}", entry.position, entry.date, entry.sentence);
        text.push('\n');
        push_line(&mut text, &line);
        push_line(&mut text, &format!("   {}: {}", case.labels.hash, entry.hash));
    }
    if case.history.len() > limits::HISTORY {
        text.push('\n');
        push_line(&mut text, &case.labels.history_cut);
    }
    with_windows_lines(&text)
}

/// The chain as data: with it, and only it, anybody can compute the hashes again.
pub fn history_data(case: &CaseFile) -> String {
    let mut previous: Option<&CaseEntry> = None;
    let entries: Vec<Value> = case
        .history
        .iter()
        .take(limits::HISTORY)
        .map(|entry| {
            let value = json!({
                "position": entry.position,
                "at": entry.at.to_string(),
                "at_ms": entry.at.as_millisecond(),
                "actor": entry.actor,
                "event": entry.event,
                "sentence": entry.sentence,
                "previous": previous.filter(|before| before.position + 1 == entry.position).map(|before| &before.hash),
                "hash": entry.hash,
            });
            previous = Some(entry);
            value
        })
        .collect();
    let data = json!({
        "ticket": case.ticket_id,
        "number": case.number,
        "chain": CHAIN,
        "complete": case.history_complete && case.history.len() <= limits::HISTORY,
        "entries": entries,
    });
    format!("{data:#}\n")
}

/// One line, whatever the value says.
fn push_line(text: &mut String, line: &str) {
    let visible = line.replace(|c: char| c.is_control(), " ");
    // Writing into a String cannot fail.
    let _ = writeln!(text, "{}", visible.trim_end());
}

/// Notepad in older versions of Windows shows no others, and does not know UTF-8 without the mark.
fn with_windows_lines(text: &str) -> String {
    format!("\u{FEFF}{}", text.replace('\n', "\r\n"))
}
