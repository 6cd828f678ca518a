//! Secrets in messages: noticed, and removed from everywhere.

use pult_shared::person::Permission;
use pult_store::redaction;
use serde_json::{Value, json};

use super::{grant, person, text};
use crate::support::{Desk, Eml, Visitor, on_both};

const WORD: &str = "Geheim!23xyz";
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

    // req: D5
    async fn nothing_in_the_whole_database_repeats_what_was_removed(desk: Desk) {
        let body = format!("Hallo,\nmein Passwort: {WORD}\nund meine IBAN {}\n", IBAN.replace(' ', "\u{a0}"));
        let eml = Eml::new("login@stud.example", &format!("Passwort: {WORD}"), &body)
            .from("student@stud.hs-musterstadt.example")
            .to("it-desk@hs-musterstadt.example");
        desk.receive(&eml).await;
        grant(&desk, "agent.it", "it", &[Permission::View, Permission::Manage]).await;
        let (it, lib, admin) = (desk.sign_in("agent.it").await, desk.sign_in("agent.lib").await, desk.sign_in("admin").await);
        let hook = json!({"name": "Monitor", "url": "https://hooks.example/pult", "events": ["noted", "answered"], "when": "", "valid": true});
        admin.post("/api/v1/webhooks", &hook).await.expect(201);
        let ticket = it.tickets("state:new").await.pop().expect("a ticket");
        let number = text(&ticket["number"]);
        let first = it.articles(&number).await[0].clone();
        let me = person(&desk, "agent.it").await;
        admin.apply(&number, json!([{"type": "watch", "person_id": me}])).await.expect(200);
        // It wanders through all that people write in a ticket.
        let file = it.upload("zugang.txt", format!("Zugang: {WORD}\nRest").as_bytes()).await;
        it.apply(&number, json!([
            {"type": "set_subject", "subject": format!("Zugang {WORD} gesperrt")},
            {"type": "note", "body": format!("{WORD} ist unsicher"), "attachments": [file]},
            {"type": "add_checklist_item", "text": format!("{WORD} ändern")},
            {"type": "account_time", "minutes": 5, "comment": format!("wegen {WORD}")},
            {"type": "reply", "body": format!("Bitte ändern Sie {WORD}.")},
        ])).await.expect(200);
        let draft = json!({"kind": "note", "ticket_id": ticket["id"], "version": 1, "content": {"body": format!("Noch einmal {}", IBAN.replace(' ', "\u{202f}"))}});
        it.put("/api/v1/drafts", &draft).await.expect(200);
        let queue = it.queue("it").await;
        let split = json!({"queue_id": queue, "subject": format!("Frage zu {WORD}"), "body": body, "confirm": false, "split_from": first["id"],
            "requester": {"address": "student@stud.hs-musterstadt.example"}});
        let other = text(&it.post("/api/v1/tickets", &split).await.expect(201).json()["number"]);
        desk.later(jiff::SignedDuration::from_mins(20));
        pult_server::service::notification::note::note(&desk.app).await.expect("told");
        pult_server::service::notification::mail::send_due(&desk.app).await.expect("written");
        desk.delivered().await;
        pult_server::service::rule::work::work(&desk.app).await.expect("the webhook's message");
        let before = redaction::columns_with(&desk.app.store, WORD).await.unwrap();
        for place in ["articles.body", "history.event", "tickets.subject", "outgoing_mails.subject", "checklist_items.text", "time_entries.comment"] {
            assert!(before.iter().any(|column| column == place), "{place} among {before:?}");
        }
        // Whoever does not manage the library sees that it stays there, and no more.
        let stays = admin.post("/api/v1/tickets", &json!({"queue_id": admin.queue("library").await, "subject": "Auch hier", "body": format!("{WORD}!"),
            "requester": {"address": "student@stud.hs-musterstadt.example"}, "confirm": false})).await.expect(201).json();
        admin.apply(&number, json!([{"type": "link", "kind": "related", "ticket": stays["number"]}])).await.expect(200);
        let path = format!("/api/v1/articles/{}/redact", text(&first["id"]));
        let asked = json!({"reason": format!("Wunsch, {WORD} zu löschen"), "confirm": number});
        let done = it.post(&path, &asked).await.expect(200).json();
        assert_eq!((&done["done"], &done["left"]), (&json!(true), &json!(1)), "{done}");
        let left = redaction::columns_with(&desk.app.store, WORD).await.unwrap();
        assert_eq!(left, ["articles.body"], "the library's own ticket");
        assert_eq!(lib.articles(&text(&stays["number"])).await.len(), 1);
        let done = admin.post(&path, &json!({"reason": "auch dort", "texts": [WORD], "confirm": number})).await.expect(200).json();
        assert_eq!(done["left"], json!(0));
        assert_eq!(redaction::columns_with(&desk.app.store, WORD).await.unwrap(), Vec::<String>::new());
        for digits in ["370400440532", "3704 0044", "3704\u{a0}0044", "3704\u{202f}0044"] {
            assert_eq!(redaction::columns_with(&desk.app.store, digits).await.unwrap(), Vec::<String>::new(), "{digits}");
        }
        // What stays says who, why and of what; each ticket tells it, and the chains hold.
        for number in [&number, &other] {
            let articles = it.articles(number).await;
            let note = articles.iter().find_map(|article| article["text"].as_str().filter(|text| text.contains("SHA-256")));
            assert!(note.is_some_and(|note| note.contains("Wunsch, █████ zu löschen")), "{articles:?}");
            let verified = pult_server::service::ticket::verify::one(&desk.app.store, number).await.expect("looked at");
            assert_eq!(verified.faults, Vec::<String>::new());
        }
        let ticket = it.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
        assert_eq!(ticket["subject"], "Zugang █████ gesperrt");
        assert_eq!(found(&it, "unsicher").await, 1, "the rest is found");
        let files = it.articles(&number).await;
        let file = files.iter().find_map(|article| article["attachments"].as_array().and_then(|all| all.iter().find(|one| one["name"] == "zugang.txt"))).cloned();
        let raw = it.get(&format!("/api/v1/attachments/{}", text(&file.expect("the file")["id"]))).await.expect(200);
        assert_eq!(String::from_utf8_lossy(&raw.bytes), "Zugang: █████\nRest");
    }
}
