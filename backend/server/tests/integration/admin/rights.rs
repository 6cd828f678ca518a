//! What may this person do here, and why.

use serde_json::{Value, json};

use super::{manager, person};
use crate::support::{Desk, Eml, Visitor, on_both};

async fn rights(visitor: &Visitor, id: &str) -> Value {
    visitor
        .get(&format!("/api/v1/people/{id}/rights"))
        .await
        .expect(200)
        .json()
}

fn right<'a>(rights: &'a Value, queue: &str, permission: &str) -> Option<&'a Value> {
    let mut list = rights["rights"].as_array().unwrap().iter();
    list.find(|right| right["queue_id"] == queue && right["permission"] == permission)
}

on_both! {
    // req: B11
    async fn rights_have_reasons(desk: Desk) {
        let manager = manager(&desk).await;
        let admin = desk.sign_in("admin").await;
        let (it, wlan, library) = (admin.queue("it").await, admin.queue("it/wlan").await, admin.queue("library").await);
        let lotte = person(&admin, "agent.lib").await;
        let all = rights(&admin, &lotte).await;
        assert_eq!(all["person"]["name"], "Lotte Lesesaal");
        let reply = right(&all, &library, "reply").unwrap();
        assert_eq!((reply["sources"][0]["role"].as_str(), reply["sources"][0]["granted_on"].as_str()), (Some("Library"), Some(library.as_str())));
        assert_eq!(right(&all, &wlan, "manage").unwrap()["sources"][0]["role"], "agent.lib it/wlan");
        assert!(right(&all, &wlan, "reply").is_none() && right(&all, &library, "manage").is_none());

        let ivo = person(&admin, "agent.it").await;
        let seen = rights(&manager, &ivo).await;
        let inherited = right(&seen, &wlan, "reply").unwrap();
        assert_eq!(inherited["sources"][0]["granted_on"], it.as_str(), "from the queue above");
        assert!(right(&seen, &it, "reply").is_none(), "nothing of queues that the reader may not see");

        let ada = person(&admin, "admin").await;
        let everything = rights(&admin, &ada).await;
        assert_eq!((everything["person"]["administrator"].as_bool(), everything["rights"].clone()), (Some(true), json!([])));
        let student = person(&admin, "student").await;
        assert_eq!(rights(&admin, &student).await["rights"], json!([]));
    }

    async fn what_somebody_may_do_to_a_ticket(desk: Desk) {
        let manager = manager(&desk).await;
        let admin = desk.sign_in("admin").await;
        desk.receive(&Eml::new("r@x", "WLAN", "Hallo").to("wlan@hs-musterstadt.example")).await;
        desk.receive(&Eml::new("s@x", "IT", "Hallo")).await;
        let number = admin.tickets("queue:it/wlan").await[0]["number"].as_str().unwrap().to_owned();
        let ask = async |visitor: &Visitor, login: &str, command: &str| {
            let id = person(&admin, login).await;
            let view = visitor.get(&format!("/api/v1/people/{id}/rights?ticket={number}")).await.expect(200).json();
            let commands = view["commands"].as_array().unwrap().clone();
            let found = commands.into_iter().find(|right| right["command"] == command).unwrap();
            (found["allowed"].as_bool().unwrap(), found["needs"].as_str().unwrap().to_owned())
        };
        assert_eq!(ask(&manager, "agent.it", "set_state").await, (true, "close".to_owned()));
        assert_eq!(ask(&manager, "agent.lib", "set_state").await, (false, "close".to_owned()));
        assert_eq!(ask(&manager, "agent.lib", "watch").await, (true, "view".to_owned()));
        assert!(ask(&admin, "student", "reply").await.0, "the requester answers as a customer");
        assert!(!ask(&admin, "student", "note").await.0);
        let student = desk.sign_in("student").await;
        assert!(ask(&student, "student", "reply").await.0);
        let all = admin.tickets("").await;
        let foreign = all.iter().find(|ticket| ticket["queue"]["path"] == "it").unwrap()["number"].as_str().unwrap();
        let id = person(&admin, "agent.it").await;
        manager.get(&format!("/api/v1/people/{id}/rights?ticket={foreign}")).await.problem(404, "ticket_not_found");
    }

    async fn who_may_ask(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let (lotte, ivo) = (person(&admin, "agent.lib").await, person(&admin, "agent.it").await);
        let agent = desk.sign_in("agent.lib").await;
        agent.get(&format!("/api/v1/people/{ivo}/rights")).await.problem(403, "forbidden");
        assert!(!rights(&agent, &lotte).await["rights"].as_array().unwrap().is_empty());
        desk.sign_in("student").await.get(&format!("/api/v1/people/{ivo}/rights")).await.problem(403, "forbidden");
        let nobody = "/api/v1/people/00000000-0000-7000-8000-000000000000/rights";
        admin.get(nobody).await.problem(404, "person_not_found");
    }
}
