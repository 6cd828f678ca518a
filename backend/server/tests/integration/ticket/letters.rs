//! Mails beside the conversation: forwarded, redirected, sent again, taken back; images, salutation, follow-up policies.

use jiff::SignedDuration;
use serde_json::json;

use crate::support::{Desk, Eml, Visitor, on_both};

async fn ticket(desk: &Desk) -> (Visitor, String) {
    desk.receive(&Eml::new("l@x", "Frage", "Hallo, eine Frage.")).await;
    desk.delivered().await;
    let agent = desk.sign_in("agent.it").await;
    let number = agent.tickets("").await[0]["number"].as_str().unwrap().to_owned();
    (agent, number)
}

/// Sets something up for the IT queue.
async fn set_queue(desk: &Desk, change: serde_json::Value) {
    let admin = desk.sign_in("admin").await;
    let id = admin.queue("it").await;
    let path = format!("/api/v1/queues/{id}/settings");
    let mut settings = admin.get(&path).await.expect(200).json()["settings"].clone();
    for (key, value) in change.as_object().unwrap() {
        settings[key] = value.clone();
    }
    admin.put(&path, &settings).await.expect(200);
}

on_both! {
    async fn a_forward_carries_the_mail_as_a_mail(desk: Desk) {
        let (agent, number) = ticket(&desk).await;
        let article = agent.articles(&number).await[0]["id"].clone();
        let forward = json!([{"type": "forward", "to": [{"address": "firma@aussen.example"}], "body": "Bitte ansehen.",
            "article_ids": [article]}]);
        agent.apply(&number, forward).await.expect(200);
        let mail = desk.delivered().await.pop().unwrap();
        assert!(mail.subject.starts_with(&format!("Fwd: [Ticket#{number}]")), "{}", mail.subject);
        assert_eq!(mail.attachments[0].media_type, "message/rfc822");
        assert!(String::from_utf8_lossy(&mail.attachments[0].bytes).contains("Hallo, eine Frage."));
        let student = desk.sign_in("student").await;
        assert_eq!(student.articles(&number).await.len(), 1, "the customer does not see it");
        let empty = json!([{"type": "forward", "to": [], "body": "", "article_ids": []}]);
        agent.apply(&number, empty).await.problem(422, "invalid");
    }

    async fn a_redirected_mail_keeps_its_author(desk: Desk) {
        let (agent, number) = ticket(&desk).await;
        let article = agent.articles(&number).await[0]["id"].clone();
        let redirect = json!([{"type": "redirect", "article_id": article, "to": [{"address": "dekanat@aussen.example"}]}]);
        agent.apply(&number, redirect).await.expect(200);
        desk.delivered().await;
        let sent = desk.transport.sent();
        let last = sent.last().unwrap();
        let raw = String::from_utf8_lossy(&last.raw);
        assert!(raw.starts_with("Resent-") && raw.contains("From: student@stud.hs-musterstadt.example"), "{raw}");
        assert_eq!(last.to, "dekanat@aussen.example");
    }

    async fn a_reply_can_be_taken_back_for_a_while(desk: Desk) {
        let (agent, number) = ticket(&desk).await;
        desk.delivered().await;
        let reply = json!([{"type": "reply", "body": "Zu früh.", "undo_seconds": 10}]);
        agent.apply(&number, reply.clone()).await.expect(200);
        let before = desk.delivered().await.len();
        let article = agent.articles(&number).await[1].clone();
        assert_eq!(article["deliveries"][0]["status"], "queued");
        let recall = json!([{"type": "recall_reply", "article_id": article["id"]}]);
        desk.sign_in("admin").await.apply(&number, json!([{"type": "unlock"}])).await.expect(200);
        desk.sign_in("admin").await.apply(&number, recall.clone()).await.problem(403, "forbidden");
        agent.apply(&number, recall).await.expect(200);
        desk.later(SignedDuration::from_secs(60));
        assert_eq!(desk.delivered().await.len(), before, "nothing leaves");
        assert_eq!(agent.articles(&number).await[1]["recalled"], true);
        assert_eq!(desk.sign_in("student").await.articles(&number).await.len(), 1);

        agent.apply(&number, reply).await.expect(200);
        desk.later(SignedDuration::from_secs(11));
        assert_eq!(desk.delivered().await.len(), before + 1);
        let late = json!([{"type": "recall_reply", "article_id": agent.articles(&number).await[2]["id"]}]);
        agent.apply(&number, late).await.problem(409, "not_applicable");
        agent.apply(&number, json!([{"type": "reply", "body": "x", "undo_seconds": 61}])).await.problem(422, "invalid");
    }

    async fn who_takes_back_an_answer_that_closed_takes_back_the_closing_mail(desk: Desk) {
        let (agent, number) = ticket(&desk).await;
        let before = desk.delivered().await.len();
        let close = json!([
            {"type": "reply", "body": "Erledigt.", "undo_seconds": 10},
            {"type": "set_state", "state": "closed_successful", "undo_seconds": 10},
        ]);
        agent.apply(&number, close.clone()).await.expect(200);
        assert_eq!(desk.delivered().await.len(), before, "both wait");
        let undo = json!([
            {"type": "recall_reply", "article_id": agent.articles(&number).await[1]["id"]},
            {"type": "set_state", "state": "open", "notify_customer": false},
        ]);
        agent.apply(&number, undo).await.expect(200);
        desk.later(SignedDuration::from_secs(60));
        assert_eq!(desk.delivered().await.len(), before, "the customer hears nothing of it");

        agent.apply(&number, close).await.expect(200);
        desk.later(SignedDuration::from_secs(11));
        assert_eq!(desk.delivered().await.len(), before + 2);
        agent.apply(&number, json!([{"type": "set_state", "state": "open"}])).await.expect(200);
        let long = json!([{"type": "set_state", "state": "closed_successful", "undo_seconds": 61}]);
        agent.apply(&number, long).await.problem(422, "invalid");
    }

    async fn an_image_stands_in_its_place(desk: Desk) {
        let (agent, number) = ticket(&desk).await;
        let image = agent.upload("bild.png", b"\x89PNG\r\n\x1a\n0000").await;
        let body = format!("Klicken Sie hier:\n\n![Knopf](upload:{image})\n\nFertig.");
        agent.apply(&number, json!([{"type": "reply", "body": body, "attachments": [image]}])).await.expect(200);
        let mail = desk.delivered().await.pop().unwrap();
        assert!(mail.text.contains("[Knopf]") && !mail.text.contains("upload:"), "{}", mail.text);
        let html = mail.html.expect("an HTML alternative");
        let cid = mail.attachments[0].content_id.clone().expect("a content id");
        assert!(html.contains(&format!("cid:{cid}")), "{html}");
    }

    async fn what_went_out_can_go_out_again(desk: Desk) {
        let (agent, number) = ticket(&desk).await;
        agent.apply(&number, json!([{"type": "reply", "body": "Die Antwort."}])).await.expect(200);
        let before = desk.delivered().await.len();
        let article = agent.articles(&number).await[1]["id"].clone();
        agent.apply(&number, json!([{"type": "resend", "article_id": article}])).await.expect(200);
        let mails = desk.delivered().await;
        assert_eq!(mails.len(), before + 1);
        let (first, again) = (&mails[before - 1], &mails[before]);
        assert!(again.text.starts_with("Die Antwort."));
        assert_ne!(first.message_id, again.message_id);
        assert_eq!(first.to, again.to);
    }

    // req: B9 — salutation and signature of the queue stand around an answer, in the customer's language.
    async fn the_queue_has_its_own_words(desk: Desk) {
        set_queue(&desk, json!({
            "salutation": {"de": "Guten Tag {{ customer.name }},", "en": "Hello {{ customer.name }},"},
            "signature": {"de": "{{ agent.name }} · {{ queue.name }}", "en": "{{ agent.name }}"}
        })).await;
        let (agent, number) = ticket(&desk).await;
        agent.apply(&number, json!([{"type": "reply", "body": "Ja."}])).await.expect(200);
        let mail = desk.delivered().await.pop().unwrap();
        assert_eq!(mail.text.trim_end(), "Guten Tag Stella Studentin,\n\nJa.\n\n-- \nIvo Techniker · IT-Service-Desk");
        let many = json!([{"type": "reply", "body": "Nr. {{ ticket.number }}", "expand": true}]);
        agent.apply(&number, many).await.expect(200);
        assert!(desk.delivered().await.pop().unwrap().text.contains(&format!("Nr. {number}")));
        let broken = json!([{"type": "reply", "body": "Nr. {{ ticket.", "expand": true}]);
        let problem = agent.apply(&number, broken).await.problem(422, "invalid_template");
        assert_eq!(problem["errors"][0]["field"], "commands.0.body");
    }

    // req: D24
    async fn a_queue_may_want_a_new_request(desk: Desk) {
        set_queue(&desk, json!({"follow_up": "reject"})).await;
        let (agent, number) = ticket(&desk).await;
        agent.apply(&number, json!([{"type": "set_state", "state": "closed_successful"}])).await.expect(200);
        let before = desk.delivered().await.len();
        desk.receive(&Eml::new("again@x", &format!("Re: [Ticket#{number}]"), "Doch noch was.")).await;
        let ticket = agent.get(&format!("/api/v1/tickets/{number}")).await.json();
        assert_eq!(ticket["state_type"], "closed");
        assert_eq!(agent.articles(&number).await.len(), 2, "nothing is lost");
        let mails = desk.delivered().await;
        assert_eq!(mails.len(), before + 1);
        assert!(mails[before].text.contains("neue E-Mail"), "{}", mails[before].text);
        let student = desk.sign_in("student").await;
        student.apply(&number, json!([{"type": "reply", "body": "x"}])).await.problem(409, "not_applicable");

        set_queue(&desk, json!({"follow_up": "new_ticket"})).await;
        desk.receive(&Eml::new("third@x", &format!("Re: [Ticket#{number}] Frage"), "Neues Problem.")).await;
        let new = agent.tickets("state:new").await.remove(0);
        let shown = agent.get(&format!("/api/v1/tickets/{}", new["number"].as_str().unwrap())).await.json();
        assert_eq!(shown["links"][0]["ticket"]["number"], json!(number));
    }

    async fn the_original_is_at_hand_for_agents(desk: Desk) {
        let html = Eml::new("h@x", "Bild", "<p>Hallo</p><img src=\"https://werbung.example/a.png\" width=\"300\" height=\"80\">")
            .header("Content-Type: text/html; charset=utf-8");
        desk.receive(&html).await;
        let agent = desk.sign_in("agent.it").await;
        let number = agent.tickets("").await[0]["number"].as_str().unwrap().to_owned();
        let article = agent.articles(&number).await.remove(0);
        assert_eq!((&article["remote_images"], &article["raw"]), (&json!(1), &json!(true)));
        let id = article["id"].as_str().unwrap();
        let raw = agent.get(&format!("/api/v1/articles/{id}/raw")).await.expect(200);
        assert!(String::from_utf8_lossy(&raw.bytes).contains("Message-ID: <h@x>"));
        let shown = agent.get(&format!("/api/v1/articles/{id}/html?images=yes")).await.expect(200);
        assert!(String::from_utf8_lossy(&shown.bytes).contains("src=\"https://werbung.example/a.png\""));
        assert!(shown.header("content-security-policy").contains("sandbox"));
        let hidden = agent.get(&format!("/api/v1/articles/{id}/html")).await.expect(200);
        assert!(!String::from_utf8_lossy(&hidden.bytes).contains(" src=\"https://werbung"));
        let student = desk.sign_in("student").await;
        student.get(&format!("/api/v1/articles/{id}/raw")).await.problem(404, "article_not_found");
        let library = desk.sign_in("agent.lib").await;
        library.get(&format!("/api/v1/articles/{id}/html")).await.problem(404, "article_not_found");
    }
}
