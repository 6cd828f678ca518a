//! What a person does with mails that wait: run again, make a ticket, join a ticket, discard; and what the ledger says of it.

use pult_shared::{
    api::mail::{MailOutcome, MailReason},
    ids::IncomingMailId,
};
use pult_store::ledger::{self, Finish};
use serde_json::{Value, json};

use crate::support::{Desk, Eml, Visitor, on_both};

async fn rows(who: &Visitor, query: &str) -> Vec<Value> {
    let page = who
        .get(&format!("/api/v1/incoming-mails{query}"))
        .await
        .expect(200)
        .json();
    page["items"].as_array().unwrap().clone()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

fn path(row: &Value) -> String {
    format!("/api/v1/incoming-mails/{}/actions", text(&row["id"]))
}

/// A mail that could not be worked on.
async fn failed(desk: &Desk, admin: &Visitor, eml: &Eml) -> Value {
    desk.receive(eml).await;
    let row = rows(admin, "?limit=1").await.remove(0);
    let id: IncomingMailId = text(&row["id"]).parse().unwrap();
    // As if a bug had hit it before its ticket: the row fails, the ticket is gone from it.
    let tx = desk.app.store.begin().await.unwrap();
    let broken = Finish {
        outcome: MailOutcome::Failed,
        reason_code: Some(MailReason::Broken),
        reason: Some("a bug came to light"),
        from: "student",
        subject: "Kaputt",
        ticket_id: None,
        article_id: None,
        filters: &[],
    };
    ledger::finish(&tx, id, &broken).await.unwrap();
    tx.commit().await.unwrap();
    let waiting = rows(admin, "?outcome=waiting").await;
    waiting.into_iter().find(|waiting| waiting["id"] == row["id"]).unwrap()
}

on_both! {
    // req: B1, E19 — nothing is lost, and a person has the last word.
    async fn what_failed_is_run_again_or_becomes_a_ticket(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let row = failed(&desk, &admin, &Eml::new("f1@x", "Kaputt", "Hallo")).await;
        assert_eq!((row["outcome"].as_str(), row["reason_code"].as_str()), (Some("failed"), Some("broken")));
        assert_eq!(row["actions"], json!(["run_again", "make_ticket", "join_ticket", "discard"]));
        let counts = admin.get("/api/v1/incoming-mails/count").await.expect(200).json();
        assert_eq!((counts["failed"].as_u64(), counts["quarantined"].as_u64()), (Some(1), Some(0)));

        let again = admin.post(&path(&row), &json!({"type": "run_again"})).await.expect(200).json();
        assert_eq!(again["outcome"], "new_ticket");
        assert_eq!(again["actions"], Value::Null, "done is done");
        let number = text(&again["ticket_number"]);
        assert_eq!(agent.articles(&number).await[0]["text"], "Hallo");
        // The same click twice is one ticket.
        let before = agent.tickets("").await.len();
        let twice = admin.post(&path(&row), &json!({"type": "run_again"})).await.expect(200).json();
        assert_eq!(twice["ticket_number"], number.as_str());
        assert_eq!(agent.tickets("").await.len(), before);
        admin.post(&path(&row), &json!({"type": "discard", "reason": "doch nicht"})).await.problem(409, "not_applicable");

        let row = failed(&desk, &admin, &Eml::new("f2@x", "Kaputt", "Hallo").to("library@hs-musterstadt.example")).await;
        let it = admin.queue("it").await;
        let make = json!({"type": "make_ticket", "queue_id": it});
        let made = admin.post(&path(&row), &make).await.expect(200).json();
        assert_eq!(made["outcome"], "new_ticket");
        let number = text(&made["ticket_number"]);
        let ticket = agent.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
        assert_eq!(ticket["queue"]["path"], "it", "the queue that was chosen");
        let same = admin.post(&path(&row), &make).await.expect(200).json();
        assert_eq!(same["ticket_number"], number.as_str());

        let shown = admin.get(&format!("/api/v1/incoming-mails/{}", text(&row["id"]))).await.expect(200).json();
        let log = shown["log"].as_array().unwrap();
        assert_eq!(log.len(), 1, "{log:?}");
        assert_eq!((log[0]["action"].as_str(), log[0]["detail"].as_str()), (Some("make_ticket"), Some("it")));
        assert_eq!(log[0]["actor"]["name"], "Ada Administrator");
        assert!(text(&shown["headers"]).contains("Message-ID: <f2@x>") && text(&shown["text"]).contains("Hallo"));
    }

    async fn what_waits_joins_a_ticket_or_is_put_aside_with_a_reason(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        desk.receive(&Eml::new("first@x", "Drucker", "Papierstau")).await;
        let number = text(&agent.tickets("").await[0]["number"]);
        agent.apply(&number, json!([{"type": "set_state", "state": "closed_successful"}])).await.expect(200);
        let row = failed(&desk, &admin, &Eml::new("j@x", "Kaputt", "Auch bei mir").from("max@hs-musterstadt.example")).await;
        let join = |ticket: &str| json!({"type": "join_ticket", "ticket": ticket});
        admin.post(&path(&row), &join("20000000000000")).await.problem(422, "invalid");
        let joined = admin.post(&path(&row), &join(&number)).await.expect(200).json();
        assert_eq!((joined["outcome"].as_str(), joined["ticket_number"].as_str()), (Some("follow_up"), Some(number.as_str())));
        let articles = agent.articles(&number).await;
        assert_eq!((articles.len(), articles[1]["visible_to_customer"].as_bool()), (2, Some(true)));
        let ticket = agent.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
        assert_eq!(ticket["state"], "open", "it counts as an answer");
        // Whoever was put there takes part from now on.
        let answer = Eml::new("j2@x", &format!("Re: [Ticket#{number}]"), "Geht wieder.").from("max@hs-musterstadt.example");
        desk.receive(&answer).await;
        assert_eq!(agent.articles(&number).await[2]["visible_to_customer"], true);

        let row = failed(&desk, &admin, &Eml::new("d@x", "Gewinn!", "Spam")).await;
        admin.post(&path(&row), &json!({"type": "discard", "reason": "  "})).await.problem(422, "invalid");
        let aside = admin.post(&path(&row), &json!({"type": "discard", "reason": "Spam, \n nichts weiter"})).await.expect(200).json();
        assert_eq!(
            (aside["outcome"].as_str(), aside["reason_code"].as_str(), aside["reason"].as_str()),
            (Some("ignored"), Some("discarded"), Some("Spam, nichts weiter"))
        );
        // Nothing is gone for good: it can still become a ticket.
        let back = admin.post(&path(&row), &json!({"type": "make_ticket", "queue_id": admin.queue("it").await})).await.expect(200).json();
        assert_eq!(back["outcome"], "new_ticket");
        assert!(rows(&admin, "?outcome=waiting").await.is_empty());
    }

    // A mail that no program can read is a ticket all the same, with the mail as a file.
    async fn over_size_waits_and_becomes_a_ticket(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let raw = Eml::new("big@x", "Riesig", "Anfang").bytes();
        let arrival = pult_server::adapters::intake::Arrival {
            door: pult_shared::api::mail::Door::Imap,
            envelope_from: String::new(),
            envelope_to: Vec::new(),
            account: Some("it-desk".to_owned()),
            queue: None,
            original_size: 50_000_000,
            raw: raw.into(),
        };
        pult_server::service::intake::receive(&desk.app, arrival).await.unwrap();
        pult_server::service::intake::process_pending(&desk.app, 10).await.unwrap();
        let row = rows(&admin, "?outcome=quarantined&door=imap&text=RIESIG").await.remove(0);
        assert_eq!((row["reason_code"].as_str(), row["account"].as_str()), (Some("over_size"), Some("it-desk")));
        let again = admin.post(&path(&row), &json!({"type": "run_again"})).await.expect(200).json();
        assert_eq!(again["outcome"], "quarantined", "the rules say the same");
        let made = admin.post(&path(&row), &json!({"type": "make_ticket", "queue_id": admin.queue("it").await})).await.expect(200).json();
        assert_eq!(admin.articles(&text(&made["ticket_number"])).await[0]["text"], "Anfang");
    }

    async fn only_administrators_decide_and_bad_requests_name_the_field(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let row = failed(&desk, &admin, &Eml::new("p@x", "Kaputt", "Hallo")).await;
        agent.post(&path(&row), &json!({"type": "run_again"})).await.problem(403, "forbidden");
        for read in ["/api/v1/incoming-mails/count".to_owned(), format!("/api/v1/incoming-mails/{}", text(&row["id"]))] {
            agent.get(&read).await.problem(403, "forbidden");
        }
        let nowhere = json!({"type": "make_ticket", "queue_id": "01a2027b-d696-7588-9a80-6df699158e1c"});
        let problem = admin.post(&path(&row), &nowhere).await.problem(422, "invalid");
        assert_eq!(problem["errors"][0]["field"], "queue_id");
        for (query, field) in [("?outcome=lost", "outcome"), ("?door=window", "door")] {
            let problem = admin.get(&format!("/api/v1/incoming-mails{query}")).await.problem(422, "invalid");
            assert_eq!(problem["errors"][0]["field"], field);
        }
        admin.get("/api/v1/incoming-mails?since=gestern").await.problem(400, "bad_request");
        assert!(rows(&admin, "?before=2020-01-01T00:00:00Z").await.is_empty());
        let gone = "/api/v1/incoming-mails/01a2027b-d696-7588-9a80-6df699158e1c/actions";
        admin.post(gone, &json!({"type": "run_again"})).await.problem(404, "mail_not_found");
    }
}
