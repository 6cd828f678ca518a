//! A stranger's message in a ticket: let in, made a ticket of its own, or left aside, by those who work in the queue.

use serde_json::{Value, json};

use crate::support::{Desk, Eml, Visitor, on_both};

const MAX: &str = "max@hs-musterstadt.example";

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// A closed ticket with a message that is held in it: its number, and the message's id.
async fn held(desk: &Desk, agent: &Visitor) -> (String, String) {
    desk.receive(&Eml::new("mine@stud", "Prüfung", "Meine Note?")).await;
    let number = text(&agent.tickets("").await[0]["number"]);
    agent
        .apply(&number, json!([{"type": "set_state", "state": "closed_successful"}]))
        .await
        .expect(200);
    let answer = Eml::new(
        "held@x",
        &format!("Re: [Ticket#{number}]"),
        "Betrifft mich Fahrradkeller auch.",
    )
    .from(MAX);
    desk.receive(&answer).await;
    let articles = agent.articles(&number).await;
    assert_eq!(
        (
            articles[1]["held"].as_bool(),
            articles[1]["visible_to_customer"].as_bool()
        ),
        (Some(true), Some(false))
    );
    (number, text(&articles[1]["id"]))
}

async fn row(admin: &Visitor) -> Value {
    let page = admin.get("/api/v1/incoming-mails?text=max@hs").await.expect(200).json();
    page["items"][0].clone()
}

on_both! {
    // req: D6
    async fn a_held_message_is_let_in_by_a_click(desk: Desk) {
        let (admin, agent, student) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await, desk.sign_in("student").await);
        let (number, article) = held(&desk, &agent).await;
        let waiting = row(&admin).await;
        assert_eq!((waiting["outcome"].as_str(), waiting["reason_code"].as_str()), (Some("held_follow_up"), Some("stranger")));
        assert!(student.articles(&number).await.iter().all(|article| article["held"] == Value::Null));
        let admit = json!([{"type": "admit", "article_id": article}]);
        student.apply(&number, admit.clone()).await.problem(403, "forbidden");
        desk.sign_in("agent.lib").await.apply(&number, admit.clone()).await.problem(404, "ticket_not_found");

        agent.apply(&number, admit.clone()).await.expect(200);
        let let_in = agent.articles(&number).await.remove(1);
        assert_eq!((let_in["held"].clone(), let_in["visible_to_customer"].as_bool()), (Value::Null, Some(true)));
        let ticket = agent.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
        assert_eq!(ticket["state"], "open", "it counts as an answer");
        assert_eq!(student.articles(&number).await.len(), 2);
        assert_eq!(student.tickets("fahrradkeller").await.len(), 1, "customers find it too");
        let done = row(&admin).await;
        assert_eq!((done["outcome"].as_str(), done["ticket_number"].as_str()), (Some("follow_up"), Some(number.as_str())));
        agent.apply(&number, admit).await.problem(409, "not_applicable");
        // From now on the sender takes part.
        desk.receive(&Eml::new("later@x", &format!("Re: [Ticket#{number}]"), "Danke.").from(MAX)).await;
        assert_eq!(agent.articles(&number).await[2]["visible_to_customer"], true);
        let history = agent.get(&format!("/api/v1/tickets/{number}/history")).await.expect(200).json();
        assert!(history.to_string().contains("\"how\":\"admitted\""), "{history}");
    }

    async fn a_held_message_becomes_a_ticket_of_its_own(desk: Desk) {
        let (admin, agent, student) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await, desk.sign_in("student").await);
        let (number, article) = held(&desk, &agent).await;
        let path = format!("/api/v1/articles/{article}/ticket");
        student.post(&path, &json!({})).await.problem(404, "article_not_found");
        desk.sign_in("agent.lib").await.post(&path, &json!({})).await.problem(404, "article_not_found");
        let library = admin.queue("library").await;
        agent.post(&path, &json!({"queue_id": library})).await.problem(404, "queue_not_found");

        let made = text(&agent.post(&path, &json!({})).await.expect(201).json()["number"]);
        assert_ne!(made, number);
        let ticket = agent.get(&format!("/api/v1/tickets/{made}")).await.expect(200).json();
        assert_eq!((ticket["requester"]["address"].as_str(), ticket["queue"]["path"].as_str()), (Some(MAX), Some("it")));
        let left = agent.articles(&number).await.remove(1);
        assert_eq!((left["held"].clone(), left["visible_to_customer"].as_bool()), (Value::Null, Some(false)));
        let done = row(&admin).await;
        assert_eq!((done["outcome"].as_str(), done["ticket_number"].as_str()), (Some("new_ticket"), Some(made.as_str())));
        let mails = desk.delivered().await;
        let receipt = mails.iter().find(|mail| mail.to[0].address == MAX).expect("a receipt");
        assert!(receipt.subject.contains(&made), "{}", receipt.subject);
        agent.post(&path, &json!({})).await.problem(409, "not_applicable");
        assert_eq!(student.articles(&number).await.len(), 1);
        let history = student.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
        assert_eq!(history["state"], "closed_successful", "the first ticket is as it was");
    }

    async fn a_held_message_is_left_aside(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let (number, article) = held(&desk, &agent).await;
        agent.apply(&number, json!([{"type": "dismiss", "article_id": article, "reason": "Spam"}])).await.expect(200);
        assert_eq!(agent.articles(&number).await[1]["held"], Value::Null);
        let aside = row(&admin).await;
        assert_eq!((aside["outcome"].as_str(), aside["reason"].as_str()), (Some("ignored"), Some("Spam")));
        let shown = admin.get(&format!("/api/v1/incoming-mails/{}", text(&aside["id"]))).await.expect(200).json();
        assert_eq!((shown["log"][0]["action"].as_str(), shown["log"][0]["outcome"].as_str()), (Some("discard"), Some("ignored")));
    }

    async fn the_ledger_decides_on_held_mail_too(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let (number, article) = held(&desk, &agent).await;
        let waiting = row(&admin).await;
        let path = format!("/api/v1/incoming-mails/{}/actions", text(&waiting["id"]));
        let same = admin.post(&path, &json!({"type": "run_again"})).await.expect(200).json();
        assert_eq!(same["outcome"], "held_follow_up", "still a stranger");
        assert_eq!(agent.articles(&number).await.len(), 2, "nothing came twice");
        let joined = admin.post(&path, &json!({"type": "join_ticket", "ticket": number})).await.expect(200).json();
        assert_eq!(joined["outcome"], "follow_up");
        let articles = agent.articles(&number).await;
        assert_eq!((articles.len(), articles[1]["id"].as_str()), (2, Some(article.as_str())), "let in, not copied");
        assert_eq!(articles[1]["visible_to_customer"], true);
    }
}
