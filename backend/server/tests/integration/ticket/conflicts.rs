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
}
