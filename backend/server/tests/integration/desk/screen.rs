//! The ticket's page in one answer.

use serde_json::{Value, json};

use super::{open, open_for, text};
use crate::support::{Desk, Eml, on_both};

on_both! {
    async fn the_page_has_all_that_it_shows(desk: Desk) {
        let (agent, student) = (desk.sign_in("agent.it").await, desk.sign_in("student").await);
        let (first, second) = (open(&agent, "it", "Drucker").await, open(&agent, "it", "Beamer").await);
        let closed = open(&agent, "it", "Erledigt").await;
        agent.apply(&closed, json!([{"type": "set_state", "state": "closed_successful", "notify_customer": false}])).await.expect(200);
        agent.apply(&first, json!([{"type": "note", "body": "intern"}, {"type": "reply", "body": "Gleich."}])).await.expect(200);
        let id = agent.get(&format!("/api/v1/tickets/{first}")).await.json()["id"].clone();
        agent.put("/api/v1/drafts", &json!({"ticket_id": id, "kind": "note", "content": {"body": "noch"}})).await.expect(200);

        let answer = agent.get(&format!("/api/v1/tickets/{first}/screen")).await.expect(200);
        assert_eq!(answer.header("etag"), "\"2\"");
        let screen = answer.json();
        assert_eq!(screen["ticket"]["number"], json!(first));
        assert!(screen["ticket"]["allowed"].as_array().unwrap().contains(&json!("reply")));
        let texts: Vec<&str> = screen["articles"]["items"].as_array().unwrap().iter().map(|one| one["text"].as_str().unwrap()).collect();
        assert_eq!(texts, ["Gleich.", "intern", "Hallo"], "newest first");
        assert_eq!(screen["requester"]["login"], "student");
        assert_eq!(screen["requester"]["active_tickets"], 2);
        let others: Vec<&Value> = screen["other_tickets"].as_array().unwrap().iter().map(|one| &one["number"]).collect();
        assert_eq!(others, [&json!(second), &json!(closed)], "active ones first, without this one");
        assert_eq!(screen["drafts"][0]["content"]["body"], "noch");

        let seen = student.get(&format!("/api/v1/tickets/{first}/screen")).await.expect(200).json();
        assert_eq!(seen["articles"]["items"].as_array().unwrap().len(), 2, "no notes");
        for hidden in ["requester", "other_tickets", "drafts", "presence"] {
            assert!(seen.get(hidden).is_none(), "{hidden}");
        }
        desk.sign_in("agent.lib").await.get(&format!("/api/v1/tickets/{first}/screen")).await.problem(404, "ticket_not_found");
    }

    async fn a_longer_story_costs_no_more_queries(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        desk.receive(&Eml::new("s@x", "Drucker", "Hallo")).await;
        let number = text(&agent.tickets("").await[0]["number"]);
        let related = open(&agent, "it", "Verwandt").await;
        agent.apply(&number, json!([
            {"type": "reply", "body": "Hallo"}, {"type": "add_tag", "tag": "x"}, {"type": "add_checklist_item", "text": "a"},
            {"type": "link", "kind": "related", "ticket": related},
        ])).await.expect(200);
        let cost = async || {
            let before = desk.app.store.query_count();
            agent.get(&format!("/api/v1/tickets/{number}/screen")).await.expect(200);
            desk.app.store.query_count() - before
        };
        let few = cost().await;
        for n in 0..12 {
            let other = text(&open_for(&agent, "it", &format!("Weiteres {n}"), "student@stud.hs-musterstadt.example").await["number"]);
            agent.apply(&number, json!([
                {"type": "reply", "body": "Noch etwas."}, {"type": "add_tag", "tag": format!("t{n}")},
                {"type": "link", "kind": "related", "ticket": other},
            ])).await.expect(200);
        }
        assert_eq!(cost().await, few);
        assert!(few <= 22, "{few}");
    }
}
