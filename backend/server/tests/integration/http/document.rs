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
