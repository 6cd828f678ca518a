//! Macros: made once, looked at beforehand, run by whoever may.

use serde_json::json;

use super::{count, open, ticket};
use crate::support::{Desk, on_both};

const MACROS: &str = "/api/v1/macros";

on_both! {
    // req: B11
    async fn a_macro_is_tried_and_run_on_one_ticket_and_on_many(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let it = admin.queue("it").await;
        let template = json!({"names": {"de": "Rückfrage", "en": "Question"}, "kind": "answer", "queue_ids": [it],
            "body": {"de": "Welches Gerät betrifft {{ ticket.number }}?", "en": "Which device is {{ ticket.number }} about?"}});
        let template = admin.post("/api/v1/templates", &template).await.expect(201).json()["id"].clone();
        let definition = json!({"names": {"de": "Rückfrage stellen", "en": "Ask back"}, "queue_ids": [it], "then": [
            {"type": "take"}, {"type": "send_mail", "to": "requester", "template_id": template}, {"type": "add_tag", "tag": "rückfrage"},
            {"type": "set_state", "state": "pending_reminder", "wait": {"amount": 3, "unit": "days"}}]});
        agent.post(MACROS, &definition).await.problem(403, "forbidden");
        let made = admin.post(MACROS, &definition).await.expect(201).json();
        let offered = agent.get(&format!("{MACROS}?queue_id={}", admin.queue("it/wlan").await.as_str())).await.expect(200).json();
        assert_eq!((&offered["items"][0]["id"], &offered["items"][0]["may_edit"]), (&made["id"], &json!(false)));
        let commands = offered["items"][0]["commands"].clone();
        assert!(commands[3]["pending_until"].as_str().unwrap().starts_with("2026-11-25T"), "{commands}");

        let number = open(&agent, "Geht nicht").await;
        let tried = agent.post(&format!("/api/v1/tickets/{number}/commands/try"), &json!({"commands": commands})).await.expect(200).json();
        let would: Vec<&str> = tried["events"].as_array().unwrap().iter().map(|event| event["type"].as_str().unwrap()).collect();
        assert_eq!(would, ["owner_changed", "locked", "article_added", "mail_queued", "state_changed", "tag_added", "state_changed"]);
        assert_eq!(count(&agent, &number, "owner_changed").await, 0, "nothing was done");
        desk.sign_in("agent.lib").await.post(&format!("/api/v1/tickets/{number}/commands/try"), &json!({"commands": commands})).await.problem(404, "ticket_not_found");

        agent.apply(&number, commands.clone()).await.expect(200);
        let after = ticket(&agent, &number).await;
        assert_eq!((&after["state"], &after["tags"], &after["owner"]["name"]), (&json!("pending_reminder"), &json!(["rückfrage"]), &json!("Ivo Techniker")));
        assert!(desk.delivered().await.iter().any(|mail| mail.text.contains(&format!("Welches Gerät betrifft {number}?"))));
        let many = [open(&agent, "Eins").await, open(&agent, "Zwei").await];
        let filter = format!("number:{} OR number:{}", many[0], many[1]);
        agent.post("/api/v1/bulk-jobs", &json!({"filter": filter, "commands": commands})).await.expect(202);
        while pult_server::service::bulk::work::work(&desk.app).await.unwrap() > 0 {}
        for number in &many {
            assert_eq!(ticket(&agent, number).await["state"], "pending_reminder");
        }
    }

    async fn what_a_macro_may_not_be_and_who_may_make_it(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let (it, wlan) = (admin.queue("it").await, admin.queue("it/wlan").await);
        let one = |queues: serde_json::Value, then: serde_json::Value| json!({"names": {"de": "x", "en": "x"}, "queue_ids": queues, "then": then});
        let tag = json!([{"type": "add_tag", "tag": "x"}]);
        for (then, field) in [
            (json!([]), "then"),
            (json!([{"type": "notify", "text": {"de": "x", "en": "x"}}]), "then.0.type"),
            (json!([{"type": "send_mail", "to": "requester", "body": {"de": "x", "en": ""}}]), "then.0.template_id"),
            (json!([{"type": "set_state", "state": "nix"}]), "then.0.state"),
        ] {
            let problem = admin.post(MACROS, &one(json!([]), then)).await.problem(422, "invalid");
            assert_eq!(problem["errors"][0]["field"], field);
        }
        crate::admin::grant(&admin, "agent.it", "it/wlan", &["view", "manage"]).await;
        let manager = desk.sign_in("agent.it").await;
        manager.post(MACROS, &one(json!([]), tag.clone())).await.problem(403, "forbidden");
        manager.post(MACROS, &one(json!([it]), tag.clone())).await.problem(403, "forbidden");
        let made = manager.post(MACROS, &one(json!([wlan]), tag)).await.expect(201).json();
        manager.delete(&format!("{MACROS}/{}", made["id"].as_str().unwrap())).await.expect(204);
    }
}
