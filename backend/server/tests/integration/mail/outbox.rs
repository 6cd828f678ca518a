//! What went wrong with outgoing mail is seen by those whom it concerns, sent again or given up by a click, and never silently lost.

use std::{sync::Arc, time::Duration};

use futures_util::future::{BoxFuture, pending};
use jiff::SignedDuration;
use pult_server::{
    adapters::transport::{OutboundMail, Transport, TransportError, memory::MemoryTransport},
    service::outgoing,
};
use pult_shared::api::mail::TransportKind;
use serde_json::{Value, json};

use crate::support::{Desk, Eml, Visitor, on_both};

/// A ticket whose answer was refused for good; its number.
async fn refused_answer(desk: &Desk, agent: &Visitor, id: &str) -> String {
    desk.receive(&Eml::new(id, "Frage", "Wann?")).await;
    desk.delivered().await;
    let number = agent.tickets("").await[0]["number"].as_str().unwrap().to_owned();
    let refused = TransportError::Permanent("550 5.7.1 mailbox full".to_owned());
    desk.transport.fail_next(refused);
    agent
        .apply(&number, json!([{"type": "reply", "body": "Morgen um zehn."}]))
        .await
        .expect(200);
    desk.delivered().await;
    number
}

async fn mails(admin: &Visitor, query: &str) -> Vec<Value> {
    let page = admin
        .get(&format!("/api/v1/outgoing-mails?{query}"))
        .await
        .expect(200)
        .json();
    page["items"].as_array().unwrap().clone()
}

async fn undelivered(who: &Visitor) -> Vec<Value> {
    let board = who.get("/api/v1/dashboard").await.expect(200).json();
    assert_eq!(
        board["undelivered_count"],
        board["undelivered"].as_array().unwrap().len()
    );
    board["undelivered"].as_array().unwrap().clone()
}

/// Takes the mail, and the process dies before it can note so.
struct TakesAndDies(Arc<MemoryTransport>);

impl Transport for TakesAndDies {
    fn kind(&self) -> TransportKind {
        TransportKind::Memory
    }

    fn deliver<'a>(&'a self, mail: OutboundMail<'a>) -> BoxFuture<'a, Result<String, TransportError>> {
        Box::pin(async move {
            self.0.deliver(mail).await?;
            pending().await
        })
    }
}

on_both! {
    // req: E19 — whoever may see the ticket sees it on the dashboard, and has it sent again by a click.
    async fn a_failed_answer_is_work_and_is_sent_again(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        let number = refused_answer(&desk, &agent, "a@stud").await;
        let entry = undelivered(&agent).await.remove(0);
        assert_eq!((&entry["mail"]["status"], &entry["may_settle"]), (&json!("failed"), &json!(true)));
        assert_eq!(entry["mail"]["ticket_number"], number.as_str());
        let library = desk.sign_in("agent.lib").await;
        assert!(undelivered(&library).await.is_empty(), "a foreign ticket's mail is nowhere");
        let path = format!("/api/v1/outgoing-mails/{}", entry["mail"]["id"].as_str().unwrap());
        library.post(&format!("{path}/retry"), &json!({})).await.problem(404, "mail_not_found");
        desk.sign_in("student").await.post(&format!("{path}/give-up"), &json!({})).await.problem(404, "mail_not_found");

        let again = agent.post(&format!("{path}/retry"), &json!({})).await.expect(200).json();
        assert_eq!((&again["status"], &again["message_id"]), (&json!("queued"), &entry["mail"]["message_id"]));
        agent.post(&format!("{path}/retry"), &json!({})).await.problem(409, "not_applicable");
        assert!(undelivered(&agent).await.is_empty());
        let sent = desk.delivered().await;
        assert_eq!(sent.last().unwrap().message_id.as_deref(), entry["mail"]["message_id"].as_str());
        let history = agent.get(&format!("/api/v1/tickets/{number}/history")).await.expect(200).json();
        let retried = history["items"].as_array().unwrap().iter().find(|entry| entry["event"]["type"] == "mail_retried").cloned();
        assert!(retried.expect("in the history")["actor"]["name"].is_string(), "who did it");
    }

    async fn what_is_given_up_reminds_nobody(desk: Desk) {
        let (agent, admin) = (desk.sign_in("agent.it").await, desk.sign_in("admin").await);
        let number = refused_answer(&desk, &agent, "g@stud").await;
        assert_eq!(admin.get("/api/v1/dashboard").await.expect(200).json()["failed_mails"], 1);
        let found = mails(&admin, &format!("unsettled=true&ticket={number}")).await;
        assert_eq!(found.len(), 1);
        let path = format!("/api/v1/outgoing-mails/{}/give-up", found[0]["id"].as_str().unwrap());
        let given_up = agent.post(&path, &json!({})).await.expect(200).json();
        assert_eq!(given_up["status"], "failed");
        assert!(given_up["given_up_at"].is_string());
        agent.post(&path, &json!({})).await.problem(409, "not_applicable");
        assert!(mails(&admin, "unsettled=true").await.is_empty() && undelivered(&agent).await.is_empty());
        assert_eq!(admin.get("/api/v1/dashboard").await.expect(200).json()["failed_mails"], 0);
    }

    async fn all_of_a_filter_are_settled_at_once(desk: Desk) {
        let (agent, admin) = (desk.sign_in("agent.it").await, desk.sign_in("admin").await);
        for id in ["1@stud", "2@stud", "3@stud"] {
            refused_answer(&desk, &agent, id).await;
        }
        let nobody = json!({"to": "nobody@x.example"});
        let done = admin.post("/api/v1/outgoing-mails/retry", &nobody).await.expect(200).json();
        assert_eq!(done, json!({"changed": 0, "more": false}));
        agent.post("/api/v1/outgoing-mails/retry", &json!({})).await.problem(403, "forbidden");
        let done = admin.post("/api/v1/outgoing-mails/retry", &json!({"to": "@stud", "status": "failed"})).await.expect(200).json();
        assert_eq!(done, json!({"changed": 3, "more": false}));
        let before = desk.transport.sent().len();
        assert_eq!(desk.delivered().await.len(), before + 3);
        let done = admin.post("/api/v1/outgoing-mails/give-up", &json!({})).await.expect(200).json();
        assert_eq!(done["changed"], 0, "they have arrived");
    }

    async fn the_schedule_is_shown_and_ends(desk: Desk) {
        desk.receive(&Eml::new("s@stud", "Frage", "Wann?")).await;
        let admin = desk.sign_in("admin").await;
        let retry = admin.get("/api/v1/outgoing-mails").await.expect(200).json()["retry"].clone();
        assert_eq!((&retry["minutes"][0], &retry["hours"]), (&json!(1), &json!(96)));
        let attempts = retry["attempts"].as_u64().unwrap();
        for _ in 0..attempts {
            assert!(mails(&desk.sign_in("admin").await, "status=failed").await.is_empty());
            desk.transport.fail_next(TransportError::Temporary("451 greylisted".to_owned()));
            desk.delivered().await;
            desk.later(SignedDuration::from_hours(9));
        }
        let failed = mails(&desk.sign_in("admin").await, "status=failed").await;
        assert_eq!((failed.len(), failed[0]["attempts"].as_u64()), (1, Some(attempts)));
    }

    // SMTP cannot take a mail back or ask whether it has it (RFC 5321 §6.1): a second copy must be the very same mail.
    async fn a_crash_after_the_server_took_it_sends_the_same_mail_once_more(desk: Desk) {
        desk.receive(&Eml::new("c@stud", "Frage", "Wann?")).await;
        let mut dying = desk.app.clone();
        dying.transport = Arc::new(TakesAndDies(Arc::clone(&desk.transport)));
        let died = tokio::time::timeout(Duration::from_millis(500), outgoing::deliver_due(&dying)).await;
        assert!(died.is_err());
        assert_eq!(desk.transport.sent().len(), 1);
        assert_eq!(desk.delivered().await.len(), 1, "while its worker may live, nobody else takes it");
        desk.later(SignedDuration::from_secs(31));
        desk.delivered().await;
        let sent = desk.transport.sent();
        assert_eq!(sent.len(), 2, "half a minute after its worker has died it goes on");
        assert_eq!(sent[0], sent[1], "the same id, the same bytes: a mailbox that looks shows it once");
        desk.later(SignedDuration::from_hours(48));
        assert_eq!(desk.delivered().await.len(), 2, "and then it is noted");
    }
}
