//! Where a ticket may go, and what its queue says: refusals with code and field; defaults for what agents and customers open.

use pult_shared::limits::UPLOAD_MAX_BYTES;
use serde_json::{Value, json};

use crate::support::{Desk, Eml, Visitor, on_both};

async fn settings(admin: &Visitor, path: &str) -> (String, Value) {
    let path = format!("/api/v1/queues/{}/settings", admin.queue(path).await);
    let settings = admin.get(&path).await.expect(200).json()["settings"].clone();
    (path, settings)
}

on_both! {
    async fn a_move_needs_a_place_that_is_open_to_one(desk: Desk) {
        desk.receive(&Eml::new("p@x", "Frage", "Hallo")).await;
        let (agent, admin) = (desk.sign_in("agent.it").await, desk.sign_in("admin").await);
        let number = agent.tickets("").await[0]["number"].as_str().unwrap().to_owned();
        let move_to = |id: &str| json!([{"type": "move", "queue_id": id}]);
        agent.apply(&number, move_to("019b0000-0000-7000-8000-000000000000")).await.problem(404, "queue_not_found");
        let library = admin.queue("library").await;
        agent.apply(&number, move_to(&library)).await.problem(403, "forbidden");
        let (path, mut wlan) = settings(&admin, "it/wlan").await;
        wlan["valid"] = json!(false);
        admin.put(&path, &wlan).await.expect(200);
        let id = path.split('/').nth(4).unwrap();
        let closed = agent.apply(&number, move_to(id)).await.problem(422, "invalid");
        assert_eq!(closed["errors"][0], json!({"field": "commands.0.queue_id", "code": "not_allowed"}));
        let request = json!({"queue_id": id, "subject": "x", "body": "x"});
        let refused = agent.post("/api/v1/tickets", &request).await.problem(422, "invalid");
        assert_eq!(refused["errors"][0], json!({"field": "queue_id", "code": "not_allowed"}));
        assert_eq!(agent.get(&format!("/api/v1/tickets/{number}")).await.json()["queue"]["path"], "it");
    }

    // What is not valid any more is given to no ticket; those that have it keep it.
    async fn what_is_out_of_use_is_refused(desk: Desk) {
        let (agent, admin) = (desk.sign_in("agent.it").await, desk.sign_in("admin").await);
        let names = |name: &str| json!({"de": name, "en": name});
        let state = |valid: bool| json!({"key": "at_supplier", "state_type": "open", "names": names("beim Lieferanten"),
            "color": "orange", "position": 25, "valid": valid});
        let plain = |key: &str, valid: bool| json!({"key": key, "names": names(key), "position": 5, "valid": valid});
        let save = async |valid: bool| {
            admin.put("/api/v1/states/at_supplier", &state(valid)).await.expect(200);
            admin.put("/api/v1/types/complaint", &plain("complaint", valid)).await.expect(200);
            admin.put("/api/v1/services/beamer", &plain("beamer", valid)).await.expect(200);
        };
        save(true).await;
        let commands = json!([
            {"type": "set_state", "state": "at_supplier"},
            {"type": "set_type", "ticket_type": "complaint"},
            {"type": "set_service", "service": "beamer"},
        ]);
        let queue = agent.queue("it").await;
        let request = json!({"queue_id": queue, "subject": "x", "body": "x"});
        let mut numbers = Vec::new();
        for _ in 0..2 {
            let ticket = agent.post("/api/v1/tickets", &request).await.expect(201).json();
            numbers.push(ticket["number"].as_str().unwrap().to_owned());
        }
        agent.apply(&numbers[0], commands.clone()).await.expect(200);
        save(false).await;
        for (index, field) in [(0, "state"), (1, "ticket_type"), (2, "service")] {
            let refused = agent.apply(&numbers[1], json!([commands[index]])).await.problem(422, "invalid");
            assert_eq!(refused["errors"][0], json!({"field": format!("commands.0.{field}"), "code": "not_allowed"}), "{field}");
        }
        let kept = agent.get(&format!("/api/v1/tickets/{}", numbers[0])).await.json();
        assert_eq!((&kept["state"], &kept["ticket_type"], &kept["service"]), (&json!("at_supplier"), &json!("complaint"), &json!("beamer")));
        let found = agent.tickets("state:at_supplier type:complaint service:beamer").await;
        assert_eq!(found.len(), 1, "it is found by what it has");
    }

    async fn the_queue_says_how_urgent_and_what(desk: Desk) {
        let (agent, admin, student) = (desk.sign_in("agent.it").await, desk.sign_in("admin").await, desk.sign_in("student").await);
        let (path, mut it) = settings(&admin, "it").await;
        (it["default_priority"], it["default_type"], it["closing_mail"]) = (json!(4), json!("incident"), json!(false));
        admin.put(&path, &it).await.expect(200);
        let queue = agent.queue("it").await;
        let request = json!({"queue_id": queue, "subject": "x", "body": "x"});
        for who in [&agent, &student] {
            let ticket = who.post("/api/v1/tickets", &request).await.expect(201).json();
            let seen = agent.get(&format!("/api/v1/tickets/{}", ticket["number"].as_str().unwrap())).await.json();
            assert_eq!((&seen["priority"], &seen["ticket_type"]), (&json!(4), &json!("incident")));
        }
        let own = json!({"queue_id": queue, "subject": "x", "body": "x", "priority": 2, "ticket_type": "request"});
        let chosen = agent.post("/api/v1/tickets", &own).await.expect(201).json();
        assert_eq!((&chosen["priority"], &chosen["ticket_type"]), (&json!(2), &json!("request")));
        let before = desk.delivered().await.len();
        let close = json!([{"type": "set_state", "state": "closed_successful"}]);
        agent.apply(chosen["number"].as_str().unwrap(), close).await.expect(200);
        assert_eq!(desk.delivered().await.len(), before, "the queue tells nobody");
    }

    async fn one_file_is_bounded(desk: Desk) {
        let student = desk.sign_in("student").await;
        let post = actix_web::http::Method::POST;
        let headers = [("content-type", "text/plain")];
        let large = vec![b'x'; UPLOAD_MAX_BYTES + 1];
        student.send(post, "/api/v1/uploads?name=gross.txt", Some(large), &headers).await.problem(413, "too_large");
    }
}
