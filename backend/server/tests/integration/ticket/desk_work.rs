//! The daily work beside the conversation: on behalf, states, fields, tags, checklist, time.

use serde_json::{Value, json};

use crate::support::{Desk, Eml, Visitor, on_both};

async fn ticket(desk: &Desk) -> (Visitor, String) {
    desk.receive(&Eml::new("w@x", "Frage", "Hallo")).await;
    desk.delivered().await;
    let agent = desk.sign_in("agent.it").await;
    let number = agent.tickets("").await[0]["number"].as_str().unwrap().to_owned();
    (agent, number)
}

on_both! {
    // req: A8, A10, B18 — solved at the desk: one request opens, confirms and closes.
    async fn solved_at_the_desk(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        let request = json!({"queue_id": agent.queue("it").await, "subject": "Passwort vergessen", "body": "Am Schalter.",
            "channel": "visit", "requester": {"name": "Neu Immatrikuliert", "address": "neu@stud.hs-musterstadt.example"},
            "ticket_type": "request", "participants": [{"address": "student@stud.hs-musterstadt.example"}],
            "then": [{"type": "take"}, {"type": "add_tag", "tag": "schalter"},
                     {"type": "set_state", "state": "closed_successful"}]});
        let ticket = agent.post("/api/v1/tickets", &request).await.expect(201).json();
        assert_eq!((&ticket["state"], &ticket["channel"]), (&json!("closed_successful"), &json!("visit")));
        assert_eq!(ticket["tags"], json!(["schalter"]));
        let kinds: Vec<String> = desk.delivered().await.iter().map(|mail| mail.to[0].address.clone()).collect();
        assert_eq!(kinds, ["neu@stud.hs-musterstadt.example"; 2], "the receipt and the closing mail");
        assert_eq!(agent.tickets("tag:schalter type:request channel:visit").await.len(), 1);

        let wrong = json!({"queue_id": request["queue_id"], "subject": "x", "body": "x", "confirm": false,
            "then": [{"type": "set_state", "state": "closed_successful"}, {"type": "set_state", "state": "lost"}]});
        let problem = agent.post("/api/v1/tickets", &wrong).await.problem(422, "invalid");
        assert_eq!(problem["errors"][0]["field"], "then.1.state");
        assert_eq!(agent.tickets("").await.len(), 1, "nothing half done");
    }

    async fn a_field_is_asked_for_before_closing(desk: Desk) {
        let (agent, number) = ticket(&desk).await;
        let admin = desk.sign_in("admin").await;
        let field = json!({"key": "cause", "kind": "choice", "names": {"de": "Ursache", "en": "Cause"},
            "options": [{"key": "cable", "names": {"de": "Kabel", "en": "Cable"}}], "required_on_close": true});
        admin.put("/api/v1/fields/cause", &field).await.expect(200);
        let close = json!([{"type": "set_state", "state": "closed_successful"}]);
        let problem = agent.apply(&number, close.clone()).await.problem(422, "invalid");
        assert_eq!(problem["errors"][0], json!({"field": "commands.0.fields.cause", "code": "required"}));
        let set = |value: Value| json!([{"type": "set_field", "field": "cause", "value": value}]);
        agent.apply(&number, set(json!("weather"))).await.problem(422, "invalid");
        agent.apply(&number, set(json!("cable"))).await.expect(200);
        agent.apply(&number, close).await.expect(200);
        assert_eq!(agent.tickets("field.cause:cable").await.len(), 1);
        assert!(agent.tickets("field.cause:none").await.is_empty());
        let student = desk.sign_in("student").await;
        let seen = student.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
        assert_eq!(seen["fields"], Value::Null, "a field that is not shown to customers");
    }

    async fn checklist_time_and_due(desk: Desk) {
        let (agent, number) = ticket(&desk).await;
        let work = json!([{"type": "add_checklist_item", "text": "Anrufen"}, {"type": "account_time", "minutes": 15},
            {"type": "set_due", "due_at": "2026-11-24T09:00:00Z"}, {"type": "watch"}]);
        let applied = agent.apply(&number, work).await.expect(200).json()["ticket"].clone();
        assert_eq!((&applied["time_minutes"], &applied["checklist"][0]["done"]), (&json!(15), &json!(false)));
        let item = &applied["checklist"][0]["id"];
        let done = json!([{"type": "set_checklist_item", "item_id": item, "done": true}, {"type": "account_time", "minutes": 5}]);
        let applied = agent.apply(&number, done).await.expect(200).json()["ticket"].clone();
        assert_eq!((&applied["time_minutes"], &applied["checklist"][0]["done"]), (&json!(20), &json!(true)));
        // A wrong entry stays, and another one takes it back; never more than there is.
        let back = |minutes: i32| json!([{"type": "account_time", "minutes": minutes, "comment": "Korrektur"}]);
        let refused = agent.apply(&number, back(-21)).await.problem(422, "invalid");
        assert_eq!(refused["errors"][0], json!({"field": "commands.0.minutes", "code": "not_allowed"}));
        let applied = agent.apply(&number, back(-5)).await.expect(200).json();
        assert_eq!((&applied["ticket"]["time_minutes"], &applied["events"][0]["minutes"]), (&json!(15), &json!(-5)));
        assert_eq!(agent.tickets("watcher:me overdue:no").await.len(), 1);
        desk.later(jiff::SignedDuration::from_hours(72));
        let agent = desk.sign_in("agent.it").await;
        assert_eq!(agent.tickets("overdue:yes").await.len(), 1);
        agent.apply(&number, json!([{"type": "set_due", "due_at": "2026-11-24T09:00:01Z"}])).await.problem(422, "invalid");
        let student = desk.sign_in("student").await;
        let seen = student.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
        for hidden in ["tags", "checklist", "time_minutes", "watchers", "responsible"] {
            assert_eq!(seen[hidden], Value::Null, "{hidden}");
        }
    }

    async fn another_requester_takes_over(desk: Desk) {
        let (agent, number) = ticket(&desk).await;
        let set = json!([{"type": "set_requester", "requester": {"name": "Paul", "address": "paul@stud.hs-musterstadt.example"}}]);
        agent.apply(&number, set).await.expect(200);
        let student = desk.sign_in("student").await;
        student.get(&format!("/api/v1/tickets/{number}")).await.problem(404, "ticket_not_found");
        agent.apply(&number, json!([{"type": "reply", "body": "Hallo Paul"}])).await.expect(200);
        assert_eq!(desk.delivered().await.pop().unwrap().to[0].address, "paul@stud.hs-musterstadt.example");
        let nobody = json!([{"type": "set_requester", "requester_id": "00000000-0000-7000-8000-000000000000"}]);
        agent.apply(&number, nobody).await.problem(422, "invalid");
    }

    // req: A8, B7
    async fn a_call_stands_in_the_conversation(desk: Desk) {
        let (agent, number) = ticket(&desk).await;
        let call = json!([{"type": "log_call", "direction": "outgoing", "body": "Rückruf zugesagt."}]);
        agent.apply(&number, call).await.expect(200);
        let seen = desk.sign_in("student").await.articles(&number).await;
        assert_eq!((&seen[1]["channel"], &seen[1]["direction"]), (&json!("phone"), &json!("outgoing")));
    }
}
