//! Which custom fields a ticket has, and which of them are missing before it can be closed.

use pult_shared::{
    api::queue::QueueView,
    catalog::{FieldDef, FieldKind, FieldValue, TypeKey},
    ids::QueueId,
};

use super::case::Case;
use crate::catalog;

/// The fields of the ticket's queue and type, in the site's order.
pub fn fields_of(case: Case) -> Vec<FieldDef> {
    let queues = case.queues().get().unwrap_or_default();
    case.read(|ticket| {
        fields_in(
            ticket.queue.id,
            &ticket.queue.path,
            ticket.ticket_type.as_ref(),
            &queues,
        )
    })
    .unwrap_or_default()
}

/// The fields of a queue and a type.
pub fn fields_in(queue: QueueId, path: &str, kind: Option<&TypeKey>, queues: &[QueueView]) -> Vec<FieldDef> {
    let all = catalog::valid_fields();
    all.into_iter()
        .filter(|field| fits(field, queue, path, kind, queues))
        .collect()
}

/// Those without which the ticket cannot be closed, and that are empty.
pub fn missing_on_close(case: Case) -> Vec<FieldDef> {
    let filled = |field: &FieldDef| case.read(|ticket| is_filled(ticket.fields.get(&field.key)));
    let missing = |field: &FieldDef| field.required_on_close && filled(field) == Some(false);
    fields_of(case).into_iter().filter(missing).collect()
}

fn fits(field: &FieldDef, queue: QueueId, path: &str, kind: Option<&TypeKey>, queues: &[QueueView]) -> bool {
    let type_fits = field.type_keys.is_empty() || kind.is_some_and(|key| field.type_keys.contains(key));
    let above = |other: &QueueView| path.starts_with(&format!("{}/", other.path));
    let queue_fits = field.queue_ids.is_empty()
        || field.queue_ids.contains(&queue)
        || queues
            .iter()
            .any(|other| field.queue_ids.contains(&other.id) && above(other));
    type_fits && queue_fits
}

fn is_filled(value: Option<&FieldValue>) -> bool {
    match value {
        None => false,
        Some(FieldValue::Text(text)) => !text.trim().is_empty(),
        Some(FieldValue::Texts(texts)) => !texts.is_empty(),
        Some(FieldValue::Bool(_) | FieldValue::Number(_)) => true,
    }
}

/// The value that a text of an input stands for; none where it is empty or cannot be read.
pub fn value_of(kind: FieldKind, text: &str) -> Option<FieldValue> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    match kind {
        FieldKind::Number => text.replace(',', ".").parse().ok().map(FieldValue::Number),
        FieldKind::Checkbox => Some(FieldValue::Bool(text == "true")),
        FieldKind::MultiChoice => Some(FieldValue::Texts(text.split(' ').map(str::to_owned).collect())),
        _ => Some(FieldValue::Text(text.to_owned())),
    }
}

/// The text of an input that stands for a value. Choices are keys, which have no spaces.
pub fn text_of(value: Option<&FieldValue>) -> String {
    match value {
        None => String::new(),
        Some(FieldValue::Bool(on)) => on.to_string(),
        Some(FieldValue::Number(number)) => number.to_string(),
        Some(FieldValue::Text(text)) => text.clone(),
        Some(FieldValue::Texts(texts)) => texts.join(" "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_inputs_stand_for_values_and_back() {
        let rows = [
            (FieldKind::Text, "A 1", FieldValue::Text("A 1".to_owned())),
            (FieldKind::Number, "2.5", FieldValue::Number(2.5)),
            (FieldKind::Checkbox, "true", FieldValue::Bool(true)),
            (FieldKind::Date, "2026-11-22", FieldValue::Text("2026-11-22".to_owned())),
            (
                FieldKind::MultiChoice,
                "a b",
                FieldValue::Texts(vec!["a".to_owned(), "b".to_owned()]),
            ),
        ];
        for (kind, text, value) in rows {
            assert_eq!(value_of(kind, text), Some(value.clone()));
            assert_eq!(text_of(Some(&value)), text);
        }
        assert_eq!(value_of(FieldKind::Number, "1,5"), Some(FieldValue::Number(1.5)));
        assert_eq!(value_of(FieldKind::Number, "viel"), None);
        assert_eq!(value_of(FieldKind::Text, "  "), None);
        assert!(!is_filled(Some(&FieldValue::Texts(vec![]))) && is_filled(Some(&FieldValue::Bool(false))));
    }
}
