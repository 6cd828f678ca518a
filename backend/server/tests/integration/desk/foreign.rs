//! A ticket that somebody may not see is absent from everything that they can read (one test tries all of it).

use std::time::Duration;

use pult_server::service::{bulk::work, live};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::{encoded, grant, open, open_for, revoke, text};
use crate::support::{Desk, Visitor, on_both};

/// What marks the foreign ticket wherever it might show through.
const SECRET: &str = "Geheimakte";

/// Every list and page that an agent can read without naming the ticket.
async fn everything(who: &Visitor, own: &str) -> Vec<(String, Value)> {
    let filters = ["", SECRET, "tag:geheim", "state:active", "number:NUMBER", "-tag:nichts"];
    let mut paths: Vec<String> = Vec::new();
    for filter in filters {
        let filter = encoded(filter);
        paths.push(format!("/api/v1/tickets?filter={filter}"));
        paths.push(format!("/api/v1/tickets?filter={filter}&scope=desk&offset=0"));
    }
    paths.extend(
        [
            "/api/v1/queues",
            "/api/v1/tags",
            "/api/v1/tags?prefix=ge",
            "/api/v1/views",
            "/api/v1/dashboard",
            "/api/v1/drafts",
            "/api/v1/bulk-jobs",
        ]
        .map(str::to_owned),
    );
    for page in ["", "/screen", "/history", "/articles"] {
        paths.push(format!("/api/v1/tickets/{own}{page}"));
    }
    let mut found = Vec::new();
    for path in paths {
        let answer = who.get(&path).await.expect(200).json();
        found.push((path, answer));
    }
    found
}

on_both! {
    async fn a_foreign_ticket_is_absent_from_everything(desk: Desk) {
        let stop = CancellationToken::new();
        let (agent, librarian, admin) = (desk.sign_in("agent.it").await, desk.sign_in("agent.lib").await, desk.sign_in("admin").await);
        let own = open(&agent, "it", "Drucker").await;
        let foreign = open_for(&librarian, "library", SECRET, "student@stud.hs-musterstadt.example").await;
        let (number, id) = (text(&foreign["number"]), text(&foreign["id"]));
        let view = json!({"name": "Alle", "filter": "", "sharing": {"with": "everyone"}});
        admin.post("/api/v1/views", &view).await.expect(201);
        // A draft and a job from a time when the agent still saw it.
        let role = grant(&desk, "agent.it", "library", &pult_shared::person::Permission::ALL).await;
        agent.put("/api/v1/drafts", &json!({"ticket_id": id, "kind": "note", "content": {"body": SECRET}})).await.expect(200);
        revoke(&desk, role).await;

        actix_web::rt::spawn(live::run(desk.app.clone(), stop.clone()));
        tokio::time::sleep(Duration::from_millis(300)).await;
        let mut stream = agent.listen(None).await;
        assert_eq!(stream.next().await.0, "ready");
        librarian.apply(&number, json!([{"type": "add_tag", "tag": "geheim"}, {"type": "note", "body": SECRET}])).await.expect(200);
        librarian.put(&format!("/api/v1/tickets/{number}/presence"), &json!({"writing": true})).await.expect(200);
        admin.apply(&own, json!([{"type": "link", "kind": "related", "ticket": number}])).await.expect(200);
        assert!(stream.is_silent().await, "no change, no presence, no link");
        let marker = json!([{"type": "add_tag", "tag": "ende"}]);
        admin.apply(&own, marker).await.expect(200);
        assert_eq!(stream.take(1).await[0]["event"]["tag"], "ende");

        for (path, answer) in everything(&agent, &own).await {
            let text = answer.to_string();
            for trace in [SECRET, number.as_str(), id.as_str(), "geheim"] {
                assert!(!text.contains(trace), "{path} tells of {trace}: {text}");
            }
        }
        let count = agent.get("/api/v1/tickets/count").await.expect(200).json();
        assert_eq!(count["count"], 1);
        let views = agent.get("/api/v1/views").await.expect(200).json();
        assert_eq!(views["items"][0]["count"], 1);
        let linked = admin.get(&format!("/api/v1/tickets/{own}/history")).await.expect(200).json();
        assert!(linked.to_string().contains(&number), "who may see both reads of the link");

        for path in ["", "/screen", "/history", "/articles"] {
            for key in [&number, &id] {
                agent.get(&format!("/api/v1/tickets/{key}{path}")).await.problem(404, "ticket_not_found");
            }
        }
        agent.get(&format!("/api/v1/drafts?ticket={number}")).await.problem(404, "ticket_not_found");
        let draft = json!({"ticket_id": id, "kind": "reply", "content": {}});
        agent.put("/api/v1/drafts", &draft).await.problem(404, "ticket_not_found");
        agent.put(&format!("/api/v1/tickets/{number}/presence"), &json!({})).await.problem(404, "ticket_not_found");
        let tag = json!([{"type": "add_tag", "tag": "y"}]);
        agent.post("/api/v1/bulk-jobs", &json!({"ticket_ids": [id], "commands": tag})).await.problem(404, "ticket_not_found");
        agent.post("/api/v1/bulk-jobs", &json!({"filter": "", "commands": tag})).await.expect(202);
        while work::work(&desk.app).await.unwrap() > 0 {}
        assert!(librarian.tickets("tag:y").await.is_empty());
        assert_eq!(agent.tickets("tag:y").await.len(), 1);
        stop.cancel();
    }
}
