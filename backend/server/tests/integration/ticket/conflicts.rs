//! Two people at one ticket, and requests that come twice.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use serde_json::json;

use crate::support::{Desk, Eml, on_both};

on_both! {
    // req: B8
    async fn whoever_was_slower_is_told(desk: Desk) {
        desk.receive(&Eml::new("c@x", "Streit", "Hallo")).await;
        let (agent, admin) = (desk.sign_in("agent.it").await, desk.sign_in("admin").await);
        let seen = agent.get(&format!("/api/v1/tickets/{}", agent.tickets("").await[0]["number"].as_str().unwrap())).await;
        let (etag, number) = (seen.header("etag").to_owned(), seen.json()["number"].as_str().unwrap().to_owned());
        let path = format!("/api/v1/tickets/{number}/commands");
        let body = json!({"commands": [{"type": "set_priority", "priority": 4}]});
        let first = admin.post_with(&path, &body, &[("if-match", &etag)]).await.expect(200);
        assert_ne!(first.header("etag"), etag);
        let late = json!({"commands": [{"type": "set_priority", "priority": 2}]});
        let problem = agent.post_with(&path, &late, &[("if-match", &etag)]).await.problem(412, "stale_version");
        assert_eq!(problem["changes"][0]["event"]["type"], "priority_changed");
        assert_eq!(problem["changes"][0]["actor"]["name"], admin.get("/api/v1/session").await.json()["person"]["name"]);
        // What does not touch the priority goes through all the same.
        let tag = json!({"commands": [{"type": "add_tag", "tag": "wlan"}, {"type": "note", "body": "Anruf folgt."}]});
        agent.post_with(&path, &tag, &[("if-match", &etag)]).await.expect(200);
        agent.post_with(&path, &late, &[("if-match", "heute")]).await.problem(400, "bad_request");
        assert_eq!(agent.get(&format!("/api/v1/tickets/{number}")).await.json()["priority"], 4);
    }

    // req: B8
    async fn a_lock_keeps_others_out(desk: Desk) {
        desk.receive(&Eml::new("l@x", "Schloss", "Hallo")).await;
        let (agent, admin) = (desk.sign_in("agent.it").await, desk.sign_in("admin").await);
        let number = agent.tickets("").await[0]["number"].as_str().unwrap().to_owned();
        agent.apply(&number, json!([{"type": "take"}])).await.expect(200);
        admin.apply(&number, json!([{"type": "reply", "body": "x"}])).await.problem(409, "locked_by_other");
        admin.apply(&number, json!([{"type": "unlock"}])).await.expect(200);
        admin.apply(&number, json!([{"type": "reply", "body": "x"}])).await.expect(200);
    }

    async fn commands_are_all_or_nothing(desk: Desk) {
        desk.receive(&Eml::new("a@x", "Alles", "Hallo")).await;
        let agent = desk.sign_in("agent.it").await;
        let number = agent.tickets("").await[0]["number"].as_str().unwrap().to_owned();
        let mixed = json!([{"type": "set_priority", "priority": 5}, {"type": "reply", "body": " "}]);
        let problem = agent.apply(&number, mixed).await.problem(422, "invalid");
        assert_eq!(problem["errors"][0], json!({"field": "commands.1.body", "code": "required"}));
        assert_eq!(agent.get(&format!("/api/v1/tickets/{number}")).await.json()["priority"], 3);
        agent.apply(&number, json!([{"type": "explode"}])).await.problem(422, "unknown_command");
        agent.apply(&number, json!([])).await.problem(422, "invalid");
    }

    async fn a_repeated_request_opens_one_ticket(desk: Desk) {
        let student = desk.sign_in("student").await;
        let queue = student.queue("it").await;
        let request = json!({"queue_id": queue, "subject": "Doppelt", "body": "geklickt"});
        let key = [("idempotency-key", "k-1")];
        let first = student.post_with("/api/v1/tickets", &request, &key).await.expect(201).json();
        let second = student.post_with("/api/v1/tickets", &request, &key).await.expect(201).json();
        assert_eq!(first["id"], second["id"]);
        let other = json!({"queue_id": queue, "subject": "Anderes", "body": "geklickt"});
        student.post_with("/api/v1/tickets", &other, &key).await.problem(409, "idempotency_conflict");
        assert_eq!(student.tickets("").await.len(), 1);
    }

    async fn a_request_that_comes_twice_at_once_opens_one_ticket(desk: Desk) {
        let student = desk.sign_in("student").await;
        let queue = student.queue("it").await;
        for round in 0..5 {
            let file = student.upload("a.txt", b"einmal").await;
            let request = json!({"queue_id": queue, "subject": "Doppelt", "body": "geklickt", "attachments": [file]});
            let name = format!("key {round}");
            let key = [("idempotency-key", name.as_str())];
            let answers = join_all((0..4).map(|_| student.post_with("/api/v1/tickets", &request, &key))).await;
            let ids: BTreeSet<String> =
                answers.into_iter().map(|answer| answer.expect(201).json()["id"].as_str().unwrap().to_owned()).collect();
            assert_eq!(ids.len(), 1);
        }
        assert_eq!(student.tickets("").await.len(), 5);
    }

    // req: B8 — field by field: what concerns the same thing stands against it, what does not goes through.
    async fn conflicts_are_told_by_field(desk: Desk) {
        desk.receive(&Eml::new("t@x", "Tabelle", "Hallo")).await;
        let (agent, admin) = (desk.sign_in("agent.it").await, desk.sign_in("admin").await);
        let number = agent.tickets("").await[0]["number"].as_str().unwrap().to_owned();
        for key in ["room", "floor"] {
            let def = json!({"key": key, "kind": "text", "names": {"de": key, "en": key}});
            admin.put(&format!("/api/v1/fields/{key}"), &def).await.expect(200);
        }
        let path = format!("/api/v1/tickets/{number}/commands");
        let me = agent.get("/api/v1/session").await.json()["person"]["id"].clone();
        let field = |key: &str, value: &str| json!({"type": "set_field", "field": key, "value": value});
        let state = |state: &str| json!({"type": "set_state", "state": state, "notify_customer": false});
        // What a colleague does, what one has in mind, and whether the one stands against the other.
        let table = [
            (field("room", "A 1"), field("room", "B 2"), true),
            (field("room", "A 2"), field("floor", "3"), false),
            (state("open"), state("closed_successful"), true),
            (json!({"type": "take"}), json!({"type": "assign", "owner_id": me}), true),
            (json!({"type": "unlock"}), json!({"type": "set_priority", "priority": 2}), false),
            (json!({"type": "set_subject", "subject": "Neu"}), json!({"type": "set_subject", "subject": "Anders"}), true),
            (json!({"type": "set_due", "due_at": "2026-12-01T09:00:00Z"}), json!({"type": "set_due", "due_at": null}), true),
            (json!({"type": "set_type", "ticket_type": "incident"}), json!({"type": "set_type", "ticket_type": "request"}), true),
            (json!({"type": "note", "body": "intern"}), json!({"type": "reply", "body": "Antwort"}), false),
        ];
        for (theirs, mine, stands) in table {
            let etag = agent.get(&format!("/api/v1/tickets/{number}")).await.header("etag").to_owned();
            admin.apply(&number, json!([theirs])).await.expect(200);
            let answer = agent.post_with(&path, &json!({"commands": [mine]}), &[("if-match", &etag)]).await;
            if stands {
                answer.problem(412, "stale_version");
            } else {
                answer.expect(200);
            }
        }
    }

    // req: B11 — what came since is told only as far as the reader may know it.
    async fn a_foreign_ticket_is_not_among_the_changes(desk: Desk) {
        desk.receive(&Eml::new("v@x", "Eigenes", "Hallo")).await;
        desk.receive(&Eml::new("w@x", "Fremdes", "Hallo").to("library@hs-musterstadt.example")).await;
        let (agent, admin) = (desk.sign_in("agent.it").await, desk.sign_in("admin").await);
        let number = agent.tickets("").await[0]["number"].as_str().unwrap().to_owned();
        let foreign = admin.tickets("fremdes").await[0]["number"].as_str().unwrap().to_owned();
        let etag = agent.get(&format!("/api/v1/tickets/{number}")).await.header("etag").to_owned();
        admin.apply(&number, json!([{"type": "link", "kind": "related", "ticket": foreign}, {"type": "set_priority", "priority": 5}])).await.expect(200);
        let path = format!("/api/v1/tickets/{number}/commands");
        let late = json!({"commands": [{"type": "set_priority", "priority": 1}]});
        let problem = agent.post_with(&path, &late, &[("if-match", &etag)]).await.problem(412, "stale_version");
        assert_eq!(problem["changes"].as_array().unwrap().len(), 1);
        assert!(!problem.to_string().contains(&foreign), "{problem}");
    }
}
