//! The values of the log in words: names instead of ids and keys, yes and no, permissions.

use pult_shared::{
    api::queue::{FollowUp, Names},
    api::{role::Grant, template::TemplateKind},
    catalog::{Color, FieldKind, StateKey, StateType, TypeKey},
    person::PersonRef,
    ticket::Priority,
};
use serde_json::Value;

use super::super::parts::{label::language_name, words};
use crate::{
    i18n::{self, language, text},
    queues::Queues,
    tr,
};

/// The parts of a setting, by their path in the request, with the locale key of what the forms call them.
const LABELS: &[(&str, &str)] = &[
    ("addresses", "admin-queue-addresses"),
    ("body", "admin-template-body"),
    ("catch_all", "admin-queue-catch-all"),
    ("closing_mail", "admin-queue-closing-mail"),
    ("color", "admin-color"),
    ("default_priority", "admin-queue-priority"),
    ("default_type", "admin-queue-type"),
    ("description", "admin-description"),
    ("follow_up", "admin-queue-follow-up"),
    ("grants", "admin-grants"),
    ("help", "admin-field-help"),
    ("key", "admin-key"),
    ("kind", "admin-kind"),
    ("level", "col-priority"),
    ("members", "admin-members"),
    ("name", "admin-name"),
    ("names", "admin-name"),
    ("options", "admin-options"),
    ("parent_id", "admin-queue-parent"),
    ("portal", "admin-queue-portal"),
    ("position", "admin-position"),
    ("queue_ids", "queues"),
    ("required_on_close", "admin-field-required"),
    ("salutation", "admin-queue-salutation"),
    ("shown_to_customer", "admin-field-shown"),
    ("signature", "admin-queue-signature"),
    ("state_type", "admin-state-type"),
    ("subject", "col-subject"),
    ("turns_into", "admin-turns-into"),
    ("type_keys", "admin-field-types"),
    ("unlock_minutes", "admin-queue-unlock"),
    ("valid", "admin-valid"),
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
    let names = item
        .get("names")
        .and_then(|names| serde_json::from_value::<Names>(names.clone()).ok());
    if let Some(names) = names {
        return names.or_other(language()).to_owned();
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
        "color" => Color::from_name(word).map(words::color),
        "state_type" => StateType::from_name(word).map(words::state_type),
        "kind" => FieldKind::from_name(word)
            .map(words::field_kind)
            .or_else(|| TemplateKind::from_name(word).map(words::template_kind)),
        "follow_up" => FollowUp::from_name(word).map(words::follow_up),
        "turns_into" => Some(i18n::words::state(&StateKey::new(word))),
        "default_type" | "type_keys" => Some(i18n::words::ticket_type(&TypeKey::new(word))),
        "parent_id" | "queue_ids" => word.parse().ok().and_then(|id| queues.name(id)),
        _ => None,
    }
}
