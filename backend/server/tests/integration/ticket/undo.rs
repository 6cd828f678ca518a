//! What was sent and may still be taken back: the customer sees nothing of it; and what goes out once more, as it was.

use std::time::Duration;

use jiff::SignedDuration;
use pult_server::service::live;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::support::{Desk, Eml, Visitor, on_both};

async fn ticket(desk: &Desk) -> (Visitor, String) {
    desk.receive(&Eml::new("u@x", "Frage", "Hallo, eine Frage.")).await;
    desk.delivered().await;
    let agent = desk.sign_in("agent.it").await;
    let number = agent.tickets("").await[0]["number"].as_str().unwrap().to_owned();
    (agent, number)
}

on_both! {
    async fn a_reply_that_waits_is_nowhere_in_the_portal(desk: Desk) {
        let (agent, number) = ticket(&desk).await;
        let student = desk.sign_in("student").await;
        let file = agent.upload("plan.txt", b"Plan").await;
        let reply = json!([{"type": "reply", "body": "Walfisch.", "undo_seconds": 10, "attachments": [file]}]);
        agent.apply(&number, reply).await.expect(200);
        let article = agent.articles(&number).await[1].clone();
        let path = format!("/api/v1/attachments/{}", article["attachments"][0]["id"].as_str().unwrap());
        assert_eq!(student.articles(&number).await.len(), 1);
        let screen = student.get(&format!("/api/v1/tickets/{number}/screen")).await.expect(200).json();
        assert_eq!(screen["articles"]["items"].as_array().unwrap().len(), 1);
        student.get(&path).await.problem(404, "attachment_not_found");
        assert!(student.tickets("walfisch").await.is_empty(), "nor by its words");
        assert_eq!(agent.tickets("walfisch").await.len(), 1);
        agent.get(&path).await.expect(200);

        desk.later(SignedDuration::from_secs(11));
        desk.delivered().await;
        assert_eq!(student.articles(&number).await.len(), 2);
        student.get(&path).await.expect(200);
        assert_eq!(student.tickets("walfisch").await.len(), 1);

        let at_once = json!([{"type": "reply", "body": "Sofort."}]);
        agent.apply(&number, at_once).await.expect(200);
        assert_eq!(student.articles(&number).await.len(), 3, "without undo it is there before its mail has left");
    }

    async fn the_live_stream_tells_of_a_reply_when_it_stands(desk: Desk) {
        let (agent, number) = ticket(&desk).await;
        let stop = CancellationToken::new();
        actix_web::rt::spawn(live::run(desk.app.clone(), stop.clone()));
        tokio::time::sleep(Duration::from_millis(300)).await;
        let student = desk.sign_in("student").await;
        let mut stream = student.listen(None).await;
        assert_eq!(stream.next().await.0, "ready");
        agent.apply(&number, json!([{"type": "take"}, {"type": "reply", "body": "Bald.", "undo_seconds": 10}])).await.expect(200);
        let told = stream.take(2).await;
        let names: Vec<_> = told.iter().map(|event| event["event"]["type"].as_str().unwrap()).collect();
        assert_eq!(names, ["owner_changed", "state_changed"], "{told:?}");
        assert!(stream.is_silent().await);
        desk.later(SignedDuration::from_secs(11));
        desk.delivered().await;
        let told = stream.take(1).await.remove(0);
        assert_eq!((&told["event"]["type"], &told["late"]), (&json!("article_added"), &json!(true)), "{told}");

        agent.apply(&number, json!([{"type": "reply", "body": "Doch nicht.", "undo_seconds": 10}])).await.expect(200);
        let article = agent.articles(&number).await[2]["id"].clone();
        agent.apply(&number, json!([{"type": "recall_reply", "article_id": article}])).await.expect(200);
        desk.later(SignedDuration::from_secs(11));
        desk.delivered().await;
        assert!(stream.is_silent().await, "what was taken back was never there");
        stop.cancel();
    }

    async fn a_forward_goes_again_with_all_that_it_carried(desk: Desk) {
        let (agent, number) = ticket(&desk).await;
        let admin = desk.sign_in("admin").await;
        let path = format!("/api/v1/queues/{}/settings", admin.queue("it").await);
        let mut settings = admin.get(&path).await.expect(200).json()["settings"].clone();
        settings["signature"] = json!({"de": "Es grüßt {{ agent.name }}", "en": "{{ agent.name }}"});
        admin.put(&path, &settings).await.expect(200);
        let file = agent.upload("bild.txt", b"Bild").await;
        agent.apply(&number, json!([{"type": "note", "body": "Vermerk dazu.", "attachments": [file]}])).await.expect(200);
        let articles = agent.articles(&number).await;
        let forward = json!([{"type": "forward", "to": [{"address": "firma@aussen.example"}], "body": "Bitte ansehen.",
            "article_ids": [articles[0]["id"], articles[1]["id"]]}]);
        agent.apply(&number, forward).await.expect(200);
        let first = desk.delivered().await.pop().unwrap();
        assert!(first.text.contains("Ivo Techniker") && first.text.contains("> Vermerk dazu."), "{}", first.text);
        let sent = agent.articles(&number).await[2]["id"].clone();
        agent.apply(&number, json!([{"type": "unlock"}])).await.expect(200);
        let again = json!([{"type": "resend", "article_id": sent, "to": [{"address": "zweite@aussen.example"}]}]);
        admin.apply(&number, again).await.expect(200);
        let second = desk.delivered().await.pop().unwrap();
        assert_eq!((&second.subject, &second.text), (&first.subject, &first.text), "also who signed it");
        assert_eq!(second.attachments, first.attachments);
        assert_ne!(second.message_id, first.message_id);
        let history = admin.get(&format!("/api/v1/tickets/{number}/history")).await.expect(200).json();
        let queued: Vec<_> = history["items"].as_array().unwrap().iter()
            .filter(|entry| entry["event"]["type"] == "mail_queued" && entry["event"]["kind"] == "forward").collect();
        assert_eq!(queued.len(), 2, "{history}");

        let image = agent.upload("bild.png", b"\x89PNG\r\n\x1a\n0000").await;
        let body = format!("Hier:\n\n![Knopf](upload:{image})\n\nFertig.");
        agent.apply(&number, json!([{"type": "reply", "body": body, "attachments": [image]}])).await.expect(200);
        let first = desk.delivered().await.pop().unwrap();
        let reply = agent.articles(&number).await.last().unwrap()["id"].clone();
        agent.apply(&number, json!([{"type": "resend", "article_id": reply}])).await.expect(200);
        let second = desk.delivered().await.pop().unwrap();
        assert_eq!((&second.text, &second.html, &second.to), (&first.text, &first.html, &first.to));
        assert_eq!(second.attachments, first.attachments);
    }
}
