//! Queues: who sets up what of them.

use serde_json::{Value, json};

use super::{faults, grant, manager};
use crate::support::{Desk, Eml, Visitor, on_both};

async fn settings(visitor: &Visitor, path: &str) -> (String, Value) {
    let id = visitor.queue(path).await;
    let view = visitor
        .get(&format!("/api/v1/queues/{id}/settings"))
        .await
        .expect(200)
        .json();
    (format!("/api/v1/queues/{id}/settings"), view["settings"].clone())
}

fn with(settings: &Value, field: &str, value: Value) -> Value {
    let mut changed = settings.clone();
    changed[field] = value;
    changed
}

async fn paths(visitor: &Visitor) -> Vec<String> {
    let list = visitor.get("/api/v1/queues").await.expect(200).json();
    let items = list["items"].as_array().unwrap().iter();
    items.map(|queue| queue["path"].as_str().unwrap().to_owned()).collect()
}

on_both! {
    // req: C3
    async fn a_queue_comes_and_goes(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let parent = admin.queue("it").await;
        let queue = json!({"parent_id": parent, "key": "print", "names": {"de": "Drucken", "en": "Printing"},
            "description": {"de": "Drucker und Plotter", "en": ""}, "addresses": ["Print@hs-musterstadt.example"], "portal": true,
            "follow_up": "new_ticket", "unlock_minutes": 60, "default_priority": 4, "default_type": "incident"});
        let answer = admin.post("/api/v1/queues", &queue).await.expect(201);
        let made = answer.json();
        assert_eq!((made["path"].as_str(), made["tickets"].as_u64()), (Some("it/print"), Some(0)));
        assert_eq!(made["settings"]["addresses"], json!(["print@hs-musterstadt.example"]));
        assert_eq!((made["settings"]["closing_mail"].clone(), made["settings"]["valid"].clone()), (json!(true), json!(true)));
        let location = answer.header("location").to_owned();
        assert_eq!(admin.get(&location).await.expect(200).json(), made);

        desk.receive(&Eml::new("q@x", "Papierstau", "Hallo").to("print@hs-musterstadt.example")).await;
        let ticket = desk.sign_in("agent.it").await.tickets("queue:it/print").await[0].clone();
        assert_eq!((ticket["priority"].clone(), ticket["ticket_type"].clone()), (json!(4), json!("incident")), "the queue's defaults");
        let id = made["id"].as_str().unwrap();
        admin.delete(&format!("/api/v1/queues/{id}")).await.problem(409, "in_use");
        assert_eq!(admin.get(&location).await.expect(200).json()["tickets"], 1);

        let empty = json!({"key": "attic", "names": {"de": "Dachboden", "en": "Attic"}});
        let empty = admin.post("/api/v1/queues", &empty).await.expect(201).json();
        let empty = format!("/api/v1/queues/{}", empty["id"].as_str().unwrap());
        admin.delete(&empty).await.expect(204);
        admin.delete(&empty).await.problem(404, "queue_not_found");
        admin.delete(&format!("/api/v1/queues/{parent}")).await.problem(409, "in_use");
        admin.delete(&format!("/api/v1/queues/{}", admin.queue("inbox").await)).await.problem(409, "in_use");
    }

    async fn a_new_key_changes_the_paths_below(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let (path, it) = settings(&admin, "it").await;
        let saved = admin.put(&path, &with(&it, "key", json!("computing"))).await.expect(200).json();
        assert_eq!(saved["path"], "computing");
        assert!(paths(&admin).await.contains(&"computing/wlan".to_owned()));
        let (path, wlan) = settings(&admin, "computing/wlan").await;
        admin.put(&path, &with(&wlan, "parent_id", json!(admin.queue("library").await))).await.expect(200);
        assert!(paths(&admin).await.contains(&"library/wlan".to_owned()));
        let librarian = desk.sign_in("agent.lib").await;
        assert!(paths(&librarian).await.contains(&"library/wlan".to_owned()), "permissions follow the tree");
        desk.receive(&Eml::new("w@x", "WLAN", "Hallo").to("wlan@hs-musterstadt.example")).await;
        assert_eq!(librarian.tickets("queue:library").await.len(), 1);
    }

    async fn what_a_queue_may_not_be(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let (path, it) = settings(&admin, "it").await;
        let (wlan, library) = (admin.queue("it/wlan").await, "library@hs-musterstadt.example");
        for (field, value, expected) in [
            ("key", json!("IT"), ("key", "malformed")),
            ("key", json!("library"), ("key", "taken")),
            ("parent_id", json!(wlan), ("parent_id", "not_allowed")),
            ("parent_id", json!("00000000-0000-7000-8000-000000000000"), ("parent_id", "unknown")),
            ("addresses", json!(["no address"]), ("addresses.0", "malformed")),
            ("addresses", json!(["it-desk@hs-musterstadt.example", library]), ("addresses.1", "taken")),
            ("names", json!({"de": "IT", "en": ""}), ("names.en", "required")),
            ("unlock_minutes", json!(0), ("unlock_minutes", "too_short")),
            ("default_type", json!("nope"), ("default_type", "unknown")),
            ("default_priority", json!(9), ("default_priority", "malformed")),
        ] {
            let problem = admin.put(&path, &with(&it, field, value)).await.problem(422, "invalid");
            assert_eq!(faults(&problem), [expected]);
        }
        let broken = with(&it, "signature", json!({"de": "Ihr {{ queue.name", "en": ""}));
        let problem = admin.put(&path, &broken).await.problem(422, "invalid_template");
        assert_eq!(faults(&problem), [("signature.de", "malformed")]);
        assert!(problem["errors"][0]["at"].as_u64().unwrap() >= 4, "{problem}");
        assert_eq!(settings(&admin, "it").await.1, it, "nothing half done");
    }

    async fn exactly_one_queue_takes_the_rest(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let (path, it) = settings(&admin, "it").await;
        admin.put(&path, &with(&it, "catch_all", json!(true))).await.expect(200);
        let (inbox_path, inbox) = settings(&admin, "inbox").await;
        assert_eq!(inbox["catch_all"], false);
        for (field, value, expected) in [("catch_all", json!(false), "catch_all"), ("valid", json!(false), "valid")] {
            let (path, it) = settings(&admin, "it").await;
            let problem = admin.put(&path, &with(&it, field, value)).await.problem(422, "invalid");
            assert_eq!(faults(&problem), [(expected, "not_allowed")]);
        }
        let log = admin.get("/api/v1/settings-log?kind=queue").await.expect(200).json();
        assert_eq!(log["items"].as_array().unwrap().len(), 2, "both queues changed");
        admin.delete(&inbox_path.replace("/settings", "")).await.expect(204);
    }

    async fn an_invalid_queue_takes_nothing_new(desk: Desk) {
        let (admin, student) = (desk.sign_in("admin").await, desk.sign_in("student").await);
        let queue = student.queue("library").await;
        let (path, library) = settings(&admin, "library").await;
        admin.put(&path, &with(&library, "valid", json!(false))).await.expect(200);
        assert!(!paths(&student).await.contains(&"library".to_owned()));
        let list = admin.get("/api/v1/queues").await.expect(200).json();
        let found = list["items"].as_array().unwrap().iter().find(|queue| queue["path"] == "library");
        assert_eq!(found.unwrap()["valid"], false);
        let request = json!({"queue_id": queue, "subject": "a", "body": "b"});
        let refused = student.post("/api/v1/tickets", &request).await;
        assert!(refused.status.is_client_error());
    }

    // Whoever manages a queue runs it; its place belongs to whoever manages the queue above.
    async fn what_a_manager_may_change(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let manager = manager(&desk).await;
        let (path, wlan) = settings(&manager, "it/wlan").await;
        let view = manager.get(&path).await.expect(200).json();
        assert_eq!(view["may_restructure"], false);
        let texts = with(&wlan, "signature", json!({"de": "Ihr Netz-Team\n{{ ticket.link }}", "en": "Your network team"}));
        let texts = with(&texts, "follow_up", json!("reject"));
        assert_eq!(manager.put(&path, &texts).await.expect(200).json()["settings"], texts);
        for (field, value) in [
            ("key", json!("net")),
            ("parent_id", Value::Null),
            ("addresses", json!([])),
            ("portal", json!(false)),
            ("catch_all", json!(true)),
            ("valid", json!(false)),
        ] {
            let problem = manager.put(&path, &with(&texts, field, value)).await.problem(403, "forbidden");
            assert_eq!(faults(&problem), [(field, "not_allowed")]);
        }
        manager.delete(&path.replace("/settings", "")).await.problem(403, "forbidden");
        let below = json!({"parent_id": manager.queue("it/wlan").await, "key": "eduroam", "names": {"de": "eduroam", "en": "eduroam"},
            "addresses": ["eduroam@hs-musterstadt.example"]});
        let below = manager.post("/api/v1/queues", &below).await.expect(201).json();
        assert_eq!((below["path"].as_str(), below["may_restructure"].as_bool()), (Some("it/wlan/eduroam"), Some(true)));
        let renamed = with(&below["settings"], "key", json!("guests"));
        let place = format!("/api/v1/queues/{}", below["id"].as_str().unwrap());
        manager.put(&format!("{place}/settings"), &renamed).await.expect(200);
        manager.delete(&place).await.expect(204);

        let top = json!({"key": "mine", "names": {"de": "a", "en": "a"}});
        manager.post("/api/v1/queues", &top).await.problem(403, "forbidden");
        let elsewhere = json!({"parent_id": admin.queue("inbox").await, "key": "mine", "names": {"de": "a", "en": "a"}});
        let problem = manager.post("/api/v1/queues", &elsewhere).await.problem(422, "invalid");
        assert_eq!(faults(&problem), [("parent_id", "unknown")], "what somebody may not see does not exist");
    }

    async fn others_set_nothing_up(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let inbox = admin.queue("inbox").await;
        let (path, it) = settings(&admin, "it").await;
        for login in ["agent.it", "student"] {
            let visitor = desk.sign_in(login).await;
            visitor.get(&path).await.problem(403, "forbidden");
            visitor.put(&path, &it).await.problem(403, "forbidden");
            visitor.delete(&path.replace("/settings", "")).await.problem(403, "forbidden");
            visitor.get(&format!("/api/v1/queues/{inbox}/settings")).await.problem(404, "queue_not_found");
            let new = json!({"key": "mine", "names": {"de": "a", "en": "a"}});
            visitor.post("/api/v1/queues", &new).await.problem(403, "forbidden");
        }
        let nobody = "/api/v1/queues/00000000-0000-7000-8000-000000000000/settings";
        admin.get(nobody).await.problem(404, "queue_not_found");
        admin.put(nobody, &it).await.problem(404, "queue_not_found");
    }

    async fn what_something_is_bound_to_stays(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let wlan = admin.queue("it/wlan").await;
        let place = format!("/api/v1/queues/{wlan}");
        let field = json!({"key": "ssid", "kind": "text", "names": {"de": "SSID", "en": "SSID"}, "queue_ids": [wlan]});
        admin.put("/api/v1/fields/ssid", &field).await.expect(200);
        admin.delete(&place).await.problem(409, "in_use");
        admin.delete("/api/v1/fields/ssid").await.expect(204);
        let template = json!({"names": {"de": "Gruß", "en": "Greeting"}, "kind": "answer", "body": {"de": "Hallo", "en": ""}, "queue_ids": [wlan]});
        let template = admin.post("/api/v1/templates", &template).await.expect(201).json();
        admin.delete(&place).await.problem(409, "in_use");
        admin.delete(&format!("/api/v1/templates/{}", template["id"].as_str().unwrap())).await.expect(204);
        let role = grant(&admin, "student", "it/wlan", &["view"]).await;
        admin.delete(&place).await.expect(204);
        let roles = admin.get("/api/v1/roles").await.expect(200).json();
        let left = roles["items"].as_array().unwrap().iter().find(|found| found["id"] == role.as_str()).unwrap();
        assert_eq!(left["grants"], json!([]));
    }
}
