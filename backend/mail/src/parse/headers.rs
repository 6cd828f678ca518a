//! The header of the mail itself.
//!
//! Knows which header says what, and takes mail-parser's borrowed values over into owned ones; must not know the body.

use mail_parser::{HeaderName, HeaderValue, Message, MessageParser};

use super::{
    dates, encoded_words, fields,
    guard::fenced,
    limits,
    part::{self, Part},
    words,
};
use crate::{
    HeaderField, Lang, Mailbox,
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
    pub list_id: Option<String>,
    pub fields: Vec<HeaderField>,
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
    /// One of the headers of machines that say nothing about absence.
    pub is_generated: bool,
    /// An inbox rule of Exchange wrote it, or passed on what a person wrote.
    pub is_of_a_rule: bool,
    pub is_challenge: bool,
    /// One of the headers that only reports about undelivered mail have.
    pub is_delivery_failure: bool,
    /// It names a mail that it answers.
    pub is_answer: bool,
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
    let raw = fields::raw(header);
    let tidy = fields::tidied(header, &raw);
    let header = tidy.as_deref().unwrap_or(header);
    let Some(facts) = fenced(|| {
        MessageParser::new()
            .parse_headers(header)
            .map(|message| of_message(&message, &raw))
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
        // The subject was read by words of several lines as it is.
        return Facts {
            subject: facts.subject,
            fields: facts.fields,
            ..read_once(&joined, true, defects)
        };
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

fn of_message(message: &Message<'_>, raw: &RawFields<'_>) -> Facts {
    let subject = subject(raw);
    let in_reply_to = ids(raw, "In-Reply-To");
    let references = ids(raw, "References");
    Facts {
        message_id: ids(raw, "Message-ID").into_iter().next(),
        resent_message_id: ids(raw, "Resent-Message-ID").into_iter().next(),
        from: mailboxes(message, raw, &HeaderName::From).into_iter().next(),
        has_from: values(message, HeaderName::From).any(|value| !matches!(value, HeaderValue::Empty)),
        reply_to: mailboxes(message, raw, &HeaderName::ReplyTo).into_iter().next(),
        to: mailboxes(message, raw, &HeaderName::To),
        cc: mailboxes(message, raw, &HeaderName::Cc),
        delivered_to: delivered_to(raw),
        date: date(message, raw),
        header_language: language(message, raw),
        machine: Machine {
            is_answer: !in_reply_to.is_empty() || !references.is_empty(),
            ..machine(message, raw, &subject)
        },
        in_reply_to,
        references,
        subject,
        part: part::of_top(message, raw),
        list_id: list_id(raw),
        fields: fields::readable(raw),
    }
}

type RawFields<'h> = [(&'h str, String)];

/// The values of all fields of a name, in order, not decoded.
fn raw<'r>(fields: &'r RawFields<'_>, name: &str) -> impl Iterator<Item = &'r str> {
    fields
        .iter()
        .filter(move |(field, _)| field.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str())
}

/// Without comments and the blanks around it.
fn lower(fields: &RawFields<'_>, name: &str) -> Option<String> {
    let value = raw(fields, name).next()?;
    let value = value.split('(').next().unwrap_or_default();
    Some(value.trim().to_lowercase())
}

fn has(fields: &RawFields<'_>, name: &str) -> bool {
    raw(fields, name).next().is_some()
}

fn values<'m>(message: &'m Message<'_>, name: HeaderName<'static>) -> impl Iterator<Item = &'m HeaderValue<'m>> {
    message
        .headers()
        .iter()
        .filter(move |header| header.name == name)
        .map(|header| &header.value)
}

fn mailboxes(message: &Message<'_>, fields: &RawFields<'_>, name: &HeaderName<'static>) -> Vec<Mailbox> {
    let key = name.as_str().to_owned();
    let found = mailboxes_of(message, name);
    if !found.is_empty() {
        return found;
    }
    // An address within an encoded word is no address by the standard; some programs encode the whole field all the same.
    let decoded: Vec<String> = raw(fields, &key)
        .filter(|value| value.contains("=?"))
        .map(|value| {
            format!(
                "{key}: {}\n",
                fields::one_line(&words::decode(value), limits::FIELD_CHARS)
            )
        })
        .collect();
    if decoded.is_empty() {
        return raw(fields, &key).filter_map(without_brackets).take(1).collect();
    }
    let header = format!("{}\n", decoded.concat());
    MessageParser::new()
        .parse_headers(&header)
        .map(|message| mailboxes_of(&message, name))
        .unwrap_or_default()
}

/// `Erika Muster erika@x.example`: one address, and what stands before it is a name.
fn without_brackets(value: &str) -> Option<Mailbox> {
    if value.matches('@').count() != 1 {
        return None;
    }
    let value = fields::one_line(&words::decode(value), limits::FIELD_CHARS);
    let word = value.split(' ').find(|word| word.contains('@'))?;
    let address = word.trim_matches(|c: char| !c.is_alphanumeric());
    let name = value.split(word).next().unwrap_or_default().trim().trim_matches('"');
    Mailbox::new(Some(name), address)
}

fn mailboxes_of(message: &Message<'_>, name: &HeaderName<'static>) -> Vec<Mailbox> {
    values(message, name.clone())
        .filter_map(HeaderValue::as_address)
        .flat_map(|address| address.iter())
        .filter_map(|addr| Mailbox::new(addr.name().map(words::decode).as_deref(), addr.address()?))
        .take(limits::MAILBOXES)
        .collect()
}

fn delivered_to(fields: &RawFields<'_>) -> Vec<String> {
    let names = ["Delivered-To", "X-Original-To", "Envelope-To"];
    let all = names.iter().flat_map(|name| raw(fields, name));
    distinct(
        all.flat_map(|value| value.split(',')).filter_map(normal_address),
        limits::MAILBOXES,
    )
}

/// One clean line of what the first field that says something says.
fn subject(fields: &RawFields<'_>) -> String {
    raw(fields, "Subject")
        .map(|value| fields::one_line(&words::decode(value), limits::SUBJECT_CHARS))
        .find(|subject| !subject.is_empty())
        .unwrap_or_default()
}

/// `Liste der IT <it.lists.hs.example>` → `it.lists.hs.example`
fn list_id(fields: &RawFields<'_>) -> Option<String> {
    let value = raw(fields, "List-Id").next()?;
    let id = value.rsplit_once('<').map_or(value, |(_, id)| id);
    let id = id.split('>').next().unwrap_or_default().trim().to_lowercase();
    (!id.is_empty() && id.len() <= limits::MESSAGE_ID_BYTES && !id.contains(char::is_control)).then_some(id)
}

fn date(message: &Message<'_>, fields: &RawFields<'_>) -> Option<jiff::Timestamp> {
    date_by_the_grammar(message).or_else(|| dates::read(raw(fields, "Date").next()?))
}

fn date_by_the_grammar(message: &Message<'_>) -> Option<jiff::Timestamp> {
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

fn ids(fields: &RawFields<'_>, name: &str) -> Vec<String> {
    distinct(raw(fields, name).flat_map(fields::message_ids), limits::MESSAGE_IDS)
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

fn language(message: &Message<'_>, fields: &RawFields<'_>) -> Option<Lang> {
    let content = values(message, HeaderName::ContentLanguage).find_map(|value| match value {
        HeaderValue::Text(text) => Lang::from_header(text),
        HeaderValue::TextList(list) => list.iter().find_map(|tag| Lang::from_header(tag)),
        _ => None,
    });
    content.or_else(|| raw(fields, "Accept-Language").find_map(Lang::from_header))
}

/// Fields that only programs write that answer in somebody's absence.
const VACATION: [&str; 15] = [
    "X-Autoreply",
    "X-Auto-Reply",
    "X-Autoreply-From",
    "X-Auto-Reply-From",
    "X-Autorespond",
    "X-Autoresponder",
    "X-Autoresponse",
    "X-Auto-Response",
    "X-AutoReply-Name",
    "X-Mail-Autoreply",
    "X-Vacation",
    "X-Vacation-Reply",
    "Auto-Reply",
    "AutoReply",
    "X-FC-MachineGenerated",
];
/// Fields of programs that make a sender prove that he is a person.
const CHALLENGE: [&str; 7] = [
    "X-TMDA-Confirm",
    "X-ASK-Auth",
    "X-SpamArrest",
    "X-Boxbe-Challenge",
    "X-Qurb-Challenge",
    "X-Challenge-Response",
    "X-qconfirm",
];
/// Marks of list programs beside `List-…`: Mailman, Sympa, Google Groups, Yahoo, ezmlm, and those before them.
const LIST: [&str; 11] = [
    "Mailing-List",
    "X-Mailing-List",
    "X-Mailman-Version",
    "X-BeenThere",
    "X-List-Administrivia",
    "X-Google-Group-Id",
    "X-Google-Groups",
    "X-Listserver",
    "X-ML-Name",
    "X-Sequence",
    "X-Listname",
];

fn machine(message: &Message<'_>, fields: &RawFields<'_>, subject: &str) -> Machine {
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
    let is_no = |value: &str| matches!(value, "" | "no" | "false" | "0");
    let says = |name: &str| lower(fields, name).is_some_and(|value| !is_no(&value));
    let delivery_agent = lower(fields, "X-Delivery-Agent").is_some_and(|agent| agent.starts_with("tmda"));
    Machine {
        auto_submitted: lower(fields, "Auto-Submitted").or_else(|| lower(fields, "X-Auto-Submitted")),
        precedence: lower(fields, "Precedence").or_else(|| lower(fields, "X-Precedence")),
        suppress: lower(fields, "X-Auto-Response-Suppress"),
        is_vacation: VACATION.iter().any(|name| says(name))
            || lower(fields, "X-Autogenerated").is_some_and(|value| value.starts_with("reply"))
            || lower(fields, "X-POST-MessageClass").is_some_and(|value| value.contains("autoresponder"))
            || raw(fields, "Delivered-To").any(|value| value.trim().eq_ignore_ascii_case("autoresponder")),
        is_of_a_rule: lower(fields, "X-MS-Exchange-Generated-Message-Source")
            .is_some_and(|source| source.contains("mailbox rules agent")),
        // Desks of the OTRS family put their mark on receipts only.
        is_generated: says("X-OTRS-Loop") || says("X-Znuny-Loop"),
        is_challenge: delivery_agent && has(fields, "X-TMDA-Fingerprint")
            || CHALLENGE.iter().any(|name| has(fields, name)),
        is_delivery_failure: has(fields, "X-Failed-Recipients")
            || has(fields, "X-MS-Exchange-Message-Is-Ndr")
            || has(fields, "X-Mailer-Daemon-Error"),
        is_list: LIST.iter().any(|name| has(fields, name))
            || fields
                .iter()
                .any(|(name, _)| name.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("List-"))),
        null_sender: raw(fields, "Return-Path")
            .next()
            .is_some_and(|value| value.trim_matches(['<', '>', ' ']).is_empty()),
        from_local,
        subject: subject.to_lowercase(),
        loop_marker: lower(fields, crate::LOOP_HEADER),
        is_answer: false,
    }
}
