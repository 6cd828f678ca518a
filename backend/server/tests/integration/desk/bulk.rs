//! Bulk jobs: all permitted or nothing begun; ticket by ticket, never twice, stopped by a word.

use pult_server::service::bulk::work;
use pult_shared::person::{Language, Permission};
use pult_store::people;
use serde_json::{Value, json};

use super::{crowd, grant, open, open_for, revoke, text};
use crate::support::{Desk, Visitor, on_both};

async fn work_off(desk: &Desk) {
    while work::work(&desk.app).await.expect("worked") > 0 {}
}

async fn start(who: &Visitor, body: &Value) -> String {
    let job = who.post("/api/v1/bulk-jobs", body).await.expect(202).json();
    assert_eq!(job["status"], "running");
    text(&job["id"])
}

async fn job(who: &Visitor, id: &str) -> Value {
    who.get(&format!("/api/v1/bulk-jobs/{id}")).await.expect(200).json()
}

async fn speaks_english(desk: &Desk, address: &str) {
    let person = people::by_address(&desk.app.store, address).await.unwrap().unwrap().id;
    let tx = desk.app.store.begin().await.unwrap();
    people::set_language(&tx, person, Language::En).await.unwrap();
    tx.commit().await.unwrap();
}

fn counts(job: &Value) -> (Value, Value, Value, Value) {
    (
        job["status"].clone(),
        job["total"].clone(),
        job["done"].clone(),
        job["failed"].clone(),
    )
}

on_both! {
    async fn a_filter_is_worked_off_and_failures_are_listed(desk: Desk) {
        let (agent, admin) = (desk.sign_in("agent.it").await, desk.sign_in("admin").await);
        let mut numbers = Vec::new();
        for n in 0..23 {
            numbers.push(open(&agent, "it", &format!("Drucker {n}")).await);
        }
        // One of them is another agent's work.
        admin.apply(&numbers[3], json!([{"type": "lock"}])).await.expect(200);
        let commands = json!([{"type": "add_tag", "tag": "aktion"}, {"type": "set_priority", "priority": 5}]);
        let id = start(&agent, &json!({"filter": "drucker", "commands": commands})).await;
        assert_eq!(counts(&job(&agent, &id).await), (json!("running"), json!(23), json!(0), json!(0)));
        assert_eq!(work::work(&desk.app).await.unwrap(), 20);
        assert_eq!(job(&agent, &id).await["status"], "running");
        work_off(&desk).await;
        let done = job(&agent, &id).await;
        assert_eq!(counts(&done), (json!("finished"), json!(23), json!(22), json!(1)));
        assert_eq!(done["failures"][0]["number"], json!(numbers[3]));
        assert_eq!(done["failures"][0]["code"], "locked_by_other");
        assert_eq!(agent.tickets("tag:aktion").await.len(), 22, "what failed is as it was: not even the tag");
        assert_eq!(agent.get("/api/v1/bulk-jobs").await.expect(200).json()["items"][0]["id"], json!(id));
        admin.get(&format!("/api/v1/bulk-jobs/{id}")).await.problem(404, "bulk_job_not_found");
        admin.post(&format!("/api/v1/bulk-jobs/{id}/stop"), &json!({})).await.problem(404, "bulk_job_not_found");
    }

    async fn every_customer_gets_a_mail_of_their_own(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        for n in 0..3 {
            open_for(&agent, "it", &format!("Wartung {n}"), &format!("kunde{n}@stud.hs-musterstadt.example")).await;
        }
        let reply = json!([{"type": "reply", "body": "Heute Nacht wird gewartet.", "expand": true}, {"type": "set_state", "state": "closed_successful", "notify_customer": false}]);
        start(&agent, &json!({"filter": "wartung", "commands": reply})).await;
        work_off(&desk).await;
        let mails = desk.delivered().await;
        let replies: Vec<_> = mails.iter().filter(|mail| mail.text.contains("Heute Nacht")).collect();
        assert_eq!(replies.len(), 3);
        for n in 0..3 {
            let to = format!("kunde{n}@stud.hs-musterstadt.example");
            let theirs: Vec<_> = replies.iter().filter(|mail| mail.to.iter().any(|mailbox| mailbox.address == to)).collect();
            assert_eq!(theirs.len(), 1);
            assert_eq!(theirs[0].to.len(), 1, "nobody sees the others");
        }
        assert!(agent.tickets("state:active").await.is_empty());
    }

    async fn nothing_begins_without_permission_everywhere(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        let librarian = desk.sign_in("agent.lib").await;
        let drucker = open(&agent, "it", "Drucker").await;
        let ausweis = open(&librarian, "library", "Ausweis").await;
        grant(&desk, "agent.it", "library", &[Permission::View, Permission::Note]).await;
        let tag = json!([{"type": "add_tag", "tag": "x"}]);
        let close = json!([{"type": "note", "body": "zu"}, {"type": "set_state", "state": "closed_successful"}]);
        let problem = agent.post("/api/v1/bulk-jobs", &json!({"filter": "state:active", "commands": close})).await.problem(403, "forbidden");
        assert!(problem["detail"].as_str().unwrap().contains("library"), "{problem}");
        assert!(!problem["detail"].as_str().unwrap().contains("it"), "only where it is missing: {problem}");
        assert!(agent.get("/api/v1/bulk-jobs").await.json()["items"].as_array().unwrap().is_empty());
        start(&agent, &json!({"filter": "state:active", "commands": tag})).await;
        work_off(&desk).await;
        assert_eq!(agent.tickets("tag:x").await.len(), 2);

        let id = |ticket: Value| ticket["id"].clone();
        let foreign = id(librarian.get(&format!("/api/v1/tickets/{ausweis}")).await.json());
        let own = id(agent.get(&format!("/api/v1/tickets/{drucker}")).await.json());
        let strange = json!("019b0000-0000-7000-8000-000000000000");
        librarian.post("/api/v1/bulk-jobs", &json!({"ticket_ids": [foreign, own], "commands": tag})).await.problem(404, "ticket_not_found");
        librarian.post("/api/v1/bulk-jobs", &json!({"ticket_ids": [foreign, strange], "commands": tag})).await.problem(404, "ticket_not_found");
        let student = desk.sign_in("student").await;
        student.post("/api/v1/bulk-jobs", &json!({"ticket_ids": [own], "commands": tag})).await.problem(404, "ticket_not_found");
        let empty = student.post("/api/v1/bulk-jobs", &json!({"filter": "", "commands": tag})).await.expect(202).json();
        assert_eq!(counts(&empty), (json!("finished"), json!(0), json!(0), json!(0)), "a customer works at no desk");
    }

    // One right that is missing stops thousands, and more than 10,000 are too many, however they were found: nothing has happened then.
    async fn thousands_are_refused_at_once(desk: Desk) {
        let (agent, librarian) = (desk.sign_in("agent.it").await, desk.sign_in("agent.lib").await);
        let like = open(&agent, "it", "Welle").await;
        crowd(&desk, &like, 3_000, |_| ()).await;
        grant(&desk, "agent.lib", "it", &[Permission::View, Permission::Note]).await;
        let close = json!([{"type": "add_tag", "tag": "zu"}, {"type": "set_state", "state": "closed_successful"}]);
        let problem = librarian.post("/api/v1/bulk-jobs", &json!({"filter": "queue:it", "commands": close})).await.problem(403, "forbidden");
        assert!(problem["detail"].as_str().unwrap().contains("it"), "{problem}");
        crowd(&desk, &like, 7_000, |_| ()).await;
        let tag = json!([{"type": "add_tag", "tag": "zu"}]);
        let problem = agent.post("/api/v1/bulk-jobs", &json!({"filter": "queue:it", "commands": tag})).await.problem(422, "invalid");
        assert_eq!(problem["errors"][0], json!({"field": "filter", "code": "too_many"}));
        for who in [&agent, &librarian] {
            assert!(who.get("/api/v1/bulk-jobs").await.json()["items"].as_array().unwrap().is_empty());
        }
        work_off(&desk).await;
        let changed = agent.get("/api/v1/tickets/count?filter=tag%3Azu").await.expect(200).json();
        assert_eq!(changed["count"], 0);
        let closed = agent.get("/api/v1/tickets/count?filter=queue%3Ait%20state%3Aclosed").await.expect(200).json();
        assert_eq!(closed["count"], 0);
    }

    // What comes after a move happens in the target: who may not do it there is told at once, not of each ticket.
    async fn a_move_takes_the_rights_of_the_target(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        open(&agent, "it", "Ausweis").await;
        grant(&desk, "agent.it", "library", &[Permission::View, Permission::MoveInto]).await;
        let library = agent.queue("library").await;
        let moved = json!({"type": "move", "queue_id": library});
        let close = json!({"type": "set_state", "state": "closed_successful", "notify_customer": false});
        let job = |commands: Value| json!({"filter": "", "commands": commands});
        let problem = agent.post("/api/v1/bulk-jobs", &job(json!([moved, close]))).await.problem(403, "forbidden");
        assert!(problem["detail"].as_str().unwrap().contains("library"), "{problem}");
        assert!(agent.get("/api/v1/bulk-jobs").await.json()["items"].as_array().unwrap().is_empty());
        start(&agent, &job(json!([close, moved]))).await;
        work_off(&desk).await;
        assert_eq!(agent.tickets("queue:library state:closed").await.len(), 1);
    }

    // req: B9 — each customer reads their own language.
    async fn a_template_speaks_to_each_customer(desk: Desk) {
        let (agent, admin) = (desk.sign_in("agent.it").await, desk.sign_in("admin").await);
        let template = json!({"names": {"de": "Wartung", "en": "Maintenance"}, "kind": "answer",
            "subject": {"de": "Wartung heute", "en": "Maintenance today"},
            "body": {"de": "Guten Tag {{ customer.name }}, heute Nacht.", "en": "Hello {{ customer.name }}, tonight."}, "queue_ids": []});
        let made = admin.post("/api/v1/templates", &template).await.expect(201).json();
        for (subject, address) in [("Eins", "student@stud.hs-musterstadt.example"), ("Zwei", "erin@aussen.example")] {
            open_for(&agent, "it", subject, address).await;
        }
        speaks_english(&desk, "erin@aussen.example").await;
        let reply = |extra: Value| {
            let mut reply = json!({"type": "reply", "body": "", "template_id": made["id"]});
            reply.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
            json!({"filter": "", "commands": [reply]})
        };
        let id = start(&agent, &reply(json!({}))).await;
        work_off(&desk).await;
        assert_eq!(job(&agent, &id).await["failed"], 0);
        let mails = desk.delivered().await;
        let to = |address: &str| mails.iter().find(|mail| mail.to[0].address == address).unwrap();
        let (german, english) = (to("student@stud.hs-musterstadt.example"), to("erin@aussen.example"));
        assert!(german.text.contains("heute Nacht") && german.subject.contains("Wartung heute"), "{german:?}");
        assert!(english.text.contains("tonight") && english.subject.contains("Maintenance today"), "{english:?}");

        let strange = reply(json!({"template_id": "019b0000-0000-7000-8000-000000000000"}));
        agent.post("/api/v1/bulk-jobs", &strange).await.problem(404, "template_not_found");
        let number = text(&agent.tickets("").await[0]["number"]);
        let both = json!([{"type": "reply", "body": "x", "template_id": made["id"]}]);
        let problem = agent.apply(&number, both).await.problem(422, "invalid");
        assert_eq!(problem["errors"][0], json!({"field": "commands.0.body", "code": "not_allowed"}));
        let student = desk.sign_in("student").await;
        let own = text(&student.tickets("").await[0]["number"]);
        student.apply(&own, json!([{"type": "reply", "body": "x", "template_id": made["id"]}])).await.problem(422, "invalid");
    }

    async fn bad_jobs_are_refused(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        let tag = json!({"type": "add_tag", "tag": "x"});
        let library = desk.sign_in("admin").await.queue("library").await;
        let many: Vec<String> = (0..10_001).map(|n| format!("019b0000-0000-7000-8000-{n:012}")).collect();
        for (body, field, code) in [
            (json!({"filter": "", "commands": []}), "commands", "required"),
            (json!({"commands": [tag]}), "filter", "required"),
            (json!({"filter": "", "ticket_ids": [many[0]], "commands": [tag]}), "ticket_ids", "not_allowed"),
            (json!({"ticket_ids": many, "commands": [tag]}), "ticket_ids", "too_many"),
            (json!({"filter": "", "commands": [tag, {"type": "forward", "to": [], "body": "", "article_ids": []}]}), "commands.1.type", "not_allowed"),
            (json!({"filter": "", "commands": [{"type": "note", "body": "x", "attachments": [many[0]]}]}), "commands.0.attachments", "not_allowed"),
            (json!({"filter": "", "commands": [{"type": "move", "queue_id": many[0]}]}), "commands.0.queue_id", "unknown"),
        ] {
            let problem = agent.post("/api/v1/bulk-jobs", &body).await.problem(422, "invalid");
            assert_eq!((&problem["errors"][0]["field"], &problem["errors"][0]["code"]), (&json!(field), &json!(code)));
        }
        let problem = agent.post("/api/v1/bulk-jobs", &json!({"filter": "state:nirgends", "commands": [tag]})).await;
        assert_eq!(problem.problem(422, "invalid_filter")["errors"][0]["at"], 6);
        let moved = json!({"filter": "", "commands": [{"type": "move", "queue_id": library}]});
        agent.post("/api/v1/bulk-jobs", &moved).await.problem(403, "forbidden");
        let unknown = json!({"filter": "", "commands": [{"type": "explode"}]});
        agent.post("/api/v1/bulk-jobs", &unknown).await.problem(422, "unknown_command");
    }

    async fn a_job_is_stopped_between_two_tickets(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        for n in 0..25 {
            open(&agent, "it", &format!("Drucker {n}")).await;
        }
        let id = start(&agent, &json!({"filter": "", "commands": [{"type": "add_tag", "tag": "x"}]})).await;
        work::work(&desk.app).await.unwrap();
        let stopped = agent.post(&format!("/api/v1/bulk-jobs/{id}/stop"), &json!({})).await.expect(200).json();
        assert_eq!(counts(&stopped), (json!("stopped"), json!(25), json!(20), json!(0)));
        assert!(stopped["finished_at"].is_string());
        work_off(&desk).await;
        assert_eq!(agent.tickets("tag:x").await.len(), 20, "what was done stays done, and no more is");
        let again = agent.post(&format!("/api/v1/bulk-jobs/{id}/stop"), &json!({})).await.expect(200).json();
        assert_eq!(again, stopped);
    }

    async fn rights_that_are_gone_fail_what_is_left(desk: Desk) {
        let (agent, librarian) = (desk.sign_in("agent.it").await, desk.sign_in("agent.lib").await);
        open(&librarian, "library", "Ausweis").await;
        open(&agent, "it", "Drucker").await;
        let role = grant(&desk, "agent.it", "library", &[Permission::View, Permission::Note]).await;
        let id = start(&agent, &json!({"filter": "", "commands": [{"type": "add_tag", "tag": "x"}]})).await;
        revoke(&desk, role).await;
        work_off(&desk).await;
        let done = job(&agent, &id).await;
        assert_eq!(counts(&done), (json!("finished"), json!(2), json!(1), json!(1)));
        assert_eq!(done["failures"][0]["code"], "ticket_not_found");
    }

    async fn several_instances_share_and_nothing_is_done_twice(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        let mut ids = Vec::new();
        for n in 0..30 {
            let number = open(&agent, "it", &format!("Drucker {n}")).await;
            ids.push(agent.get(&format!("/api/v1/tickets/{number}")).await.json()["id"].clone());
        }
        let note = json!([{"type": "note", "body": "einmal"}]);
        let mut jobs = Vec::new();
        for part in ids.chunks(15) {
            jobs.push(start(&agent, &json!({"ticket_ids": part, "commands": note})).await);
        }
        let other = desk.another().await;
        for _ in 0..6 {
            let (here, there) = tokio::join!(work::work(&desk.app), work::work(&other));
            here.unwrap();
            there.unwrap();
        }
        for id in &jobs {
            assert_eq!(counts(&job(&agent, id).await), (json!("finished"), json!(15), json!(15), json!(0)));
        }
        for ticket in agent.tickets("").await {
            let articles = agent.articles(&text(&ticket["id"])).await;
            assert_eq!(articles.iter().filter(|article| article["text"] == "einmal").count(), 1);
        }
    }
}
