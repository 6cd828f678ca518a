//! People as administrators enter and change them.

use pult_server::service::bulk;
use serde_json::{Value, json};

use super::{faults, person};
use crate::support::{Desk, Eml, Visitor, on_both};

async fn profile(admin: &Visitor, id: &str) -> Value {
    admin
        .get(&format!("/api/v1/people/{id}/profile"))
        .await
        .expect(200)
        .json()
}

/// The body that changes nothing.
fn body(profile: &Value) -> Value {
    let mut body = profile.clone();
    let parts = [
        "id",
        "active",
        "vanished",
        "local",
        "directory",
        "created_at",
        "last_visit_at",
        "roles",
        "requested",
        "owned",
    ];
    for part in parts {
        body.as_object_mut().unwrap().remove(part);
    }
    body
}

on_both! {
    // req: A10, A15
    async fn a_person_has_many_addresses_and_mail_from_each_is_theirs(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let def = json!({"name": "Mia Kurz", "login": "MKurz", "affiliation": "student", "room": "B 101", "language": "en",
            "addresses": [{"address": "Mia.Kurz@stud.hs-musterstadt.example", "kind": "alias", "verified": true},
                {"address": "mia@private.example", "kind": "private"}, {"address": "old@hs-musterstadt.example", "kind": "former"}]});
        let made = admin.post("/api/v1/people", &def).await.expect(201).json();
        assert_eq!((made["login"].as_str(), made["affiliation"].as_str(), made["active"].as_bool()), (Some("mkurz"), Some("student"), Some(true)));
        let id = made["id"].as_str().unwrap();
        for (n, from) in ["mia.kurz@stud.hs-musterstadt.example", "mia@private.example", "old@hs-musterstadt.example"].into_iter().enumerate() {
            desk.receive(&Eml::new(&format!("{n}@x"), "Hallo", "Hallo").from(from)).await;
        }
        assert_eq!(profile(&admin, id).await["requested"], 3, "one person, whichever address they write from");
        for query in ["kurz", "mkurz", "private.example"] {
            let found = admin.get(&format!("/api/v1/people?query={query}")).await.expect(200).json();
            assert_eq!(found["items"][0]["id"], made["id"], "{query}");
        }

        let mut change = body(&made);
        change["name"] = json!("Mia Lang");
        change["addresses"] = json!([{"address": "mia@private.example", "kind": "private", "verified": true}]);
        let after = admin.put(&format!("/api/v1/people/{id}"), &change).await.expect(200).json();
        assert_eq!((after["name"].as_str(), after["addresses"].as_array().unwrap().len()), (Some("Mia Lang"), 1));
        let mails = desk.delivered().await;
        let told = mails.iter().filter(|mail| mail.subject == "Your main address was changed");
        let told: Vec<&str> = told.map(|mail| mail.to[0].address.as_str()).collect();
        assert_eq!(told, ["mia.kurz@stud.hs-musterstadt.example"], "at the former one");
        let found = admin.get("/api/v1/people?query=lang").await.expect(200).json();
        assert_eq!(found["items"][0]["id"], made["id"]);
        let log = admin.get(&format!("/api/v1/settings-log?kind=person&key={id}")).await.expect(200).json();
        assert_eq!((log["items"][0]["before"]["name"].as_str(), log["items"][0]["after"]["name"].as_str()), (Some("Mia Kurz"), Some("Mia Lang")));
    }

    async fn what_somebody_else_has_is_said_at_the_field(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let taken = |def: Value| { let admin = &admin; async move { admin.post("/api/v1/people", &def).await.problem(422, "invalid") } };
        let problem = taken(json!({"name": "X", "login": "student"})).await;
        assert_eq!(faults(&problem), [("login", "taken")]);
        let student = profile(&admin, &person(&admin, "student").await).await;
        let address = student["addresses"][0]["address"].clone();
        let problem = taken(json!({"name": "X", "addresses": [{"address": address, "kind": "private"}]})).await;
        assert_eq!(faults(&problem), [("addresses", "taken")]);
        let problem = taken(json!({"name": " ", "login": "a b", "addresses": [{"address": "x@y.example", "kind": "directory"}]})).await;
        assert_eq!(faults(&problem), [("name", "required"), ("login", "malformed"), ("addresses.0.kind", "not_allowed")]);
    }

    async fn who_is_deactivated_is_out_at_once_and_gives_tickets_back(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        desk.receive(&Eml::new("1@x", "Drucker", "Hallo")).await;
        let number = agent.tickets("drucker").await[0]["number"].as_str().unwrap().to_owned();
        agent.apply(&number, json!([{"type": "take"}])).await.expect(200);
        let id = person(&admin, "agent.it").await;
        assert_eq!(profile(&admin, &id).await["owned"], 1);
        let gone = admin.post(&format!("/api/v1/people/{id}/deactivation"), &json!({"release": true})).await.expect(200).json();
        assert_eq!(gone["person"]["active"], false);
        agent.get("/api/v1/tickets").await.problem(401, "session_expired");
        assert!(gone["release"].is_string());
        bulk::work::work(&desk.app).await.unwrap();
        assert_eq!(admin.tickets("drucker").await[0]["owner"], Value::Null);
        assert_eq!(profile(&admin, &id).await["owned"], 0);
        let back = admin.post(&format!("/api/v1/people/{id}/activation"), &json!({})).await.expect(200).json();
        assert_eq!((back["active"].as_bool(), back["vanished"].as_bool()), (Some(true), Some(false)));
        desk.sign_in("agent.it").await.get("/api/v1/tickets").await.expect(200);
    }

    async fn there_is_always_an_administrator(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let id = person(&admin, "admin").await;
        let mut me = body(&profile(&admin, &id).await);
        me["administrator"] = json!(false);
        let problem = admin.put(&format!("/api/v1/people/{id}"), &me).await.problem(422, "invalid");
        assert_eq!(faults(&problem), [("administrator", "not_allowed")]);
        admin.post(&format!("/api/v1/people/{id}/deactivation"), &json!({})).await.problem(422, "invalid");
    }

    async fn only_administrators_see_and_change_people(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let id = person(&admin, "student").await;
        let def = json!({"name": "X"});
        let before = profile(&admin, &id).await;
        for login in ["agent.it", "student"] {
            let other = desk.sign_in(login).await;
            let path = |rest: &str| format!("/api/v1/people/{id}{rest}");
            other.get(&path("/profile")).await.problem(403, "forbidden");
            other.post("/api/v1/people", &def).await.problem(403, "forbidden");
            other.put(&path(""), &def).await.problem(403, "forbidden");
            other.post(&path("/deactivation"), &json!({})).await.problem(403, "forbidden");
            other.post(&path("/activation"), &json!({})).await.problem(403, "forbidden");
        }
        desk.visitor().get(&format!("/api/v1/people/{id}/profile")).await.problem(401, "not_signed_in");
        assert_eq!(body(&profile(&admin, &id).await), body(&before));
        admin.get("/api/v1/people/00000000-0000-7000-8000-000000000000/profile").await.problem(404, "person_not_found");
        let queries = desk.app.store.query_count();
        profile(&admin, &id).await;
        assert!(desk.app.store.query_count() - queries <= 7, "a fixed number of queries");
    }
}
