//! Tickets for named persons only: who is named reads and works, nobody else in the queue, and the restriction goes along.

use pult_server::service::ticket::unrestrict::unrestrict;
use pult_shared::ids::PersonId;
use pult_store::people::{self, NewPerson};
use serde_json::{Value, json};

use crate::support::{Desk, Eml, Visitor, on_both};

async fn id_of(who: &Visitor) -> Value {
    who.get("/api/v1/session").await.expect(200).json()["person"]["id"].clone()
}

async fn show(who: &Visitor, number: &str) -> Value {
    who.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json()
}

async fn opened(agent: &Visitor, subject: &str) -> String {
    let ticket = agent
        .open_for("it", subject, "student@stud.hs-musterstadt.example")
        .await;
    ticket["number"].as_str().expect("a number").to_owned()
}

async fn another_administrator(desk: &Desk) -> Visitor {
    let known = people::credentials(&desk.app.store, "admin").await.expect("read");
    let person = NewPerson {
        id: PersonId(desk.app.fresh()),
        login: Some("zweite.admin".to_owned()),
        name: "Zweite".to_owned(),
        language: None,
        administrator: true,
        active: true,
        addresses: Vec::new(),
        password_hash: known.expect("an administrator").password_hash,
        created_at: desk.app.now(),
    };
    let tx = desk.app.store.begin().await.expect("a transaction");
    people::insert(&tx, &person).await.expect("entered");
    tx.commit().await.expect("entered");
    desk.sign_in("zweite.admin").await
}

fn readers(named: &Value) -> Value {
    json!([{"type": "set_readers", "person_ids": named}])
}

on_both! {
    async fn whoever_is_named_reads_and_works(desk: Desk) {
        let (agent, admin, student) = (desk.sign_in("agent.it").await, desk.sign_in("admin").await, desk.sign_in("student").await);
        let (me, ada) = (id_of(&agent).await, id_of(&admin).await);
        let number = opened(&agent, "Vertraulich").await;
        let path = format!("/api/v1/tickets/{number}");

        student.apply(&number, readers(&json!([]))).await.problem(403, "forbidden");
        let blind = agent.apply(&number, readers(&json!([id_of(&student).await]))).await.problem(422, "invalid");
        assert_eq!(blind["errors"][0], json!({"field": "commands.0.person_ids", "code": "not_allowed"}), "they do not see the queue");

        agent.apply(&number, readers(&json!([]))).await.expect(200);
        assert_eq!(show(&agent, &number).await["readers"][0]["id"], me, "whoever says so is among them");
        admin.get(&path).await.problem(404, "ticket_not_found");
        assert_eq!(admin.tickets("vertraulich").await.len(), 0);
        assert_eq!(agent.tickets("readable:me -readable:nobody").await.len(), 1);
        let asked = show(&student, &number).await;
        assert_eq!((asked["subject"].as_str(), &asked["readers"]), (Some("Vertraulich"), &Value::Null), "its customer goes on");
        student.apply(&number, json!([{"type": "reply", "body": "Danke"}])).await.expect(200);

        agent.apply(&number, readers(&json!([ada]))).await.expect(200);
        admin.apply(&number, json!([{"type": "note", "body": "gelesen"}])).await.expect(200);
        let watch = json!([{"type": "watch", "person_id": ada}]);
        agent.apply(&number, watch.clone()).await.expect(200);
        agent.apply(&number, json!([{"type": "unwatch", "person_id": ada}])).await.expect(200);
        agent.apply(&number, readers(&json!([]))).await.expect(200);
        agent.apply(&number, watch).await.problem(422, "invalid");
        let mention = json!([{"type": "note", "body": "@Ada", "mentions": [ada]}]);
        agent.apply(&number, mention).await.problem(422, "invalid");

        agent.apply(&number, json!([{"type": "set_readers"}])).await.expect(200);
        assert_eq!(show(&admin, &number).await["readers"], Value::Null);
        let told = admin.get(&format!("{path}/history")).await.expect(200).json();
        let changes = told["items"].as_array().unwrap().iter().filter(|entry| entry["event"]["type"] == "readers_changed");
        assert_eq!(changes.count(), 4, "the history has it");
    }

    // What is merged into it, and what is split off it, is for the same persons.
    async fn the_restriction_goes_along(desk: Desk) {
        let (agent, admin) = (desk.sign_in("agent.it").await, desk.sign_in("admin").await);
        let (named, other, third) = (opened(&agent, "Eins").await, opened(&agent, "Zwei").await, opened(&agent, "Drei").await);
        agent.apply(&third, json!([{"type": "merge", "into": other}])).await.expect(200);
        agent.apply(&named, readers(&json!([]))).await.expect(200);
        let merge = |into: &str| json!([{"type": "merge", "into": into}]);
        agent.apply(&named, merge(&other)).await.problem(409, "not_applicable");
        agent.apply(&other, merge(&named)).await.expect(200);
        for number in [&named, &other, &third] {
            admin.get(&format!("/api/v1/tickets/{number}")).await.problem(404, "ticket_not_found");
        }
        let article = agent.articles(&named).await[0]["id"].clone();
        let split = |queue: String| json!({"queue_id": queue, "subject": "Teil", "body": "Hallo", "split_from": article,
            "requester": {"name": null, "address": "student@stud.hs-musterstadt.example"}});
        let new = agent.post("/api/v1/tickets", &split(agent.queue("it").await)).await.expect(201).json();
        admin.get(&format!("/api/v1/tickets/{}", new["number"].as_str().unwrap())).await.problem(404, "ticket_not_found");

        agent.apply(&named, json!([{"type": "set_readers"}])).await.expect(200);
        for number in [&named, &other, &third] {
            admin.get(&format!("/api/v1/tickets/{number}")).await.expect(200);
        }
    }

    // A word of a subject that is hidden is not found either.
    async fn nobody_finds_a_hidden_mail_by_its_words(desk: Desk) {
        let (agent, admin) = (desk.sign_in("agent.it").await, desk.sign_in("admin").await);
        desk.receive(&Eml::new("geheim@x", "Personalsache Vogt", "Bitte vertraulich.")).await;
        let found = async |text: &str| {
            let answer = admin.get(&format!("/api/v1/incoming-mails?text={text}")).await.expect(200).json();
            answer["items"].as_array().expect("items").clone()
        };
        assert_eq!(found("personalsache").await.len(), 1);
        let number = agent.tickets("personalsache").await[0]["number"].as_str().expect("a number").to_owned();
        agent.apply(&number, readers(&json!([]))).await.expect(200);
        assert_eq!(found("personalsache").await, Vec::<Value>::new());
        assert_eq!(found("").await[0]["subject"], "…", "that it came is no secret");
        agent.apply(&number, readers(&json!([id_of(&admin).await]))).await.expect(200);
        assert_eq!(found("personalsache").await.len(), 1, "whoever is named finds it");
    }

    // A request for a queue that is talked about among named persons is none that others decide on.
    async fn a_request_for_a_queue_is_hidden_with_its_ticket(desk: Desk) {
        let (agent, admin) = (desk.sign_in("agent.it").await, desk.sign_in("admin").await);
        let wanted = json!({"names": {"de": "Ombudsstelle", "en": "Ombuds office"}, "managers": ["agent.it"], "reason": "Neu."});
        let asked = agent.post("/api/v1/queue-requests", &wanted).await.expect(201).json();
        let number = asked["ticket"].as_str().expect("a number").to_owned();
        let listed = async |who: &Visitor| who.get("/api/v1/queue-requests").await.expect(200).json()["items"].as_array().expect("items").len();
        assert_eq!(listed(&admin).await, 1);
        let worker = desk.sign_in("agent.lib").await;
        let path = format!("/api/v1/queue-requests/{number}");
        admin.apply(&number, readers(&json!([]))).await.expect(200);
        assert_eq!(listed(&admin).await, 1, "they are among them");
        let other = another_administrator(&desk).await;
        assert_eq!(listed(&other).await, 0);
        other.get(&path).await.problem(404, "queue_request_not_found");
        other.post(&format!("{path}/approve"), &json!({})).await.problem(404, "queue_request_not_found");
        worker.get(&path).await.problem(404, "queue_request_not_found");
        agent.get(&path).await.expect(200);
    }

    // Where all of them have left, whoever has the server lifts it, with a reason; as long as one is there, they do.
    async fn the_command_line_lifts_what_nobody_else_can(desk: Desk) {
        let (agent, admin) = (desk.sign_in("agent.it").await, desk.sign_in("admin").await);
        let (number, merged) = (opened(&agent, "Nachlass").await, opened(&agent, "Nachlass zwei").await);
        let lift = async |reason: &str| unrestrict(&desk.app, &number, reason).await.map_err(|error| error.to_string());
        assert!(lift("Alle sind weg").await.is_err(), "it is for nobody in particular");
        agent.apply(&merged, json!([{"type": "merge", "into": number}])).await.expect(200);
        agent.apply(&number, readers(&json!([]))).await.expect(200);
        assert!(lift("Alle sind weg").await.is_err(), "one of them is active");
        let id = id_of(&agent).await;
        admin.post(&format!("/api/v1/people/{}/deactivation", id.as_str().expect("an id")), &json!({})).await.expect(200);
        admin.get(&format!("/api/v1/tickets/{number}")).await.problem(404, "ticket_not_found");
        assert!(lift("  ").await.is_err(), "without a reason");
        assert_eq!(lift("Alle sind ausgeschieden").await.map(|number| number.0), Ok(number.clone()));
        assert_eq!(show(&admin, &number).await["readers"], Value::Null);
        show(&admin, &merged).await;
        let note = admin.articles(&number).await.pop().expect("a note");
        assert!(note["text"].as_str().expect("a text").contains("Alle sind ausgeschieden"), "{note}");
        assert_eq!(note["visible_to_customer"], false);
        let told = admin.get(&format!("/api/v1/tickets/{number}/history")).await.expect(200).json();
        let last = told["items"].as_array().expect("items").iter().rfind(|entry| entry["event"]["type"] == "readers_changed").expect("it");
        assert_eq!(last["actor"], Value::Null, "{last}");
    }
}
