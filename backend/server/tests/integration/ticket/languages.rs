//! Customers read their own language: receipt, salutation, answer by template, signature, closing; a third party reads the desk's.

use pult_shared::person::Language;
use pult_store::people;
use serde_json::json;

use crate::support::{Desk, Eml, on_both};

const ERIN: &str = "erin@aussen.example";

on_both! {
    // req: B9, D7
    async fn somebody_who_reads_english_reads_english(desk: Desk) {
        desk.receive(&Eml::new("first@x", "Hi", "Hi").from(ERIN)).await;
        let person = people::by_address(&desk.app.store, ERIN).await.unwrap().unwrap().id;
        let tx = desk.app.store.begin().await.unwrap();
        people::set_language(&tx, person, Language::En).await.unwrap();
        tx.commit().await.unwrap();
        let admin = desk.sign_in("admin").await;
        let path = format!("/api/v1/queues/{}/settings", admin.queue("it").await);
        let mut settings = admin.get(&path).await.expect(200).json()["settings"].clone();
        settings["salutation"] = json!({"de": "Guten Tag,", "en": "Hello {{ customer.name }},"});
        settings["signature"] = json!({"de": "{{ queue.name }} grüßt", "en": "Regards, {{ queue.name }}"});
        admin.put(&path, &settings).await.expect(200);
        let template = json!({"names": {"de": "Antwort", "en": "Answer"}, "kind": "answer", "subject": {"de": "", "en": ""},
            "body": {"de": "Es geht wieder.", "en": "It works again."}, "queue_ids": []});
        let template = admin.post("/api/v1/templates", &template).await.expect(201).json();
        let before = desk.delivered().await.len();

        desk.receive(&Eml::new("second@x", "Printer", "No paper").from(ERIN)).await;
        let agent = desk.sign_in("agent.it").await;
        let number = agent.tickets("printer").await[0]["number"].as_str().unwrap().to_owned();
        let asked = json!({"template_id": template["id"], "ticket": number});
        let filled = agent.post("/api/v1/templates/render", &asked).await.expect(200).json();
        assert_eq!((&filled["language"], &filled["body"]), (&json!("en"), &json!("It works again.")));
        let answer = json!([{"type": "reply", "body": filled["body"]}, {"type": "set_state", "state": "closed_successful"}]);
        agent.apply(&number, answer).await.expect(200);
        let mails = desk.delivered().await.split_off(before);
        let texts: Vec<&str> = mails.iter().map(|mail| mail.text.as_str()).collect();
        assert_eq!(texts.len(), 3, "{texts:?}");
        for words in [
            &["we have received your request"][..],
            &["Hello erin", "It works again.", "Regards, IT Service Desk"],
            &["has been closed"],
        ] {
            assert!(texts.iter().any(|text| words.iter().all(|word| text.contains(word))), "{words:?} in {texts:?}");
        }

        // A company that nobody knows is not written to in the customer's language.
        let article = agent.articles(&number).await[0]["id"].clone();
        let forward = json!([{"type": "forward", "to": [{"address": "firma@werkstatt.example"}], "body": "Bitte ansehen.", "article_ids": [article]}]);
        agent.apply(&number, forward).await.expect(200);
        let mail = desk.delivered().await.pop().unwrap();
        assert!(mail.text.contains("grüßt") && !mail.text.contains("Regards"), "{}", mail.text);
    }
}
