//! Lists cost a fixed number of queries, however long they are.

use crate::support::{Desk, Eml, on_both};

on_both! {
    async fn a_longer_list_costs_no_more_queries(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        desk.receive(&Eml::new("0@x", "Erstes", "Hallo")).await;
        let number = agent.tickets("").await[0]["number"].as_str().unwrap().to_owned();
        // What became of a mail is asked for as soon as there is one.
        agent.apply(&number, serde_json::json!([{"type": "reply", "body": "Gleich."}])).await.expect(200);
        let mut costs: Vec<Vec<u64>> = Vec::new();
        // The first round has next to nothing to show; a list with something in it may look up whom it names.
        for round in 0..3 {
            let mut cost = Vec::new();
            for path in [
                "/api/v1/tickets",
                "/api/v1/queues",
                "/api/v1/outgoing-mails",
                "/api/v1/incoming-mails",
                &format!("/api/v1/tickets/{number}/articles"),
                &format!("/api/v1/tickets/{number}/history"),
                &format!("/api/v1/tickets/{number}/screen"),
                "/api/v1/tickets?filter=queue%3Ait",
                "/api/v1/views",
                "/api/v1/dashboard",
            ] {
                let before = desk.app.store.query_count();
                admin.get(path).await.expect(200);
                cost.push(desk.app.store.query_count() - before);
            }
            costs.push(cost);
            if round < 2 {
                for n in 1..15 {
                    let n = n + round * 100;
                    let from = format!("person{n}@stud.hs-musterstadt.example");
                    desk.receive(&Eml::new(&format!("{n}@x"), "Weiteres", "Hallo").from(&from)).await;
                    let reply = serde_json::json!([{"type": "reply", "body": "Danke."}]);
                    agent.apply(&number, reply).await.expect(200);
                }
            }
        }
        assert_eq!(costs[1], costs[2]);
        assert!(costs[2].iter().all(|cost| *cost <= 25), "{costs:?}");
    }
}
