//! The header of the mail itself.
//!
//! Knows which header says what, and takes mail-parser's borrowed values over into owned ones; must not know the body.

use mail_parser::{HeaderName, HeaderValue, Message, MessageParser};

use super::{
    encoded_words,
    guard::fenced,
    limits,
    part::{self, Part},
};
use crate::{
    Lang, Mailbox,
    address::normal_address,
    parsed::{Defect, Defects},
};

#[derive(Debug, Default)]
pub struct Facts {
    pub message_id: Option<String>,
    /// Of the last resending: they are put on top.
    pub resent_message_id: Option<String>,
    pub from: Option<Mailbox>,
    /// There is a From, whatever it says.
    pub has_from: bool,
    pub reply_to: Option<Mailbox>,
    pub to: Vec<Mailbox>,
    pub cc: Vec<Mailbox>,
    pub delivered_to: Vec<String>,
    pub subject: String,
    pub date: Option<jiff::Timestamp>,
    pub in_reply_to: Vec<String>,
    pub references: Vec<String>,
    pub header_language: Option<Lang>,
    pub machine: Machine,
    pub part: Part,
}

/// What headers say about who, or what, wrote the mail. Values are lower-cased.
#[derive(Debug, Default)]
pub struct Machine {
    pub auto_submitted: Option<String>,
    pub precedence: Option<String>,
    /// `X-Auto-Response-Suppress`: Exchange, and those who ask it to be quiet.
    pub suppress: Option<String>,
    /// One of the headers that only vacation programs write.
    pub is_vacation: bool,
    pub is_list: bool,
    /// `Return-Path: <>`, the sender of all reports and answers that want none themselves.
    pub null_sender: bool,
    /// The local part of From, also where it is no address (`From: MAILER-DAEMON`).
    pub from_local: String,
    pub subject: String,
    pub loop_marker: Option<String>,
}

/// `header` is the header block as text.
pub fn read(header: &str, defects: &mut Defects) -> Facts {
    read_once(header, false, defects)
}

fn read_once(header: &str, is_joined: bool, defects: &mut Defects) -> Facts {
    if header.trim().is_empty() {
        return Facts::default();
    }
    let Some(facts) = fenced(|| {
        MessageParser::new()
            .parse_headers(header)
            .map(|message| of_message(&message))
    }) else {
        defects.note(Defect::BrokenMime);
        return Facts::default();
    };
    let facts = facts.unwrap_or_default();
    let damaged = undecodable(&facts);
    if damaged
        && !is_joined
        && let Some(joined) = encoded_words::joined(header)
    {
        return read_once(&joined, true, defects);
    }
    defects.note_if(damaged, Defect::BadCharset);
    facts
}

/// Something was not in the character set that it claims.
fn undecodable(facts: &Facts) -> bool {
    let names = facts
        .from
        .iter()
        .chain(&facts.to)
        .chain(&facts.cc)
        .filter_map(|mailbox| mailbox.name.as_deref());
    names
        .chain([facts.subject.as_str()])
        .any(|text| text.contains('\u{FFFD}'))
}

fn of_message(message: &Message<'_>) -> Facts {
    let subject = subject(message);
    Facts {
        message_id: ids(message, HeaderName::MessageId).into_iter().next(),
        resent_message_id: ids(message, HeaderName::ResentMessageId).into_iter().next(),
        from: mailboxes(message, HeaderName::From).into_iter().next(),
        has_from: values(message, HeaderName::From).any(|value| !matches!(value, HeaderValue::Empty)),
        reply_to: mailboxes(message, HeaderName::ReplyTo).into_iter().next(),
        to: mailboxes(message, HeaderName::To),
        cc: mailboxes(message, HeaderName::Cc),
        delivered_to: delivered_to(message),
        date: date(message),
        in_reply_to: ids(message, HeaderName::InReplyTo),
        references: ids(message, HeaderName::References),
        header_language: language(message),
        machine: machine(message, &subject),
        subject,
        part: part::of_message(message),
    }
}

/// All headers of a name, in order, as the text that mail-parser left of them.
fn raw<'m>(message: &'m Message<'_>, name: &str) -> impl Iterator<Item = &'m str> {
    message
        .headers()
        .iter()
        .filter(move |header| header.name.as_str().eq_ignore_ascii_case(name))
        .filter_map(|header| header.value.as_text())
}

fn lower(message: &Message<'_>, name: &str) -> Option<String> {
    raw(message, name).next().map(|value| value.trim().to_lowercase())
}

fn has(message: &Message<'_>, name: &str) -> bool {
    message
        .headers()
        .iter()
        .any(|header| header.name.as_str().eq_ignore_ascii_case(name))
}

fn values<'m>(message: &'m Message<'_>, name: HeaderName<'static>) -> impl Iterator<Item = &'m HeaderValue<'m>> {
    message
        .headers()
        .iter()
        .filter(move |header| header.name == name)
        .map(|header| &header.value)
}

fn mailboxes(message: &Message<'_>, name: HeaderName<'static>) -> Vec<Mailbox> {
    values(message, name)
        .filter_map(HeaderValue::as_address)
        .flat_map(|address| address.iter())
        .filter_map(|addr| Mailbox::new(addr.name(), addr.address()?))
        .take(limits::MAILBOXES)
        .collect()
}

fn delivered_to(message: &Message<'_>) -> Vec<String> {
    let names = ["Delivered-To", "X-Original-To", "Envelope-To"];
    let all = names.iter().flat_map(|name| raw(message, name));
    distinct(
        all.flat_map(|value| value.split(',')).filter_map(normal_address),
        limits::MAILBOXES,
    )
}

/// Encoded words are decoded one by one by mail-parser, so what is left here is only to make it one clean line.
fn subject(message: &Message<'_>) -> String {
    let raw = values(message, HeaderName::Subject)
        .find_map(HeaderValue::as_text)
        .unwrap_or_default();
    let visible = raw.replace(|c: char| c.is_control(), " ");
    let words: Vec<&str> = visible.split_whitespace().collect();
    words.join(" ").chars().take(limits::SUBJECT_CHARS).collect()
}

fn date(message: &Message<'_>) -> Option<jiff::Timestamp> {
    let mut date = *values(message, HeaderName::Date).find_map(HeaderValue::as_datetime)?;
    // RFC 5322, obs-year.
    date.year += match date.year {
        0..50 => 2_000,
        50..1_000 => 1_900,
        _ => 0,
    };
    // mail-parser knows no leap seconds; the mail was still written then.
    date.second = date.second.min(59);
    if !date.is_valid() {
        return None;
    }
    jiff::Timestamp::from_second(date.to_timestamp()).ok()
}

fn ids(message: &Message<'_>, name: HeaderName<'static>) -> Vec<String> {
    let listed = values(message, name).flat_map(|value| match value {
        // One without `<>`, or several that were written without them.
        HeaderValue::Text(text) => text.split_whitespace().map(str::to_owned).collect::<Vec<_>>(),
        // Folding within an id is seen in the wild.
        HeaderValue::TextList(list) => list.iter().map(|id| id.split_whitespace().collect()).collect(),
        _ => Vec::new(),
    });
    let ids = listed
        .map(|id| id.trim_matches(['<', '>', ',']).to_owned())
        .filter(|id| !id.is_empty() && id.len() <= limits::MESSAGE_ID_BYTES && !id.contains(char::is_control));
    distinct(ids, limits::MESSAGE_IDS)
}

/// In order, each once, at most `limit`.
fn distinct(values: impl Iterator<Item = String>, limit: usize) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for value in values {
        if kept.len() >= limit {
            break;
        }
        if !kept.contains(&value) {
            kept.push(value);
        }
    }
    kept
}

fn language(message: &Message<'_>) -> Option<Lang> {
    let content = values(message, HeaderName::ContentLanguage).find_map(|value| match value {
        HeaderValue::Text(text) => Lang::from_header(text),
        HeaderValue::TextList(list) => list.iter().find_map(|tag| Lang::from_header(tag)),
        _ => None,
    });
    content.or_else(|| raw(message, "Accept-Language").find_map(Lang::from_header))
}

fn machine(message: &Message<'_>, subject: &str) -> Machine {
    let vacation = [
        "X-Autoreply",
        "X-Autorespond",
        "X-Autoresponder",
        "X-Auto-Reply-From",
        "X-Mail-Autoreply",
        "Auto-Reply",
    ];
    let from = values(message, HeaderName::From)
        .filter_map(HeaderValue::as_address)
        .find_map(|address| {
            let first = address.first()?;
            first.address().or(first.name()).map(str::to_lowercase)
        });
    let from_local = from
        .as_deref()
        .and_then(|from| from.split('@').next())
        .unwrap_or_default()
        .trim()
        .to_owned();
    let is_empty = |value: &HeaderValue<'_>| match value {
        HeaderValue::Empty => true,
        HeaderValue::Text(text) => text.trim_matches(['<', '>', ' ']).is_empty(),
        _ => false,
    };
    Machine {
        auto_submitted: lower(message, "Auto-Submitted"),
        precedence: lower(message, "Precedence").or_else(|| lower(message, "X-Precedence")),
        suppress: lower(message, "X-Auto-Response-Suppress"),
        is_vacation: vacation.iter().any(|name| has(message, name)),
        is_list: message.headers().iter().any(|header| {
            let name = header.name.as_str();
            name.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("List-"))
        }),
        null_sender: values(message, HeaderName::ReturnPath).next().is_some_and(is_empty),
        from_local,
        subject: subject.to_lowercase(),
        loop_marker: lower(message, crate::LOOP_HEADER),
    }
}
