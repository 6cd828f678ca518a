//! Roles: administrators and managers, members and grants.

use serde_json::{Value, json};

use super::{faults, grant, manager, person};
use crate::support::{Desk, Visitor, on_both};

async fn roles(visitor: &Visitor) -> Vec<Value> {
    let list = visitor.get("/api/v1/roles").await.expect(200).json();
    list["items"].as_array().unwrap().clone()
}

async fn role(visitor: &Visitor, name: &str) -> Value {
    let found = roles(visitor).await.into_iter().find(|role| role["name"] == name);
    found.unwrap_or_else(|| panic!("no role {name}"))
}

on_both! {
    // req: B11, C5
    async fn a_role_comes_and_goes(desk: Desk) {
        let (admin, student) = (desk.sign_in("admin").await, desk.sign_in("student").await);
        let library = admin.queue("library").await;
        let def = json!({"name": "Aushilfe", "description": "im Semester", "grants": [{"queue_id": library, "permission": "view"}]});
        let made = admin.post("/api/v1/roles", &def).await.expect(201).json();
        assert_eq!((made["may_edit"].as_bool(), made["members"].as_array().unwrap().len()), (Some(true), 0));
        let path = format!("/api/v1/roles/{}", made["id"].as_str().unwrap());
        let member = format!("{path}/members/{}", person(&admin, "student").await);
        let with_member = admin.put(&member, &Value::Null).await.expect(200).json();
        assert_eq!(with_member["members"][0]["name"], "Stella Studentin");
        admin.put(&member, &Value::Null).await.expect(200);
        assert_eq!(student.get("/api/v1/session").await.expect(200).json()["agent"], true, "an agent from the next request on");

        let wider = json!({"name": "Aushilfe 2", "grants": [{"queue_id": library, "permission": "note"}]});
        let saved = admin.put(&path, &wider).await.expect(200).json();
        assert_eq!((saved["description"].as_str(), saved["members"].as_array().unwrap().len()), (Some(""), 1));
        assert_eq!(saved["grants"], wider["grants"]);
        assert_eq!(role(&admin, "Aushilfe 2").await, saved);

        admin.delete(&member).await.expect(200);
        admin.delete(&member).await.problem(404, "person_not_found");
        assert_eq!(student.get("/api/v1/session").await.expect(200).json()["agent"], false);
        admin.delete(&path).await.expect(204);
        admin.delete(&path).await.problem(404, "role_not_found");
        admin.put(&path, &wider).await.problem(404, "role_not_found");
        admin.put(&member, &Value::Null).await.problem(404, "role_not_found");
    }

    async fn what_a_role_may_not_be(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let nowhere = json!([{"queue_id": "00000000-0000-7000-8000-000000000000", "permission": "view"}]);
        for (body, expected) in [
            (json!({"name": " "}), ("name", "required")),
            (json!({"name": "x".repeat(121)}), ("name", "too_long")),
            (json!({"name": "IT"}), ("name", "taken")),
            (json!({"name": "a", "description": "x".repeat(2_001)}), ("description", "too_long")),
            (json!({"name": "a", "grants": nowhere}), ("grants.0.queue_id", "unknown")),
            (json!({"name": "a", "grants": [{"queue_id": admin.queue("it").await, "permission": "rule"}]}),
                ("grants.0.permission", "malformed")),
        ] {
            let problem = admin.post("/api/v1/roles", &body).await.problem(422, "invalid");
            assert_eq!(faults(&problem), [expected]);
        }
        let it = role(&admin, "IT").await;
        let path = format!("/api/v1/roles/{}", it["id"].as_str().unwrap());
        let problem = admin.put(&path, &json!({"name": "Library"})).await.problem(422, "invalid");
        assert_eq!(faults(&problem), [("name", "taken")]);
        assert_eq!(role(&admin, "IT").await, it);
        let nobody = format!("{path}/members/00000000-0000-7000-8000-000000000000");
        admin.put(&nobody, &Value::Null).await.problem(404, "person_not_found");
    }

    // A manager hands out what belongs to their queues, and nothing else: before and after are looked at.
    async fn what_a_manager_may_do(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let manager = manager(&desk).await;
        let (wlan, it, library) = (admin.queue("it/wlan").await, admin.queue("it").await, admin.queue("library").await);
        let view = |queue: &str| json!({"queue_id": queue, "permission": "view"});
        let own = json!({"name": "Netz", "grants": [view(&wlan)]});
        let own = manager.post("/api/v1/roles", &own).await.expect(201).json();
        let path = format!("/api/v1/roles/{}", own["id"].as_str().unwrap());
        let member = format!("{path}/members/{}", person(&admin, "student").await);
        manager.put(&member, &Value::Null).await.expect(200);
        for grants in [json!([]), json!([view(&it)]), json!([view(&wlan), view(&library)])] {
            let role = json!({"name": "Mehr", "grants": grants});
            manager.post("/api/v1/roles", &role).await.problem(403, "forbidden");
            manager.put(&path, &role).await.problem(403, "forbidden");
        }
        let mixed = json!({"name": "Gemischt", "grants": [view(&wlan), view(&it)]});
        let mixed = admin.post("/api/v1/roles", &mixed).await.expect(201).json();
        let path_of_mixed = format!("/api/v1/roles/{}", mixed["id"].as_str().unwrap());
        let seen = role(&manager, "Gemischt").await;
        assert_eq!((seen["may_edit"].as_bool(), seen["grants"].clone()), (Some(false), json!([view(&wlan)])), "of foreign queues nothing");
        let less = json!({"name": "Gemischt", "grants": [view(&wlan)]});
        manager.put(&path_of_mixed, &less).await.problem(403, "forbidden");
        manager.delete(&path_of_mixed).await.problem(403, "forbidden");
        let member = format!("{path_of_mixed}/members/{}", person(&admin, "agent.lib").await);
        manager.put(&member, &Value::Null).await.problem(403, "forbidden");

        let names: Vec<Value> = roles(&manager).await.into_iter().map(|role| role["name"].clone()).collect();
        assert_eq!(names, ["agent.lib it/wlan", "Gemischt", "Netz"]);
        let foreign = role(&admin, "IT").await;
        manager.delete(&format!("/api/v1/roles/{}", foreign["id"].as_str().unwrap())).await.problem(404, "role_not_found");
        manager.delete(&path).await.expect(204);
    }

    async fn roles_are_nobody_elses_business(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let id = role(&admin, "Library").await["id"].as_str().unwrap().to_owned();
        let me = person(&admin, "agent.lib").await;
        for login in ["agent.lib", "student"] {
            let visitor = desk.sign_in(login).await;
            visitor.get("/api/v1/roles").await.problem(403, "forbidden");
            visitor.post("/api/v1/roles", &json!({"name": "a"})).await.problem(403, "forbidden");
            visitor.put(&format!("/api/v1/roles/{id}"), &json!({"name": "a"})).await.problem(404, "role_not_found");
            visitor.delete(&format!("/api/v1/roles/{id}")).await.problem(404, "role_not_found");
            visitor.put(&format!("/api/v1/roles/{id}/members/{me}"), &Value::Null).await.problem(404, "role_not_found");
        }
        // Administrators are not so by a role, so no role locks them out.
        for role in roles(&admin).await {
            admin.delete(&format!("/api/v1/roles/{}", role["id"].as_str().unwrap())).await.expect(204);
        }
        assert!(roles(&admin).await.is_empty());
        grant(&admin, "agent.lib", "library", &["view"]).await;
    }
}
