//! Drafts: kept while one writes, gone when it is sent.

use jiff::SignedDuration;
use pult_server::service::housekeeping;
use serde_json::{Value, json};

use super::{open, text};
use crate::support::{Desk, Visitor, on_both};

async fn ticket_id(agent: &Visitor, number: &str) -> Value {
    agent.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json()["id"].clone()
}

async fn bodies(who: &Visitor, query: &str) -> Vec<String> {
    let list = who.get(&format!("/api/v1/drafts{query}")).await.expect(200).json();
    let items = list["items"].as_array().unwrap();
    items.iter().map(|draft| text(&draft["content"]["body"])).collect()
}

on_both! {
    async fn a_draft_is_kept_replaced_and_goes_when_sent(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        let number = open(&agent, "it", "Drucker").await;
        let id = ticket_id(&agent, &number).await;
        let draft = |kind: &str, body: &str| json!({"ticket_id": id, "kind": kind, "version": 1, "content": {"body": body}});
        let first = agent.put("/api/v1/drafts", &draft("reply", "Guten T")).await.expect(200).json();
        let again = agent.put("/api/v1/drafts", &draft("reply", "Guten Tag")).await.expect(200).json();
        assert_eq!(first["id"], again["id"], "one for a ticket and kind");
        agent.put("/api/v1/drafts", &draft("note", "intern")).await.expect(200);
        assert_eq!(bodies(&agent, &format!("?ticket={number}")).await, ["intern", "Guten Tag"]);
        assert!(bodies(&desk.sign_in("admin").await, "").await.is_empty(), "nobody else's");

        agent.apply(&number, json!([{"type": "set_priority", "priority": 4}])).await.expect(200);
        assert_eq!(bodies(&agent, "").await.len(), 2);
        agent.apply(&number, json!([{"type": "reply", "body": ""}])).await.expect(422);
        assert_eq!(bodies(&agent, "").await.len(), 2, "what was refused is still a draft");
        agent.apply(&number, json!([{"type": "reply", "body": "Guten Tag!"}])).await.expect(200);
        assert_eq!(bodies(&agent, "").await, ["intern"]);

        let path = format!("/api/v1/drafts/{}", text(&agent.get("/api/v1/drafts").await.json()["items"][0]["id"]));
        desk.sign_in("admin").await.delete(&path).await.problem(404, "draft_not_found");
        agent.delete(&path).await.expect(204);
        agent.delete(&path).await.problem(404, "draft_not_found");
    }

    async fn a_new_ticket_takes_its_draft_along(desk: Desk) {
        let (agent, student) = (desk.sign_in("agent.it").await, desk.sign_in("student").await);
        let draft = |kind: &str| json!({"kind": kind, "content": {"subject": "x", "body": kind}});
        agent.put("/api/v1/drafts", &draft("new_ticket")).await.expect(200);
        agent.put("/api/v1/drafts", &draft("new_request")).await.expect(200);
        student.put("/api/v1/drafts", &draft("new_request")).await.expect(200);
        open(&agent, "it", "Am Telefon").await;
        assert_eq!(bodies(&agent, "").await, ["new_request"]);
        let request = json!({"queue_id": student.queue("it").await, "subject": "Hilfe", "body": "Bitte"});
        student.post("/api/v1/tickets", &request).await.expect(201);
        assert!(bodies(&student, "").await.is_empty());
    }

    // What was begun here is gone on with on another device, also days later.
    async fn a_draft_is_whole_and_keeps_its_files(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        let number = open(&agent, "it", "Drucker").await;
        let id = ticket_id(&agent, &number).await;
        let admin = desk.sign_in("admin").await.get("/api/v1/session").await.json()["person"].clone();
        let (file, lost) = (agent.upload("plan.txt", b"Plan").await, agent.upload("weg.txt", b"weg").await);
        let content = json!({"subject": "", "body": "Rückruf", "to": [], "cc": [], "attachments": [file], "mentions": [admin["id"]],
            "direction": "outgoing", "channel": "visit", "visible_to_customer": false, "state": "closed_successful",
            "priority": 4, "ticket_type": "request", "tags": ["schalter"], "fields": {"room": "A 1", "count": 2.5},
            "take": true, "confirm": false, "requester_id": admin["id"]});
        let draft = json!({"ticket_id": id, "kind": "call", "content": content});
        let kept = agent.put("/api/v1/drafts", &draft).await.expect(200).json();
        assert_eq!(kept["content"], content, "word by word");
        desk.later(SignedDuration::from_hours(72));
        housekeeping::run(&desk.app).await.unwrap();
        let agent = desk.sign_in("agent.it").await;
        let again = agent.get(&format!("/api/v1/drafts?ticket={number}")).await.expect(200).json()["items"][0].clone();
        assert_eq!((&again["files"][0]["name"], &again["people"][0]["name"]), (&json!("plan.txt"), &admin["name"]));
        let send = |file: &str| json!([{"type": "log_call", "direction": "outgoing", "body": "x", "attachments": [file]}]);
        agent.apply(&number, send(&lost)).await.problem(422, "upload_not_found");
        agent.apply(&number, send(&file)).await.expect(200);
        let student = desk.sign_in("student").await;
        let curious = json!({"kind": "new_request", "content": {"body": "x", "mentions": [admin["id"]]}});
        let kept = student.put("/api/v1/drafts", &curious).await.expect(200).json();
        assert_eq!(kept["people"], serde_json::Value::Null, "nobody is looked up by a draft");
    }

    async fn bad_drafts_are_refused_and_old_ones_go(desk: Desk) {
        let (agent, student) = (desk.sign_in("agent.it").await, desk.sign_in("student").await);
        let number = open(&agent, "it", "Drucker").await;
        let id = ticket_id(&agent, &number).await;
        for (draft, field, code) in [
            (json!({"kind": "reply", "content": {}}), "ticket_id", "required"),
            (json!({"kind": "new_ticket", "ticket_id": id, "content": {}}), "ticket_id", "not_allowed"),
        ] {
            let problem = agent.put("/api/v1/drafts", &draft).await.problem(422, "invalid");
            assert_eq!((&problem["errors"][0]["field"], &problem["errors"][0]["code"]), (&json!(field), &json!(code)));
        }
        let long = json!({"kind": "reply", "ticket_id": id, "content": {"body": "x".repeat(1_000_001)}});
        let problem = agent.put("/api/v1/drafts", &long).await.problem(413, "too_large");
        assert_eq!(problem["errors"][0]["field"], "content");
        let note = json!({"kind": "note", "ticket_id": id, "content": {"body": "x"}});
        student.put("/api/v1/drafts", &note).await.problem(403, "forbidden");
        desk.sign_in("agent.lib").await.put("/api/v1/drafts", &note).await.problem(404, "ticket_not_found");
        agent.put("/api/v1/drafts", &note).await.expect(200);
        desk.later(SignedDuration::from_hours(29 * 24));
        housekeeping::run(&desk.app).await.unwrap();
        let agent = desk.sign_in("agent.it").await;
        assert_eq!(bodies(&agent, "").await.len(), 1);
        desk.later(SignedDuration::from_hours(2 * 24));
        housekeeping::run(&desk.app).await.unwrap();
        assert!(bodies(&desk.sign_in("agent.it").await, "").await.is_empty());
    }
}
