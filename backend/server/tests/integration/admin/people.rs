//! Looking people up.

use pult_shared::api::mail::Door;
use serde_json::{Value, json};

use super::{grant, person};
use crate::support::{Desk, Eml, Visitor, on_both};

async fn names(visitor: &Visitor, query: &str) -> Vec<Value> {
    let list = visitor.get(&format!("/api/v1/people?{query}")).await.expect(200).json();
    let items = list["items"].as_array().unwrap().iter();
    items.map(|person| person["name"].clone()).collect()
}

on_both! {
    // req: A10 — by name, account id or address, from the first letters on.
    async fn people_are_found_while_typing(desk: Desk) {
        let agent = desk.sign_in("agent.it").await;
        let from = "joerg.mueller@stud.hs-musterstadt.example";
        let mail = Eml::new("p@x", "Hallo", "Hallo").from(&format!("=?utf-8?q?J=C3=B6rg_M=C3=BCller?= <{from}>"));
        desk.receive_raw(Door::Lmtp, from, mail.envelope_to(), mail.bytes()).await;
        for query in ["J%C3%B6rg", "muell", "MULLER%20jo", "joerg.mueller%40stud", "query=joerg.mueller"] {
            let query = query.trim_start_matches("query=");
            assert_eq!(names(&agent, &format!("query={query}")).await, ["Jörg Müller"], "{query}");
        }
        assert_eq!(names(&agent, "query=stella").await, ["Stella Studentin"]);
        assert_eq!(names(&agent, "query=agent.lib").await, ["Lotte Lesesaal"]);
        assert!(names(&agent, "query=nobody").await.is_empty() && names(&agent, "query=").await.is_empty());
        assert_eq!(names(&agent, "query=hs-musterstadt&limit=2").await.len(), 2);
        let card = agent.get("/api/v1/people?query=jorg").await.expect(200).json()["items"][0].clone();
        assert_eq!((card["active_tickets"].as_u64(), card["agent"].as_bool()), (Some(1), Some(false)));
        assert_eq!(card["addresses"], json!(["joerg.mueller@stud.hs-musterstadt.example"]));
    }

    async fn agents_of_a_queue(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        assert_eq!(names(&agent, "agents=true").await, ["Ada Administrator", "Ivo Techniker", "Lotte Lesesaal"]);
        let wlan = admin.queue("it/wlan").await;
        let query = format!("agents=true&queue_id={wlan}");
        assert_eq!(names(&agent, &query).await, ["Ada Administrator", "Ivo Techniker"]);
        grant(&admin, "agent.lib", "it", &["view"]).await;
        assert_eq!(names(&agent, &format!("{query}&query=lotte")).await, ["Lotte Lesesaal"], "inherited from above");
        let library = admin.queue("library").await;
        agent.get(&format!("/api/v1/people?queue_id={library}&agents=true")).await.problem(404, "queue_not_found");
    }

    async fn counts_tell_of_visible_tickets_only(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        desk.receive(&Eml::new("1@x", "Eins", "Hallo")).await;
        desk.receive(&Eml::new("2@x", "Zwei", "Hallo").to("library@hs-musterstadt.example")).await;
        let sender = admin.tickets("").await[0]["requester"]["id"].as_str().unwrap().to_owned();
        for (login, tickets) in [("admin", 2), ("agent.it", 1), ("agent.lib", 1)] {
            let card = desk.sign_in(login).await.get(&format!("/api/v1/people/{sender}")).await.expect(200).json();
            assert_eq!(card["active_tickets"], tickets, "{login}");
        }
        admin.get("/api/v1/people/00000000-0000-7000-8000-000000000000").await.problem(404, "person_not_found");
        let before = desk.app.store.query_count();
        names(&admin, "agents=true").await;
        assert!(desk.app.store.query_count() - before <= 8, "a fixed number of queries");
    }

    async fn customers_look_nobody_up(desk: Desk) {
        let (admin, student) = (desk.sign_in("admin").await, desk.sign_in("student").await);
        student.get("/api/v1/people?query=ivo").await.problem(403, "forbidden");
        let (me, other) = (person(&admin, "student").await, person(&admin, "agent.it").await);
        student.get(&format!("/api/v1/people/{other}")).await.problem(403, "forbidden");
        assert_eq!(student.get(&format!("/api/v1/people/{me}")).await.expect(200).json()["login"], "student");
        desk.visitor().get("/api/v1/people?query=ivo").await.problem(401, "not_signed_in");
    }
}
