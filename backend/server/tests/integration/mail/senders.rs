//! Whose mail opens tickets: known persons, persons with an account, proven senders; and who is told that theirs did not.

use serde_json::{Value, json};

use crate::support::{Desk, Eml, Visitor, on_both};

const PROVEN: &str = "Authentication-Results: mx.hs-musterstadt.example; dmarc=pass header.from=web.example";
const FORGED: &str =
    "Authentication-Results: mx.hs-musterstadt.example; dmarc=fail header.from=stud.hs-musterstadt.example";

async fn rows(who: &Visitor) -> Vec<Value> {
    let page = who.get("/api/v1/incoming-mails").await.expect(200).json();
    page["items"].as_array().unwrap().clone()
}

/// Sets what mail the queue `it` takes.
async fn rules(admin: &Visitor, intake: Value) {
    let path = format!("/api/v1/queues/{}/settings", admin.queue("it").await);
    let mut settings = admin.get(&path).await.expect(200).json()["settings"].clone();
    settings["intake"] = intake;
    admin.put(&path, &settings).await.expect(200);
}

fn outcome(row: &Value) -> (&str, &str) {
    (
        row["outcome"].as_str().unwrap(),
        row["reason_code"].as_str().unwrap_or_default(),
    )
}

on_both! {
    // req: A17, A19, A20
    async fn only_persons_with_an_account_open_tickets(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        rules(&admin, json!({"senders": "directory", "proof": false, "machines": true})).await;
        desk.receive(&Eml::new("own@x", "Vom Konto", "Hallo")).await;
        assert_eq!(agent.tickets("").await.len(), 1, "the student's account has the address");

        // Nothing proves the stranger: no answer goes to an address that may be somebody else's.
        let private = |id: &str| Eml::new(id, "Privat", "Hallo").from("lena@web.example");
        desk.receive(&private("p1@x")).await;
        assert_eq!(outcome(&rows(&admin).await[0]), ("quarantined", "not_in_directory"));
        let sent = desk.delivered().await.len();
        desk.receive(&private("p2@x").header(PROVEN)).await;
        let mails = desk.delivered().await;
        assert_eq!(mails.len(), sent + 1, "a proven one is told");
        let told = mails.last().unwrap();
        assert_eq!(told.to[0].address, "lena@web.example");
        assert_eq!(told.in_reply_to, ["p2@x"]);
        assert!(told.text.contains("Benutzerkennung") && told.text.contains("user account"), "{}", told.text);
        assert!(told.automatic.is_some(), "other machines must not answer it");
        desk.receive(&private("p3@x").header(PROVEN)).await;
        let machine = private("p4@x").from("robot@web.example").header(PROVEN);
        desk.receive(&machine.header("Auto-Submitted: auto-generated")).await;
        assert_eq!(desk.delivered().await.len(), sent + 1, "once a day, and no machine");
        assert_eq!(agent.tickets("").await.len(), 1);
        let outgoing = admin.get("/api/v1/outgoing-mails").await.expect(200).json();
        let row = &outgoing["items"][0];
        assert_eq!((row["kind"].as_str(), row["status"].as_str(), row["ticket_id"].clone()), (Some("not_accepted"), Some("sent"), Value::Null));
        // Somebody who forges the address of an account gets no further.
        desk.receive(&Eml::new("forged@x", "Gefälscht", "Hallo").header(FORGED)).await;
        assert_eq!(outcome(&rows(&admin).await[0]), ("quarantined", "unproven_sender"));
        // Somebody else's word about the sender counts for nothing.
        let foreign = "Authentication-Results: mx.web.example; dmarc=pass header.from=web.example";
        desk.receive(&private("p5@x").from("max@web.example").header(foreign)).await;
        assert_eq!(desk.delivered().await.len(), sent + 1);
        // A person has the last word.
        let path = format!("/api/v1/incoming-mails/{}/actions", rows(&admin).await[0]["id"].as_str().unwrap());
        let made = admin.post(&path, &json!({"type": "make_ticket", "queue_id": admin.queue("it").await})).await.expect(200).json();
        assert_eq!(made["outcome"], "new_ticket");
    }

    async fn known_persons_and_machines(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        desk.receive(&Eml::new("k1@x", "Früher", "Hallo").from("lena@web.example")).await;
        rules(&admin, json!({"senders": "known", "proof": false, "machines": false})).await;
        desk.receive(&Eml::new("k2@x", "Wieder", "Hallo").from("lena@web.example")).await;
        assert_eq!(agent.tickets("").await.len(), 2, "the desk knows her");
        desk.receive(&Eml::new("k3@x", "Fremd", "Hallo").from("max@web.example")).await;
        assert_eq!(outcome(&rows(&admin).await[0]), ("quarantined", "unknown_sender"));
        desk.receive(&Eml::new("k4@x", "Monitoring", "down").header("Auto-Submitted: auto-generated")).await;
        assert_eq!(outcome(&rows(&admin).await[0]), ("ignored", "machine_mail"));
        assert_eq!(agent.tickets("").await.len(), 2);
    }

    // req: A20
    async fn answers_without_proof_are_held_and_the_verdict_stands_with_the_message(desk: Desk) {
        let (admin, agent, student) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await, desk.sign_in("student").await);
        let proven = "Authentication-Results: mx.hs-musterstadt.example; dkim=pass header.d=hs-musterstadt.example";
        desk.receive(&Eml::new("t1@x", "Prüfung", "Hallo").header(proven)).await;
        let number = agent.tickets("").await[0]["number"].as_str().unwrap().to_owned();
        let first = agent.articles(&number).await.remove(0);
        assert_eq!(first["trust"]["verdict"], "proven");
        assert_eq!(first["trust"]["by"], "dkim=pass header.d=hs-musterstadt.example");
        assert_eq!(student.articles(&number).await[0]["trust"], Value::Null, "between agents");
        rules(&admin, json!({"senders": "anyone", "proof": true, "machines": true})).await;
        let again = |id: &str| Eml::new(id, &format!("Re: [Ticket#{number}]"), "Noch etwas");
        desk.receive(&again("t2@x").header(FORGED)).await;
        assert_eq!(outcome(&rows(&admin).await[0]), ("held_follow_up", "unproven_sender"));
        let held = agent.articles(&number).await.remove(1);
        assert_eq!((held["held"].as_bool(), held["trust"]["verdict"].as_str()), (Some(true), Some("failed")));
        desk.receive(&again("t3@x").header(proven)).await;
        assert_eq!(outcome(&rows(&admin).await[0]).0, "follow_up");
    }

    // What is too much waits for a person, and nothing is cut silently.
    async fn floods_wait_and_what_is_left_out_is_said(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        for n in 0..101 {
            desk.receive(&Eml::new(&format!("flood{n}@x"), "Flut", "Hallo").from("robot@web.example")).await;
        }
        let last = rows(&admin).await.remove(0);
        assert_eq!(outcome(&last), ("quarantined", "sender_rate"));
        assert_eq!(desk.delivered().await.len(), 40, "and the answers end too");
        let many: Vec<String> = (0..30).map(|n| format!("p{n}@web.example")).collect();
        desk.receive(&Eml::new("many@x", "Rundbrief", "Hallo").header(&format!("Cc: {}", many.join(", ")))).await;
        let row = rows(&admin).await.remove(0);
        assert_eq!(outcome(&row), ("new_ticket", "many_recipients"));
    }

    // Every limit has an outcome that says so: parts, nesting, mails into one ticket.
    async fn what_is_cut_short_and_bursts_are_said(desk: Desk) {
        let desk = desk.configured(|config| config.mail.ticket_burst = 3).await;
        let admin = desk.sign_in("admin").await;
        let parts = "--b\r\nContent-Type: multipart/mixed; boundary=missing\r\n\r\nx\r\n".repeat(100_000);
        desk.receive(&Eml::new("parts@x", "Viele Teile", &parts).header("Content-Type: multipart/mixed; boundary=b")).await;
        assert_eq!(outcome(&rows(&admin).await[0]), ("new_ticket", "cut_short"));
        let level = |n: usize| format!("--b{n}\r\nContent-Type: multipart/mixed; boundary=b{}\r\n\r\n", n + 1);
        let deep: String = (0..5_000).map(level).collect();
        desk.receive(&Eml::new("deep@x", "Tief", &deep).header("Content-Type: multipart/mixed; boundary=b0")).await;
        assert_eq!(outcome(&rows(&admin).await[0]), ("new_ticket", "cut_short"));
        let number = admin.tickets("").await[0]["number"].as_str().unwrap().to_owned();
        for n in 0..3 {
            desk.receive(&Eml::new(&format!("burst{n}@x"), &format!("Re: [Ticket#{number}]"), "Noch eine")).await;
        }
        assert_eq!(outcome(&rows(&admin).await[0]), ("quarantined", "ticket_burst"));
    }
}
