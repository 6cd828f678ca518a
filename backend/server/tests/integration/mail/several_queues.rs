//! One mail to several of our addresses is one ticket, which the people of all these queues find (peers §2, 5; requirement C9).

use pult_shared::api::mail::Door;
use serde_json::{Value, json};

use crate::support::{Desk, Eml, Visitor, on_both};

const IT: &str = "it-desk@hs-musterstadt.example";
const LIBRARY: &str = "library@hs-musterstadt.example";
const PROVEN: &str =
    "Authentication-Results: mx.hs-musterstadt.example; dmarc=pass header.from=stud.hs-musterstadt.example";

async fn only(who: &Visitor, filter: &str) -> Value {
    let tickets = who.tickets(filter).await;
    assert_eq!(tickets.len(), 1, "{filter}");
    tickets[0].clone()
}

fn number(ticket: &Value) -> String {
    ticket["number"].as_str().unwrap().to_owned()
}

fn others(ticket: &Value) -> Vec<&str> {
    let queues = ticket["other_queues"].as_array().into_iter().flatten();
    queues.map(|other| other["queue"]["path"].as_str().unwrap()).collect()
}

async fn counts(who: &Visitor, path: &str) -> Value {
    let queues = who.get("/api/v1/queues").await.expect(200).json();
    let queue = queues["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|queue| queue["path"] == path)
        .cloned();
    queue.unwrap()["counts"].clone()
}

on_both! {
    async fn one_ticket_that_both_queues_find(desk: Desk) {
        let (it, lib, admin) = (desk.sign_in("agent.it").await, desk.sign_in("agent.lib").await, desk.sign_in("admin").await);
        desk.receive(&Eml::new("both@x", "Zugang", "Hallo").to(&format!("{IT}, {LIBRARY}"))).await;
        assert_eq!(admin.tickets("").await.len(), 1);
        assert_eq!(desk.delivered().await.len(), 1, "one receipt, from the first one");
        let ticket = only(&lib, "queue:library").await;
        assert_eq!((ticket["queue"]["path"].as_str(), others(&ticket)), (Some("it"), vec!["library"]));
        assert_eq!(ticket["participants"], Value::Null, "our own addresses take no part");
        let number = number(&ticket);
        assert_eq!((counts(&lib, "library").await["new"].as_u64(), counts(&it, "it").await["new"].as_u64()), (Some(1), Some(1)));
        assert_eq!(lib.articles(&number).await.len(), 1);
        // Reading and noting is the library's, the work is the first queue's.
        lib.apply(&number, json!([{"type": "note", "body": "Bei uns ist alles in Ordnung."}])).await.expect(200);
        lib.apply(&number, json!([{"type": "reply", "body": "Hallo"}])).await.problem(403, "forbidden");
        lib.apply(&number, json!([{"type": "take"}])).await.problem(403, "forbidden");
        assert_eq!(it.articles(&number).await.len(), 2);
        let student = desk.sign_in("student").await;
        let own = student.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json();
        assert!(own["other_queues"].is_null(), "the desk's inner life");

        // None of theirs: it is gone from their sight, for good.
        let library = admin.queue("library").await;
        lib.apply(&number, json!([{"type": "remove_queue", "queue_id": admin.queue("it").await}])).await.problem(403, "forbidden");
        lib.apply(&number, json!([{"type": "remove_queue", "queue_id": library}])).await.expect(200);
        lib.get(&format!("/api/v1/tickets/{number}")).await.problem(404, "ticket_not_found");
        assert!(lib.tickets("").await.is_empty());
        let again = Eml::new("again@x", &format!("Re: [Ticket#{number}] Zugang"), "Noch etwas").to(&format!("{IT}, {LIBRARY}"));
        desk.receive(&again.header(PROVEN)).await;
        assert_eq!(it.articles(&number).await.len(), 3);
        assert!(lib.tickets("").await.is_empty(), "an answer to all does not bring it back");
        let history = it.get(&format!("/api/v1/tickets/{number}/history")).await.expect(200).json();
        let events: Vec<&str> = history["items"].as_array().unwrap().iter().map(|entry| entry["event"]["type"].as_str().unwrap()).collect();
        assert_eq!(events.iter().filter(|event| **event == "queue_added").count(), 1, "{events:?}");
        assert_eq!(events.iter().filter(|event| **event == "queue_removed").count(), 1);
    }

    // The same mail by Bcc, or delivered once for each recipient: one row of the ledger, one ticket, both queues.
    async fn a_second_copy_adds_its_queue(desk: Desk) {
        let (lib, admin) = (desk.sign_in("agent.lib").await, desk.sign_in("admin").await);
        let mail = Eml::new("bcc@x", "Frage", "Hallo");
        let from = "student@stud.hs-musterstadt.example";
        desk.receive_raw(Door::Lmtp, from, IT, mail.bytes()).await;
        assert!(lib.tickets("").await.is_empty());
        for _ in 0..2 {
            desk.receive_raw(Door::Lmtp, from, LIBRARY, mail.bytes()).await;
        }
        let ticket = only(&lib, "").await;
        assert_eq!((ticket["queue"]["path"].as_str(), others(&ticket)), (Some("it"), vec!["library"]));
        assert_eq!(lib.articles(&number(&ticket)).await.len(), 1);
        let ledger = admin.get("/api/v1/incoming-mails").await.expect(200).json();
        assert_eq!(ledger["items"].as_array().unwrap().len(), 1);
        assert_eq!(desk.delivered().await.len(), 1, "one receipt");
    }

    // req: A20
    async fn an_answer_of_a_proven_sender_to_another_queue_shows_the_ticket_there_and_no_other_does(desk: Desk) {
        let (it, lib) = (desk.sign_in("agent.it").await, desk.sign_in("agent.lib").await);
        desk.receive(&Eml::new("one@x", "Frage", "Hallo")).await;
        let number = number(&only(&it, "").await);
        let subject = format!("Re: [Ticket#{number}] Frage");
        let to = format!("{IT}, {LIBRARY}");
        desk.receive(&Eml::new("guess@x", &subject, "Lasst mich lesen").from("max@web.example").to(&to)).await;
        assert!(lib.tickets("").await.is_empty(), "a number can be guessed");
        let forged = "Authentication-Results: mx.hs-musterstadt.example; dmarc=fail header.from=stud.hs-musterstadt.example";
        desk.receive(&Eml::new("forged@x", &subject, "Ich bin es").to(&to).header(forged)).await;
        assert!(lib.tickets("").await.is_empty(), "a sender can be forged");
        desk.receive(&Eml::new("nobody@x", &subject, "Ich bin es wirklich").to(&to)).await;
        assert!(lib.tickets("").await.is_empty(), "where nobody proves senders, anybody may write another's address");
        desk.receive(&Eml::new("two@x", &subject, "Auch an die Bibliothek").to(&to).header(PROVEN)).await;
        assert_eq!(others(&only(&lib, "").await), ["library"]);
    }

    // An agent shows a ticket to another queue by hand, also to one that has said that it is none of theirs.
    async fn an_agent_shows_a_ticket_to_another_queue(desk: Desk) {
        let (it, lib, admin) = (desk.sign_in("agent.it").await, desk.sign_in("agent.lib").await, desk.sign_in("admin").await);
        desk.receive(&Eml::new("one@x", "Frage", "Hallo")).await;
        let number = number(&only(&it, "").await);
        let library = admin.queue("library").await;
        let add = json!([{"type": "add_queue", "queue_id": library}]);
        admin.apply(&number, json!([{"type": "add_queue", "queue_id": uuid::Uuid::nil()}])).await.problem(422, "invalid");
        admin.apply(&number, add.clone()).await.expect(200);
        admin.apply(&number, add.clone()).await.expect(200);
        assert_eq!(others(&only(&lib, "").await), ["library"]);
        // Those who only read and note there pass it on to nobody.
        lib.apply(&number, json!([{"type": "add_queue", "queue_id": admin.queue("inbox").await}])).await.problem(403, "forbidden");
        lib.apply(&number, json!([{"type": "remove_queue", "queue_id": library}])).await.expect(200);
        assert!(lib.tickets("").await.is_empty());
        // Whoever may not move it there does not show it there either.
        it.apply(&number, add.clone()).await.problem(403, "forbidden");
        admin.apply(&number, add).await.expect(200);
        assert_eq!(lib.tickets("").await.len(), 1, "once more, since a person has looked at it");
        let student = desk.sign_in("student").await;
        student.apply(&number, json!([{"type": "add_queue", "queue_id": library}])).await.problem(403, "forbidden");
    }

    // req: A17 — a queue that does not take the sender's mail does not find it either; the next one has it.
    async fn the_first_queue_that_takes_the_mail_has_it(desk: Desk) {
        let (it, lib, admin) = (desk.sign_in("agent.it").await, desk.sign_in("agent.lib").await, desk.sign_in("admin").await);
        let path = format!("/api/v1/queues/{}/settings", admin.queue("it").await);
        let mut settings = admin.get(&path).await.expect(200).json()["settings"].clone();
        settings["intake"] = json!({"senders": "directory", "proof": false, "machines": true});
        admin.put(&path, &settings).await.expect(200);
        let to = format!("{IT}, {LIBRARY}");
        desk.receive(&Eml::new("ext@x", "Fernleihe", "Hallo").from("max@web.example").to(&to)).await;
        let ticket = only(&lib, "").await;
        assert_eq!((ticket["queue"]["path"].as_str(), others(&ticket)), (Some("library"), vec![]));
        assert!(it.tickets("").await.is_empty());
        // What waited for the first queue's rules opens a ticket when its copy comes to one that takes it.
        let mail = Eml::new("ext2@x", "Buch", "Hallo").from("max@web.example");
        desk.receive_raw(Door::Lmtp, "max@web.example", IT, mail.bytes()).await;
        assert_eq!(lib.tickets("").await.len(), 1);
        desk.receive_raw(Door::Lmtp, "max@web.example", LIBRARY, mail.bytes()).await;
        assert_eq!(lib.tickets("").await.len(), 2);
    }
}
