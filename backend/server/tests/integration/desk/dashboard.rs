//! The dashboard: eight sections, a fixed number of queries, news since the last visit.

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{all, crowd, encoded, open, person, text};
use crate::support::{Desk, Visitor, on_both};

async fn sections(who: &Visitor) -> Vec<(String, Vec<String>, u64)> {
    let dashboard = who.get("/api/v1/dashboard").await.expect(200).json();
    let sections = dashboard["sections"].as_array().unwrap();
    let section = |section: &Value| {
        let items = section["items"].as_array().unwrap();
        let subjects = items.iter().map(|item| text(&item["subject"])).collect();
        (text(&section["kind"]), subjects, section["count"].as_u64().unwrap())
    };
    sections.iter().map(section).collect()
}

async fn subjects(who: &Visitor, kind: &str) -> Vec<String> {
    let found = sections(who).await;
    found.into_iter().find(|section| section.0 == kind).unwrap().1
}

on_both! {
    // req: B2, A5
    async fn each_section_shows_its_tickets(desk: Desk) {
        let (agent, librarian) = (desk.sign_in("agent.it").await, desk.sign_in("agent.lib").await);
        let mine = open(&agent, "it", "Meins").await;
        let late = open(&agent, "it", "Spät").await;
        let waits = open(&agent, "it/wlan", "Wartet").await;
        open(&agent, "it", "Frei").await;
        open(&librarian, "library", "Ausweis").await;
        agent.apply(&mine, json!([{"type": "take"}])).await.expect(200);
        agent.apply(&late, json!([{"type": "set_due", "due_at": "2026-11-22T12:00:00Z"}, {"type": "watch"}])).await.expect(200);
        let wait = json!([{"type": "set_state", "state": "pending_reminder", "pending_until": "2026-11-22T11:00:00Z"}]);
        agent.apply(&waits, wait).await.expect(200);
        assert!(subjects(&agent, "escalating").await.is_empty());
        desk.later(SignedDuration::from_hours(4));
        let agent = desk.sign_in("agent.it").await;
        assert_eq!(subjects(&agent, "mine").await, ["Meins"]);
        assert_eq!(subjects(&agent, "unassigned").await, ["Spät", "Wartet", "Frei"]);
        let mut escalating = subjects(&agent, "escalating").await;
        escalating.sort();
        assert_eq!(escalating, ["Spät", "Wartet"]);
        assert_eq!(subjects(&agent, "oldest").await, ["Meins", "Spät", "Wartet", "Frei"]);
        assert!(sections(&agent).await.iter().all(|section| !section.1.contains(&"Ausweis".to_owned())));
        let dashboard = agent.get("/api/v1/dashboard").await.json();
        assert!(dashboard.get("failed_mails").is_none());
        for section in dashboard["sections"].as_array().unwrap() {
            let path = format!("/api/v1/tickets/count?scope=desk&filter={}", encoded(&text(&section["filter"])));
            assert_eq!(agent.get(&path).await.expect(200).json()["count"], section["count"], "the link shows the same");
        }
        assert_eq!(desk.sign_in("admin").await.get("/api/v1/dashboard").await.json()["failed_mails"], 0);
        desk.sign_in("student").await.get("/api/v1/dashboard").await.problem(403, "forbidden");
    }

    async fn whoever_is_mentioned_finds_it(desk: Desk) {
        let (agent, admin) = (desk.sign_in("agent.it").await, desk.sign_in("admin").await);
        let number = open(&agent, "it", "Rückfrage").await;
        open(&agent, "it", "Anderes").await;
        let me = person(&desk, "agent.it").await;
        let note = json!([{"type": "note", "body": "@Ivo bitte ansehen", "mentions": [me]}]);
        assert!(subjects(&agent, "mentioned").await.is_empty());
        admin.apply(&number, note).await.expect(200);
        assert_eq!(subjects(&agent, "mentioned").await, ["Rückfrage"]);
        let found = async |who: &Visitor, filter: &str| {
            let path = format!("/api/v1/tickets?scope=desk&filter={}", encoded(filter));
            all(&who.get(&path).await.expect(200).json(), "subject")
        };
        assert_eq!(found(&agent, "mentioned:me").await, ["Rückfrage"]);
        assert_eq!(found(&admin, &format!("mentioned:#{me} -mentioned:nobody")).await, ["Rückfrage"]);
        assert!(found(&admin, "mentioned:me").await.is_empty());
        // To stop watching takes nothing back; what is closed is done.
        agent.apply(&number, json!([{"type": "unwatch"}])).await.expect(200);
        assert_eq!(subjects(&agent, "mentioned").await, ["Rückfrage"]);
        admin.apply(&number, json!([{"type": "set_state", "state": "closed_successful"}])).await.expect(200);
        assert!(subjects(&agent, "mentioned").await.is_empty());
    }

    async fn new_is_what_came_since_the_last_visit(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        let librarian = desk.sign_in("admin").await;
        let watched = open(&agent, "it", "Alt").await;
        agent.apply(&watched, json!([{"type": "watch"}])).await.expect(200);
        assert!(agent.get("/api/v1/dashboard").await.json().get("last_visit_at").is_none(), "the first visit");
        desk.later(SignedDuration::from_mins(20));
        agent.get("/api/v1/session").await.expect(200);
        desk.later(SignedDuration::from_mins(20));
        assert!(agent.get("/api/v1/dashboard").await.json().get("last_visit_at").is_none(), "still the same visit");
        desk.later(SignedDuration::from_mins(40));
        open(&librarian, "it", "Neu").await;
        let dashboard = agent.get("/api/v1/dashboard").await.expect(200).json();
        assert!(text(&dashboard["last_visit_at"]).starts_with("2026-11-22T09:40"), "{dashboard}");
        assert_eq!(subjects(&agent, "new_since_visit").await, ["Neu"]);
        assert!(subjects(&agent, "watched").await.is_empty());
        librarian.apply(&watched, json!([{"type": "note", "body": "x"}])).await.expect(200);
        assert_eq!(subjects(&agent, "watched").await, ["Alt"]);
        // A second browser does not make the news old.
        let second = desk.sign_in("agent.it").await;
        assert_eq!(subjects(&second, "new_since_visit").await, ["Neu"]);
    }

    async fn a_fuller_desk_costs_no_more_queries(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        let number = open(&agent, "it", "Meins").await;
        agent.apply(&number, json!([{"type": "take"}, {"type": "watch"}, {"type": "set_due", "due_at": "2026-11-22T09:30:00Z"}])).await.expect(200);
        let me = person(&desk, "agent.it").await;
        agent.apply(&number, json!([{"type": "note", "body": "@Ivo", "mentions": [me]}])).await.expect(200);
        open(&agent, "it", "Frei").await;
        let student = person(&desk, "student").await;
        crowd(&desk, &number, 1, |ticket| ticket.owner_id = Some(student)).await;
        desk.later(SignedDuration::from_mins(59));
        let cost = async || {
            let before = desk.app.store.query_count();
            let answer = agent.get("/api/v1/dashboard").await.expect(200).json();
            assert!(answer["sections"].as_array().unwrap().iter().all(|section| section["count"] != 0), "{answer}");
            desk.app.store.query_count() - before
        };
        agent.get("/api/v1/session").await.expect(200);
        let few = cost().await;
        for n in 0..20 {
            open(&agent, "it", &format!("Frei {n}")).await;
        }
        assert_eq!(cost().await, few);
        // A section is a page, and the question which queues share tickets with others; who is there is asked for counting and for its section.
        assert!(few <= 29, "{few}");
    }
}
