//! Incidents: one answer to all who have asked, each in their own language, and closing the one above closes those below by whichever way (requirement C9).

use jiff::SignedDuration;
use pult_server::service::{bulk, ticket::along, waits};
use pult_shared::person::Language;
use pult_store::people;
use serde_json::{Value, json};

use crate::support::{Desk, Visitor, on_both};

async fn show(who: &Visitor, number: &str) -> Value {
    who.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json()
}

async fn state(who: &Visitor, number: &str) -> String {
    show(who, number).await["state_type"].as_str().unwrap().to_owned()
}

async fn incident(who: &Visitor, number: &str) -> Value {
    who.get(&format!("/api/v1/incidents/{number}")).await.expect(200).json()
}

/// So many requests of different people in one queue, and the ticket above them.
async fn outage(it: &Visitor, people: &[&str]) -> (String, Vec<String>) {
    let mut numbers = Vec::new();
    for (n, person) in people.iter().enumerate() {
        let opened = it.open_for("it", &format!("Netz weg {n}"), person).await;
        numbers.push(opened["number"].as_str().unwrap().to_owned());
    }
    let made = it
        .post("/api/v1/incidents", &json!({"tickets": numbers}))
        .await
        .expect(200)
        .json();
    (made["number"].as_str().unwrap().to_owned(), numbers)
}

const PAUL: &str = "paul@stud.hs-musterstadt.example";
const STUDENT: &str = "student@stud.hs-musterstadt.example";

async fn work(desk: &Desk) {
    while bulk::work::work(&desk.app).await.expect("worked") > 0 {}
    while along::work(&desk.app).await.expect("worked") > 0 {}
}

/// To which customers mails went since so many, each with its subject and text.
async fn mails(desk: &Desk, before: usize) -> Vec<(String, String, String)> {
    let sent = desk.delivered().await.split_off(before);
    let mut mails: Vec<_> = sent
        .into_iter()
        .map(|mail| {
            assert_eq!(
                (mail.to.len(), mail.cc.len()),
                (1, 0),
                "one mail discloses no other address"
            );
            (mail.to[0].address.clone(), mail.subject, mail.text)
        })
        .filter(|(to, _, _)| to.ends_with("@stud.hs-musterstadt.example"))
        .collect();
    mails.sort();
    mails
}

async fn speaks_english(desk: &Desk, login: &str) {
    let found = people::credentials(&desk.app.store, login).await.expect("looked up");
    let person = found.expect("somebody").person_id;
    let tx = desk.app.store.begin().await.unwrap();
    people::set_language(&tx, person, Language::En).await.unwrap();
    tx.commit().await.unwrap();
}

on_both! {
    // req: C9
    async fn one_answer_goes_to_each_in_their_own_language_and_closes_all(desk: Desk) {
        speaks_english(&desk, "student").await;
        let it = desk.sign_in("agent.it").await;
        let (above, below) = outage(&it, &[PAUL, STUDENT, "dritte@stud.hs-musterstadt.example"]).await;
        it.apply(&below[2], json!([{"type": "set_state", "state": "closed_successful", "notify_customer": false}])).await.expect(200);
        let seen = incident(&it, &above).await;
        assert_eq!(seen["languages"], json!([{"language": "de", "count": 1}, {"language": "en", "count": 1}]));
        assert_eq!((&seen["done"], &seen["beyond"]), (&json!(1), &json!(0)));
        let queries = desk.app.store.query_count();
        incident(&it, &above).await;
        assert!(desk.app.store.query_count() - queries <= 12, "a fixed number of queries: {}", desk.app.store.query_count() - queries);
        let before = desk.delivered().await.len();
        let path = format!("/api/v1/incidents/{above}/answer");
        for (body, code, field) in [
            (json!({"texts": {"de": " ", "en": ""}}), "invalid", "texts"),
            (json!({"texts": {"de": "{{ kaputt", "en": ""}}), "invalid_template", "texts.de"),
            (json!({"texts": {"de": "x", "en": ""}, "close": "open"}), "invalid", "close"),
        ] {
            let problem = it.post(&path, &body).await.problem(422, code);
            assert_eq!(problem["errors"][0]["field"], field, "{body}");
        }
        let texts = json!({"de": "Guten Tag {{ customer.name }}, das Netz geht wieder.", "en": "The network is back."});
        let job = it.post(&path, &json!({"texts": texts, "close": "closed_successful"})).await.expect(202).json();
        assert_eq!(state(&it, &above).await, "closed", "the one above at once");
        work(&desk).await;
        let done = it.get(&format!("/api/v1/bulk-jobs/{}", job["id"].as_str().unwrap())).await.expect(200).json();
        assert_eq!((&done["done"], &done["failed"]), (&json!(2), &json!(0)));
        let mails = mails(&desk, before).await;
        assert_eq!(mails.len(), 2, "nobody is told twice: {mails:?}");
        let (paul, student) = (&mails[0], &mails[1]);
        assert!(paul.0 == PAUL && paul.1.contains(&below[0]) && paul.2.contains("das Netz geht wieder."), "{paul:?}");
        assert!(student.0 == STUDENT && student.1.contains(&below[1]) && student.2.contains("The network is back."), "{student:?}");
        assert!(!paul.2.contains(STUDENT) && !paul.2.contains("The network"), "{paul:?}");
        for number in &below {
            assert_eq!(state(&it, number).await, "closed", "{number}");
        }
        let note = it.articles(&above).await.pop().unwrap();
        assert!(note["text"].as_str().unwrap().contains("The network is back.") && note["visible_to_customer"] == false, "{note}");
        it.post(&path, &json!({"texts": texts})).await.problem(409, "not_applicable");
        desk.sign_in("student").await.post(&path, &json!({"texts": texts})).await.problem(404, "ticket_not_found");
    }

    // req: C9
    async fn where_one_text_is_missing_its_people_get_the_other(desk: Desk) {
        speaks_english(&desk, "student").await;
        let it = desk.sign_in("agent.it").await;
        let (above, _) = outage(&it, &[PAUL, STUDENT]).await;
        let before = desk.delivered().await.len();
        it.post(&format!("/api/v1/incidents/{above}/answer"), &json!({"texts": {"de": "Wir arbeiten daran.", "en": ""}})).await.expect(202);
        work(&desk).await;
        let mails = mails(&desk, before).await;
        assert!(mails.len() == 2 && mails.iter().all(|mail| mail.2.contains("Wir arbeiten daran.")), "{mails:?}");
        assert_ne!(state(&it, &above).await, "closed", "nothing is closed unasked");
    }

    // req: C9
    async fn closing_the_one_above_closes_those_below_by_whichever_way(desk: Desk) {
        let it = desk.sign_in("agent.it").await;
        // A command of a person, one of a bulk job, and time.
        let (by_hand, one) = outage(&it, &[PAUL, STUDENT]).await;
        let (by_bulk, two) = outage(&it, &[PAUL, STUDENT]).await;
        let (by_time, three) = outage(&it, &[PAUL, STUDENT]).await;
        let (alone, four) = outage(&it, &[PAUL, STUDENT]).await;
        let before = desk.delivered().await.len();
        it.apply(&by_hand, json!([{"type": "set_state", "state": "closed_successful"}])).await.expect(200);
        assert_ne!(state(&it, &one[0]).await, "closed", "they follow by themselves");
        work(&desk).await;
        let told = mails(&desk, before).await;
        assert_eq!(told.iter().map(|mail| mail.0.as_str()).collect::<Vec<_>>(), [PAUL, STUDENT], "each by a mail of their own");
        let id = show(&it, &by_bulk).await["id"].clone();
        let close = json!([{"type": "set_state", "state": "closed_successful", "notify_customer": false}]);
        let silent = desk.delivered().await.len();
        it.post("/api/v1/bulk-jobs", &json!({"ticket_ids": [id], "commands": close})).await.expect(202);
        work(&desk).await;
        assert!(mails(&desk, silent).await.is_empty(), "as the one above was closed");
        let until = desk.app.now().checked_add(SignedDuration::from_hours(1)).unwrap();
        let wait = json!([{"type": "set_state", "state": "pending_close_successful", "pending_until": until}]);
        it.apply(&by_time, wait).await.expect(200);
        desk.later(SignedDuration::from_hours(2));
        waits::go_on(&desk.app).await.expect("went on");
        // Hours later a session has ended.
        let it = desk.sign_in("agent.it").await;
        it.apply(&alone, json!([{"type": "set_state", "state": "closed_successful", "with_children": false}])).await.expect(200);
        work(&desk).await;
        for number in one.iter().chain(&two).chain(&three) {
            assert_eq!(state(&it, number).await, "closed", "{number}");
        }
        for number in &four {
            assert_ne!(state(&it, number).await, "closed", "{number}: said so");
        }
    }

    // req: C9
    async fn what_cannot_be_closed_along_stays_and_says_why(desk: Desk) {
        let (it, admin) = (desk.sign_in("agent.it").await, desk.sign_in("admin").await);
        let (above, below) = outage(&it, &[PAUL, STUDENT]).await;
        admin.apply(&below[0], json!([{"type": "lock"}])).await.expect(200);
        it.apply(&above, json!([{"type": "set_state", "state": "closed_successful"}])).await.expect(200);
        work(&desk).await;
        assert_eq!(state(&it, &below[1]).await, "closed");
        assert_ne!(state(&it, &below[0]).await, "closed");
        let note = it.articles(&below[0]).await.pop().unwrap();
        assert!(note["text"].as_str().unwrap().contains(&above) && note["visible_to_customer"] == false, "{note}");
        let seen = incident(&it, &above).await;
        assert_eq!(seen["left"][0]["ticket"]["number"], json!(below[0]));
        assert!(!seen["left"][0]["reason"].as_str().unwrap().is_empty());
        // A work item of whoever closed the one above, until it is closed.
        let mentioned = async || {
            let sections = it.get("/api/v1/dashboard").await.expect(200).json()["sections"].clone();
            let found = sections.as_array().unwrap().iter().find(|section| section["kind"] == "mentioned").cloned();
            found.unwrap()["count"].clone()
        };
        assert_eq!(mentioned().await, json!(1));
        admin.apply(&below[0], json!([{"type": "unlock"}])).await.expect(200);
        it.apply(&below[0], json!([{"type": "set_state", "state": "closed_successful"}])).await.expect(200);
        assert_eq!(mentioned().await, json!(0));
        assert_eq!(incident(&it, &above).await["left"], json!([]));
    }

    // req: C9, D8
    async fn closing_is_taken_back_as_a_whole(desk: Desk) {
        let it = desk.sign_in("agent.it").await;
        let (above, below) = outage(&it, &[PAUL, STUDENT, "dritte@stud.hs-musterstadt.example"]).await;
        let before = desk.delivered().await.len();
        let close = json!([{"type": "set_state", "state": "closed_successful", "undo_seconds": 20}]);
        it.apply(&above, close.clone()).await.expect(200);
        work(&desk).await;
        // Somebody has gone on with one of them meanwhile.
        it.apply(&below[2], json!([{"type": "set_state", "state": "open"}])).await.expect(200);
        it.apply(&below[2], json!([{"type": "set_state", "state": "closed_unsuccessful", "notify_customer": false}])).await.expect(200);
        let open = json!([{"type": "set_state", "state": "open", "with_children": true, "notify_customer": false}]);
        it.apply(&above, open.clone()).await.expect(200);
        work(&desk).await;
        assert_eq!((state(&it, &below[0]).await, state(&it, &below[1]).await), ("open".to_owned(), "open".to_owned()));
        assert_eq!(show(&it, &below[2]).await["state"], "closed_unsuccessful", "what was decided since stands");
        desk.later(SignedDuration::from_mins(1));
        assert!(mails(&desk, before).await.is_empty(), "no mail left");
        // Taken back before they were looked at, they stay open.
        it.apply(&above, close).await.expect(200);
        it.apply(&above, open).await.expect(200);
        work(&desk).await;
        assert_eq!(state(&it, &below[0]).await, "open");
    }

    // req: C9
    async fn whoever_was_answered_just_now_is_not_told_again(desk: Desk) {
        let it = desk.sign_in("agent.it").await;
        let (above, below) = outage(&it, &[PAUL, STUDENT]).await;
        it.apply(&below[0], json!([{"type": "reply", "body": "Das Netz geht wieder."}])).await.expect(200);
        let before = desk.delivered().await.len();
        it.apply(&above, json!([{"type": "set_state", "state": "closed_successful"}])).await.expect(200);
        work(&desk).await;
        let told: Vec<String> = mails(&desk, before).await.into_iter().map(|mail| mail.0).collect();
        assert_eq!(told, [STUDENT]);
    }

    // req: C9, C4 — who closes the one above closes below it only what they may close.
    async fn rights_hold_for_each_ticket_below(desk: Desk) {
        let (it, admin) = (desk.sign_in("agent.it").await, desk.sign_in("admin").await);
        let (above, _) = outage(&it, &[PAUL, STUDENT]).await;
        let foreign = admin.open_for("library", "Auch kein Netz", PAUL).await["number"].as_str().unwrap().to_owned();
        admin.apply(&above, json!([{"type": "link", "kind": "child", "ticket": foreign}])).await.expect(200);
        assert_eq!(incident(&it, &above).await["beyond"], json!(1));
        it.apply(&above, json!([{"type": "set_state", "state": "closed_successful"}])).await.expect(200);
        work(&desk).await;
        assert_ne!(state(&admin, &foreign).await, "closed");
        let note = admin.articles(&foreign).await.pop().unwrap();
        assert_eq!(note["visible_to_customer"], false, "its own people are told: {note}");
        assert_eq!(incident(&it, &above).await["left"], json!([]), "of a foreign ticket nothing is shown");
        assert_eq!(incident(&admin, &above).await["left"][0]["ticket"]["number"], json!(foreign));
    }
}
