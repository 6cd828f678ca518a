//! Organisations: what members see of each other's requests, by setting, and what they never do.

use std::time::Duration;

use pult_server::service::live;
use pult_shared::ids::PersonId;
use pult_store::{
    catalog,
    people::{self, NewPerson},
};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::{
    admin::person,
    support::{Desk, Eml, Visitor, on_both},
};

const STUDENT: &str = "student@stud.hs-musterstadt.example";

async fn belongs(desk: &Desk, login: &str, organisation: &str) {
    let known = people::credentials(&desk.app.store, login).await.expect("read");
    let id = known.expect("somebody").person_id;
    let tx = desk.app.store.begin().await.expect("begun");
    people::set_organisation(&tx, id, organisation).await.expect("set");
    tx.commit().await.expect("committed");
}

/// Somebody of *FB 3*, with the password of everybody in the seed.
async fn member(desk: &Desk, login: &str) -> Visitor {
    let known = people::credentials(&desk.app.store, "student").await.expect("read");
    let person = NewPerson {
        id: PersonId(desk.app.fresh()),
        login: Some(login.to_owned()),
        name: format!("Person {login}"),
        language: None,
        administrator: false,
        active: true,
        addresses: vec![format!("{login}@stud.hs-musterstadt.example")],
        password_hash: known.expect("a student").password_hash,
        created_at: desk.app.now(),
    };
    let tx = desk.app.store.begin().await.expect("begun");
    people::insert(&tx, &person).await.expect("inserted");
    people::set_organisation(&tx, person.id, "FB 3").await.expect("set");
    tx.commit().await.expect("committed");
    desk.sign_in(login).await
}

fn number_of(ticket: &Value) -> String {
    ticket["number"].as_str().expect("a number").to_owned()
}

async fn listed(who: &Visitor, query: &str) -> Vec<String> {
    let page = who.get(&format!("/api/v1/tickets?{query}")).await.expect(200).json();
    page["items"].as_array().expect("items").iter().map(number_of).collect()
}

/// Sets *FB 3* up, or changes it.
async fn shared(admin: &Visitor, see: bool, reply: bool) -> String {
    let body = json!({"name": "fb 3", "members_see": see, "members_reply": reply});
    let list = admin.get("/api/v1/organisations").await.expect(200).json();
    let saved = match list["items"][0]["id"].as_str() {
        Some(id) => admin
            .put(&format!("/api/v1/organisations/{id}"), &body)
            .await
            .expect(200),
        None => admin.post("/api/v1/organisations", &body).await.expect(201),
    };
    saved.json()["id"].as_str().expect("an id").to_owned()
}

async fn make_sensitive(admin: &Visitor, queue: &str) {
    let path = format!("/api/v1/queues/{}/settings", admin.queue(queue).await);
    let mut settings = admin.get(&path).await.expect(200).json()["settings"].clone();
    settings["sensitive"] = json!(true);
    admin.put(&path, &settings).await.expect(200);
}

on_both! {
    // req: D2, D17, E3, B11 — by two switches, both off at first.
    async fn members_see_and_answer_by_setting(desk: Desk) {
        let (admin, student) = (desk.sign_in("admin").await, desk.sign_in("student").await);
        let kim = member(&desk, "kim").await;
        belongs(&desk, "student", "FB 3").await;
        let number = number_of(&admin.open_for("it", "Drucker im Flur", STUDENT).await);
        let path = format!("/api/v1/tickets/{number}");
        admin.apply(&number, json!([{"type": "reply", "body": "Wir kommen."}, {"type": "note", "body": "Geheimnis"}])).await.expect(200);
        let session = async |who: &Visitor| who.get("/api/v1/session").await.expect(200).json()["organisation"].clone();
        kim.get(&path).await.problem(404, "ticket_not_found");
        shared(&admin, false, true).await;
        kim.get(&path).await.problem(404, "ticket_not_found");
        assert_eq!(session(&kim).await, Value::Null);
        assert!(listed(&kim, "scope=organisation").await.is_empty());

        shared(&admin, true, false).await;
        assert_eq!(session(&kim).await, "fb 3");
        let shown = kim.get(&path).await.expect(200).json();
        assert_eq!(shown["allowed"], json!([]));
        let visible = student.articles(&number).await;
        assert_eq!(kim.articles(&number).await, visible, "what its customer sees, and no note");
        kim.get(&format!("{path}/screen")).await.expect(200);
        kim.get(&format!("{path}/history")).await.problem(403, "forbidden");
        kim.get(&format!("{path}/case.pdf")).await.problem(403, "forbidden");
        for command in [json!({"type": "reply", "body": "x"}), json!({"type": "set_state", "state": "closed_successful"})] {
            kim.apply(&number, json!([command])).await.problem(403, "forbidden");
        }
        assert_eq!(listed(&kim, "scope=organisation").await, std::slice::from_ref(&number));
        assert_eq!(listed(&kim, "").await, std::slice::from_ref(&number));
        assert!(listed(&kim, "scope=portal").await.is_empty(), "not their own");
        assert!(listed(&kim, "scope=desk").await.is_empty());
        assert_eq!(kim.tickets("drucker").await.len(), 1);
        assert_eq!(kim.tickets("geheimnis").await.len(), 0);
        assert_eq!(listed(&student, "scope=organisation").await, std::slice::from_ref(&number), "their own among them");

        shared(&admin, true, true).await;
        assert_eq!(kim.get(&path).await.expect(200).json()["allowed"], json!(["reply"]));
        kim.apply(&number, json!([{"type": "reply", "body": "Auch bei mir."}])).await.expect(200);
        assert_eq!(student.articles(&number).await.len(), visible.len() + 1);
        kim.apply(&number, json!([{"type": "set_state", "state": "closed_successful"}])).await.problem(403, "forbidden");
        assert_eq!(student.get(&path).await.expect(200).json()["participants"], Value::Null, "answering makes nobody take part");

        let of_kim = format!("/api/v1/people/{}", person(&admin, "kim").await);
        let of_student = format!("/api/v1/people/{}", person(&admin, "student").await);
        admin.post(&format!("{of_student}/deactivation"), &json!({})).await.expect(200);
        kim.get(&path).await.problem(404, "ticket_not_found");
        admin.post(&format!("{of_student}/activation"), &json!({})).await.expect(200);
        kim.get(&path).await.expect(200);
        admin.post(&format!("{of_kim}/deactivation"), &json!({})).await.expect(200);
        kim.get(&path).await.expect(401);
    }

    async fn what_is_sensitive_or_for_named_persons_stays_with_its_requester(desk: Desk) {
        let (admin, student) = (desk.sign_in("admin").await, desk.sign_in("student").await);
        let (kim, stranger) = (member(&desk, "kim").await, member(&desk, "bo").await);
        belongs(&desk, "student", "FB 3").await;
        belongs(&desk, "bo", "FB 4").await;
        shared(&admin, true, true).await;
        let open = async |queue: &str| number_of(&admin.open_for(queue, "Anliegen", STUDENT).await);
        let (plain, named, private) = (open("it").await, open("it").await, open("library").await);
        make_sensitive(&admin, "library").await;
        admin.apply(&named, json!([{"type": "set_readers", "person_ids": []}])).await.expect(200);
        for hidden in [&named, &private] {
            for rest in ["", "/articles", "/screen", "/history"] {
                kim.get(&format!("/api/v1/tickets/{hidden}{rest}")).await.problem(404, "ticket_not_found");
            }
            kim.apply(hidden, json!([{"type": "reply", "body": "x"}])).await.problem(404, "ticket_not_found");
            student.get(&format!("/api/v1/tickets/{hidden}")).await.expect(200);
        }
        assert_eq!(listed(&kim, "scope=organisation").await, std::slice::from_ref(&plain));
        assert_eq!(kim.tickets("anliegen").await.len(), 1);
        let count = kim.get("/api/v1/tickets/count?scope=organisation").await.expect(200).json();
        assert_eq!(count["count"], 1);
        stranger.get(&format!("/api/v1/tickets/{plain}")).await.problem(404, "ticket_not_found");
        assert!(listed(&stranger, "").await.is_empty());

        let library = admin.queue("library").await;
        admin.apply(&plain, json!([{"type": "add_queue", "queue_id": library}])).await.expect(200);
        kim.get(&format!("/api/v1/tickets/{plain}")).await.problem(404, "ticket_not_found");
        assert!(listed(&kim, "").await.is_empty());
    }

    // Whoever sees a ticket by the organisation alone reads of what was merged into it only what they would see anyway.
    async fn a_merge_brings_no_foreign_messages(desk: Desk) {
        let (admin, student) = (desk.sign_in("admin").await, desk.sign_in("student").await);
        let kim = member(&desk, "kim").await;
        belongs(&desk, "student", "FB 3").await;
        shared(&admin, true, false).await;
        let number = number_of(&admin.open_for("it", "Drucker", STUDENT).await);
        desk.receive(&Eml::new("f@x", "Fremdes", "<p>Vertrauliches</p>").from("somebody@example.org")
            .header("Content-Type: text/html; charset=utf-8")).await;
        let foreign = number_of(&admin.tickets("fremdes").await[0]);
        let article = admin.articles(&foreign).await[0]["id"].as_str().expect("an id").to_owned();
        let before = kim.articles(&number).await.len();
        admin.apply(&foreign, json!([{"type": "merge", "into": number}])).await.expect(200);
        let html = format!("/api/v1/articles/{article}/html");
        assert_eq!((student.articles(&number).await.len(), kim.articles(&number).await.len()), (before + 1, before));
        student.get(&html).await.expect(200);
        kim.get(&html).await.problem(404, "article_not_found");
        let screen = kim.get(&format!("/api/v1/tickets/{number}/screen")).await.expect(200).json();
        assert_eq!(screen["articles"]["items"].as_array().expect("articles").len(), before);
        assert!(screen["ticket"]["merged"].as_array().is_none_or(Vec::is_empty));
    }

    // req: A12, D2 — told at once, and no more once it is switched off, also in a stream that is open.
    async fn members_are_told_as_it_happens(desk: Desk) {
        let stop = CancellationToken::new();
        actix_web::rt::spawn(live::run(desk.app.clone(), stop.clone()));
        let admin = desk.sign_in("admin").await;
        let kim = member(&desk, "kim").await;
        belongs(&desk, "student", "FB 3").await;
        shared(&admin, true, false).await;
        let number = number_of(&admin.open_for("it", "Drucker", STUDENT).await);
        // The stream goes on from what was there when its task first looked: until it tells of something, it may not have.
        let mut told = desk.app.live.subscribe();
        let second = Duration::from_secs(1);
        while tokio::time::timeout(second, told.recv()).await.is_err() {
            admin.apply(&number, json!([{"type": "note", "body": "Hallo?"}])).await.expect(200);
        }
        let mut stream = kim.listen(None).await;
        assert_eq!(stream.next().await.0, "ready");
        admin.apply(&number, json!([{"type": "note", "body": "Geheimnis"}, {"type": "reply", "body": "Wir kommen."}])).await.expect(200);
        loop {
            let (kind, data) = stream.next().await;
            assert_ne!(data["event"]["direction"], "internal", "no note");
            if kind == "ticket" && data["event"]["direction"] == "outgoing" {
                break;
            }
        }
        make_sensitive(&admin, "library").await;
        let version = catalog::version(&desk.app.store).await.expect("a version");
        loop {
            let (kind, data) = stream.next().await;
            if kind == "catalog" && data["version"].as_i64() >= Some(version) {
                break;
            }
        }
        let library = admin.queue("library").await;
        admin.apply(&number, json!([{"type": "move", "queue_id": library}])).await.expect(200);
        loop {
            let (kind, data) = stream.next().await;
            if kind == "gone" {
                assert_eq!(data["number"], json!(number));
                break;
            }
        }
        stop.cancel();
    }

    // req: E8, C11
    async fn administrators_set_organisations_up(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        for who in [&agent, &desk.sign_in("student").await] {
            who.get("/api/v1/organisations").await.problem(403, "forbidden");
            who.post("/api/v1/organisations", &json!({"name": "x", "members_see": true})).await.problem(403, "forbidden");
        }
        belongs(&desk, "student", "FB 3").await;
        belongs(&desk, "agent.it", "Rechenzentrum").await;
        let list = async || admin.get("/api/v1/organisations").await.expect(200).json();
        assert_eq!(list().await["unknown"].as_array().map(Vec::len), Some(2));
        let made = admin.post("/api/v1/organisations", &json!({"name": " FB  3 "})).await.expect(201).json();
        let def = json!({"name": "FB 3", "valid": true, "members_see": false, "members_reply": false});
        assert_eq!((&made["organisation"], &made["members"]), (&def, &json!(1)));
        assert_eq!(list().await["unknown"], json!([{"name": "Rechenzentrum", "people": 1}]));
        let taken = admin.post("/api/v1/organisations", &json!({"name": "fb 3"})).await.problem(422, "invalid");
        assert_eq!(taken["errors"][0], json!({"field": "name", "code": "taken"}));
        admin.post("/api/v1/organisations", &json!({"name": " "})).await.problem(422, "invalid");
        let path = format!("/api/v1/organisations/{}", made["id"].as_str().unwrap());
        let mut changed = def.clone();
        changed["members_see"] = json!(true);
        admin.put(&path, &changed).await.expect(200);
        let undo = async || {
            let log = admin.get("/api/v1/settings-log?kind=organisation&limit=1").await.expect(200).json();
            admin.post(&format!("/api/v1/settings-log/{}/undo", log["items"][0]["seq"]), &json!({})).await.expect(204);
        };
        undo().await;
        assert_eq!(list().await["items"][0]["organisation"], def, "taken back");
        admin.delete(&path).await.expect(204);
        admin.put(&path, &def).await.problem(404, "organisation_not_found");
        admin.delete(&path).await.problem(404, "organisation_not_found");
        undo().await;
        assert_eq!(list().await["items"][0]["organisation"], def, "there again");
    }

    // req: B11 — why somebody sees what they see.
    async fn rights_name_the_organisation(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        member(&desk, "kim").await;
        belongs(&desk, "student", "FB 3").await;
        let number = number_of(&admin.open_for("it", "Drucker", STUDENT).await);
        let private = number_of(&admin.open_for("library", "Buch", STUDENT).await);
        make_sensitive(&admin, "library").await;
        let path = format!("/api/v1/people/{}/rights", person(&admin, "kim").await);
        assert_eq!(admin.get(&path).await.expect(200).json()["organisation"], Value::Null);
        let id = shared(&admin, true, true).await;
        let told = admin.get(&path).await.expect(200).json();
        assert_eq!(told["organisation"], json!({"id": id, "name": "fb 3", "reply": true}));
        for (ticket, sees) in [(&number, true), (&private, false)] {
            let told = admin.get(&format!("{path}?ticket={ticket}")).await.expect(200).json();
            assert_eq!(told["organisation"]["sees_ticket"], sees);
            let reply = told["commands"].as_array().unwrap().iter().find(|one| one["command"] == "reply").unwrap();
            assert_eq!(reply["allowed"], sees);
        }
    }

    // req: D24 — agents ask for it by name; to customers nobody belongs to anything.
    async fn agents_find_the_requests_of_an_organisation(desk: Desk) {
        let (admin, student) = (desk.sign_in("admin").await, desk.sign_in("student").await);
        belongs(&desk, "student", "Fakultät für ÄRZTE").await;
        admin.open_for("it", "Drucker", STUDENT).await;
        admin.open_for("it", "Beamer", "somebody@example.org").await;
        for (filter, found) in [
            ("organisation:%22fakult%C3%A4t%20f%C3%BCr%20%C3%A4rzte%22", 1),
            ("organisation:none", 1),
            ("-organisation:none", 1),
            ("organisation:%22FB%203%22", 0),
        ] {
            assert_eq!(listed(&admin, &format!("filter={filter}")).await.len(), found, "{filter}");
        }
        assert!(listed(&student, "filter=organisation:%22fakult%C3%A4t%20f%C3%BCr%20%C3%A4rzte%22").await.is_empty());
    }

    async fn a_longer_list_costs_no_more_queries(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let kim = member(&desk, "kim").await;
        belongs(&desk, "student", "FB 3").await;
        shared(&admin, true, true).await;
        // What is set up is read once.
        listed(&kim, "scope=organisation").await;
        let mut costs = Vec::new();
        for round in 0..2 {
            for n in 0..8 {
                admin.open_for("it", &format!("Anliegen {round} {n}"), STUDENT).await;
            }
            let before = desk.app.store.query_count();
            assert_eq!(listed(&kim, "scope=organisation").await.len(), 8 * (round + 1));
            costs.push(desk.app.store.query_count() - before);
        }
        assert_eq!(costs[0], costs[1]);
        assert!(costs[0] <= 8, "{costs:?}");
    }
}
