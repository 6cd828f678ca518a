//! Locks: released by time-out and by absence, once.

use jiff::SignedDuration;
use pult_domain::ticket::Lock;
use pult_server::service::locks;
use pult_shared::ids::PersonId;
use pult_store::people::{self, NewPerson};
use serde_json::{Value, json};

use super::{crowd, open};
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

    // req: E4 — saving that one is away wakes the job that gives the locks back.
    async fn being_away_wakes_the_job(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        let woken = desk.app.work.locks.notified();
        agent.put("/api/v1/preferences", &json!({"away_until": "2026-11-30T00:00:00Z"})).await.expect(200);
        tokio::time::timeout(std::time::Duration::from_secs(2), woken).await.expect("woken");
    }

    // req: B16 — a queue for which nobody says a time gives locks back all the same; null is never.
    async fn a_new_queue_has_a_time_out(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let mut queue = json!({"key": "medien", "names": {"de": "Medien", "en": "Media"}, "addresses": []});
        let made = admin.post("/api/v1/queues", &queue).await.expect(201).json();
        assert_eq!(made["settings"]["unlock_minutes"], 240);
        queue["unlock_minutes"] = Value::Null;
        let path = format!("/api/v1/queues/{}/settings", made["id"].as_str().unwrap());
        let kept = admin.put(&path, &queue).await.expect(200).json();
        assert_eq!(kept["settings"]["unlock_minutes"], Value::Null);
        assert!(kept["settings"].as_object().unwrap().contains_key("unlock_minutes"), "never is said, not left out");
    }

    // req: B16 — a sub-queue says its own time.
    async fn a_sub_queue_says_when(desk: Desk) {
        let (agent, admin) = (desk.sign_in("agent.it").await, desk.sign_in("admin").await);
        let path = format!("/api/v1/queues/{}/settings", admin.queue("it/wlan").await);
        let mut wlan = admin.get(&path).await.expect(200).json()["settings"].clone();
        wlan["unlock_minutes"] = json!(30);
        admin.put(&path, &wlan).await.expect(200);
        let (above, below) = (open(&agent, "it", "Oben").await, open(&agent, "it/wlan", "Unten").await);
        for number in [&above, &below] {
            agent.apply(number, json!([{"type": "take"}])).await.expect(200);
        }
        desk.later(SignedDuration::from_mins(29));
        assert_eq!(locks::release_due(&desk.app).await.unwrap(), 0);
        desk.later(SignedDuration::from_mins(2));
        assert_eq!(locks::release_due(&desk.app).await.unwrap(), 1);
        assert!(is_locked(&agent, &above).await && !is_locked(&agent, &below).await);
    }

    // req: E4, B16
    async fn who_may_not_sign_in_any_more_holds_no_lock(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        let gone = NewPerson {
            id: PersonId(desk.app.fresh()),
            login: Some("weg".to_owned()),
            name: "Wanda Weg".to_owned(),
            language: None,
            administrator: false,
            active: false,
            addresses: Vec::new(),
            password_hash: None,
            created_at: desk.app.now(),
        };
        let tx = desk.app.store.begin().await.unwrap();
        people::insert(&tx, &gone).await.unwrap();
        tx.commit().await.unwrap();
        let like = open(&agent, "it", "Übernahme").await;
        let since = desk.app.now();
        let held = crowd(&desk, &like, 1, |ticket| {
            ticket.owner_id = Some(gone.id);
            ticket.lock = Some(Lock { by: gone.id, since });
        })
        .await;
        assert!(is_locked(&agent, &held[0]).await);
        assert_eq!(locks::release_due(&desk.app).await.unwrap(), 1);
        assert!(!is_locked(&agent, &held[0]).await);
        assert_eq!(unlocks(&agent, &held[0]).await.len(), 1);
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
