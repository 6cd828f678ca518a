//! Merges one after another, and the chain of hashes after all that writes to several tickets at once.

use pult_server::service::{bulk::work, ticket::verify};
use serde_json::{Value, json};

use crate::support::{Desk, Eml, Visitor, on_both};

async fn three(desk: &Desk) -> (Visitor, [String; 3]) {
    for name in ["eins", "zwei", "drei"] {
        let from = format!("{name}@stud.hs-musterstadt.example");
        desk.receive(&Eml::new(&format!("{name}@x"), name, &format!("Hallo von {name}.")).from(&from))
            .await;
    }
    desk.delivered().await;
    let agent = desk.sign_in("agent.it").await;
    let tickets = agent.tickets("").await;
    let number = |index: usize| tickets[index]["number"].as_str().unwrap().to_owned();
    (agent, [number(0), number(1), number(2)])
}

async fn merge(who: &Visitor, from: &str, into: &str) {
    let merge = json!([{"type": "merge", "into": into}]);
    who.apply(from, merge).await.expect(200);
}

async fn texts(who: &Visitor, number: &str) -> Vec<String> {
    let articles = who.articles(number).await;
    articles
        .iter()
        .map(|article| article["text"].as_str().unwrap().to_owned())
        .collect()
}

on_both! {
    async fn follow_ups_go_to_the_end_of_the_chain(desk: Desk) {
        let (agent, [a, b, c]) = three(&desk).await;
        merge(&agent, &a, &b).await;
        merge(&agent, &b, &c).await;
        assert_eq!(texts(&agent, &c).await.len(), 3);
        // By number, and by the id of the mail that it answers alone.
        let from = "eins@stud.hs-musterstadt.example";
        desk.receive(&Eml::new("n@x", &format!("Re: [Ticket#{a}] eins"), "Mit Nummer.").from(from)).await;
        desk.receive(&Eml::new("r@x", "Re: eins", "Ohne Nummer.").from(from).header("References: <eins@x>").header("In-Reply-To: <eins@x>")).await;
        let all = texts(&agent, &c).await;
        assert!(all.contains(&"Mit Nummer.".to_owned()) && all.contains(&"Ohne Nummer.".to_owned()), "{all:?}");

        // Taken back in the middle: what came by the first number goes on with it.
        agent.apply(&b, json!([{"type": "unmerge"}])).await.expect(200);
        let own = texts(&agent, &b).await;
        assert!(own.contains(&"Hallo von eins.".to_owned()), "{own:?}");
        desk.receive(&Eml::new("m@x", &format!("Re: [Ticket#{a}] eins"), "Danach.").from(from)).await;
        assert!(texts(&agent, &b).await.contains(&"Danach.".to_owned()));
        assert!(!texts(&agent, &c).await.contains(&"Danach.".to_owned()));
        agent.apply(&a, json!([{"type": "unmerge"}])).await.expect(200);
        assert_eq!(agent.get(&format!("/api/v1/tickets/{a}")).await.json()["merged_into"], Value::Null);
    }

    async fn without_its_requester_a_merged_ticket_tells_them_nothing(desk: Desk) {
        let (agent, [a, b, _]) = three(&desk).await;
        agent.apply(&a, json!([{"type": "merge", "into": b, "with_requester": false}])).await.expect(200);
        agent.apply(&b, json!([{"type": "reply", "body": "Nur an zwei."}])).await.expect(200);
        let mail = desk.delivered().await.pop().unwrap();
        assert!(mail.cc.is_empty() && mail.to[0].address.starts_with("zwei@"), "{mail:?}");
        let before = texts(&agent, &b).await.len();
        let from = "eins@stud.hs-musterstadt.example";
        desk.receive(&Eml::new("held@x", &format!("Re: [Ticket#{a}] eins"), "Und ich?").from(from)).await;
        assert_eq!(texts(&agent, &b).await.len(), before + 1, "nothing is lost");
    }

    async fn a_merge_needs_rights_at_both_ends(desk: Desk) {
        let (agent, [a, ..]) = three(&desk).await;
        let admin = desk.sign_in("admin").await;
        desk.receive(&Eml::new("lib@x", "Buch", "Hallo").to("library@hs-musterstadt.example")).await;
        let foreign = admin.tickets("buch").await[0]["number"].as_str().unwrap().to_owned();
        let merge = json!([{"type": "merge", "into": foreign}]);
        let problem = agent.apply(&a, merge).await.problem(422, "invalid");
        assert_eq!(problem["errors"][0], json!({"field": "commands.0.into", "code": "unknown"}));
    }

    // req: A6
    async fn everybody_who_asked_is_told_of_the_closing(desk: Desk) {
        let (agent, [a, b, _]) = three(&desk).await;
        merge(&agent, &a, &b).await;
        agent.apply(&b, json!([{"type": "add_participant", "participant": {"address": "nur.dabei@aussen.example"}}])).await.expect(200);
        let before = desk.delivered().await.len();
        agent.apply(&b, json!([{"type": "set_state", "state": "closed_successful"}])).await.expect(200);
        let mails = desk.delivered().await.split_off(before);
        let mut told: Vec<&str> = mails.iter().map(|mail| mail.to[0].address.as_str()).collect();
        told.sort_unstable();
        assert_eq!(told, ["eins@stud.hs-musterstadt.example", "zwei@stud.hs-musterstadt.example"]);
        assert!(mails.iter().all(|mail| mail.to.len() == 1 && mail.cc.is_empty()), "nobody sees the others");
    }

    // req: E16
    async fn the_chain_holds_whatever_is_written_together(desk: Desk) {
        let (agent, [a, b, c]) = three(&desk).await;
        merge(&agent, &a, &b).await;
        agent.apply(&b, json!([{"type": "link", "kind": "child", "ticket": c}])).await.expect(200);
        agent.apply(&b, json!([{"type": "reply", "body": "Zu früh.", "undo_seconds": 10}])).await.expect(200);
        let article = agent.articles(&b).await.last().unwrap()["id"].clone();
        agent.apply(&b, json!([{"type": "recall_reply", "article_id": article}])).await.expect(200);
        let split = json!({"queue_id": agent.queue("it").await, "subject": "Eigenes", "body": "x", "confirm": false,
            "requester": {"address": "eins@stud.hs-musterstadt.example"}, "split_from": agent.articles(&b).await[0]["id"]});
        agent.post("/api/v1/tickets", &split).await.expect(201);
        agent.apply(&b, json!([{"type": "set_state", "state": "closed_successful", "with_children": true}])).await.expect(200);
        let tag = json!({"filter": "", "commands": [{"type": "add_tag", "tag": "x"}]});
        agent.post("/api/v1/bulk-jobs", &tag).await.expect(202);
        while work::work(&desk.app).await.unwrap() > 0 {}
        let merged = json!({"filter": "state:active", "commands": [{"type": "merge", "into": b}]});
        agent.post("/api/v1/bulk-jobs", &merged).await.expect(202);
        while work::work(&desk.app).await.unwrap() > 0 {}
        assert!(agent.tickets("state:active").await.is_empty(), "merged by the job");
        agent.apply(&a, json!([{"type": "unmerge"}])).await.expect(200);

        let whole = verify::all(&desk.app.store).await.unwrap();
        assert_eq!((whole.tickets, whole.faults.len()), (4, 0), "{:?}", whole.faults);
        assert_eq!(verify::one(&desk.app.store, &a).await.unwrap().tickets, 1);
        assert!(verify::one(&desk.app.store, "20261122999999").await.is_err());
    }
}
