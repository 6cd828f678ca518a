//! Tickets that belong together: merged, split, linked, closed along; and people who belong to a ticket.

use serde_json::{Value, json};

use crate::support::{Desk, Eml, Visitor, on_both};

async fn two_tickets(desk: &Desk) -> (Visitor, String, String) {
    desk.receive(&Eml::new("one@x", "Erstes", "Kein Netz.")).await;
    let other = Eml::new("two@x", "Zweites", "Auch kein Netz.").from("paul@stud.hs-musterstadt.example");
    desk.receive(&other).await;
    desk.delivered().await;
    let agent = desk.sign_in("agent.it").await;
    let numbers: Vec<String> = agent
        .tickets("")
        .await
        .iter()
        .map(|ticket| ticket["number"].as_str().unwrap().to_owned())
        .collect();
    (agent, numbers[0].clone(), numbers[1].clone())
}

async fn show(visitor: &Visitor, number: &str) -> Value {
    visitor
        .get(&format!("/api/v1/tickets/{number}"))
        .await
        .expect(200)
        .json()
}

fn texts(articles: &[Value]) -> Vec<&str> {
    articles
        .iter()
        .map(|article| article["text"].as_str().unwrap())
        .collect()
}

on_both! {
    async fn replies_to_a_merged_number_follow(desk: Desk) {
        let (agent, kept, gone) = two_tickets(&desk).await;
        agent.apply(&gone, json!([{"type": "merge", "into": kept}])).await.expect(200);
        let alias = show(&agent, &gone).await;
        assert_eq!((&alias["state_type"], &alias["merged_into"]["number"]), (&json!("merged"), &json!(kept)));
        assert_eq!(show(&agent, &kept).await["merged"][0]["number"], json!(gone));
        assert_eq!(agent.tickets("state:active").await.len(), 1);

        let answer = Eml::new("three@x", &format!("Re: [Ticket#{gone}] Zweites"), "Immer noch.")
            .from("paul@stud.hs-musterstadt.example");
        desk.receive(&answer).await;
        assert_eq!(texts(&agent.articles(&kept).await), ["Kein Netz.", "Auch kein Netz.", "Immer noch."]);
        let origin = &agent.articles(&kept).await[1]["ticket_number"];
        assert_eq!(*origin, json!(gone), "the article says where it was written");

        // Whoever asked there gets the answers from here: by choice the only recipients.
        agent.apply(&kept, json!([{"type": "reply", "body": "Behoben."}])).await.expect(200);
        let sent = desk.delivered().await;
        let last = sent.last().unwrap();
        assert_eq!(last.cc[0].address, "paul@stud.hs-musterstadt.example");

        agent.apply(&gone, json!([{"type": "note", "body": "x"}])).await.problem(409, "not_applicable");
        agent.apply(&gone, json!([{"type": "unmerge"}])).await.expect(200);
        assert_eq!(show(&agent, &gone).await["state_type"], "new", "as it was");
        assert_eq!(texts(&agent.articles(&gone).await)[0], "Auch kein Netz.");
    }

    async fn merges_go_in_no_circle(desk: Desk) {
        let (agent, one, two) = two_tickets(&desk).await;
        let into_itself = agent.apply(&one, json!([{"type": "merge", "into": one}])).await.problem(422, "invalid");
        assert_eq!(into_itself["errors"][0], json!({"field": "commands.0.into", "code": "not_allowed"}));
        agent.apply(&one, json!([{"type": "merge", "into": two}])).await.expect(200);
        // The other way round it would be a circle: the number leads back to where it comes from.
        agent.apply(&two, json!([{"type": "merge", "into": one}])).await.problem(422, "invalid");
        let unknown = agent.apply(&two, json!([{"type": "merge", "into": "20261122999990"}])).await.problem(422, "invalid");
        assert_eq!(unknown["errors"][0]["code"], "unknown");
    }

    async fn a_foreign_ticket_is_no_target(desk: Desk) {
        let (agent, one, _) = two_tickets(&desk).await;
        desk.receive(&Eml::new("lib@x", "Buch", "Hallo").to("library@hs-musterstadt.example")).await;
        let library = desk.sign_in("agent.lib").await;
        let foreign = library.tickets("").await[0]["number"].as_str().unwrap().to_owned();
        for command in [
            json!({"type": "merge", "into": foreign}),
            json!({"type": "link", "kind": "related", "ticket": foreign}),
        ] {
            let problem = agent.apply(&one, json!([command])).await.problem(422, "invalid");
            assert_eq!(problem["errors"][0]["code"], "unknown");
        }
        // A link that an administrator made does not show the foreign ticket: neither as a link nor in the history.
        let admin = desk.sign_in("admin").await;
        admin.apply(&one, json!([{"type": "link", "kind": "related", "ticket": foreign}])).await.expect(200);
        assert_eq!(show(&admin, &one).await["links"][0]["ticket"]["number"], json!(foreign));
        assert_eq!(show(&agent, &one).await["links"], Value::Null);
        let history = agent.get(&format!("/api/v1/tickets/{one}/history")).await.expect(200);
        assert!(!String::from_utf8_lossy(&history.bytes).contains(&foreign));
    }

    async fn a_parent_closes_its_children(desk: Desk) {
        let (agent, parent, child) = two_tickets(&desk).await;
        agent.apply(&parent, json!([{"type": "link", "kind": "child", "ticket": child}])).await.expect(200);
        assert_eq!(show(&agent, &child).await["links"][0]["kind"], "parent");
        let circle = json!([{"type": "link", "kind": "child", "ticket": parent}]);
        agent.apply(&child, circle).await.problem(409, "not_applicable");
        let before = desk.delivered().await.len();
        let close = json!([{"type": "set_state", "state": "closed_successful", "with_children": true}]);
        agent.apply(&parent, close).await.expect(200);
        assert_eq!(show(&agent, &child).await["state_type"], "closed");
        let told: Vec<String> =
            desk.delivered().await.split_off(before).iter().map(|mail| mail.to[0].address.clone()).collect();
        assert!(told.contains(&"paul@stud.hs-musterstadt.example".to_owned()) && told.len() == 2, "{told:?}");
    }

    // req: B8 — whatever one child refuses, nothing is half done.
    async fn a_child_that_cannot_be_closed_stops_all(desk: Desk) {
        let (agent, parent, child) = two_tickets(&desk).await;
        agent.apply(&parent, json!([{"type": "link", "kind": "child", "ticket": child}])).await.expect(200);
        let admin = desk.sign_in("admin").await;
        admin.apply(&child, json!([{"type": "take"}])).await.expect(200);
        let close = json!([{"type": "set_state", "state": "closed_successful", "with_children": true}]);
        agent.apply(&parent, close).await.problem(409, "locked_by_other");
        assert_ne!(show(&agent, &parent).await["state_type"], "closed");
    }

    async fn an_article_becomes_a_ticket_of_its_own(desk: Desk) {
        let (agent, number, _) = two_tickets(&desk).await;
        let article = agent.articles(&number).await[0]["id"].clone();
        let queue = agent.queue("it/wlan").await;
        let split = json!({"queue_id": queue, "subject": "Nur das WLAN", "body": "Kein Netz.",
            "requester": {"address": "student@stud.hs-musterstadt.example"}, "split_from": article, "confirm": false});
        let new = agent.post("/api/v1/tickets", &split).await.expect(201).json();
        assert_eq!(new["links"][0]["ticket"]["number"], json!(number));
        let first = &agent.articles(new["number"].as_str().unwrap()).await[0];
        assert_eq!(first["from"]["address"], "student@stud.hs-musterstadt.example");
        let student = desk.sign_in("student").await;
        student.post("/api/v1/tickets", &split).await.problem(422, "invalid");
    }

    // req: D6, D12 — Cc persons take part: they see the ticket, get the answers, and may write.
    async fn persons_in_copy_take_part(desk: Desk) {
        let mail = Eml::new("cc@x", "Prüfung", "Frage").from("fremd@aussen.example")
            .header("Cc: Stella <student@stud.hs-musterstadt.example>, wlan@hs-musterstadt.example");
        desk.receive(&mail).await;
        desk.delivered().await;
        let agent = desk.sign_in("agent.it").await;
        let ticket = agent.tickets("").await.remove(0);
        assert_eq!(ticket["participants"].as_array().unwrap().len(), 1, "the desk itself takes no part: {ticket}");
        let student = desk.sign_in("student").await;
        let number = ticket["number"].as_str().unwrap();
        assert_eq!(student.tickets("").await.len(), 1);
        student.apply(number, json!([{"type": "reply", "body": "Ich auch."}])).await.expect(200);
        student.apply(number, json!([{"type": "note", "body": "x"}])).await.problem(403, "forbidden");
        agent.apply(number, json!([{"type": "reply", "body": "Bald."}])).await.expect(200);
        let answer = desk.delivered().await.pop().unwrap();
        assert_eq!(answer.cc[0].address, "student@stud.hs-musterstadt.example");
        let out = json!([{"type": "remove_participant", "person_id": ticket["participants"][0]["id"]}]);
        agent.apply(number, out).await.expect(200);
        student.get(&format!("/api/v1/tickets/{number}")).await.problem(404, "ticket_not_found");
        let own = json!([{"type": "add_participant", "participant": {"address": "library@hs-musterstadt.example"}}]);
        agent.apply(number, own).await.problem(422, "invalid");
    }

    async fn a_mention_makes_a_colleague_follow(desk: Desk) {
        let (agent, number, _) = two_tickets(&desk).await;
        let admin = desk.sign_in("admin").await.get("/api/v1/session").await.json()["person"]["id"].clone();
        agent.apply(&number, json!([{"type": "note", "body": "@Ada bitte", "mentions": [admin]}])).await.expect(200);
        assert_eq!(show(&agent, &number).await["watchers"][0]["id"], admin);
        let student = desk.sign_in("student").await.get("/api/v1/session").await.json()["person"]["id"].clone();
        let blind = json!([{"type": "note", "body": "x", "mentions": [student]}]);
        let problem = agent.apply(&number, blind).await.problem(422, "invalid");
        assert_eq!(problem["errors"][0], json!({"field": "commands.0.mentions", "code": "unknown"}));
        let customer = desk.sign_in("student").await;
        assert_eq!(show(&customer, &number).await["watchers"], Value::Null);
    }
}
