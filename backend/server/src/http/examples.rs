//! Examples of commands for those who build on the API: one for each, held complete and readable by a test.

use serde_json::{Value, json};
use utoipa::openapi::{OpenApi, RefOr, example::ExampleBuilder};

/// Where commands are sent.
const PATHS: [&str; 1] = ["/api/v1/tickets/{ticket}/commands"];

/// An example for each command, by its name.
fn commands() -> Vec<(&'static str, Value)> {
    let id = "01a2027b-d696-7588-9a80-6df699158e1c";
    let mailbox = json!({"name": "Erika Beispiel", "address": "erika@example.org"});
    vec![
        ("reply", json!({"body": "Please try again.", "undo_seconds": 10})),
        ("note", json!({"body": "Access point 3 is broken.", "mentions": [id]})),
        (
            "log_call",
            json!({"direction": "incoming", "body": "Calls again tomorrow."}),
        ),
        (
            "forward",
            json!({"to": [mailbox], "body": "Please have a look.", "article_ids": [id]}),
        ),
        ("redirect", json!({"article_id": id, "to": [mailbox]})),
        ("resend", json!({"article_id": id})),
        ("recall_reply", json!({"article_id": id})),
        ("admit", json!({"article_id": id})),
        ("dismiss", json!({"article_id": id, "reason": "Spam"})),
        (
            "set_state",
            json!({"state": "pending_reminder", "pending_until": "2026-12-01T08:00:00Z"}),
        ),
        ("move", json!({"queue_id": id})),
        ("assign", json!({"owner_id": id})),
        ("set_responsible", json!({"responsible_id": null})),
        ("take", json!({})),
        ("lock", json!({})),
        ("unlock", json!({})),
        ("set_priority", json!({"priority": 4})),
        ("set_type", json!({"ticket_type": "incident"})),
        ("set_service", json!({"service": "network/wifi"})),
        ("set_sla", json!({"sla": "standard"})),
        ("set_subject", json!({"subject": "No Wi-Fi in lecture hall B"})),
        ("set_requester", json!({"requester": mailbox})),
        ("set_due", json!({"due_at": "2026-12-01T08:00:00Z"})),
        ("set_field", json!({"field": "room", "value": "B 101"})),
        ("add_tag", json!({"tag": "wifi"})),
        ("remove_tag", json!({"tag": "wifi"})),
        ("watch", json!({})),
        ("unwatch", json!({})),
        ("add_participant", json!({"participant": mailbox})),
        ("remove_participant", json!({"person_id": id})),
        ("add_queue", json!({"queue_id": id})),
        ("remove_queue", json!({"queue_id": id})),
        ("set_readers", json!({"person_ids": [id]})),
        ("link", json!({"kind": "child", "ticket": "20261122000025"})),
        ("unlink", json!({"kind": "child", "ticket": "20261122000025"})),
        ("merge", json!({"into": "20261122000025"})),
        ("unmerge", json!({})),
        ("account_time", json!({"minutes": 15, "comment": "on site"})),
        ("add_checklist_item", json!({"text": "Order a cable"})),
        ("set_checklist_item", json!({"item_id": id, "done": true})),
        ("remove_checklist_item", json!({"item_id": id})),
    ]
}

/// A command with its name in `type`.
fn named(name: &str, mut fields: Value) -> Value {
    if let Some(object) = fields.as_object_mut() {
        object.insert("type".to_owned(), name.into());
    }
    fields
}

/// Puts the examples into the document, and one that does several things at once.
pub fn add_to(document: &mut OpenApi) {
    let several = json!({"commands": [
        {"type": "reply", "body": "The access point was replaced."},
        {"type": "add_tag", "tag": "wifi"},
        {"type": "set_state", "state": "closed_successful"},
    ]});
    let single = commands()
        .into_iter()
        .map(|(name, fields)| (name, json!({"commands": [named(name, fields)]})));
    let all: Vec<(&str, Value)> = std::iter::once(("reply_tag_and_close", several))
        .chain(single)
        .collect();
    for path in PATHS {
        let item = document.paths.paths.get_mut(path);
        let body = item.and_then(|item| item.post.as_mut()?.request_body.as_mut());
        let Some(RefOr::T(body)) = body else {
            continue;
        };
        let Some(RefOr::T(content)) = body.content.get_mut("application/json") else {
            continue;
        };
        for (name, value) in &all {
            let example = ExampleBuilder::new().value(Some(value.clone())).build();
            content.examples.insert((*name).to_owned(), RefOr::T(example));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use pult_shared::command::{Command, CommandName};

    use super::*;

    #[test]
    fn every_command_has_an_example_that_can_be_read() {
        let mut shown = BTreeSet::new();
        for (name, fields) in commands() {
            let command: Command = serde_json::from_value(named(name, fields)).expect(name);
            shown.insert(command.name());
        }
        let missing: Vec<CommandName> = CommandName::ALL
            .into_iter()
            .filter(|name| !shown.contains(name))
            .collect();
        assert_eq!(missing, [CommandName::Open], "a ticket is opened by create_ticket");
    }

    #[test]
    fn the_document_shows_them() {
        let document = serde_json::to_value(crate::http::api::document()).expect("JSON");
        let body = &document["paths"][PATHS[0]]["post"]["requestBody"]["content"]["application/json"];
        assert_eq!(
            body["examples"].as_object().expect("examples").len(),
            commands().len() + 1
        );
    }
}
