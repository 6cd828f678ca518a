//! Text templates: who edits them, where they are offered, what they become.

use serde_json::{Value, json};

use super::{faults, manager};
use crate::support::{Desk, Eml, Visitor, on_both};

fn template(name: &str, queues: &[&str]) -> Value {
    json!({"names": {"de": name, "en": name}, "kind": "answer",
        "subject": {"de": "", "en": ""},
        "body": {"de": "Guten Tag {{ customer.name }},\n", "en": "Hello {{ customer.name }},\n"}, "queue_ids": queues})
}

async fn offered(visitor: &Visitor, query: &str) -> Vec<Value> {
    let list = visitor
        .get(&format!("/api/v1/templates?{query}"))
        .await
        .expect(200)
        .json();
    let items = list["items"].as_array().unwrap().iter();
    items.map(|found| found["template"]["names"]["de"].clone()).collect()
}

on_both! {
    // req: B9
    async fn templates_are_offered_where_they_belong(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let (it, wlan, library) = (admin.queue("it").await, admin.queue("it/wlan").await, admin.queue("library").await);
        let mut ids = Vec::new();
        for (name, queues) in [("alle", vec![]), ("it", vec![it.as_str()]), ("wlan", vec![wlan.as_str(), library.as_str()])] {
            let made = admin.post("/api/v1/templates", &template(name, &queues)).await.expect(201).json();
            assert_eq!(made["may_edit"], true);
            ids.push(made["id"].as_str().unwrap().to_owned());
        }
        assert_eq!(offered(&agent, &format!("queue_id={it}")).await, ["alle", "it"]);
        assert_eq!(offered(&agent, &format!("queue_id={wlan}")).await, ["alle", "it", "wlan"]);
        assert!(offered(&agent, &format!("queue_id={wlan}&kind=note")).await.is_empty());
        agent.get(&format!("/api/v1/templates?queue_id={library}")).await.problem(404, "queue_not_found");
        agent.get("/api/v1/templates").await.problem(403, "forbidden");
        assert_eq!(offered(&admin, "").await.len(), 3);

        let mut invalid = template("alle", &[]);
        invalid["valid"] = json!(false);
        let path = format!("/api/v1/templates/{}", ids[0]);
        assert_eq!(admin.put(&path, &invalid).await.expect(200).json()["template"]["valid"], false);
        assert_eq!(offered(&agent, &format!("queue_id={it}")).await, ["it"]);
        assert_eq!(offered(&admin, "").await.len(), 3, "who edits them sees invalid ones too");
        admin.delete(&path).await.expect(204);
        admin.delete(&path).await.problem(404, "template_not_found");
        admin.put(&path, &invalid).await.problem(404, "template_not_found");
    }

    async fn what_a_template_may_not_be(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let changed = |field: &str, value: Value| {
            let mut changed = template("a", &[]);
            changed[field] = value;
            changed
        };
        for (body, expected) in [
            (changed("names", json!({"de": "", "en": "a"})), ("names.de", "required")),
            (changed("body", json!({"de": " ", "en": ""})), ("body.de", "required")),
            (changed("body", json!({"de": "x".repeat(20_001), "en": ""})), ("body.de", "too_long")),
            (changed("subject", json!({"de": "", "en": "x".repeat(251)})), ("subject.en", "too_long")),
            (changed("queue_ids", json!(["00000000-0000-7000-8000-000000000000"])), ("queue_ids.0", "unknown")),
            (changed("kind", json!("poem")), ("kind", "malformed")),
        ] {
            let problem = admin.post("/api/v1/templates", &body).await.problem(422, "invalid");
            assert_eq!(faults(&problem), [expected]);
        }
        for (text, at) in [("Grüße {{ ticket.number", 6), ("{% if ticket.number %}x", 0), ("äöü {{ ticket.number | nope }}", 7)] {
            let problem = admin.post("/api/v1/templates", &changed("body", json!({"de": "gut", "en": text}))).await;
            let problem = problem.problem(422, "invalid_template");
            assert_eq!(faults(&problem), [("body.en", "malformed")]);
            assert!(problem["errors"][0]["at"].as_u64().unwrap() >= at && problem["detail"].is_string(), "{problem}");
        }
        let endless = "{% for a in ticket.link %}".repeat(9) + "x" + &"{% endfor %}".repeat(9);
        admin.post("/api/v1/templates", &changed("body", json!({"de": endless, "en": ""}))).await.problem(422, "invalid_template");
        assert!(offered(&admin, "").await.is_empty());
    }

    async fn managers_edit_what_is_theirs(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let manager = manager(&desk).await;
        let (wlan, library) = (admin.queue("it/wlan").await, admin.queue("library").await);
        let own = manager.post("/api/v1/templates", &template("wlan", &[&wlan])).await.expect(201).json();
        let path = format!("/api/v1/templates/{}", own["id"].as_str().unwrap());
        for queues in [vec![], vec![library.as_str()], vec![wlan.as_str(), library.as_str()]] {
            manager.post("/api/v1/templates", &template("mehr", &queues)).await.problem(403, "forbidden");
            manager.put(&path, &template("mehr", &queues)).await.problem(403, "forbidden");
        }
        let shared = admin.post("/api/v1/templates", &template("beide", &[&wlan, &library])).await.expect(201).json();
        let shared = format!("/api/v1/templates/{}", shared["id"].as_str().unwrap());
        manager.put(&shared, &template("beide", &[&wlan])).await.problem(403, "forbidden");
        manager.delete(&shared).await.problem(403, "forbidden");
        let it = admin.queue("it").await;
        let foreign = admin.post("/api/v1/templates", &template("it", &[&it])).await.expect(201).json();
        assert_eq!(offered(&manager, "").await, ["wlan"], "what the manager may edit");
        assert_eq!(offered(&manager, &format!("queue_id={wlan}")).await, ["beide", "it", "wlan"]);
        let foreign = format!("/api/v1/templates/{}", foreign["id"].as_str().unwrap());
        manager.delete(&foreign).await.problem(403, "forbidden");
        manager.delete(&path).await.expect(204);
        let elsewhere = admin.post("/api/v1/templates", &template("lib", &[&library])).await.expect(201).json();
        let elsewhere = format!("/api/v1/templates/{}", elsewhere["id"].as_str().unwrap());
        desk.sign_in("agent.it").await.put(&elsewhere, &template("lib", &[])).await.problem(404, "template_not_found");
        desk.sign_in("student").await.post("/api/v1/templates", &template("x", &[])).await.problem(403, "forbidden");
    }

    async fn a_template_is_filled_in(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let field = json!({"key": "serial-no", "kind": "text", "names": {"de": "Seriennummer", "en": "Serial number"}});
        admin.put("/api/v1/fields/serial-no", &field).await.expect(200);
        desk.receive(&Eml::new("t@x", "Drucker", "Hallo")).await;
        let ticket = agent.tickets("").await[0].clone();
        let number = ticket["number"].as_str().unwrap();
        agent.apply(number, json!([{"type": "set_field", "field": "serial-no", "value": "A 17"}])).await.expect(200);
        let mut text = template("a", &[]);
        text["body"] = json!({"de": "{{ ticket.number }} {{ ticket.subject }} {{ agent.name }} {{ queue.name }} {{ fields.serial_no }} {{ nix.da }}|",
            "en": "{{ queue.name }}|"});
        let made = admin.post("/api/v1/templates", &text).await.expect(201).json();
        let id = made["id"].as_str().unwrap();
        let render = async |visitor: &Visitor, body: Value| visitor.post("/api/v1/templates/render", &body).await;
        let filled = render(&agent, json!({"template_id": id, "ticket": number, "language": "de"})).await.expect(200).json();
        assert_eq!(filled["body"], format!("{number} Drucker Ivo Techniker IT-Service-Desk A 17 |"));
        assert_eq!((filled["subject"].as_str(), filled["language"].as_str()), (Some("Drucker"), Some("de")));
        assert_eq!(filled["unknown"], json!(["nix.da"]));
        let filled = render(&agent, json!({"template_id": id, "ticket": number, "language": "en"})).await.expect(200).json();
        assert_eq!(filled["body"], "IT Service Desk|");

        let mut draft = template("", &[]);
        draft["body"] = json!({"de": "", "en": "Number {{ ticket.number }}"});
        draft["subject"] = json!({"de": "", "en": "About {{ ticket.number }}"});
        let filled = render(&agent, json!({"template": draft, "language": "de"})).await.expect(200).json();
        assert_eq!(filled["language"], "en", "the language in which there is a text");
        assert!(filled["body"].as_str().unwrap().starts_with("Number 2026") && filled["subject"].as_str().unwrap().starts_with("About"));
        draft["body"]["en"] = json!("{{ ticket.number");
        let problem = render(&agent, json!({"template": draft})).await.problem(422, "invalid_template");
        assert_eq!(faults(&problem), [("template.body.en", "malformed")]);
        draft["body"]["en"] = json!("x".repeat(20_001));
        let problem = render(&agent, json!({"template": draft})).await.problem(422, "invalid");
        assert_eq!(faults(&problem), [("template.body.en", "too_long")]);
        let problem = render(&agent, json!({})).await.problem(422, "invalid");
        assert_eq!(faults(&problem), [("template_id", "required")]);
        render(&agent, json!({"template_id": "00000000-0000-7000-8000-000000000000"})).await.problem(404, "template_not_found");
        // Of a ticket that is being opened.
        let queue = agent.queue("it").await;
        let opening = json!({"queue_id": queue, "requester": {"name": "Mia Beispiel", "address": "mia@x.example"},
            "subject": "Am Telefon", "fields": {"serial-no": "B 4"}});
        let filled = render(&agent, json!({"template_id": id, "opening": opening, "language": "de"})).await.expect(200).json();
        assert_eq!(filled["body"], " Am Telefon Ivo Techniker IT-Service-Desk B 4 |");
        assert_eq!(filled["subject"], "Am Telefon");
        let known = json!({"queue_id": queue, "requester_id": ticket["requester"]["id"]});
        let greeting = render(&agent, json!({"template": template("a", &[]), "opening": known})).await.expect(200).json();
        assert_eq!(greeting["body"], format!("Guten Tag {},\n", ticket["requester"]["name"].as_str().unwrap()));
        let nobody = json!({"queue_id": queue, "requester_id": "00000000-0000-7000-8000-000000000000"});
        let problem = render(&agent, json!({"template_id": id, "opening": nobody})).await.problem(422, "invalid");
        assert_eq!(faults(&problem), [("opening.requester_id", "unknown")]);
        let elsewhere = json!({"queue_id": admin.queue("library").await});
        render(&agent, json!({"template_id": id, "opening": elsewhere})).await.problem(404, "queue_not_found");
        render(&agent, json!({"template_id": id, "opening": opening, "ticket": number})).await.problem(422, "invalid");

        let librarian = desk.sign_in("agent.lib").await;
        render(&librarian, json!({"template_id": id, "ticket": number})).await.problem(404, "ticket_not_found");
        render(&desk.sign_in("student").await, json!({"template_id": id})).await.problem(403, "forbidden");
    }
}
