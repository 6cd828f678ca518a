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
}
