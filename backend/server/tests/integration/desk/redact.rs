//! Secrets in messages: noticed, and removed from everywhere.

use pult_shared::person::Permission;
use serde_json::{Value, json};

use super::{grant, person, text};
use crate::support::{Desk, Eml, Visitor, on_both};

const IBAN: &str = "DE89 3704 0044 0532 0130 00";

async fn found(agent: &Visitor, word: &str) -> usize {
    agent.tickets(word).await.len()
}

fn texts(articles: &[Value]) -> String {
    articles.iter().map(Value::to_string).collect()
}

on_both! {
    // req: D5
    async fn a_secret_is_noticed_and_removed_everywhere(desk: Desk) {
        let body = format!("Hallo,\nmein Passwort: Geheim!23xyz\nKonto {IBAN}\nDanke\n");
        let eml = Eml::new("login@stud.example", "Login", &body)
            .from("student@stud.hs-musterstadt.example")
            .to("it-desk@hs-musterstadt.example");
        desk.receive(&eml).await;
        let it = desk.sign_in("agent.it").await;
        let ticket = it.tickets("state:new").await.pop().expect("a ticket");
        let number = text(&ticket["number"]);
        let articles = it.articles(&number).await;
        assert_eq!(articles[0]["secrets"], json!(["password", "iban"]));
        let id = text(&articles[0]["id"]);
        // A colleague repeats it in an answer and in a note.
        it.apply(&number, json!([{"type": "reply", "body": format!("Ihr Konto DE89 3704 0044\n> 0532 0130 00?"), "undo_seconds": 0}])).await.expect(200);
        it.apply(&number, json!([{"type": "note", "body": "Geheim!23xyz ist unsicher"}])).await.expect(200);
        assert!(!desk.delivered().await.is_empty());
        assert_eq!(found(&it, "geheim").await, 1);
        let path = format!("/api/v1/articles/{id}/redact");
        it.post(&path, &json!({"reason": ""})).await.problem(403, "forbidden");
        desk.sign_in("student").await.post(&path, &json!({"reason": ""})).await.problem(404, "article_not_found");
        grant(&desk, "agent.it", "it", &[Permission::View, Permission::Manage]).await;
        let it = desk.sign_in("agent.it").await;
        let preview = it.post(&path, &json!({"reason": ""})).await.expect(200).json();
        assert_eq!((&preview["done"], &preview["articles"], &preview["mails"]), (&json!(false), &json!(3), &json!(1)), "{preview}");
        assert_eq!(found(&it, "geheim").await, 1, "asking removes nothing");
        for (body, field) in [
            (json!({"reason": "Wunsch der Person", "confirm": "4711"}), "confirm"),
            (json!({"reason": " ", "confirm": number}), "reason"),
            (json!({"reason": "x", "confirm": number, "texts": ["abc"]}), "texts"),
        ] {
            let problem = it.post(&path, &body).await.problem(422, "invalid");
            assert_eq!(problem["errors"][0]["field"], field);
        }
        let done = it.post(&path, &json!({"reason": "Wunsch der Person", "confirm": number})).await.expect(200).json();
        assert_eq!(done["done"], true);
        let articles = it.articles(&number).await;
        let all = texts(&articles);
        assert!(!all.contains("Geheim") && !all.contains("0532") && all.contains('█'), "{all}");
        assert!(articles[0]["text"].as_str().unwrap().contains("Hallo"), "the rest stays");
        assert!(articles[0].get("secrets").is_none());
        it.get(&format!("/api/v1/articles/{id}/raw")).await.problem(404, "article_not_found");
        assert_eq!(found(&it, "geheim").await, 0);
        assert_eq!(found(&it, "hallo").await, 1);
        let admin = desk.sign_in("admin").await;
        for (list, end) in [("incoming-mails", "/raw"), ("outgoing-mails", "")] {
            let mails = admin.get(&format!("/api/v1/{list}")).await.expect(200).json();
            for mail in mails["items"].as_array().unwrap() {
                let raw = admin.get(&format!("/api/v1/{list}/{}{end}", text(&mail["id"]))).await.expect(200);
                let raw = String::from_utf8_lossy(&raw.bytes).into_owned();
                assert!(!raw.contains("Geheim") && !raw.contains("0532"), "{list}: {raw}");
            }
        }
        let history = it.get(&format!("/api/v1/tickets/{number}/history")).await.expect(200).json();
        let entry = history["items"].as_array().unwrap().iter().find(|entry| entry["event"]["type"] == "redacted").expect("a line of the history");
        assert_eq!((&entry["event"]["reason"], &entry["actor"]["id"]), (&json!("Wunsch der Person"), &json!(person(&desk, "agent.it").await)));
        assert_eq!(entry["event"]["sha256"].as_str().unwrap().len(), 64);
        it.post(&path, &json!({"reason": "noch einmal"})).await.problem(422, "invalid");
    }
}
