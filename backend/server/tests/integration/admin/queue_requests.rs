//! Requests for queues: asked for, approved in one step, refused with a reason; and who may do so.

use serde_json::{Value, json};

use super::{faults, grant};
use crate::support::{Desk, Visitor, on_both};

const REQUESTS: &str = "/api/v1/queue-requests";

async fn wanted(visitor: &Visitor) -> Value {
    json!({"parent_id": visitor.queue("it").await, "names": {"de": "Institut für Physik", "en": "Department of Physics"},
        "address": "physik@hs-musterstadt.example", "agents": ["student"], "managers": ["agent.it@hs-musterstadt.example"],
        "portal": true, "reason": "Viele Anfragen zu den Praktika."})
}

/// Asks, and gives the number of the ticket.
async fn asked(visitor: &Visitor, wanted: &Value) -> String {
    let made = visitor.post(REQUESTS, wanted).await.expect(201).json();
    assert_eq!(made["status"], "open");
    made["ticket"].as_str().expect("a number").to_owned()
}

fn path(number: &str, verb: &str) -> String {
    format!("{REQUESTS}/{number}/{verb}")
}

async fn log(admin: &Visitor, kind: &str) -> Vec<Value> {
    let log = admin
        .get(&format!("/api/v1/settings-log?kind={kind}"))
        .await
        .expect(200)
        .json();
    log["items"].as_array().expect("items").clone()
}

on_both! {
    // req: C12, C13, E8
    async fn a_queue_is_asked_for_and_made_in_one_step(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let number = asked(&agent, &wanted(&agent).await).await;
        let ticket = admin.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
        assert_eq!((ticket["subject"].as_str(), ticket["requester"]["name"].as_str()), (Some("New queue: Department of Physics"), Some("Ivo Techniker")));
        let mine = agent.get(&format!("{REQUESTS}/{number}")).await.expect(200).json();
        assert_eq!((mine["may_decide"].as_bool(), mine["plan"].is_null()), (Some(false), true));

        let list = admin.get(REQUESTS).await.expect(200).json();
        assert_eq!(list["items"][0]["ticket"], number.as_str());
        let plan = admin.get(&format!("{REQUESTS}/{number}")).await.expect(200).json()["plan"].clone();
        assert_eq!((plan["path"].as_str(), plan["faults"].clone()), (Some("it/institut_fuer_physik"), json!([])));
        let roles: Vec<&str> = plan["roles"].as_array().unwrap().iter().map(|role| role["name"].as_str().unwrap()).collect();
        assert_eq!(roles, ["Department of Physics: management", "Department of Physics: agents"]);

        let before = (log(&admin, "queue").await.len(), log(&admin, "role").await.len());
        let made = admin.post(&path(&number, "approve"), &json!({})).await.expect(200).json();
        assert_eq!((made["status"].as_str(), made["decided_by"]["name"].is_string()), (Some("approved"), true));
        let settings = format!("/api/v1/queues/{}/settings", made["queue_id"].as_str().unwrap());
        let queue = agent.get(&settings).await.expect(200).json();
        assert_eq!(queue["settings"]["addresses"], json!(["physik@hs-musterstadt.example"]));
        assert_eq!(queue["may_restructure"], false, "they manage this queue, and not the one above");
        let student = desk.sign_in("student").await;
        assert_eq!(student.get("/api/v1/session").await.expect(200).json()["agent"], true);
        let after = (log(&admin, "queue").await.len(), log(&admin, "role").await.len());
        assert_eq!((after.0 - before.0, after.1 - before.1), (1, 4), "a queue; two roles with a member each");

        let ticket = admin.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
        assert_eq!(ticket["state_type"], "closed");
        let mails = desk.delivered().await;
        assert!(mails.iter().any(|mail| format!("{mail:?}").contains("has been set up")), "whoever asked is told");
        admin.post(&path(&number, "approve"), &json!({})).await.problem(409, "not_applicable");
        admin.post(&path(&number, "refuse"), &json!({"reason": "zu spät"})).await.problem(409, "not_applicable");
        assert_eq!(admin.get(REQUESTS).await.expect(200).json()["items"], json!([]));
        let done = admin.get(&format!("{REQUESTS}?status=approved")).await.expect(200).json();
        assert_eq!(done["items"][0]["ticket"], number.as_str());
    }

    // req: C12, C13 — the ticket names the agreement and the opening hours that were asked for, and the queue gets them.
    async fn what_it_promises_is_asked_for_too(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let sla = json!({"key": "eilig", "names": {"de": "Eilig", "en": "Urgent"}, "first_response": 60});
        admin.put("/api/v1/slas/eilig", &sla).await.expect(200);
        let hours: Vec<Value> = (0..7).map(|_| json!([{"from": 480, "to": 960}])).collect();
        let calendar = json!({"key": "labor", "names": {"de": "Laborzeiten", "en": "Laboratory hours"}, "time_zone": "Europe/Berlin", "week": hours});
        admin.put("/api/v1/calendars/labor", &calendar).await.expect(200);
        let mut body = wanted(&agent).await;
        body["sla"] = json!("eilig");
        body["calendar"] = json!("labor");
        let number = asked(&agent, &body).await;
        let articles = admin.get(&format!("/api/v1/tickets/{number}/articles")).await.expect(200).json().to_string();
        assert!(articles.contains("Service agreement (SLA): Urgent") && articles.contains("Opening hours: Laboratory hours"), "{articles}");
        let made = admin.post(&path(&number, "approve"), &json!({})).await.expect(200).json();
        let settings = format!("/api/v1/queues/{}/settings", made["queue_id"].as_str().unwrap());
        let settings = agent.get(&settings).await.expect(200).json()["settings"].clone();
        assert_eq!((&settings["sla"], &settings["calendar"]), (&json!("eilig"), &json!("labor")));
        // What is opened there is promised so.
        let opened = admin.open_for("it/institut_fuer_physik", "Laser", "student@stud.hs-musterstadt.example").await;
        assert_eq!(opened["clocks"]["sla"], "eilig", "{opened}");
        let plain = asked(&agent, &wanted(&agent).await.as_object().map(|body| {
            let mut body = body.clone();
            body.insert("key".to_owned(), json!("physik_zwei"));
            body.insert("address".to_owned(), json!("physik2@hs-musterstadt.example"));
            json!(body)
        }).unwrap()).await;
        let articles = admin.get(&format!("/api/v1/tickets/{plain}/articles")).await.expect(200).json().to_string();
        assert!(!articles.contains("Opening hours:"), "what was not asked for is not named");
    }

    async fn a_refusal_reaches_whoever_asked(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let number = asked(&agent, &wanted(&agent).await).await;
        let problem = admin.post(&path(&number, "refuse"), &json!({"reason": " "})).await.problem(422, "invalid");
        assert_eq!(faults(&problem), [("reason", "required")]);
        let refused = admin.post(&path(&number, "refuse"), &json!({"reason": "Das gibt es schon."})).await.expect(200).json();
        assert_eq!((refused["status"].as_str(), refused["refusal"].as_str()), (Some("refused"), Some("Das gibt es schon.")));
        assert!(desk.delivered().await.iter().any(|mail| format!("{mail:?}").contains("Das gibt es schon.")));
        admin.post(&path(&number, "approve"), &json!({})).await.problem(409, "not_applicable");
    }

    // What was free when it was asked for may be taken when it is approved; whoever decides may choose another name.
    async fn what_was_taken_meanwhile(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let number = asked(&agent, &wanted(&agent).await).await;
        let rival = json!({"parent_id": admin.queue("it").await, "key": "institut_fuer_physik", "names": {"de": "Physik", "en": "Physics"},
            "addresses": ["physik@hs-musterstadt.example"]});
        admin.post("/api/v1/queues", &rival).await.expect(201);
        let plan = admin.get(&format!("{REQUESTS}/{number}")).await.expect(200).json()["plan"].clone();
        assert_eq!(plan["faults"].as_array().unwrap().len(), 2);
        let problem = admin.post(&path(&number, "approve"), &json!({})).await.problem(422, "invalid");
        assert_eq!(faults(&problem), [("key", "taken"), ("address", "taken")]);
        assert_eq!(log(&admin, "role").await.len(), 0, "nothing of it was made");
        let other = json!({"key": "physik2", "address": ""});
        let made = admin.post(&path(&number, "approve"), &other).await.expect(200).json();
        assert_eq!(made["status"], "approved");
        admin.queue("it/physik2").await;
    }

    async fn what_may_not_be_asked_for(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        let body = wanted(&agent).await;
        let with = |field: &str, value: Value| {
            let mut body = body.clone();
            body[field] = value;
            body
        };
        for (body, expected) in [
            (with("agents", json!(["niemand", "student"])), ("agents.0", "unknown")),
            (with("managers", json!([])), ("managers", "required")),
            (with("reason", json!("")), ("reason", "required")),
            (with("address", json!("library@hs-musterstadt.example")), ("address", "taken")),
            (with("sla", json!("nirgends")), ("sla", "unknown")),
            (with("parent_id", json!("00000000-0000-7000-8000-000000000000")), ("parent_id", "unknown")),
        ] {
            let problem = agent.post(REQUESTS, &body).await.problem(422, "invalid");
            assert_eq!(faults(&problem), [expected]);
        }
    }

    // req: C11 — whoever manages a branch decides on what shall hang there, and on nothing else.
    async fn who_decides(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        grant(&admin, "agent.lib", "it", &["view", "manage"]).await;
        let manager = desk.sign_in("agent.lib").await;
        let student = desk.sign_in("student").await;
        student.post(REQUESTS, &wanted(&agent).await).await.problem(403, "forbidden");
        student.get(REQUESTS).await.problem(403, "forbidden");
        let (inside, mut top) = (wanted(&agent).await, wanted(&agent).await);
        top["parent_id"] = Value::Null;
        top["address"] = Value::Null;
        let (inside, top) = (asked(&agent, &inside).await, asked(&agent, &top).await);
        let seen = manager.get(REQUESTS).await.expect(200).json();
        assert_eq!(seen["items"].as_array().unwrap().len(), 1, "{seen}");
        manager.get(&format!("{REQUESTS}/{top}")).await.problem(404, "queue_request_not_found");
        manager.post(&path(&top, "approve"), &json!({})).await.problem(404, "queue_request_not_found");
        agent.post(&path(&inside, "approve"), &json!({})).await.problem(403, "forbidden");
        agent.post(&path(&inside, "refuse"), &json!({"reason": "x"})).await.problem(403, "forbidden");
        student.get(&format!("{REQUESTS}/{inside}")).await.problem(404, "queue_request_not_found");
        let without = json!({"address": ""});
        manager.post(&path(&inside, "approve"), &without).await.expect(200);
        admin.post(&path(&top, "approve"), &json!({})).await.expect(200);
    }

    async fn another_agents_lock_does_not_stand_in_the_way(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let number = asked(&agent, &wanted(&agent).await).await;
        let lock = agent.apply(&number, json!([{"type": "take"}])).await;
        let by_agent = lock.status.is_success();
        admin.post(&path(&number, "approve"), &json!({})).await.expect(200);
        let ticket = admin.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
        assert_eq!((by_agent, ticket["state_type"].as_str()), (by_agent, Some("closed")));
    }
}
