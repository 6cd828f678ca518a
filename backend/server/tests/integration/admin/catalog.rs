//! States, priorities, types, services, custom fields.

use serde_json::{Value, json};

use super::{faults, manager};
use crate::support::{Desk, Eml, Visitor, on_both};

fn state(key: &str, state_type: &str) -> Value {
    json!({"key": key, "state_type": state_type, "names": {"de": key, "en": key}, "color": "orange", "position": 35})
}

fn named(key: &str) -> Value {
    json!({"key": key, "names": {"de": key, "en": key}})
}

fn choice(key: &str) -> Value {
    let option = |key: &str| json!({"key": key, "names": {"de": key, "en": key}, "valid": true});
    json!({"key": key, "kind": "choice", "names": {"de": "Gebäude", "en": "Building"},
        "options": [option("north"), option("south")], "shown_to_customer": true})
}

async fn catalog(visitor: &Visitor) -> Value {
    visitor.get("/api/v1/catalog").await.expect(200).json()
}

fn find<'a>(list: &'a Value, key: &str) -> Option<&'a Value> {
    list.as_array().unwrap().iter().find(|item| item["key"] == key)
}

on_both! {
    async fn everybody_gets_the_catalog_and_its_version(desk: Desk) {
        let (admin, student) = (desk.sign_in("admin").await, desk.sign_in("student").await);
        let hidden = json!({"key": "cost_centre", "kind": "text", "names": {"de": "Kostenstelle", "en": "Cost centre"}});
        admin.put("/api/v1/fields/cost_centre", &hidden).await.expect(200);
        admin.put("/api/v1/fields/building", &choice("building")).await.expect(200);
        let (all, theirs) = (catalog(&admin).await, catalog(&student).await);
        assert_eq!(all["fields"].as_array().unwrap().len(), 2);
        assert!(find(&theirs["fields"], "building").is_some() && find(&theirs["fields"], "cost_centre").is_none());
        assert_eq!((theirs["states"].as_array().unwrap().len(), theirs["priorities"].as_array().unwrap().len()), (9, 5));

        let get = actix_web::http::Method::GET;
        let answer = admin.get("/api/v1/catalog").await.expect(200);
        let tag = answer.header("etag").to_owned();
        assert_eq!(tag, format!("\"{}\"", all["version"]));
        let known = [("if-none-match", tag.as_str())];
        admin.send(get.clone(), "/api/v1/catalog", None, &known).await.expect(304);
        student.send(get.clone(), "/api/v1/catalog", None, &known).await.expect(200);
        admin.put("/api/v1/types/question", &named("question")).await.expect(200);
        let newer = admin.send(get, "/api/v1/catalog", None, &known).await.expect(200).json();
        assert!(newer["version"].as_i64() > all["version"].as_i64());
        desk.visitor().get("/api/v1/catalog").await.problem(401, "not_signed_in");
    }

    async fn states_are_set_up(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let made = admin.put("/api/v1/states/at_supplier", &state("at_supplier", "pending_reminder")).await.expect(200).json();
        assert_eq!((made["valid"].as_bool(), made["color"].as_str()), (Some(true), Some("orange")));
        assert_eq!(find(&catalog(&admin).await["states"], "at_supplier"), Some(&made));
        let renamed = json!({"key": "at_supplier", "state_type": "pending_reminder",
            "names": {"de": "  beim\nLieferanten ", "en": "at the supplier"}, "valid": false});
        let saved = admin.put("/api/v1/states/at_supplier", &renamed).await.expect(200).json();
        assert_eq!(saved["names"]["de"], "beim Lieferanten");
        admin.delete("/api/v1/states/at_supplier").await.expect(204);
        admin.delete("/api/v1/states/at_supplier").await.problem(404, "not_found");
        let all = catalog(&admin).await;
        assert!(find(&all["states"], "at_supplier").is_none());
        // Histories still speak of it, by its last name.
        assert_eq!(all["former"], json!([{"kind": "state", "key": "at_supplier", "names": saved["names"]}]));
        let student = desk.sign_in("student").await;
        assert!(catalog(&student).await["former"].is_null());
    }

    async fn what_a_state_may_not_be(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let auto = |next: Option<&str>| {
            let mut auto = state("soon", "pending_auto");
            if let Some(next) = next {
                auto["turns_into"] = json!(next);
            }
            auto
        };
        let nameless = json!({"key": "open", "state_type": "open", "names": {"de": "", "en": "x".repeat(121)}});
        let invalid = json!({"key": "new", "state_type": "new", "names": {"de": "neu", "en": "new"}, "valid": false});
        for (key, body, expected) in [
            ("open", state("other", "open"), vec![("key", "not_allowed")]),
            ("Soon", state("Soon", "open"), vec![("key", "malformed")]),
            ("open", state("open", "closed"), vec![("state_type", "not_allowed")]),
            ("open", nameless, vec![("names.de", "required"), ("names.en", "too_long")]),
            ("soon", auto(None), vec![("turns_into", "required")]),
            ("soon", auto(Some("nowhere")), vec![("turns_into", "unknown")]),
            ("soon", auto(Some("open")), vec![("turns_into", "not_allowed")]),
            ("new", invalid, vec![("valid", "not_allowed")]),
        ] {
            let problem = admin.put(&format!("/api/v1/states/{key}"), &body).await.problem(422, "invalid");
            assert_eq!(faults(&problem), expected, "{problem}");
        }
        admin.put("/api/v1/states/soon", &auto(Some("closed_successful"))).await.expect(200);
        let unreadable = json!({"key": "soon", "state_type": "sometimes", "names": {"de": "a", "en": "a"}});
        let problem = admin.put("/api/v1/states/soon", &unreadable).await.problem(422, "invalid");
        assert_eq!(faults(&problem), [("state_type", "malformed")]);
    }

    async fn what_is_used_stays(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        admin.put("/api/v1/states/at_supplier", &state("at_supplier", "open")).await.expect(200);
        admin.put("/api/v1/services/mail", &named("mail")).await.expect(200);
        admin.put("/api/v1/services/mail%2Fgroupware", &named("mail/groupware")).await.expect(200);
        admin.put("/api/v1/fields/building", &choice("building")).await.expect(200);
        desk.receive(&Eml::new("c@x", "Beamer", "Hallo")).await;
        let number = agent.tickets("").await[0]["number"].as_str().unwrap().to_owned();
        let commands = json!([{"type": "set_state", "state": "at_supplier"}, {"type": "set_type", "ticket_type": "incident"},
            {"type": "set_service", "service": "mail/groupware"}, {"type": "set_field", "field": "building", "value": "south"}]);
        agent.apply(&number, commands).await.expect(200);
        for path in ["states/at_supplier", "types/incident", "services/mail%2Fgroupware", "services/mail", "fields/building",
            "states/new", "states/closed_successful"] {
            admin.delete(&format!("/api/v1/{path}")).await.problem(409, "in_use");
        }
        let mut less = choice("building");
        less["options"].as_array_mut().unwrap().remove(1);
        let problem = admin.put("/api/v1/fields/building", &less).await.problem(422, "invalid");
        assert_eq!(faults(&problem), [("options", "not_allowed")]);
        let mut less = choice("building");
        less["options"].as_array_mut().unwrap().remove(0);
        less["options"][0]["valid"] = json!(false);
        let saved = admin.put("/api/v1/fields/building", &less).await.expect(200).json();
        assert_eq!(saved["options"].as_array().unwrap().len(), 1);
        let again = json!([{"type": "set_field", "field": "building", "value": "south"}, {"type": "set_subject", "subject": "x"}]);
        agent.apply(&number, again).await.problem(422, "invalid");
    }

    // req: A2, B3 — what is set up is what agents can choose from then on, on every instance.
    async fn what_is_set_up_is_used_at_once(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        desk.receive(&Eml::new("d@x", "Frage", "Hallo")).await;
        let number = agent.tickets("").await[0]["number"].as_str().unwrap().to_owned();
        let change = json!([{"type": "set_type", "ticket_type": "complaint"}]);
        agent.apply(&number, change.clone()).await.problem(422, "invalid");
        admin.put("/api/v1/types/complaint", &named("complaint")).await.expect(200);
        agent.apply(&number, change).await.expect(200);
        let mut invalid = named("complaint");
        invalid["valid"] = json!(false);
        admin.put("/api/v1/types/complaint", &invalid).await.expect(200);
        let change = json!([{"type": "set_type", "ticket_type": "order"}, {"type": "set_type", "ticket_type": "complaint"}]);
        agent.apply(&number, change).await.problem(422, "invalid");
        admin.delete("/api/v1/types/complaint").await.problem(409, "in_use");
    }

    async fn types_priorities_and_services(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        admin.put("/api/v1/types/complaint", &named("complaint")).await.expect(200);
        admin.delete("/api/v1/types/complaint").await.expect(204);
        admin.delete("/api/v1/types/complaint").await.problem(404, "not_found");
        let urgent = json!({"level": 5, "names": {"de": "Notfall", "en": "emergency"}, "color": "red"});
        admin.put("/api/v1/priorities/5", &urgent).await.expect(200);
        assert_eq!(catalog(&admin).await["priorities"][4]["names"]["de"], "Notfall");
        let problem = admin.put("/api/v1/priorities/4", &urgent).await.problem(422, "invalid");
        assert_eq!(faults(&problem), [("level", "not_allowed")]);
        admin.put("/api/v1/priorities/6", &urgent).await.problem(404, "not_found");
        let problem = admin.put("/api/v1/services/net%2Fwlan", &named("net/wlan")).await.problem(422, "invalid");
        assert_eq!(faults(&problem), [("key", "unknown")]);
        admin.put("/api/v1/services/net", &named("net")).await.expect(200);
        admin.put("/api/v1/services/net%2Fwlan", &named("net/wlan")).await.expect(200);
        admin.delete("/api/v1/services/net").await.problem(409, "in_use");
        admin.delete("/api/v1/services/net%2Fwlan").await.expect(204);
        admin.delete("/api/v1/services/net").await.expect(204);
    }

    async fn what_a_field_may_not_be(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        admin.put("/api/v1/fields/building", &choice("building")).await.expect(200);
        let queue = admin.queue("it").await;
        let changed = |field: &str, value: Value| {
            let mut changed = choice("building");
            changed[field] = value;
            changed
        };
        let twice = json!([{"key": "north", "names": {"de": "N", "en": "N"}}, {"key": "north", "names": {"de": "", "en": "N"}}]);
        for (body, expected) in [
            (changed("kind", json!("multi_choice")), vec![("kind", "not_allowed")]),
            (changed("options", json!([])), vec![("options", "required")]),
            (changed("options", twice), vec![("options.1.key", "taken"), ("options.1.names.de", "required")]),
            (changed("queue_ids", json!([queue, "00000000-0000-7000-8000-000000000000"])), vec![("queue_ids.1", "unknown")]),
            (changed("type_keys", json!(["incident", "nope"])), vec![("type_keys.1", "unknown")]),
        ] {
            let problem = admin.put("/api/v1/fields/building", &body).await.problem(422, "invalid");
            assert_eq!(faults(&problem), expected);
        }
        let mut bound = changed("queue_ids", json!([queue, queue]));
        bound["type_keys"] = json!(["incident"]);
        let saved = admin.put("/api/v1/fields/building", &bound).await.expect(200).json();
        assert_eq!(saved["queue_ids"], json!([queue]));
        admin.delete("/api/v1/types/incident").await.problem(409, "in_use");
        admin.delete("/api/v1/fields/building").await.expect(204);
        admin.delete("/api/v1/types/incident").await.expect(204);
    }

    async fn only_administrators_change_the_catalog(desk: Desk) {
        let manager = manager(&desk).await;
        for visitor in [manager, desk.sign_in("agent.it").await, desk.sign_in("student").await] {
            for (path, body) in [
                ("states/x", state("x", "open")),
                ("types/x", named("x")),
                ("services/x", named("x")),
                ("fields/building", choice("building")),
                ("priorities/3", json!({"level": 3, "names": {"de": "a", "en": "a"}})),
            ] {
                visitor.put(&format!("/api/v1/{path}"), &body).await.problem(403, "forbidden");
            }
            for path in ["states/open", "types/order", "services/x", "fields/x"] {
                visitor.delete(&format!("/api/v1/{path}")).await.problem(403, "forbidden");
            }
        }
        let version = catalog(&desk.sign_in("admin").await).await["version"].clone();
        desk.sign_in("student").await.delete("/api/v1/states/open").await.problem(403, "forbidden");
        assert_eq!(catalog(&desk.sign_in("admin").await).await["version"], version, "nothing was touched");
    }
}
