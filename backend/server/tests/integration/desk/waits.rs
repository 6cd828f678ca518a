//! Tickets that wait and then go on by themselves.

use jiff::SignedDuration;
use pult_server::service::waits;
use serde_json::json;

use super::{broken, crowd, open};
use crate::support::{Desk, on_both};

on_both! {
    // req: B17, C10 — more than a look takes cannot go on, and are due before.
    async fn those_that_cannot_go_on_keep_none_waiting(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        let number = open(&agent, "it", "Erledigt?").await;
        let until = json!([{"type": "set_state", "state": "pending_close_unsuccessful", "pending_until": "2026-11-22T12:00:00Z"}]);
        agent.apply(&number, until).await.expect(200);
        let before = "2026-11-22T11:00:00Z".parse().unwrap();
        crowd(&desk, &number, waits::AT_ONCE as usize + 1, |ticket| {
            broken(ticket);
            ticket.pending_until = Some(before);
        })
        .await;
        desk.later(SignedDuration::from_hours(4));
        assert_eq!(waits::go_on(&desk.app).await.unwrap(), 1);
        let agent = desk.sign_in("agent.it").await;
        let closed = agent.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
        assert_eq!(closed["state"], "closed_unsuccessful");
        // Administrators see it where they are, and nobody else does.
        agent.get("/api/v1/job-failures").await.problem(403, "forbidden");
        let admin = desk.sign_in("admin").await;
        let failures = async || admin.get("/api/v1/job-failures").await.expect(200).json()["items"].as_array().unwrap().clone();
        let failed = failures().await;
        assert_eq!(failed.len(), 100, "as many as are shown");
        assert!(failed.iter().all(|one| one["job"] == "waits" && one["times"] == 1 && one["number"].is_string()), "{failed:?}");
        assert_eq!(waits::go_on(&desk.app).await.unwrap(), 0);
        assert!(failures().await.iter().all(|one| one["times"] == 2), "once more, and no row more");
        desk.later(SignedDuration::from_hours(25));
        let admin = desk.sign_in("admin").await;
        assert_eq!(admin.get("/api/v1/job-failures").await.expect(200).json()["items"], json!([]), "it fails no more, or is done");
    }

    async fn pending_then_closed_becomes_closed(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        let (closes, reminds) = (open(&agent, "it", "Erledigt?").await, open(&agent, "it", "Ersatzteil").await);
        let wait = |state: &str| json!([{"type": "set_state", "state": state, "pending_until": "2026-11-22T12:00:00Z"}]);
        agent.apply(&closes, wait("pending_close_unsuccessful")).await.expect(200);
        agent.apply(&reminds, wait("pending_reminder")).await.expect(200);
        assert_eq!(waits::go_on(&desk.app).await.unwrap(), 0, "not yet");
        desk.later(SignedDuration::from_hours(4));
        let other = desk.another().await;
        let (here, there) = tokio::join!(waits::go_on(&desk.app), waits::go_on(&other));
        assert_eq!(here.unwrap() + there.unwrap(), 1, "by one of the instances");
        let agent = desk.sign_in("agent.it").await;
        let state = async |number: &str| agent.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json()["state"].clone();
        assert_eq!(state(&closes).await, "closed_unsuccessful");
        assert_eq!(state(&reminds).await, "pending_reminder", "that one only reminds");
        let history = agent.get(&format!("/api/v1/tickets/{closes}/history")).await.expect(200).json();
        let entries = history["items"].as_array().unwrap();
        let closed = entries.iter().find(|entry| entry["event"]["to"] == "closed_unsuccessful").unwrap();
        assert!(closed.get("actor").is_none(), "the system did it");
        let mails = desk.delivered().await;
        assert!(mails.iter().any(|mail| mail.subject.contains(&closes)), "the customer is told");
    }
}
