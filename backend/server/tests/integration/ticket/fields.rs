//! Custom fields of every kind, from the API to the filter and to the customer: what is taken, what is refused, where they apply.

use serde_json::{Value, json};

use crate::support::{Desk, Eml, Visitor, on_both};

fn field(key: &str, kind: &str) -> Value {
    json!({"key": key, "kind": kind, "names": {"de": key, "en": key}, "shown_to_customer": true})
}

async fn ticket(desk: &Desk) -> (Visitor, Visitor, String) {
    desk.receive(&Eml::new("f@x", "Frage", "Hallo")).await;
    let (agent, admin) = (desk.sign_in("agent.it").await, desk.sign_in("admin").await);
    let number = agent.tickets("").await[0]["number"].as_str().unwrap().to_owned();
    (agent, admin, number)
}

fn set(key: &str, value: &Value) -> Value {
    json!([{"type": "set_field", "field": key, "value": value}])
}

on_both! {
    async fn every_kind_takes_what_is_its_own(desk: Desk) {
        let (agent, admin, number) = ticket(&desk).await;
        let options = json!([{"key": "a", "names": {"de": "A", "en": "A"}}, {"key": "b", "names": {"de": "B", "en": "B"}}]);
        let someone = admin.get("/api/v1/session").await.json()["person"]["id"].clone();
        let nobody = json!("019b0000-0000-7000-8000-000000000000");
        let person_filter = format!("field.p-erson:{}", someone.as_str().unwrap());
        let table = [
            ("text", "t-ext", json!("Raum 3"), json!(3), "field.t-ext:raum*"),
            ("long_text", "l-ong", json!("Zeile\nZeile"), json!(["x"]), ""),
            ("number", "n-um", json!(2.5), json!("viel"), "field.n-um:>2"),
            ("date", "d-ate", json!("2026-12-01"), json!("morgen"), "field.d-ate:>2026-11-30"),
            ("choice", "c-hoice", json!("a"), json!("c"), "field.c-hoice:a"),
            ("multi_choice", "m-ulti", json!(["a", "b"]), json!(["a", "c"]), "field.m-ulti:b"),
            ("checkbox", "c-heck", json!(true), json!("ja"), "field.c-heck:true"),
            ("person", "p-erson", someone, nobody, person_filter.as_str()),
        ];
        for (kind, key, good, bad, filter) in &table {
            let mut def = field(key, kind);
            if kind.contains("choice") {
                def["options"] = options.clone();
            }
            admin.put(&format!("/api/v1/fields/{key}"), &def).await.expect(200);
            let problem = agent.apply(&number, set(key, bad)).await.problem(422, "invalid");
            assert_eq!(problem["errors"][0]["field"], "commands.0.value", "{kind}: {problem}");
            let shown = agent.apply(&number, set(key, good)).await.expect(200).json()["ticket"].clone();
            assert_eq!(shown["fields"][key], *good, "{kind}");
            if !filter.is_empty() && !filter.ends_with('*') {
                assert_eq!(agent.tickets(filter).await.len(), 1, "{filter}");
            }
        }
        let student = desk.sign_in("student").await;
        let seen = student.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
        assert_eq!(seen["fields"].as_object().unwrap().len(), table.len(), "what is shown reaches the customer: {seen}");
        student.apply(&number, set("t-ext", &json!("x"))).await.problem(403, "forbidden");
        for (_, key, ..) in &table {
            agent.apply(&number, set(key, &Value::Null)).await.expect(200);
        }
        let empty = agent.get(&format!("/api/v1/tickets/{number}")).await.json();
        assert_eq!(empty["fields"], Value::Null);
        let problem = agent.apply(&number, set("nirgends", &json!("x"))).await.problem(422, "invalid");
        assert_eq!(problem["errors"][0], json!({"field": "commands.0.field", "code": "unknown"}));
    }

    async fn a_field_belongs_to_queues_and_types(desk: Desk) {
        let (agent, admin, number) = ticket(&desk).await;
        let mut def = field("room", "text");
        def["queue_ids"] = json!([admin.queue("library").await]);
        admin.put("/api/v1/fields/room", &def).await.expect(200);
        agent.apply(&number, set("room", &json!("A 1"))).await.problem(422, "invalid");
        def["queue_ids"] = json!([admin.queue("it").await]);
        def["type_keys"] = json!(["incident"]);
        admin.put("/api/v1/fields/room", &def).await.expect(200);
        agent.apply(&number, set("room", &json!("A 1"))).await.problem(422, "invalid");
        let both = json!([{"type": "set_type", "ticket_type": "incident"}, {"type": "set_field", "field": "room", "value": "A 1"}]);
        agent.apply(&number, both).await.expect(200);
    }

    async fn a_person_and_a_tick_are_asked_for_before_closing(desk: Desk) {
        let (agent, admin, number) = ticket(&desk).await;
        for (key, kind) in [("contact", "person"), ("read", "checkbox")] {
            let mut def = field(key, kind);
            def["required_on_close"] = json!(true);
            admin.put(&format!("/api/v1/fields/{key}"), &def).await.expect(200);
        }
        let close = json!([{"type": "set_state", "state": "closed_successful"}]);
        let problem = agent.apply(&number, close.clone()).await.problem(422, "invalid");
        let asked: Vec<&str> = problem["errors"].as_array().unwrap().iter().map(|error| error["field"].as_str().unwrap()).collect();
        assert_eq!(asked, ["commands.0.fields.contact", "commands.0.fields.read"]);
        let me = agent.get("/api/v1/session").await.json()["person"]["id"].clone();
        agent.apply(&number, set("contact", &me)).await.expect(200);
        agent.apply(&number, set("read", &json!(true))).await.expect(200);
        agent.apply(&number, close).await.expect(200);
    }
}
