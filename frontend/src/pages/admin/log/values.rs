//! The values of the log in words: names instead of ids and keys, yes and no, permissions.

use pult_shared::{
    api::queue::{FollowUp, Names, SenderRule},
    api::{role::Grant, template::TemplateKind},
    calendar::Region,
    catalog::{Color, FieldKind, SlaKey, StateKey, StateType, TypeKey},
    person::PersonRef,
    ticket::Priority,
    time::is_day,
};
use serde_json::Value;

use super::super::{
    parts::{label::language_name, words},
    postmaster, rules,
};
use crate::{
    i18n::{self, dates, language, text},
    queues::Queues,
    tr,
};

/// The parts of a setting, by their path in the request, with the locale key of what the forms call them.
const LABELS: &[(&str, &str)] = &[
    ("active", "people-active"),
    ("address_domains", "admin-queue-domains"),
    ("addresses", "admin-queue-addresses"),
    ("administrator", "people-administrator"),
    ("affiliation", "people-affiliation"),
    ("body", "admin-template-body"),
    ("calendar", "admin-queue-calendar"),
    ("catch_all", "admin-queue-catch-all"),
    ("closing_mail", "admin-queue-closing-mail"),
    ("closures", "admin-closures"),
    ("color", "admin-color"),
    ("default_priority", "admin-queue-priority"),
    ("default_type", "admin-queue-type"),
    ("description", "admin-description"),
    ("first_response", "admin-sla-first-response"),
    ("follow_up", "admin-queue-follow-up"),
    ("follow_ups", "postmaster-follow-ups"),
    ("grants", "admin-grants"),
    ("help", "admin-field-help"),
    ("intake.machines", "admin-queue-machines"),
    ("intake.proof", "admin-queue-proof"),
    ("intake.senders", "admin-queue-senders"),
    ("key", "admin-key"),
    ("kind", "admin-kind"),
    ("language", "people-language"),
    ("level", "col-priority"),
    ("login", "people-login"),
    ("members", "admin-members"),
    ("members_reply", "organisation-reply"),
    ("members_see", "organisation-see"),
    ("merged_into", "people-merged-into"),
    ("merged_with", "people-merged-from"),
    ("name", "admin-name"),
    ("names", "admin-name"),
    ("options", "admin-options"),
    ("on.amount", "rule-amount"),
    ("on.events", "rule-events"),
    ("on.since", "rule-since"),
    ("on.time", "rule-time"),
    ("on.time_zone", "rule-time-zone"),
    ("on.type", "rule-on"),
    ("on.unit", "rule-unit"),
    ("on.weekday", "rule-weekday"),
    ("order", "admin-order"),
    ("organisation", "people-organisation"),
    ("parent_id", "admin-queue-parent"),
    ("periods", "admin-periods"),
    ("phone", "people-phone"),
    ("portal", "admin-queue-portal"),
    ("provider", "people-identity-provider"),
    ("second_factor", "admin-second-factor"),
    ("seen_as", "people-seen-as"),
    ("sensitive", "admin-queue-sensitive"),
    ("customers_close", "admin-queue-customers-close"),
    ("name_shown", "admin-queue-name-shown"),
    ("position", "admin-position"),
    ("privacy_notice", "mail-texts-notice"),
    ("queue_id", "rule-queue"),
    ("queue_ids", "queues"),
    ("region", "admin-calendar-region"),
    ("remind_days", "admin-queue-remind"),
    ("required_on_close", "admin-field-required"),
    ("roles", "people-roles"),
    ("room", "people-room"),
    ("requires_second_factor", "admin-role-second-factor"),
    ("salutation", "admin-queue-salutation"),
    ("shown_to_customer", "admin-field-shown"),
    ("signature", "admin-queue-signature"),
    ("sla", "admin-sla"),
    ("solution", "admin-sla-solution"),
    ("state_type", "admin-state-type"),
    ("stop", "postmaster-stop"),
    ("stops_clocks", "admin-state-stops-clocks"),
    ("subject", "col-subject"),
    ("then", "postmaster-then"),
    ("time_zone", "admin-calendar-zone"),
    ("turns_into", "admin-turns-into"),
    ("type_keys", "admin-field-types"),
    ("unlock_minutes", "admin-queue-unlock"),
    ("update", "admin-sla-update"),
    ("valid", "admin-valid"),
    ("warn_percent", "admin-sla-warn"),
    ("week", "admin-calendar-week"),
    ("when", "rule-when"),
    ("when.of", "postmaster-when"),
    ("when.type", "postmaster-mode"),
];

/// What a part of a setting is called. One that the forms do not know keeps its word in the API.
pub fn label(path: &str) -> String {
    let (base, tag) = match path.rsplit_once('.') {
        Some((base, "de")) => (base, Some(pult_shared::person::Language::De)),
        Some((base, "en")) => (base, Some(pult_shared::person::Language::En)),
        _ => (path, None),
    };
    let name = LABELS
        .iter()
        .find(|(part, _)| *part == base)
        .map_or_else(|| base.to_owned(), |(_, key)| text(key));
    match tag {
        None => name,
        Some(tag) => tr!("admin-label-in", label = name, language = language_name(tag)),
    }
}

/// A value in words.
pub fn value(path: &str, value: &Value, queues: Queues) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => text("yes"),
        Value::Bool(false) => text("no"),
        Value::Number(number) => number_of(path, number.as_u64()).unwrap_or_else(|| number.to_string()),
        Value::String(word) => word_of(path, word, queues).unwrap_or_else(|| word.clone()),
        Value::Array(items) => items
            .iter()
            .map(|item| one(path, item, queues))
            .collect::<Vec<_>>()
            .join(", "),
        Value::Object(_) => one(path, value, queues),
    }
}

/// An item of a list in words.
pub fn one(path: &str, item: &Value, queues: Queues) -> String {
    if let Ok(grant) = serde_json::from_value::<Grant>(item.clone()) {
        let queue = queues.name(grant.queue_id).unwrap_or_else(|| text("another-queue"));
        return tr!(
            "admin-log-grant",
            permission = words::permission(grant.permission),
            queue = queue
        );
    }
    if let Ok(person) = serde_json::from_value::<PersonRef>(item.clone()) {
        return person.name;
    }
    if let Some(sentence) = postmaster::in_words(item, queues) {
        return sentence;
    }
    if let Some(sentence) = rules::in_words(item, queues) {
        return sentence;
    }
    let names = item
        .get("names")
        .and_then(|names| serde_json::from_value::<Names>(names.clone()).ok());
    if let Some(names) = names {
        let name = names.or_other(language()).to_owned();
        let day = |part: &str| item.get(part).and_then(Value::as_str).filter(|day| is_day(day));
        // A closed day, or a time of the year.
        return match day("from").zip(day("to")) {
            Some((from, to)) if from == to => format!("{name} ({})", dates::day(from)),
            Some((from, to)) => format!("{name} ({} – {})", dates::day(from), dates::day(to)),
            None => name,
        };
    }
    match item {
        Value::Object(_) => item.to_string(),
        plain => value(path, plain, queues),
    }
}

fn number_of(path: &str, number: Option<u64>) -> Option<String> {
    let level = u8::try_from(number?).ok()?;
    matches!(path, "default_priority" | "level")
        .then(|| Priority::new(level).map(i18n::words::priority))
        .flatten()
}

/// The name of what a word of the API stands for; it depends on where it stands.
fn word_of(path: &str, word: &str, queues: Queues) -> Option<String> {
    match path {
        "when.type" => Some(text(&format!("postmaster-mode-{word}"))),
        "on.type" => Some(text(&format!("rule-on-{word}"))),
        "on.events" => Some(text(&format!("rule-event-{word}"))),
        "on.since" => Some(text(&format!("rule-since-{word}"))),
        "on.unit" => Some(text(&format!("rule-unit-{word}"))),
        "color" => Color::from_name(word).map(words::color),
        "state_type" => StateType::from_name(word).map(words::state_type),
        "kind" => FieldKind::from_name(word)
            .map(words::field_kind)
            .or_else(|| TemplateKind::from_name(word).map(words::template_kind)),
        "follow_up" => FollowUp::from_name(word).map(words::follow_up),
        "intake.senders" => SenderRule::from_name(word).map(words::sender_rule),
        "region" => Region::from_name(word).map(words::region),
        "sla" => Some(i18n::words::sla(&SlaKey::new(word))),
        "turns_into" => Some(i18n::words::state(&StateKey::new(word))),
        "default_type" | "type_keys" => Some(i18n::words::ticket_type(&TypeKey::new(word))),
        "parent_id" | "queue_id" | "queue_ids" => word.parse().ok().and_then(|id| queues.name(id)),
        _ => None,
    }
}
