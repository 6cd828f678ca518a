//! Customers: their own tickets, new ones, answers; nothing of anybody else's.

use serde_json::json;

use crate::support::{Desk, Eml, on_both};

on_both! {
    // req: C14, D2, D17, D21, E9
    async fn a_customer_opens_and_follows_a_ticket(desk: Desk) {
        let student = desk.sign_in("student").await;
        let queue = student.queue("library").await;
        let file = student.upload("foto.txt", b"Bild").await;
        let request = json!({"queue_id": queue, "subject": "Buch verloren", "body": "Und nun?", "attachments": [file]});
        let ticket = student.post("/api/v1/tickets", &request).await.expect(201).json();
        let number = ticket["number"].as_str().unwrap().to_owned();
        assert_eq!(ticket["allowed"], json!(["reply"]));
        assert!(desk.delivered().await[0].subject.contains(&number), "the receipt");

        let librarian = desk.sign_in("agent.lib").await;
        librarian.apply(&number, json!([{"type": "reply", "body": "Kein Problem."}])).await.expect(200);
        assert_eq!(student.articles(&number).await.len(), 2);
        student.apply(&number, json!([{"type": "reply", "body": "Danke!"}])).await.expect(200);
        assert_eq!(librarian.articles(&number).await.len(), 3);
        student.post("/api/v1/tickets", &request).await.problem(422, "upload_not_found");
    }

    async fn foreign_tickets_do_not_exist(desk: Desk) {
        desk.receive(&Eml::new("f@x", "Fremd", "Geheim").from("somebody@stud.hs-musterstadt.example")).await;
        let admin = desk.sign_in("admin").await;
        let number = admin.tickets("").await[0]["number"].as_str().unwrap().to_owned();
        for login in ["student", "agent.lib"] {
            let other = desk.sign_in(login).await;
            for path in ["", "/articles", "/history"] {
                other.get(&format!("/api/v1/tickets/{number}{path}")).await.problem(404, "ticket_not_found");
            }
            other.apply(&number, json!([{"type": "reply", "body": "x"}])).await.problem(404, "ticket_not_found");
            assert!(other.tickets("").await.is_empty());
            other.get("/api/v1/outgoing-mails").await.problem(403, "forbidden");
            other.get("/api/v1/incoming-mails").await.problem(403, "forbidden");
        }
    }

    // req: D19
    async fn customers_may_only_answer(desk: Desk) {
        desk.receive(&Eml::new("o@x", "Eigenes", "Hallo")).await;
        let student = desk.sign_in("student").await;
        let number = student.tickets("").await[0]["number"].as_str().unwrap().to_owned();
        for command in [
            json!({"type": "set_state", "state": "closed_successful"}),
            json!({"type": "take"}),
            json!({"type": "note", "body": "x"}),
            json!({"type": "set_priority", "priority": 5}),
        ] {
            student.apply(&number, json!([command])).await.problem(403, "forbidden");
        }
        let queue = student.queue("it").await;
        let pushy = json!({"queue_id": queue, "subject": "x", "body": "y", "priority": 5});
        let problem = student.post("/api/v1/tickets", &pushy).await.problem(422, "invalid");
        assert_eq!(problem["errors"][0]["field"], "priority");
    }

    // req: A10 — an agent opens on behalf of somebody, who is told.
    async fn an_agent_opens_on_behalf(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        let queue = agent.queue("it/wlan").await;
        let request = json!({"queue_id": queue, "subject": "Am Telefon", "body": "Kein Netz.", "channel": "phone",
            "requester": {"name": "Lena Vogt", "address": "lena.vogt@stud.hs-musterstadt.example"}});
        let ticket = agent.post("/api/v1/tickets", &request).await.expect(201).json();
        assert_eq!((ticket["channel"].as_str(), ticket["requester"]["name"].as_str()), (Some("phone"), Some("Lena Vogt")));
        assert_eq!(desk.delivered().await[0].to[0].address, "lena.vogt@stud.hs-musterstadt.example");
    }
}
