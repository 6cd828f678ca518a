//! Rules on what happens.

use jiff::SignedDuration;
use pult_server::service::rule;
use serde_json::json;

use pult_shared::ids::PersonId;
use pult_store::people::{self, NewPerson};

use super::{RULES, count, history, make, on, open, runs, ticket, work};
use crate::{
    desk::crowd,
    support::{Desk, Eml, on_both},
};

on_both! {
    // req: B13, A15
    async fn who_belongs_to_a_group_is_sorted_by_it(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let wlan = admin.queue("it/wlan").await;
        make(&admin, &on(&["created"], "affiliation:student", json!([{"type": "move", "queue_id": wlan}]))).await;
        let mia = json!({"name": "Mia Kurz", "affiliation": "student", "addresses": [{"address": "mia.kurz@stud.hs-musterstadt.example", "kind": "alias"}]});
        admin.post("/api/v1/people", &mia).await.expect(201);
        let mut numbers = Vec::new();
        for address in ["mia.kurz@stud.hs-musterstadt.example", "sekretariat@hs-musterstadt.example"] {
            numbers.push(agent.open_for("it", "Zugang", address).await["number"].as_str().unwrap().to_owned());
        }
        work(&desk).await;
        assert_eq!(ticket(&agent, &numbers[0]).await["queue"]["path"], "it/wlan");
        assert_eq!(ticket(&agent, &numbers[1]).await["queue"]["path"], "it");
        assert_eq!(agent.tickets("affiliation:student").await.len(), 1);
        assert_eq!(agent.tickets("affiliation:none").await.len(), 1);
    }

    // req: B13
    async fn a_rule_sorts_a_new_mail_and_says_so(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let wlan = admin.queue("it/wlan").await;
        let id = make(&admin, &on(&["created"], "eduroam", json!([{"type": "move", "queue_id": wlan},
            {"type": "add_tag", "tag": "funk"}, {"type": "set_priority", "priority": 4}, {"type": "note", "body": "Bitte zuerst die Störungsseite ansehen."}]))).await;
        desk.receive(&Eml::new("r1@x", "Kein Netz", "eduroam geht nicht")).await;
        desk.receive(&Eml::new("r2@x", "Drucker", "streikt")).await;
        let number = agent.tickets("eduroam").await[0]["number"].as_str().unwrap().to_owned();
        assert_eq!(count(&agent, &number, "rule_applied").await, 0, "after the event, not in it");
        assert!(work(&desk).await > 0);
        let after = ticket(&agent, &number).await;
        assert_eq!((&after["queue"]["id"], &after["tags"], &after["priority"]), (&json!(wlan), &json!(["funk"]), &json!(4)));
        let told = history(&agent, &number).await;
        let applied = told.iter().find(|entry| entry["event"]["type"] == "rule_applied").unwrap();
        assert_eq!((&applied["event"]["name"]["de"], &applied["event"]["rule_id"], applied.get("actor")), (&json!("Die Regel"), &json!(id), None));
        let log = runs(&admin, &id).await;
        assert_eq!(log.len(), 1, "the other mail did not fit");
        assert_eq!((&log[0]["outcome"], &log[0]["done"]), (&json!("applied"), &json!(["move", "add_tag", "set_priority", "note"])));
        assert_eq!(work(&desk).await, 0, "looked at once");
        let listed = admin.get(RULES).await.expect(200).json();
        assert_eq!((&listed["items"][0]["runs"], &listed["items"][0]["stops"]), (&json!(1), &json!(0)));
    }

    async fn an_answer_is_no_contact_and_never_goes_to_machines(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let body = json!({"de": "Anleitung zu {{ ticket.number }}", "en": "Manual for {{ ticket.number }}"});
        let id = make(&admin, &on(&["created"], "passwort", json!([{"type": "send_mail", "to": "requester", "body": body}]))).await;
        desk.receive(&Eml::new("a1@x", "Passwort", "vergessen")).await;
        let number = agent.tickets("").await[0]["number"].as_str().unwrap().to_owned();
        let before = ticket(&agent, &number).await;
        work(&desk).await;
        let after = ticket(&agent, &number).await;
        assert_eq!((&before["last_contact_at"], before.get("first_answer_at")), (&after["last_contact_at"], after.get("first_answer_at")));
        let sent = desk.delivered().await;
        let mail = sent.iter().find(|mail| mail.text.contains("Anleitung zu")).expect("the mail");
        assert!(mail.text.contains(&number) && mail.subject.contains(&number));
        assert!(mail.headers.iter().any(|field| field.name.eq_ignore_ascii_case("auto-submitted")), "machines do not answer it");
        let articles = agent.articles(&number).await;
        assert_eq!(articles.len(), 2, "it stands in the conversation");

        desk.receive(&Eml::new("a2@x", "Passwort abgelaufen", "Ihr Konto").header("Auto-Submitted: auto-generated")).await;
        work(&desk).await;
        assert_eq!(desk.delivered().await.len(), sent.len());
        let log = runs(&admin, &id).await;
        let outcomes: Vec<_> = log.iter().map(|run| run["outcome"].as_str().unwrap()).collect();
        assert!(outcomes == ["skipped", "applied"] || outcomes == ["applied"], "a machine's mail opens none, or gets no answer: {outcomes:?}");
    }

    async fn rules_that_set_each_other_off_end(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let on_tag = make(&admin, &on(&["tag_added"], "tag:ping", json!([{"type": "remove_tag", "tag": "ping"}]))).await;
        make(&admin, &on(&["tag_removed"], "-tag:ping", json!([{"type": "add_tag", "tag": "ping"}]))).await;
        let number = open(&agent, "Endlos").await;
        work(&desk).await;
        agent.apply(&number, json!([{"type": "add_tag", "tag": "ping"}])).await.expect(200);
        assert!(work(&desk).await < 20);
        assert_eq!(count(&agent, &number, "rule_applied").await, 5);
        assert_eq!(count(&agent, &number, "rule_stopped").await, 1);
        let told = history(&agent, &number).await;
        let stopped = told.iter().find(|entry| entry["event"]["type"] == "rule_stopped").unwrap();
        assert_eq!(stopped["event"]["reason"], "depth");
        // Somebody who goes on by hand: the budget of the hour, told once.
        for round in 0..8 {
            let tag = if round % 2 == 0 { "add_tag" } else { "remove_tag" };
            agent.apply(&number, json!([{"type": tag, "tag": "ping"}])).await.expect(200);
            work(&desk).await;
        }
        assert!(count(&agent, &number, "rule_applied").await <= 20);
        let log = runs(&admin, &on_tag).await;
        assert!(log.iter().filter(|run| run["outcome"] == "stopped").count() <= 2, "{log:?}");
    }

    async fn of_two_instances_one_acts_and_a_crash_loses_nothing(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        make(&admin, &on(&["created"], "", json!([{"type": "note", "body": "gesehen"}]))).await;
        let other = desk.another().await;
        let mut numbers = Vec::new();
        for index in 0..6 {
            numbers.push(open(&agent, &format!("Fall {index}")).await);
        }
        let (one, two) = tokio::join!(rule::work::work(&desk.app), rule::work::work(&other));
        assert!(one.unwrap() + two.unwrap() >= 6);
        work(&desk).await;
        for number in &numbers {
            assert_eq!(count(&agent, number, "rule_applied").await, 1);
        }
        // Somebody takes a change and dies.
        let number = open(&agent, "Abbruch").await;
        let now = desk.app.now();
        let tx = other.store.begin().await.unwrap();
        let taken = pult_store::rules::claim(&tx, now, now + SignedDuration::from_mins(2), 20).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(taken.len(), 1);
        assert_eq!(work(&desk).await, 0);
        desk.later(SignedDuration::from_mins(3));
        let agent = desk.sign_in("agent.it").await;
        work(&desk).await;
        assert_eq!(count(&agent, &number, "rule_applied").await, 1);
    }

    // req: C10 — what is given up is seen where rules are set up, and costs the other rules and the webhooks nothing.
    async fn a_rule_that_breaks_has_failed_and_the_others_go_on(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let hook = json!({"name": "Chat", "url": "https://hooks.example/", "events": ["tag_added"], "valid": true});
        let hook = admin.post("/api/v1/webhooks", &hook).await.expect(201).json()["webhook"]["id"].clone();
        let body = json!({"de": "Danke", "en": "Thanks"});
        let breaks = make(&admin, &on(&["tag_added"], "tag:eilt", json!([{"type": "send_mail", "to": "requester", "body": body}]))).await;
        let works = make(&admin, &on(&["tag_added"], "tag:eilt", json!([{"type": "add_tag", "tag": "gesehen"}]))).await;
        // Nobody can write to this customer.
        let odd = NewPerson {
            id: PersonId(desk.app.fresh()),
            login: None,
            name: "Anton Anfang".to_owned(),
            language: None,
            administrator: false,
            active: true,
            addresses: vec!["kein briefkasten@hs-musterstadt.example".to_owned()],
            password_hash: None,
            created_at: desk.app.now(),
        };
        let tx = desk.app.store.begin().await.unwrap();
        people::insert(&tx, &odd).await.unwrap();
        tx.commit().await.unwrap();
        let like = open(&agent, "Vorlage").await;
        let number = crowd(&desk, &like, 1, |ticket| ticket.requester_id = odd.id).await.remove(0);
        work(&desk).await;
        agent.apply(&number, json!([{"type": "add_tag", "tag": "eilt"}])).await.expect(200);
        let sent = async || {
            let list = admin.get(&format!("/api/v1/webhooks/{}/deliveries", hook.as_str().unwrap())).await.expect(200).json();
            list["items"].as_array().unwrap().len()
        };
        for attempt in 1..=5 {
            assert_eq!((runs(&admin, &breaks).await.len(), sent().await), (0, 0), "before attempt {attempt}");
            rule::work::work(&desk.app).await.unwrap();
            desk.later(SignedDuration::from_mins(3));
        }
        assert_eq!(runs(&admin, &breaks).await[0]["outcome"], "failed");
        assert_eq!(runs(&admin, &works).await[0]["outcome"], "applied");
        assert_eq!(ticket(&agent, &number).await["tags"], json!(["eilt", "gesehen"]));
        assert_eq!(sent().await, 1);
        work(&desk).await;
        assert_eq!(runs(&admin, &breaks).await.len(), 1, "given up");
    }

    async fn order_and_stop_hold_and_the_next_rule_sees_what_the_last_one_did(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let mut first = on(&["created"], "", json!([{"type": "add_tag", "tag": "eins"}]));
        first["stop"] = json!(false);
        let first_id = make(&admin, &first).await;
        let second = make(&admin, &on(&["created"], "tag:eins", json!([{"type": "add_tag", "tag": "zwei"}]))).await;
        let number = open(&agent, "Reihenfolge").await;
        work(&desk).await;
        assert_eq!(ticket(&agent, &number).await["tags"], json!(["eins", "zwei"]));
        first["stop"] = json!(true);
        admin.put(&format!("{RULES}/{first_id}"), &first).await.expect(200);
        let number = open(&agent, "Halt").await;
        work(&desk).await;
        assert_eq!(ticket(&agent, &number).await["tags"], json!(["eins"]));
        admin.post(&format!("{RULES}/order"), &json!({"ids": [second, first_id]})).await.expect(200);
        let listed = admin.get(RULES).await.expect(200).json();
        assert_eq!(listed["items"][0]["id"], json!(second));
        admin.post(&format!("{RULES}/order"), &json!({"ids": [second]})).await.problem(422, "invalid");
    }

    async fn what_is_gone_costs_the_action_only(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let kind = |valid: bool| json!({"key": "odd", "names": {"de": "Kurios", "en": "Odd"}, "valid": valid});
        admin.put("/api/v1/types/odd", &kind(true)).await.expect(200);
        let id = make(&admin, &on(&["created"], "", json!([{"type": "set_type", "ticket_type": "odd"}, {"type": "add_tag", "tag": "alt"}]))).await;
        admin.put("/api/v1/types/odd", &kind(false)).await.expect(200);
        let number = open(&agent, "Alt").await;
        work(&desk).await;
        assert_eq!(ticket(&agent, &number).await["tags"], json!(["alt"]));
        let log = runs(&admin, &id).await;
        assert_eq!((&log[0]["done"], &log[0]["skipped"][0]["effect"]), (&json!(["add_tag"]), &json!("set_type")));
        let listed = admin.get(RULES).await.expect(200).json();
        assert_eq!(listed["items"][0]["faults"][0]["field"], "then.0.ticket_type");
    }
}
