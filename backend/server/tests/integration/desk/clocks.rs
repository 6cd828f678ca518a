//! Service agreements: set up, chosen, counted, told once, and none of it for customers.

use jiff::SignedDuration;
use pult_server::service::clocks;
use serde_json::{Value, json};

use super::{all, broken, crowd, encoded, open, text};
use crate::support::{Desk, Visitor, on_both};

fn standard() -> Value {
    json!({"key": "standard", "names": {"de": "Standard", "en": "Standard"}, "first_response": 60, "update": 120, "solution": 480})
}

/// Lets the queue and all below it promise something.
async fn promise(admin: &Visitor, queue: &str, change: Value) {
    let path = format!("/api/v1/queues/{}/settings", admin.queue(queue).await);
    let mut settings = admin.get(&path).await.expect(200).json()["settings"].clone();
    for (field, value) in change.as_object().unwrap() {
        settings[field] = value.clone();
    }
    admin.put(&path, &settings).await.expect(200);
}

async fn ticket(agent: &Visitor, number: &str) -> Value {
    agent.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json()
}

/// The clocks that run, by name.
async fn running(agent: &Visitor, number: &str) -> Vec<String> {
    let ticket = ticket(agent, number).await;
    let running = ticket["clocks"]["running"].as_array().cloned().unwrap_or_default();
    running.iter().map(|one| text(&one["clock"])).collect()
}

/// What was told of a ticket: event and clock.
async fn told(reader: &Visitor, number: &str) -> Vec<(String, String)> {
    let history = reader
        .get(&format!("/api/v1/tickets/{number}/history"))
        .await
        .expect(200)
        .json();
    let events = history["items"].as_array().unwrap().iter().map(|entry| &entry["event"]);
    let of_clocks = events.filter(|event| {
        let name = event["type"].as_str().unwrap();
        name.starts_with("escalat") || name == "age_reminded"
    });
    of_clocks
        .map(|event| {
            (
                text(&event["type"]),
                event["clock"].as_str().unwrap_or_default().to_owned(),
            )
        })
        .collect()
}

async fn found(agent: &Visitor, filter: &str) -> Vec<String> {
    let list = agent
        .get(&format!(
            "/api/v1/tickets?filter={}&sort=escalation_asc",
            encoded(filter)
        ))
        .await;
    all(&list.expect(200).json(), "number")
}

fn pair(event: &str, clock: &str) -> (String, String) {
    (event.to_owned(), clock.to_owned())
}

async fn count(desk: &Desk) {
    while clocks::recount(&desk.app).await.unwrap() > 0 {}
}

on_both! {
    // req: B15, B17 — more than a look takes cannot be worked on, and are due before.
    async fn those_that_break_keep_none_from_being_told(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        admin.put("/api/v1/slas/standard", &standard()).await.expect(200);
        let number = open(&agent, "it", "Anschluss").await;
        agent.apply(&number, json!([{"type": "set_sla", "sla": "standard"}])).await.expect(200);
        let before = desk.app.now();
        crowd(&desk, &number, clocks::AT_ONCE as usize + 1, |ticket| {
            broken(ticket);
            ticket.clocks.next_at = Some(before);
        })
        .await;
        desk.later(SignedDuration::from_mins(70));
        assert_eq!(clocks::tell_due(&desk.app).await.unwrap(), 1);
        let agent = desk.sign_in("agent.it").await;
        assert_eq!(told(&agent, &number).await, [pair("escalated", "first_response")]);
        assert_eq!(clocks::tell_due(&desk.app).await.unwrap(), 0, "the others are come back to");
    }

    async fn warnings_and_breaches_are_told_once(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let saved = admin.put("/api/v1/slas/standard", &standard()).await.expect(200).json();
        assert_eq!(saved["warn_percent"], 80);
        promise(&admin, "it", json!({"sla": "standard"})).await;
        let number = open(&agent, "it/wlan", "Anschluss").await;
        let other = open(&agent, "it", "Anderes").await;
        assert_eq!(running(&agent, &number).await, ["first_response", "solution"]);
        assert_eq!(clocks::tell_due(&desk.app).await.unwrap(), 0);
        agent.apply(&other, json!([{"type": "reply", "body": "Gerne."}])).await.expect(200);
        assert_eq!(running(&agent, &other).await, ["solution"]);
        desk.later(SignedDuration::from_mins(50));
        let second = desk.another().await;
        let (here, there) = tokio::join!(clocks::tell_due(&desk.app), clocks::tell_due(&second));
        assert_eq!(here.unwrap() + there.unwrap(), 1, "by one of the instances");
        assert_eq!(told(&agent, &number).await, [pair("escalation_warned", "first_response")]);
        assert_eq!(found(&agent, "escalating:yes").await, [number.as_str()]);
        assert_eq!(found(&agent, "first_response_due:<30m sla:standard").await, [number.as_str()]);
        assert_eq!(found(&agent, "first_response_due:<1m").await, Vec::<String>::new());
        assert_eq!(found(&agent, "sla:standard").await, [number.as_str(), other.as_str()]);
        // Everything stood still for a day: both clocks are over, each is told once, by whichever.
        desk.later(SignedDuration::from_hours(24));
        let (agent, student) = (desk.sign_in("agent.it").await, desk.sign_in("student").await);
        let (here, there) = tokio::join!(clocks::tell_due(&desk.app), clocks::tell_due(&second));
        assert_eq!(here.unwrap() + there.unwrap(), 2, "two tickets");
        assert_eq!(
            told(&agent, &number).await,
            [
                pair("escalation_warned", "first_response"),
                pair("escalated", "first_response"),
                pair("escalated", "solution"),
            ]
        );
        assert_eq!(clocks::tell_due(&desk.app).await.unwrap(), 0);
        let dashboard = agent.get("/api/v1/dashboard").await.expect(200).json();
        let section = dashboard["sections"].as_array().unwrap().iter().find(|section| section["kind"] == "escalating");
        assert_eq!(section.unwrap()["count"], 2);
        // The customer sees nothing of it, by whatever way.
        assert!(ticket(&student, &number).await.get("clocks").is_none());
        student.get(&format!("/api/v1/tickets/{number}/history")).await.problem(403, "forbidden");
        assert!(found(&student, "escalating:yes").await.is_empty());
        assert!(found(&student, "sla:standard").await.is_empty());
        let catalog = student.get("/api/v1/catalog").await.expect(200).json();
        assert!(catalog.get("slas").is_none());
    }

    // req: B13 — a reply that was taken back is no answer: the clock of the first one runs on from where it was.
    async fn what_is_taken_back_has_answered_nobody(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        admin.put("/api/v1/slas/standard", &standard()).await.expect(200);
        promise(&admin, "it", json!({"sla": "standard"})).await;
        let number = open(&agent, "it", "Anschluss").await;
        let before = ticket(&agent, &number).await;
        desk.later(SignedDuration::from_mins(5));
        let answer = json!([{"type": "reply", "body": "Gerne.", "undo_seconds": 30}]);
        agent.apply(&number, answer.clone()).await.expect(200);
        assert_eq!(running(&agent, &number).await, ["solution"]);
        let article = agent.articles(&number).await[1]["id"].clone();
        agent.apply(&number, json!([{"type": "recall_reply", "article_id": article}])).await.expect(200);
        let after = ticket(&agent, &number).await;
        for field in ["clocks", "first_answer_at", "last_contact_at"] {
            assert_eq!(after[field], before[field], "{field}");
        }
        // The second of two is the first answer where the first one is taken back.
        agent.apply(&number, answer.clone()).await.expect(200);
        let first = agent.articles(&number).await[2]["id"].clone();
        desk.later(SignedDuration::from_secs(10));
        agent.apply(&number, answer).await.expect(200);
        agent.apply(&number, json!([{"type": "recall_reply", "article_id": first}])).await.expect(200);
        assert_eq!(running(&agent, &number).await, ["solution"]);
    }

    async fn clocks_stand_still_while_it_waits(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        admin.put("/api/v1/slas/standard", &standard()).await.expect(200);
        let number = open(&agent, "it", "Drucker").await;
        assert!(running(&agent, &number).await.is_empty());
        agent.apply(&number, json!([{"type": "set_sla", "sla": "standard"}])).await.expect(200);
        let shown = ticket(&agent, &number).await;
        assert_eq!(shown["clocks"]["chosen"], "standard");
        let wait = json!([{"type": "set_state", "state": "pending_reminder", "pending_until": "2026-11-25T12:00:00Z"}]);
        agent.apply(&number, wait).await.expect(200);
        assert_eq!(ticket(&agent, &number).await["clocks"]["stopped"], true);
        desk.later(SignedDuration::from_hours(10));
        assert_eq!(clocks::tell_due(&desk.app).await.unwrap(), 0);
        let agent = desk.sign_in("agent.it").await;
        agent.apply(&number, json!([{"type": "set_state", "state": "open"}])).await.expect(200);
        assert_eq!(running(&agent, &number).await, ["first_response", "solution"]);
        assert!(found(&agent, "escalating:yes").await.is_empty(), "ten hours of waiting are none");
        // A state may let them run all the same.
        let mut state = admin_state(&agent, "pending_reminder").await;
        state["stops_clocks"] = json!(false);
        let admin = desk.sign_in("admin").await;
        admin.put("/api/v1/states/pending_reminder", &state).await.expect(200);
        let wait = json!([{"type": "set_state", "state": "pending_reminder", "pending_until": "2026-11-25T12:00:00Z"}]);
        agent.apply(&number, wait).await.expect(200);
        assert_eq!(running(&agent, &number).await, ["first_response", "solution"]);
        let problem = agent.apply(&number, json!([{"type": "set_sla", "sla": "silver"}])).await.problem(422, "invalid");
        assert_eq!(problem["errors"][0]["field"], "commands.0.sla");
    }

    async fn what_is_open_is_counted_anew(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        count(&desk).await;
        let number = open(&agent, "it", "Drucker").await;
        admin.put("/api/v1/slas/standard", &standard()).await.expect(200);
        promise(&admin, "it", json!({"sla": "standard", "remind_days": 2})).await;
        assert!(running(&agent, &number).await.is_empty(), "not yet");
        let second = desk.another().await;
        let (here, there) = tokio::join!(clocks::recount(&desk.app), clocks::recount(&second));
        assert!(here.unwrap() + there.unwrap() > 0);
        count(&desk).await;
        let shown = ticket(&agent, &number).await;
        assert_eq!(shown["clocks"]["sla"], "standard");
        assert!(shown["clocks"]["remind_at"].is_string());
        assert_eq!(shown["version"], 1, "that is no change of the ticket");
        let mut shorter = standard();
        shorter["first_response"] = json!(10);
        admin.put("/api/v1/slas/standard", &shorter).await.expect(200);
        count(&desk).await;
        desk.later(SignedDuration::from_mins(11));
        clocks::tell_due(&desk.app).await.unwrap();
        let agent = desk.sign_in("agent.it").await;
        assert_eq!(told(&agent, &number).await, [pair("escalated", "first_response")]);
        desk.later(SignedDuration::from_hours(48));
        clocks::tell_due(&desk.app).await.unwrap();
        let agent = desk.sign_in("agent.it").await;
        assert!(told(&agent, &number).await.contains(&pair("age_reminded", "")));
        assert_eq!(found(&agent, "forgotten:yes").await, [number.as_str()]);
    }

    async fn agreements_are_set_up(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        agent.put("/api/v1/slas/standard", &standard()).await.problem(403, "forbidden");
        let mut empty = standard();
        for clock in ["first_response", "update", "solution"] {
            empty[clock] = Value::Null;
        }
        let problem = admin.put("/api/v1/slas/standard", &empty).await.problem(422, "invalid");
        assert_eq!(problem["errors"][0]["field"], "first_response");
        let mut bad = standard();
        bad["warn_percent"] = json!(0);
        bad["calendar"] = json!("nowhere");
        let problem = admin.put("/api/v1/slas/standard", &bad).await.problem(422, "invalid");
        assert_eq!(problem["errors"].as_array().unwrap().len(), 2);
        admin.put("/api/v1/slas/standard", &standard()).await.expect(200);
        let service = json!({"key": "wlan", "names": {"de": "WLAN", "en": "Wi-Fi"}, "sla": "standard"});
        admin.put("/api/v1/services/wlan", &service).await.expect(200);
        admin.delete("/api/v1/slas/standard").await.problem(409, "in_use");
        let log = admin.get("/api/v1/settings-log?kind=sla").await.expect(200).json();
        assert_eq!(log["items"][0]["key"], "standard");
        let number = open(&agent, "it", "Funk").await;
        agent.apply(&number, json!([{"type": "set_service", "service": "wlan"}])).await.expect(200);
        assert_eq!(ticket(&agent, &number).await["clocks"]["sla"], "standard");
        let service = json!({"key": "wlan", "names": {"de": "WLAN", "en": "Wi-Fi"}});
        admin.put("/api/v1/services/wlan", &service).await.expect(200);
        admin.delete("/api/v1/slas/standard").await.expect(204);
    }
}

async fn admin_state(agent: &Visitor, key: &str) -> Value {
    let catalog = agent.get("/api/v1/catalog").await.expect(200).json();
    let states = catalog["states"].as_array().unwrap();
    states.iter().find(|state| state["key"] == key).unwrap().clone()
}
