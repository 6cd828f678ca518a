//! Locks: released by time-out and by absence, once.

use jiff::SignedDuration;
use pult_server::service::locks;
use serde_json::{Value, json};

use super::open;
use crate::support::{Desk, Visitor, on_both};

async fn is_locked(agent: &Visitor, number: &str) -> bool {
    let ticket = agent.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
    ticket.get("lock").is_some()
}

async fn unlocks(agent: &Visitor, number: &str) -> Vec<Value> {
    let path = format!("/api/v1/tickets/{number}/history");
    let history = agent.get(&path).await.expect(200).json();
    let entries = history["items"].as_array().unwrap();
    entries
        .iter()
        .filter(|entry| entry["event"]["type"] == "unlocked")
        .cloned()
        .collect()
}

on_both! {
    // req: B16
    async fn a_lock_times_out_unless_its_holder_works(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        let (idle, busy) = (open(&agent, "it", "Liegt").await, open(&agent, "it", "Läuft").await);
        for number in [&idle, &busy] {
            agent.apply(number, json!([{"type": "take"}])).await.expect(200);
        }
        // The seed's queues give locks back after four hours.
        desk.later(SignedDuration::from_mins(200));
        let agent = desk.sign_in("agent.it").await;
        agent.apply(&busy, json!([{"type": "note", "body": "dran"}])).await.expect(200);
        desk.sign_in("admin").await.apply(&idle, json!([{"type": "note", "body": "Wann?"}])).await.expect(200);
        assert_eq!(locks::release_due(&desk.app).await.unwrap(), 0);
        desk.later(SignedDuration::from_mins(45));
        assert_eq!(locks::release_due(&desk.app).await.unwrap(), 1);
        let agent = desk.sign_in("agent.it").await;
        assert!(!is_locked(&agent, &idle).await && is_locked(&agent, &busy).await);
        let told = unlocks(&agent, &idle).await;
        assert_eq!(told.len(), 1);
        assert!(told[0].get("actor").is_none(), "the system did it");
        let ticket = agent.get(&format!("/api/v1/tickets/{idle}")).await.json();
        assert_eq!(ticket["owner"]["name"], "Ivo Techniker", "whose it is stays");
        assert_eq!(locks::release_due(&desk.app).await.unwrap(), 0);
    }

    // req: E4
    async fn who_is_away_holds_no_lock(desk: Desk) {
        let (agent, admin) = (desk.sign_in("agent.it").await, desk.sign_in("admin").await);
        let number = open(&agent, "it", "Liegt").await;
        agent.apply(&number, json!([{"type": "take"}])).await.expect(200);
        agent.put("/api/v1/preferences", &json!({"away_until": "2026-11-21T00:00:00Z"})).await.expect(200);
        assert_eq!(locks::release_due(&desk.app).await.unwrap(), 0, "back again");
        agent.put("/api/v1/preferences", &json!({"away_until": "2026-11-30T00:00:00Z"})).await.expect(200);
        let other = desk.another().await;
        let (here, there) = tokio::join!(locks::release_due(&desk.app), locks::release_due(&other));
        assert_eq!(here.unwrap() + there.unwrap(), 1, "by one of the instances");
        assert!(!is_locked(&admin, &number).await);
        assert_eq!(unlocks(&admin, &number).await.len(), 1);
    }
}
