//! Who changed what, from what to what.

use serde_json::{Value, json};

use super::{faults, manager, person};
use crate::support::{Desk, Visitor, on_both};

async fn log(visitor: &Visitor, query: &str) -> Vec<Value> {
    let page = visitor
        .get(&format!("/api/v1/settings-log?{query}"))
        .await
        .expect(200)
        .json();
    page["items"].as_array().unwrap().clone()
}

on_both! {
    async fn every_change_is_written_down(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let names = |name: &str| json!({"de": name, "en": name});
        let kind = json!({"key": "complaint", "names": names("Beschwerde"), "position": 5, "valid": true});
        admin.put("/api/v1/types/complaint", &kind).await.expect(200);
        let mut renamed = kind.clone();
        renamed["names"] = names("Reklamation");
        admin.put("/api/v1/types/complaint", &renamed).await.expect(200);
        admin.put("/api/v1/types/complaint", &renamed).await.expect(200);
        admin.delete("/api/v1/types/complaint").await.expect(204);
        let lines = log(&admin, "kind=type&key=complaint").await;
        assert_eq!(lines.len(), 3, "saved once more without a change is no change");
        assert_eq!((lines[0].get("after"), &lines[0]["before"]), (None, &renamed));
        assert_eq!((&lines[1]["before"], &lines[1]["after"]), (&kind, &renamed));
        assert_eq!((lines[2].get("before"), &lines[2]["after"]), (None, &kind));
        assert_eq!(lines[0]["actor"]["name"], "Ada Administrator");

        let state = json!({"key": "x", "state_type": "open", "names": names("x")});
        admin.put("/api/v1/states/x", &state).await.expect(200);
        admin.put("/api/v1/services/x", &json!({"key": "x", "names": names("x")})).await.expect(200);
        admin.put("/api/v1/fields/x", &json!({"key": "x", "kind": "text", "names": names("x")})).await.expect(200);
        admin.put("/api/v1/priorities/3", &json!({"level": 3, "names": names("so lala")})).await.expect(200);
        admin.post("/api/v1/queues", &json!({"key": "x", "names": names("x")})).await.expect(201);
        admin.post("/api/v1/templates", &json!({"names": names("x"), "kind": "note", "body": names("x")})).await.expect(201);
        let role = admin.post("/api/v1/roles", &json!({"name": "x"})).await.expect(201).json();
        let member = format!("/api/v1/roles/{}/members/{}", role["id"].as_str().unwrap(), person(&admin, "student").await);
        admin.put(&member, &Value::Null).await.expect(200);
        let kinds: Vec<Value> = log(&admin, "limit=8").await.into_iter().map(|line| line["kind"].clone()).collect();
        assert_eq!(kinds, ["role", "role", "template", "queue", "priority", "field", "service", "state"]);
        let newest = log(&admin, "limit=1").await[0].clone();
        assert_eq!((&newest["before"]["member"], &newest["after"]["member"]["name"]), (&Value::Null, &json!("Stella Studentin")));

        let first = admin.get("/api/v1/settings-log?limit=4").await.expect(200).json();
        let cursor = first["next_cursor"].as_str().unwrap();
        let second = log(&admin, &format!("limit=4&cursor={cursor}")).await;
        assert_eq!(second.len(), 4);
        assert!(second[0]["seq"].as_i64() < first["items"][3]["seq"].as_i64());
        let problem = admin.get("/api/v1/settings-log?kind=weather").await.problem(422, "invalid");
        assert_eq!(faults(&problem), [("kind", "unknown")]);
    }

    // A change is taken back step by step, with a line of its own; not over what came later.
    async fn changes_are_taken_back(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let named = |name: &str| json!({"key": "complaint", "names": {"de": name, "en": name}, "position": 5, "valid": true});
        let kind = "/api/v1/types/complaint";
        for name in ["A", "B", "C"] {
            admin.put(kind, &named(name)).await.expect(200);
        }
        let lines = log(&admin, "kind=type&key=complaint").await;
        let undo = |line: &Value| format!("/api/v1/settings-log/{}/undo", line["seq"]);
        let name = async || {
            let catalog = admin.get("/api/v1/catalog").await.expect(200).json();
            let types = catalog["types"].as_array().unwrap().clone();
            types.into_iter().find(|one| one["key"] == "complaint").map(|one| one["names"]["de"].clone())
        };
        admin.post(&undo(&lines[1]), &json!({})).await.problem(409, "setting_changed_again");
        admin.post(&undo(&lines[0]), &json!({})).await.expect(204);
        assert_eq!(name().await, Some(json!("B")));
        admin.post(&undo(&lines[1]), &json!({})).await.expect(204);
        assert_eq!(name().await, Some(json!("A")));
        admin.post(&undo(&lines[2]), &json!({})).await.expect(204);
        assert_eq!(name().await, None, "what was made is gone");
        let newest = log(&admin, "kind=type&key=complaint").await;
        assert_eq!(newest.len(), 6);
        admin.post(&undo(&newest[0]), &json!({})).await.expect(204);
        assert_eq!(name().await, Some(json!("A")), "what was deleted is there again");

        let role = admin.post("/api/v1/roles", &json!({"name": "x"})).await.expect(201).json();
        let role = format!("/api/v1/roles/{}", role["id"].as_str().unwrap());
        let student = person(&admin, "student").await;
        admin.put(&format!("{role}/members/{student}"), &Value::Null).await.expect(200);
        admin.post(&undo(&log(&admin, "limit=1").await[0]), &json!({})).await.expect(204);
        admin.delete(&format!("{role}/members/{student}")).await.problem(404, "person_not_found");
        admin.post(&undo(&log(&admin, "limit=1").await[0]), &json!({})).await.expect(204);
        admin.delete(&role).await.expect(204);
        admin.post(&undo(&log(&admin, "limit=1").await[0]), &json!({})).await.expect(204);
        let made = admin.post("/api/v1/people", &json!({"name": "Mia Kurz"})).await;
        assert!(made.status.is_success());
        admin.post(&undo(&log(&admin, "limit=1").await[0]), &json!({})).await.problem(409, "cannot_undo");
        admin.post("/api/v1/settings-log/999999/undo", &json!({})).await.problem(404, "not_found");
    }

    // req: C11 — an order, what is known about a person, and whether they may sign in.
    async fn orders_and_people_are_taken_back(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let undo = |line: &Value| format!("/api/v1/settings-log/{}/undo", line["seq"]);
        let mut ids = Vec::new();
        for name in ["eins", "zwei", "drei"] {
            let filter = json!({"name": name, "when": {"type": "test", "field": "subject", "how": "is", "value": "x"}, "then": [{"type": "add_tag", "tag": "x"}]});
            let made = admin.post("/api/v1/postmaster-filters", &filter).await.expect(201).json();
            ids.push(made["id"].clone());
        }
        let order = || async {
            let list = admin.get("/api/v1/postmaster-filters").await.expect(200).json();
            let items = list["items"].as_array().unwrap().clone();
            items.into_iter().map(|item| item["id"].clone()).collect::<Vec<_>>()
        };
        let turned = json!({"ids": [ids[2], ids[0], ids[1]]});
        admin.post("/api/v1/postmaster-filters/order", &turned).await.expect(200);
        let line = log(&admin, "limit=1").await.remove(0);
        assert_eq!(line["after"]["order"], "drei → eins → zwei");
        // One of them is gone meanwhile; the others go back to their places.
        admin.delete(&format!("/api/v1/postmaster-filters/{}", ids[1].as_str().unwrap())).await.expect(204);
        admin.post(&undo(&line), &json!({})).await.expect(204);
        assert_eq!(order().await, [ids[0].clone(), ids[2].clone()]);

        let id = person(&admin, "student").await;
        let path = format!("/api/v1/people/{id}");
        let room = || async { admin.get(&format!("{path}/profile")).await.expect(200).json()["room"].clone() };
        let profile = admin.get(&format!("{path}/profile")).await.expect(200).json();
        let mut changed = json!({"name": profile["name"], "login": profile["login"], "language": profile["language"], "addresses": profile["addresses"]});
        changed["room"] = json!("B 12");
        admin.put(&path, &changed).await.expect(200);
        let about = log(&admin, "limit=1").await.remove(0);
        admin.post(&format!("{path}/deactivation"), &json!({})).await.expect(200);
        let kept_out = log(&admin, "limit=1").await.remove(0);
        admin.post(&undo(&about), &json!({})).await.expect(204);
        assert_ne!(room().await, json!("B 12"), "whether they may sign in stands by itself");
        admin.post(&undo(&kept_out), &json!({})).await.expect(204);
        desk.sign_in("student").await;
        admin.post(&undo(&about), &json!({})).await.problem(409, "setting_changed_again");
    }

    // req: C11 — the same rights as for the change itself, and of what others manage there is nothing to see.
    async fn who_takes_back(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let manager = manager(&desk).await;
        let (wlan, library) = (admin.queue("it/wlan").await, admin.queue("library").await);
        let role = |queue: &str, name: &str| json!({"name": name, "grants": [{"queue_id": queue, "permission": "view"}]});
        admin.post("/api/v1/roles", &role(&wlan, "innen")).await.expect(201);
        let inside = log(&admin, "limit=1").await[0]["seq"].clone();
        admin.post("/api/v1/roles", &role(&library, "außen")).await.expect(201);
        let outside = log(&admin, "limit=1").await[0]["seq"].clone();
        manager.post(&format!("/api/v1/settings-log/{outside}/undo"), &json!({})).await.problem(404, "not_found");
        manager.post(&format!("/api/v1/settings-log/{inside}/undo"), &json!({})).await.expect(204);
        let student = desk.sign_in("student").await;
        student.post(&format!("/api/v1/settings-log/{outside}/undo"), &json!({})).await.problem(403, "forbidden");
    }

    async fn a_refused_change_leaves_no_line(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        admin.put("/api/v1/types/X", &json!({"key": "X", "names": {"de": "", "en": ""}})).await.problem(422, "invalid");
        admin.delete("/api/v1/states/open").await.problem(409, "in_use");
        assert!(log(&admin, "").await.is_empty());
    }

    async fn managers_see_what_is_theirs(desk: Desk) {
        let manager = manager(&desk).await;
        let admin = desk.sign_in("admin").await;
        for path in ["library", "it/wlan"] {
            let place = format!("/api/v1/queues/{}/settings", admin.queue(path).await);
            let mut settings = admin.get(&place).await.expect(200).json()["settings"].clone();
            settings["closing_mail"] = json!(false);
            admin.put(&place, &settings).await.expect(200);
        }
        admin.put("/api/v1/types/x", &json!({"key": "x", "names": {"de": "x", "en": "x"}})).await.expect(200);
        let seen = log(&manager, "").await;
        let kinds: Vec<&Value> = seen.iter().map(|line| &line["kind"]).collect();
        assert_eq!(kinds, ["queue", "role", "role"]);
        assert_eq!(seen[0]["key"], manager.queue("it/wlan").await);
        let library = admin.queue("library").await;
        assert!(log(&manager, &format!("key={library}")).await.is_empty());
        for login in ["agent.it", "student"] {
            desk.sign_in(login).await.get("/api/v1/settings-log").await.problem(403, "forbidden");
        }
    }
}
