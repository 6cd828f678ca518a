//! Customers: their own tickets, new ones, answers; nothing of anybody else's.

use serde_json::{Value, json};

use crate::support::{Desk, Eml, on_both};

on_both! {
    // A queue that keeps its name to itself is the nearest one above that shows its own.
    async fn customers_see_the_names_that_they_shall_see(desk: Desk) {
        let (admin, student) = (desk.sign_in("admin").await, desk.sign_in("student").await);
        let ticket = admin.open_for("it/wlan", "Kein Netz", "student@stud.hs-musterstadt.example").await;
        let mine = format!("/api/v1/tickets/{}", ticket["number"].as_str().unwrap());
        let path = async |who: &crate::support::Visitor| who.get(&mine).await.expect(200).json()["queue"]["path"].clone();
        let hide = async |queue: &str| {
            let settings = format!("/api/v1/queues/{}/settings", admin.queue(queue).await);
            let mut changed = admin.get(&settings).await.expect(200).json()["settings"].clone();
            changed["name_shown"] = json!(false);
            admin.put(&settings, &changed).await.expect(200);
        };
        assert_eq!(path(&student).await, "it/wlan");
        hide("it/wlan").await;
        assert_eq!((path(&student).await, path(&admin).await), (json!("it"), json!("it/wlan")));
        assert_eq!(student.tickets("queue:it").await.len(), 1);
        assert_eq!(student.tickets("queue:it/wlan").await.len(), 0, "no name is found by trying");
        assert_eq!(admin.tickets("queue:it/wlan").await.len(), 1);
        hide("it").await;
        assert_eq!(path(&student).await, "", "nothing of it");
        desk.receive(&Eml::new("r@x", "Drucker", "Geht nicht.")).await;
        let receipt = desk.delivered().await.pop().unwrap();
        assert!(receipt.text.contains("Ihr Service Desk"), "{}", receipt.text);
        assert_eq!(receipt.from.unwrap().name.as_deref(), Some("Ihr Service Desk"));
    }

    // req: D2 — whoever asked says that it is done, where the queue lets them; nobody else, and nothing more.
    async fn customers_close_their_own_requests(desk: Desk) {
        desk.receive(&Eml::new("r@x", "Drucker", "Geht nicht.").header("Cc: Tom <tom@stud.hs-musterstadt.example>")).await;
        let (student, agent) = (desk.sign_in("student").await, desk.sign_in("agent.it").await);
        let admin = desk.sign_in("admin").await;
        let number = agent.tickets("").await[0]["number"].as_str().unwrap().to_owned();
        let mine = format!("/api/v1/tickets/{number}");
        let allowed = async || student.get(&mine).await.expect(200).json()["allowed"].clone();
        let close = || json!([{"type": "set_state", "state": "closed_successful"}]);
        assert_eq!(allowed().await, json!(["reply", "set_state"]));
        for more in [
            json!({"type": "set_state", "state": "open"}),
            json!({"type": "set_state", "state": "removed"}),
            json!({"type": "set_state", "state": "closed_successful", "with_children": true}),
            json!({"type": "set_state", "state": "closed_successful", "notify_customer": false}),
        ] {
            student.apply(&number, json!([more])).await.problem(403, "forbidden");
        }
        agent.apply(&number, json!([{"type": "take"}])).await.expect(200);
        let mails = desk.delivered().await.len();
        student.apply(&number, close()).await.expect(200);
        let ticket = agent.get(&mine).await.expect(200).json();
        assert_eq!((ticket["state"].as_str(), ticket["lock"].clone()), (Some("closed_successful"), Value::Null));
        assert_eq!(desk.delivered().await.len(), mails, "whoever closes it knows it");
        assert_eq!(allowed().await, json!(["reply"]));
        student.apply(&number, json!([{"type": "reply", "body": "Doch nicht."}])).await.expect(200);
        assert_eq!(agent.get(&mine).await.expect(200).json()["state"], "open");

        let path = format!("/api/v1/queues/{}/settings", admin.queue("it").await);
        let mut settings = admin.get(&path).await.expect(200).json()["settings"].clone();
        settings["customers_close"] = json!(false);
        admin.put(&path, &settings).await.expect(200);
        assert_eq!(allowed().await, json!(["reply"]));
        student.apply(&number, close()).await.problem(403, "forbidden");
    }

    // req: C14, D2, D17, D21, E9
    async fn a_customer_opens_and_follows_a_ticket(desk: Desk) {
        let student = desk.sign_in("student").await;
        let queue = student.queue("library").await;
        let file = student.upload("foto.txt", b"Bild").await;
        let request = json!({"queue_id": queue, "subject": "Buch verloren", "body": "Und nun?", "attachments": [file]});
        let ticket = student.post("/api/v1/tickets", &request).await.expect(201).json();
        let number = ticket["number"].as_str().unwrap().to_owned();
        assert_eq!(ticket["allowed"], json!(["reply", "set_state"]));
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
            json!({"type": "set_state", "state": "open"}),
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
