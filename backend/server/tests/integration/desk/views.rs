//! Saved views: own and shared ones, with counters within what each reader sees.

use pult_shared::person::Permission;
use serde_json::{Value, json};

use super::{all, encoded, grant, open, revoke, text};
use crate::support::{Desk, Visitor, on_both};

async fn create(who: &Visitor, view: &Value) -> Value {
    who.post("/api/v1/views", view).await.expect(201).json()
}

async fn listed(who: &Visitor) -> Vec<(String, u64)> {
    let list = who.get("/api/v1/views").await.expect(200).json();
    let items = list["items"].as_array().unwrap();
    items
        .iter()
        .map(|item| (text(&item["view"]["name"]), item["count"].as_u64().unwrap()))
        .collect()
}

on_both! {
    async fn own_views_come_and_go(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        let number = open(&agent, "it", "Drucker").await;
        open(&agent, "it", "Beamer").await;
        agent.apply(&number, json!([{"type": "take"}])).await.expect(200);
        let view = create(&agent, &json!({"name": "Meine", "filter": "owner:me", "columns": ["number", "due"]})).await;
        assert_eq!((&view["count"], &view["may_edit"], &view["view"]["sharing"]["with"]), (&json!(1), &json!(true), &json!("nobody")));
        create(&agent, &json!({"name": "Alle", "filter": "", "position": 2})).await;
        assert_eq!(listed(&agent).await, [("Meine".to_owned(), 1), ("Alle".to_owned(), 2)]);
        assert!(listed(&desk.sign_in("agent.lib").await).await.is_empty());

        let path = format!("/api/v1/views/{}", text(&view["id"]));
        let changed = json!({"name": "Frei", "filter": "owner:nobody", "position": 9});
        let saved = agent.put(&path, &changed).await.expect(200).json();
        assert_eq!((&saved["view"]["name"], &saved["count"]), (&json!("Frei"), &json!(1)));
        assert_eq!(listed(&agent).await, [("Alle".to_owned(), 2), ("Frei".to_owned(), 1)]);
        desk.sign_in("admin").await.put(&path, &changed).await.problem(404, "view_not_found");
        agent.delete(&path).await.expect(204);
        agent.delete(&path).await.problem(404, "view_not_found");
    }

    async fn shared_views_count_for_each_reader(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let (librarian, student) = (desk.sign_in("agent.lib").await, desk.sign_in("student").await);
        open(&agent, "it", "Drucker").await;
        open(&agent, "it/wlan", "WLAN").await;
        open(&librarian, "library", "Ausweis").await;
        let everyone = json!({"name": "Offen", "filter": "state:active", "sharing": {"with": "everyone"}});
        agent.post("/api/v1/views", &everyone).await.problem(403, "forbidden");
        let view = create(&admin, &everyone).await;
        assert_eq!(view["count"], 3);
        assert_eq!(listed(&agent).await, [("Offen".to_owned(), 2)]);
        assert_eq!(listed(&librarian).await, [("Offen".to_owned(), 1)]);
        assert!(listed(&student).await.is_empty(), "views for everybody are for agents");

        let wlan = agent.queue("it/wlan").await;
        let of_queue = json!({"name": "WLAN", "filter": "queue:it/wlan", "sharing": {"with": "queue", "queue_id": wlan}});
        agent.post("/api/v1/views", &of_queue).await.problem(403, "forbidden");
        librarian.post("/api/v1/views", &of_queue).await.problem(404, "queue_not_found");
        let manages = grant(&desk, "agent.it", "it/wlan", &[Permission::Manage]).await;
        let view = create(&agent, &of_queue).await;
        assert_eq!(all(&admin.get("/api/v1/views").await.json(), "id").len(), 2);
        assert_eq!(listed(&librarian).await.len(), 1, "the library does not see that queue");

        // Whoever manages no more may not change what is shared, though it is theirs.
        revoke(&desk, manages).await;
        let path = format!("/api/v1/views/{}", text(&view["id"]));
        agent.put(&path, &json!({"name": "Meins", "filter": ""})).await.problem(403, "forbidden");
        agent.delete(&path).await.problem(403, "forbidden");
        admin.delete(&path).await.expect(204);
    }

    // Who shares a view publishes its words, as they do its name; what it finds is what each reader sees.
    async fn a_shared_view_tells_its_words_and_nothing_else(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let (librarian, student) = (desk.sign_in("agent.lib").await, desk.sign_in("student").await);
        let secret = open(&librarian, "library", "Ausweis").await;
        librarian.apply(&secret, json!([{"type": "add_tag", "tag": "mahnung"}, {"type": "take"}])).await.expect(200);
        let owner = librarian.get("/api/v1/session").await.json()["person"]["id"].clone();
        let filter = format!("queue:library tag:mahnung owner:#{}", text(&owner));
        let shared = json!({"name": "Mahnungen", "filter": filter, "sharing": {"with": "everyone"}});
        assert_eq!(create(&admin, &shared).await["count"], 1);
        let seen = agent.get("/api/v1/views").await.expect(200).json()["items"][0].clone();
        assert_eq!((&seen["count"], &seen["may_edit"], &seen["view"]["filter"]), (&json!(0), &json!(false), &json!(filter)));
        let path = format!("/api/v1/tickets?scope=desk&filter={}", encoded(&filter));
        assert!(all(&agent.get(&path).await.expect(200).json(), "number").is_empty());
        assert_eq!(all(&librarian.get(&path).await.expect(200).json(), "number"), [secret]);
        // Neither the person nor the tag can be looked up by it.
        assert!(agent.get("/api/v1/tags?prefix=mahn").await.expect(200).json()["items"].as_array().unwrap().is_empty());
        assert!(student.get("/api/v1/views").await.expect(200).json()["items"].as_array().unwrap().is_empty());
    }

    async fn bad_views_are_refused(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        for (view, code, field) in [
            (json!({"name": " ", "filter": ""}), "invalid", "name"),
            (json!({"name": "x".repeat(121), "filter": ""}), "invalid", "name"),
            (json!({"name": "x", "filter": "", "columns": ["number", "number"]}), "invalid", "columns"),
            (json!({"name": "x", "filter": "state:nirgends"}), "invalid_filter", "filter"),
        ] {
            let problem = agent.post("/api/v1/views", &view).await.problem(422, code);
            assert_eq!(problem["errors"][0]["field"], field);
        }
        for n in 0..100 {
            create(&agent, &json!({"name": format!("{n}"), "filter": ""})).await;
        }
        let problem = agent.post("/api/v1/views", &json!({"name": "x", "filter": ""})).await.problem(422, "invalid");
        assert_eq!(problem["errors"][0]["code"], "too_many");
        let before = desk.app.store.query_count();
        agent.get("/api/v1/views").await.expect(200);
        assert!(desk.app.store.query_count() - before <= 8, "a hundred counters cost one query");
    }
}
