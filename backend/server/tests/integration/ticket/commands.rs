//! Commands one by one, as the API takes them: what each does, and whom it refuses.

use pult_shared::ids::PersonId;
use serde_json::{Value, json};

use crate::support::{Desk, Eml, Visitor, on_both};

async fn ticket(desk: &Desk) -> (Visitor, Visitor, String) {
    desk.receive(&Eml::new("cmd@x", "Frage", "Hallo")).await;
    desk.delivered().await;
    let (agent, admin) = (desk.sign_in("agent.it").await, desk.sign_in("admin").await);
    let number = agent.tickets("").await[0]["number"].as_str().unwrap().to_owned();
    (agent, admin, number)
}

async fn me(who: &Visitor) -> Value {
    who.get("/api/v1/session").await.expect(200).json()["person"]["id"].clone()
}

/// The ticket after commands.
async fn after(who: &Visitor, number: &str, commands: Value) -> Value {
    who.apply(number, commands).await.expect(200).json()["ticket"].clone()
}

on_both! {
    async fn what_is_put_on_can_be_taken_off(desk: Desk) {
        let (agent, admin, number) = ticket(&desk).await;
        let ada = me(&admin).await;
        let shown = after(&agent, &number, json!([{"type": "add_tag", "tag": "eilt"}, {"type": "watch"}, {"type": "watch", "person_id": ada},
            {"type": "set_responsible", "responsible_id": ada}, {"type": "add_checklist_item", "text": "Anrufen"}])).await;
        assert_eq!((&shown["tags"], &shown["responsible"]["id"]), (&json!(["eilt"]), &ada));
        assert_eq!(shown["watchers"].as_array().unwrap().len(), 2);
        let item = &shown["checklist"][0]["id"];
        let shown = after(&agent, &number, json!([{"type": "remove_tag", "tag": "eilt"}, {"type": "unwatch"}, {"type": "unwatch", "person_id": ada},
            {"type": "set_responsible", "responsible_id": null}, {"type": "remove_checklist_item", "item_id": item}])).await;
        for gone in ["tags", "watchers", "responsible", "checklist"] {
            assert_eq!(shown[gone], Value::Null, "{gone}");
        }
        let student = me(&desk.sign_in("student").await).await;
        for (command, field) in [
            (json!({"type": "watch", "person_id": student}), "person_id"),
            (json!({"type": "set_responsible", "responsible_id": student}), "responsible_id"),
            (json!({"type": "assign", "owner_id": student}), "owner_id"),
        ] {
            let problem = agent.apply(&number, json!([command])).await.problem(422, "invalid");
            assert_eq!(problem["errors"][0], json!({"field": format!("commands.0.{field}"), "code": "unknown"}));
        }
        let strange = json!([{"type": "remove_checklist_item", "item_id": PersonId(desk.app.fresh())}]);
        agent.apply(&number, strange).await.problem(422, "invalid");
    }

    async fn links_of_every_kind_come_and_go(desk: Desk) {
        let (agent, _, number) = ticket(&desk).await;
        desk.receive(&Eml::new("other@x", "Andere", "Hallo")).await;
        let other = agent.tickets("andere").await[0]["number"].as_str().unwrap().to_owned();
        for (kind, reversed) in [("duplicate_of", "duplicated_by"), ("related", "related"), ("parent", "child")] {
            let link = |kind: &str| json!([{"type": "link", "kind": kind, "ticket": other}]);
            assert_eq!(after(&agent, &number, link(kind)).await["links"][0]["kind"], kind);
            let there = agent.get(&format!("/api/v1/tickets/{other}")).await.json();
            assert_eq!(there["links"][0]["kind"], reversed);
            assert!(agent.apply(&number, link(kind)).await.expect(200).json()["events"].as_array().unwrap().is_empty(), "twice is once");
            if kind != "related" {
                agent.apply(&number, link(reversed)).await.problem(409, "not_applicable");
            }
            let unlink = json!([{"type": "unlink", "kind": kind, "ticket": other}]);
            assert_eq!(after(&agent, &number, unlink).await["links"], Value::Null);
            let there = agent.get(&format!("/api/v1/tickets/{other}")).await.json();
            assert_eq!(there["links"], Value::Null);
        }
    }

    async fn what_goes_out_beside_the_answer(desk: Desk) {
        let (agent, admin, number) = ticket(&desk).await;
        let came = agent.articles(&number).await[0]["id"].clone();
        agent.apply(&number, json!([{"type": "note", "body": "intern"}])).await.expect(200);
        let note = agent.articles(&number).await[1]["id"].clone();
        let two = json!([{"address": "a@aussen.example"}, {"address": "b@aussen.example"}]);
        let before = desk.delivered().await.len();
        let redirect = |article: &Value, to: &Value| json!([{"type": "redirect", "article_id": article, "to": to}]);
        let locked = after(&agent, &number, redirect(&came, &two)).await;
        assert_eq!(locked["lock"]["by"]["id"], me(&agent).await, "sending something on is work on it");
        let sent = desk.transport.sent();
        assert_eq!(desk.delivered().await.len(), before + 2, "one for each: {}", sent.len());
        let problem = agent.apply(&number, redirect(&note, &two)).await.problem(422, "invalid");
        assert_eq!(problem["errors"][0], json!({"field": "commands.0.article_id", "code": "not_allowed"}));
        let problem = agent.apply(&number, redirect(&came, &json!([]))).await.problem(422, "invalid");
        assert_eq!(problem["errors"][0]["field"], "commands.0.to");
        admin.apply(&number, redirect(&came, &two)).await.problem(409, "locked_by_other");
        let resend = |article: &Value| json!([{"type": "resend", "article_id": article}]);
        let problem = agent.apply(&number, resend(&came)).await.problem(422, "invalid");
        assert_eq!(problem["errors"][0], json!({"field": "commands.0.article_id", "code": "not_allowed"}), "it came, it never went");
        agent.apply(&number, json!([{"type": "reply", "body": "Ja."}])).await.expect(200);
        let reply = agent.articles(&number).await[2]["id"].clone();
        admin.apply(&number, resend(&reply)).await.problem(409, "locked_by_other");
        desk.sign_in("student").await.apply(&number, resend(&reply)).await.problem(403, "forbidden");
        let strange = resend(&json!("019b0000-0000-7000-8000-000000000000"));
        let problem = agent.apply(&number, strange).await.problem(422, "invalid");
        assert_eq!(problem["errors"][0]["code"], "unknown");
    }

    async fn services_and_people_who_take_part(desk: Desk) {
        let (agent, admin, number) = ticket(&desk).await;
        let service = json!({"key": "wlan", "names": {"de": "WLAN", "en": "Wi-Fi"}});
        admin.put("/api/v1/services/wlan", &service).await.expect(200);
        let shown = after(&agent, &number, json!([{"type": "set_service", "service": "wlan"}])).await;
        assert_eq!(shown["service"], "wlan");
        assert_eq!(agent.tickets("service:wlan").await.len(), 1);
        let problem = agent.apply(&number, json!([{"type": "set_service", "service": "fax"}])).await.problem(422, "invalid");
        assert_eq!(problem["errors"][0], json!({"field": "commands.0.service", "code": "unknown"}));
        assert_eq!(after(&agent, &number, json!([{"type": "set_service", "service": null}])).await["service"], Value::Null);
        let add = json!([{"type": "add_participant", "participant": {"name": "Gast", "address": "gast@aussen.example"}}]);
        let guest = after(&agent, &number, add).await["participants"][0]["id"].clone();
        let student = desk.sign_in("student").await;
        student.apply(&number, json!([{"type": "remove_participant", "person_id": guest}])).await.problem(403, "forbidden");
        let out = json!([{"type": "remove_participant", "person_id": guest}]);
        assert_eq!(after(&agent, &number, out.clone()).await["participants"], Value::Null);
        assert!(agent.apply(&number, out).await.expect(200).json()["events"].as_array().unwrap().is_empty());
    }
}
