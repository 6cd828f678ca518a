//! A ticket that somebody may not see is nowhere: whatever the document offers to read by ticket answers as if there were none.

use serde_json::{Value, json};

use crate::support::{Desk, Eml, on_both};

/// Every path of the document that is read, with its parameters.
fn readable() -> Vec<String> {
    let document: Value =
        serde_json::from_str(&pult_server::http::api::document_json().expect("a document")).expect("JSON");
    let paths = document["paths"].as_object().expect("paths");
    let read = paths.iter().filter(|(_, methods)| methods.get("get").is_some());
    read.map(|(path, _)| path.clone()).collect()
}

on_both! {
    // req: B11, C5
    async fn no_read_operation_shows_a_foreign_ticket(desk: Desk) {
        desk.receive(&Eml::new("geheim@x", "Geheimsache", "Niemand sonst liest das.")).await;
        let agent = desk.sign_in("agent.it").await;
        let ticket = agent.tickets("").await.remove(0);
        let number = ticket["number"].as_str().unwrap();
        let file = agent.upload("geheim.txt", b"geheim").await;
        agent.apply(number, json!([{"type": "note", "body": "Geheimsache", "attachments": [file]}, {"type": "add_tag", "tag": "geheimsache"}]))
            .await
            .expect(200);
        let article = agent.articles(number).await[0]["id"].as_str().unwrap().to_owned();
        let (mut by_ticket, mut others) = (0, 0);
        let library = desk.sign_in("agent.lib").await;
        for path in readable() {
            let asked = path
                .replace("{ticket}", number)
                .replace("{article_id}", &article)
                .replace("{attachment_id}", &file);
            if asked == path && !path.contains('{') && !path.ends_with("/events") {
                for query in ["", "?filter=geheimsache", "?query=Geheimsache", "?prefix=geheim"] {
                    let answer = library.get(&format!("{path}{query}")).await;
                    let text = String::from_utf8_lossy(&answer.bytes).to_lowercase();
                    // The question itself may come back, in a view or an error.
                    assert!(!text.contains(number) && !text.contains("\"geheimsache\""), "{path}{query}: {text}");
                }
                others += 1;
            } else if !asked.contains('{') && asked != path {
                let answer = library.get(&asked).await;
                assert_eq!(answer.status.as_u16(), 404, "{path}");
                by_ticket += 1;
            }
        }
        assert!(by_ticket >= 8 && others >= 10, "{by_ticket} paths by ticket, {others} others");
        let counts = library.get("/api/v1/queues").await.expect(200).json();
        for queue in counts["items"].as_array().unwrap() {
            assert!(queue["path"] == "library" || queue["counts"] == Value::Null, "{queue}");
        }
        library.apply(number, json!([{"type": "take"}])).await.problem(404, "ticket_not_found");
    }
}
