//! Secrets in what is stored as JSON: texts lose them, names and keys stay, so that it is read afterwards as before.

use pult_shared::secrets;
use serde_json::Value;

use super::Secrets;

/// Fields that hold a key, an id or a word out of a closed set.
const KEYS: &[&str] = &[
    "address",
    "channel",
    "clock",
    "code",
    "direction",
    "effect",
    "event",
    "field",
    "how",
    "id",
    "into",
    "key",
    "kind",
    "language",
    "number",
    "path",
    "place",
    "priority",
    "sha256",
    "state",
    "state_type",
    "status",
    "ticket",
    "type",
    "uid",
    "url",
    "way",
];

fn is_key(name: &str) -> bool {
    KEYS.contains(&name) || name.ends_with("_id") || name.ends_with("_ids") || name.ends_with("_at")
}

/// A JSON text without the secrets of its texts; nothing where it has none.
pub(super) fn without(json: &str, secrets: &Secrets) -> Option<String> {
    let Ok(mut value) = serde_json::from_str::<Value>(json) else {
        return secrets::without(json, secrets);
    };
    clean(&mut value, secrets).then(|| value.to_string())
}

fn clean(value: &mut Value, secrets: &Secrets) -> bool {
    match value {
        Value::String(text) => match secrets::without(text, secrets) {
            Some(clean) => {
                *text = clean;
                true
            }
            None => false,
        },
        Value::Array(items) => clean_all(items.iter_mut(), secrets),
        Value::Object(fields) => {
            let written = fields
                .iter_mut()
                .filter(|(name, value)| !is_key(name) || value.is_object());
            clean_all(written.map(|(_, value)| value), secrets)
        }
        _ => false,
    }
}

/// Every one of the values is cleaned, also after one that held a secret.
fn clean_all<'a>(values: impl Iterator<Item = &'a mut Value>, secrets: &Secrets) -> bool {
    let mut found = false;
    for value in values {
        found |= clean(value, secrets);
    }
    found
}

/// The fields of an event that hold what somebody wrote.
fn texts_of(event: &str) -> &'static [&'static str] {
    match event {
        "ticket_opened" => &["subject"],
        "subject_changed" | "field_changed" => &["from", "to"],
        "tag_added" | "tag_removed" => &["tag"],
        "time_accounted" => &["comment"],
        "checklist_item_added" | "checklist_item_changed" | "checklist_item_removed" | "rule_notice" => &["text"],
        "held_settled" | "mail_failed" | "redacted" => &["reason"],
        _ => &[],
    }
}

/// An event without the secrets in what somebody wrote; nothing where it has none.
pub(super) fn event_without(json: &str, secrets: &Secrets) -> Option<String> {
    let mut event: Value = serde_json::from_str(json).ok()?;
    let fields = event.as_object_mut()?;
    let name = fields.get("type")?.as_str()?.to_owned();
    let mut found = false;
    for field in texts_of(&name) {
        if let Some(value) = fields.get_mut(*field) {
            found |= clean(value, secrets);
        }
    }
    found.then(|| event.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    // req: D5
    #[test]
    fn texts_lose_it_and_names_stay() {
        let secrets = Secrets::from(["reply".to_owned(), "Geheim!23".to_owned()]);
        let command = r#"[{"type":"reply","body":"Geheim!23 im reply","to":[{"address":"reply@x","name":"reply"}]}]"#;
        assert_eq!(
            without(command, &secrets).as_deref(),
            Some(r#"[{"body":"█████ im █████","to":[{"address":"reply@x","name":"█████"}],"type":"reply"}]"#)
        );
        assert_eq!(without(r#"{"type":"reply"}"#, &secrets), None);
        let told = r#"{"ticket":{"state":"reply","subject":"Geheim!23"}}"#;
        assert_eq!(
            without(told, &secrets).as_deref(),
            Some(r#"{"ticket":{"state":"reply","subject":"█████"}}"#)
        );
        let event = r#"{"type":"subject_changed","from":"Geheim!23","to":"Login"}"#;
        assert_eq!(
            event_without(event, &secrets).as_deref(),
            Some(r#"{"from":"█████","to":"Login","type":"subject_changed"}"#)
        );
        let state = r#"{"type":"state_changed","from":"reply","to":"reply"}"#;
        assert_eq!(event_without(state, &secrets), None, "a state is no text");
    }
}
