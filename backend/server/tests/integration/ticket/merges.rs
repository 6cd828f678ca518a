//! Merged tickets and children across queues: whose files, whose numbers, what comes back when a merge is undone.

use serde_json::{Value, json};

use crate::support::{Desk, Eml, Visitor, on_both};

/// A ticket of the student at the IT desk, and one of somebody else at the library.
async fn across(desk: &Desk) -> (String, String) {
    desk.receive(&Eml::new("it@x", "Drucker", "Er druckt nicht.")).await;
    let book = Eml::new("lib@x", "Buch", "Wo steht es?")
        .from("paul@stud.hs-musterstadt.example")
        .to("library@hs-musterstadt.example");
    desk.receive(&book).await;
    desk.delivered().await;
    let admin = desk.sign_in("admin").await;
    let number = |ticket: &Value| ticket["number"].as_str().unwrap().to_owned();
    let tickets = admin.tickets("").await;
    (number(&tickets[0]), number(&tickets[1]))
}

async fn show(visitor: &Visitor, number: &str) -> Value {
    visitor
        .get(&format!("/api/v1/tickets/{number}"))
        .await
        .expect(200)
        .json()
}

fn file_of(article: &Value) -> String {
    let id = article["attachments"][0]["id"].as_str().expect("a file");
    format!("/api/v1/attachments/{id}")
}

on_both! {
    async fn files_of_a_merged_ticket_open_where_it_goes_on(desk: Desk) {
        let (kept, gone) = across(&desk).await;
        let librarian = desk.sign_in("agent.lib").await;
        let file = librarian.upload("plan.txt", b"Regal 7").await;
        librarian.apply(&gone, json!([{"type": "reply", "body": "Siehe Plan.", "attachments": [file]}])).await.expect(200);
        let (agent, student) = (desk.sign_in("agent.it").await, desk.sign_in("student").await);
        let path = file_of(&librarian.articles(&gone).await[1]);
        agent.get(&path).await.problem(404, "attachment_not_found");
        librarian.apply(&gone, json!([{"type": "unlock"}])).await.expect(200);
        desk.sign_in("admin").await.apply(&gone, json!([{"type": "merge", "into": kept}])).await.expect(200);
        for reader in [&agent, &student, &librarian] {
            let seen = file_of(reader.articles(if std::ptr::eq(reader, &librarian) { &gone } else { &kept }).await.last().unwrap());
            assert_eq!(seen, path);
            assert_eq!(reader.get(&path).await.expect(200).bytes.as_ref(), b"Regal 7");
        }
    }

    async fn only_children_are_closed_along(desk: Desk) {
        let (parent, other) = across(&desk).await;
        let admin = desk.sign_in("admin").await;
        let close = json!({"type": "set_state", "state": "closed_successful", "with_children": true});
        admin.apply(&parent, json!([{"type": "link", "kind": "related", "ticket": other}, close])).await.expect(200);
        assert_eq!(show(&admin, &parent).await["state_type"], "closed");
        assert_eq!(show(&admin, &other).await["state_type"], "new", "related is no child");

        let request = json!({"queue_id": admin.queue("it").await, "subject": "Erledigt", "body": "x", "confirm": false,
            "then": [{"type": "link", "kind": "related", "ticket": other}, close]});
        admin.post("/api/v1/tickets", &request).await.expect(201);
        assert_eq!(show(&admin, &other).await["state_type"], "new");
        let mut with_child = request.clone();
        with_child["then"] = json!([{"type": "link", "kind": "child", "ticket": other}, close]);
        admin.post("/api/v1/tickets", &with_child).await.expect(201);
        assert_eq!(show(&admin, &other).await["state_type"], "closed", "linked before in the same list");
    }

    // req: B11, C5
    async fn a_child_that_one_may_not_see_has_no_number(desk: Desk) {
        let (parent, child) = across(&desk).await;
        let admin = desk.sign_in("admin").await;
        admin.apply(&parent, json!([{"type": "link", "kind": "child", "ticket": child}])).await.expect(200);
        let close = json!([{"type": "set_state", "state": "closed_successful", "with_children": true}]);
        let problem = desk.sign_in("agent.it").await.apply(&parent, close.clone()).await.problem(403, "forbidden");
        assert!(!problem.to_string().contains(&child), "{problem}");
        assert!(problem["detail"].as_str().unwrap().contains("child"), "it is said why: {problem}");
        assert_eq!(show(&admin, &parent).await["state_type"], "new", "nothing half done");
        admin.apply(&parent, close).await.expect(200);
        assert_eq!(show(&admin, &child).await["state_type"], "closed");
    }

    async fn a_note_that_is_split_stays_internal(desk: Desk) {
        let (number, _) = across(&desk).await;
        let agent = desk.sign_in("agent.it").await;
        let file = agent.upload("intern.txt", b"geheim").await;
        agent.apply(&number, json!([{"type": "note", "body": "Nur unter uns.", "attachments": [file]}])).await.expect(200);
        let note = agent.articles(&number).await[1].clone();
        let split = json!({"queue_id": agent.queue("it").await, "subject": "Eigenes", "body": "Nur unter uns.",
            "requester": {"address": "student@stud.hs-musterstadt.example"}, "split_from": note["id"], "confirm": false});
        let new = agent.post("/api/v1/tickets", &split).await.expect(201).json();
        let new = new["number"].as_str().unwrap();
        let first = agent.articles(new).await[0].clone();
        assert_eq!((&first["direction"], &first["visible_to_customer"]), (&json!("internal"), &json!(false)));
        let student = desk.sign_in("student").await;
        assert!(student.articles(new).await.is_empty());
        student.get(&file_of(&first)).await.problem(404, "attachment_not_found");
        agent.get(&file_of(&first)).await.expect(200);
    }

    async fn an_undone_merge_gives_back_what_was(desk: Desk) {
        let (kept, gone) = across(&desk).await;
        let admin = desk.sign_in("admin").await;
        let until = "2026-11-30T08:00:00Z";
        let wait = json!([{"type": "take"}, {"type": "set_state", "state": "pending_reminder", "pending_until": until}]);
        admin.apply(&gone, wait).await.expect(200);
        admin.apply(&gone, json!([{"type": "merge", "into": kept}])).await.expect(200);
        assert_eq!(show(&admin, &gone).await["lock"], Value::Null);
        admin.apply(&gone, json!([{"type": "unmerge"}])).await.expect(200);
        let back = show(&admin, &gone).await;
        assert_eq!((&back["state"], &back["pending_until"]), (&json!("pending_reminder"), &json!(until)));
        assert!(back["owner"].is_object() && back["lock"].is_object(), "{back}");

        admin.apply(&gone, json!([{"type": "set_state", "state": "closed_unsuccessful", "notify_customer": false}])).await.expect(200);
        let closed = show(&admin, &gone).await["closed_at"].clone();
        let sent = desk.delivered().await.len();
        admin.apply(&gone, json!([{"type": "merge", "into": kept}])).await.expect(200);
        admin.apply(&gone, json!([{"type": "unmerge"}])).await.expect(200);
        let back = show(&admin, &gone).await;
        assert_eq!((&back["state"], &back["closed_at"]), (&json!("closed_unsuccessful"), &closed));
        assert_eq!(desk.delivered().await.len(), sent, "nobody is told of a closing that was long ago");
    }
}
