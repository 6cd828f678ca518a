//! A mail becomes a ticket, is answered, followed up, and closed; the customer is told each time.

use serde_json::json;

use crate::support::{Desk, Eml, on_both};

on_both! {
    // req: A9, A11, A12, A13, B22, D7, D14, D23, E1
    async fn from_mail_to_closing_mail(desk: Desk) {
        desk.receive(&Eml::new("first@stud", "WLAN geht nicht", "Hallo,\r\nim Wohnheim geht das WLAN nicht.")).await;
        let agent = desk.sign_in("agent.it").await;
        let tickets = agent.tickets("state:new").await;
        assert_eq!(tickets.len(), 1);
        let number = tickets[0]["number"].as_str().unwrap();
        assert!(pult_domain::number::is_valid(number), "{number}");
        assert_eq!(tickets[0]["queue"]["path"], "it");
        assert_eq!(tickets[0]["requester"]["address"], "student@stud.hs-musterstadt.example");

        let mails = desk.delivered().await;
        assert_eq!(mails.len(), 1, "the receipt");
        assert!(mails[0].subject.contains(&format!("[Ticket#{number}]")), "{}", mails[0].subject);
        assert!(mails[0].text.contains(&format!("/tickets/{number}")), "{}", mails[0].text);
        assert_eq!(mails[0].in_reply_to, ["first@stud"]);
        assert!(mails[0].automatic.is_some(), "other machines must not answer it");

        agent.apply(number, json!([{"type": "take"}])).await.expect(200);
        let file = agent.upload("anleitung.txt", b"1. Aus. 2. An.").await;
        let reply = json!([{"type": "reply", "body": "Bitte neu verbinden.", "attachments": [file]}]);
        agent.apply(number, reply).await.expect(200);
        let mails = desk.delivered().await;
        let answer = &mails[1];
        assert!(answer.subject.contains(&format!("[Ticket#{number}]")));
        assert_eq!(answer.from.as_ref().unwrap().address, "it-desk@hs-musterstadt.example");
        assert_eq!(answer.to[0].address, "student@stud.hs-musterstadt.example");
        assert!(answer.references.contains(&"first@stud".to_owned()), "{:?}", answer.references);
        assert!(answer.text.starts_with("Bitte neu verbinden."));
        assert_eq!(answer.attachments[0].name, "anleitung.txt");
        assert_eq!(answer.automatic, None);

        let by_number = Eml::new("second@stud", &format!("AW: [Ticket#{number}] ganz anders"), "Danke, geht!");
        desk.receive(&by_number).await;
        let by_thread = Eml::new("third@stud", "ohne Nummer", "Noch etwas.")
            .header(&format!("References: <first@stud> <{}>", answer.message_id.as_ref().unwrap()));
        desk.receive(&by_thread).await;
        assert_eq!(agent.tickets("").await.len(), 1, "replies join their ticket");
        let articles = agent.articles(number).await;
        let directions: Vec<_> = articles.iter().map(|article| article["direction"].as_str().unwrap()).collect();
        assert_eq!(directions, ["incoming", "outgoing", "incoming", "incoming"]);

        agent.apply(number, json!([{"type": "set_state", "state": "closed_successful"}])).await.expect(200);
        let mails = desk.delivered().await;
        assert_eq!(mails.len(), 3, "receipt, answer, closing mail");
        assert!(mails[2].text.contains("abgeschlossen") || mails[2].text.contains("closed"));
        assert!(mails[2].subject.contains(number));
        let ticket = agent.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
        assert_eq!(ticket["state"], "closed_successful");

        desk.receive(&Eml::new("fourth@stud", &format!("Re: [Ticket#{number}]"), "Geht doch nicht.")).await;
        let ticket = agent.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
        assert_eq!(ticket["state"], "open", "an answer wakes it up again");
    }

    // req: A9 — the address decides the queue.
    async fn the_address_decides_the_queue(desk: Desk) {
        for (id, to, path) in [
            ("a@x", "library@hs-musterstadt.example", "library"),
            ("b@x", "WLAN@hs-musterstadt.example", "it/wlan"),
            ("c@x", "nobody-knows@hs-musterstadt.example", "inbox"),
        ] {
            desk.receive(&Eml::new(id, path, "Hallo").to(to)).await;
        }
        let admin = desk.sign_in("admin").await;
        for ticket in admin.tickets("").await {
            assert_eq!(ticket["subject"], ticket["queue"]["path"], "{ticket}");
        }
    }

    // A new installation has one queue and no addresses, and can answer all the same.
    async fn a_queue_without_an_address_answers_from_the_general_one(desk: Desk) {
        desk.receive(&Eml::new("general@x", "Irgendwohin", "Hallo").to("anything@hs-musterstadt.example")).await;
        let admin = desk.sign_in("admin").await;
        let number = admin.tickets("queue:inbox").await[0]["number"].as_str().unwrap().to_owned();
        admin.apply(&number, json!([{"type": "reply", "body": "Wir kümmern uns."}])).await.expect(200);
        let mails = desk.delivered().await;
        assert_eq!(mails.len(), 2, "receipt and answer");
        for mail in mails {
            assert_eq!(mail.from.unwrap().address, "service-desk@hs-musterstadt.example");
        }
    }

    // req: B7, D21 — what is internal never reaches the customer.
    async fn a_note_never_leaves(desk: Desk) {
        desk.receive(&Eml::new("n@x", "Drucker", "Papierstau")).await;
        let agent = desk.sign_in("agent.it").await;
        let number = agent.tickets("").await[0]["number"].as_str().unwrap().to_owned();
        let file = agent.upload("intern.txt", b"geheim").await;
        let note = json!([{"type": "note", "body": "Der Kunde nervt.", "attachments": [file]}]);
        agent.apply(&number, note).await.expect(200);
        assert_eq!(desk.delivered().await.len(), 1, "only the receipt");
        let attachment = agent.articles(&number).await[1]["attachments"][0]["id"].as_str().unwrap().to_owned();
        agent.get(&format!("/api/v1/attachments/{attachment}")).await.expect(200);

        let student = desk.sign_in("student").await;
        assert_eq!(student.articles(&number).await.len(), 1);
        student.get(&format!("/api/v1/attachments/{attachment}")).await.problem(404, "attachment_not_found");
        student.get(&format!("/api/v1/tickets/{number}/history")).await.problem(403, "forbidden");
        assert!(student.tickets("nervt").await.is_empty(), "not even by search");
        assert_eq!(agent.tickets("nervt").await.len(), 1);
    }
}
