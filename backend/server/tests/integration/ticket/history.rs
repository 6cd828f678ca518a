//! The history: complete, in order, chained.

use pult_shared::ids::TicketId;
use serde_json::json;

use crate::support::{Desk, Eml, on_both};

on_both! {
    // req: A14, E16
    async fn every_change_is_in_the_history(desk: Desk) {
        desk.receive(&Eml::new("h@x", "Verlauf", "Hallo")).await;
        let agent = desk.sign_in("agent.it").await;
        let ticket = agent.tickets("").await[0].clone();
        let number = ticket["number"].as_str().unwrap();
        let wlan = agent.queue("it/wlan").await;
        for command in [
            json!({"type": "take"}),
            json!({"type": "note", "body": "schaue ich mir an"}),
            json!({"type": "set_priority", "priority": 4}),
            json!({"type": "set_state", "state": "pending_reminder", "pending_until": "2026-11-30T08:00:00Z"}),
            json!({"type": "move", "queue_id": wlan}),
        ] {
            agent.apply(number, json!([command])).await.expect(200);
        }
        let history = agent.get(&format!("/api/v1/tickets/{number}/history")).await.expect(200).json();
        let entries = history["items"].as_array().unwrap();
        let events: Vec<_> = entries.iter().map(|entry| entry["event"]["type"].as_str().unwrap()).collect();
        assert_eq!(
            events,
            [
                "ticket_opened", "article_added", "mail_queued", "owner_changed", "locked", "article_added",
                "priority_changed", "state_changed", "moved", "unlocked", "owner_changed"
            ]
        );
        assert_eq!(entries[3]["actor"]["id"], entries[4]["actor"]["id"]);
        let id: TicketId = ticket["id"].as_str().unwrap().parse().unwrap();
        pult_store::history::verify(&desk.app.store, id).await.expect("the chain holds");
    }

    // Who is named is named, also who has to do with the ticket no more.
    async fn everybody_whom_the_history_names_has_a_name(desk: Desk) {
        desk.receive(&Eml::new("n@x", "Namen", "Hallo")).await;
        let (agent, admin) = (desk.sign_in("agent.it").await, desk.sign_in("admin").await);
        let number = agent.tickets("").await[0]["number"].as_str().unwrap().to_owned();
        let field = json!({"key": "contact", "kind": "person", "names": {"de": "Ansprechperson", "en": "Contact"}, "shown_to_customer": true});
        admin.put("/api/v1/fields/contact", &field).await.expect(200);
        agent.apply(&number, json!([{"type": "take"}, {"type": "unlock"}])).await.expect(200);
        let seen = agent.get(&format!("/api/v1/tickets/{number}")).await.expect(200);
        let etag = seen.header("etag").to_owned();
        let me = |visitor: &serde_json::Value| visitor["person"]["id"].clone();
        let ada = me(&admin.get("/api/v1/session").await.json());
        admin.apply(&number, json!([
            {"type": "take"},
            {"type": "set_field", "field": "contact", "value": ada},
            {"type": "add_participant", "participant": {"name": "Paula Gast", "address": "paula@aussen.example"}},
        ])).await.expect(200);
        let paula = admin.get(&format!("/api/v1/tickets/{number}")).await.json()["participants"][0]["id"].clone();
        admin.apply(&number, json!([{"type": "remove_participant", "person_id": paula}, {"type": "unlock"}])).await.expect(200);
        let history = agent.get(&format!("/api/v1/tickets/{number}/history")).await.expect(200).json();
        let names_of = |kind: &str| -> Vec<String> {
            let mut entries = history["items"].as_array().unwrap().iter();
            let entry = entries.rfind(|entry| entry["event"]["type"] == kind).unwrap();
            entry["people"].as_array().unwrap().iter().map(|person| person["name"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(names_of("participant_removed"), ["Paula Gast"]);
        assert_eq!(names_of("field_changed").len(), 1);
        assert_eq!(names_of("owner_changed").len(), 2, "the one before and the one after");

        let path = format!("/api/v1/tickets/{number}/commands");
        let late = json!({"commands": [{"type": "assign", "owner_id": null}]});
        let problem = agent.post_with(&path, &late, &[("if-match", &etag)]).await.problem(412, "stale_version");
        assert!(problem["changes"][0]["people"][0]["name"].is_string(), "{problem}");
        // The customer is told without the addresses of agents.
        let student = desk.sign_in("student").await;
        let reply = json!({"commands": [{"type": "reply", "body": "Und?"}]});
        agent.apply(&number, json!([{"type": "reply", "body": "Bald."}])).await.expect(200);
        let answer = student.post_with(&path, &reply, &[("if-match", &etag)]).await;
        let told = String::from_utf8_lossy(&answer.bytes).into_owned();
        assert!(!told.contains("agent.it@") && !told.contains("paula@aussen"), "{told}");
    }
}
