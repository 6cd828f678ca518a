//! The OpenAPI document: current, complete, and with the operations that others build on.

use pult_server::http::api;
use serde_json::Value;

fn committed() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../openapi/openapi.json")
}

fn document() -> Value {
    serde_json::to_value(api::document()).expect("JSON")
}

#[test]
fn the_committed_document_is_current() {
    let current = api::document_json().expect("JSON");
    if std::env::var_os("UPDATE_GENERATED").is_some() {
        std::fs::write(committed(), &current).expect("written");
    }
    let kept = std::fs::read_to_string(committed()).unwrap_or_default();
    assert!(
        kept == current,
        "run `UPDATE_GENERATED=1 cargo test -p pult-server the_committed_document` and commit it"
    );
}

#[test]
fn every_operation_is_described() {
    let document = document();
    let mut names = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let name = operation["operationId"].as_str().unwrap_or_default();
            assert!(!name.is_empty(), "{method} {path} has no operationId");
            assert!(operation["summary"].is_string(), "{name} has no summary");
            assert!(operation["responses"]["4XX"].is_object(), "{name} documents no errors");
            names.push(name.to_owned());
        }
    }
    for wanted in [
        "create_session",
        "list_tickets",
        "get_ticket",
        "create_ticket",
        "apply_commands",
        "list_articles",
        "get_attachment",
        "list_queues",
        "stream_events",
        "list_outgoing_mails",
    ] {
        assert!(names.iter().any(|name| name == wanted), "{wanted} is missing");
    }
    let count = names.len();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), count, "an operationId stands twice");
    assert_eq!(document["openapi"], "3.1.0");
}

/// Every value under a key, wherever it stands.
fn all_under<'a>(value: &'a Value, key: &str, found: &mut Vec<&'a Value>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.get(key));
            fields.values().for_each(|inner| all_under(inner, key, found));
        }
        Value::Array(items) => items.iter().for_each(|inner| all_under(inner, key, found)),
        _ => {}
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let document = document();
    let mut references = Vec::new();
    all_under(&document, "$ref", &mut references);
    assert!(references.len() > 100);
    for reference in references.into_iter().filter_map(Value::as_str) {
        let pointer = reference.strip_prefix('#').expect("within the document");
        assert!(document.pointer(pointer).is_some(), "{reference} is nowhere");
    }
}

#[test]
fn words_are_written_as_they_are_sent() {
    let document = document();
    let schemas = document["components"]["schemas"].as_object().expect("schemas");
    for (name, schema) in schemas {
        for word in schema["enum"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
        {
            assert!(
                !word.contains(char::is_uppercase),
                "{name}: {word} is a name of the code"
            );
        }
    }
    let codes = schemas["ErrorCode"]["enum"].as_array().expect("words");
    assert!(codes.iter().any(|code| code == "ticket_not_found"));
}
