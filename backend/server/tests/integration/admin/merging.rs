//! Two people become one, and are told apart again.

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

async fn merge(admin: &Visitor, kept: &str, gone: &str, confirmed: bool) -> Value {
    let body = json!({"kept_id": kept, "gone_id": gone, "confirmed": confirmed});
    admin.post("/api/v1/person-merges", &body).await.expect(200).json()
}

async fn enter(admin: &Visitor, name: &str, address: &str) -> String {
    let def = json!({"name": name, "addresses": [{"address": address, "kind": "alias", "verified": true}]});
    let made = admin.post("/api/v1/people", &def).await.expect(201).json();
    made["id"].as_str().expect("an id").to_owned()
}

/// Whose request each ticket is.
async fn requesters(admin: &Visitor, filter: &str) -> Vec<String> {
    let tickets = admin.tickets(filter).await;
    let ids = tickets
        .iter()
        .map(|ticket| ticket["requester"]["id"].as_str().expect("an id").to_owned());
    ids.collect()
}

on_both! {
    // req: A10, A15
    async fn two_become_one_and_are_told_apart_again(desk: Desk) {
        let (admin, student) = (desk.sign_in("admin").await, desk.sign_in("student").await);
        let gone = person(&admin, "student").await;
        let address = "student@stud.hs-musterstadt.example".to_owned();
        let kept = enter(&admin, "Kim Bleibt", "kim.bleibt@hs-musterstadt.example").await;
        for n in ["eins", "zwei"] {
            desk.receive(&Eml::new(&format!("{n}@x"), &format!("Doppelt {n}"), "Hallo").from(&address)).await;
        }
        desk.receive(&Eml::new("drei@x", "Beteiligt", "Hallo").from("jemand@anderswo.example")).await;
        let third = admin.tickets("beteiligt").await[0]["number"].as_str().unwrap().to_owned();
        let part = json!([{"type": "add_participant", "participant": {"address": address}}]);
        admin.apply(&third, part).await.expect(200);

        let before = profile(&admin, &gone).await;
        let preview = merge(&admin, &kept, &gone, false).await;
        assert_eq!(preview["id"], Value::Null);
        assert_eq!((preview["places"]["requester"].as_u64(), preview["places"]["participant"].as_u64()), (Some(2), Some(1)));
        assert_eq!((preview["addresses"][0]["address"].as_str(), preview["login"].as_str()), (Some(address.as_str()), Some("student")));
        assert_eq!(profile(&admin, &gone).await, before, "a preview changes nothing");

        let done = merge(&admin, &kept, &gone, true).await;
        assert_eq!(done["places"], preview["places"]);
        assert_eq!(requesters(&admin, "doppelt").await, [kept.clone(), kept.clone()]);
        let ticket = admin.get(&format!("/api/v1/tickets/{third}")).await.expect(200).json();
        assert_eq!(ticket["participants"][0]["id"].as_str(), Some(kept.as_str()));
        student.get("/api/v1/tickets").await.problem(401, "session_expired");
        let both = profile(&admin, &gone).await;
        assert_eq!((both["id"].as_str(), both["login"].as_str()), (Some(kept.as_str()), Some("student")), "the id is an alias");
        assert_eq!(both["addresses"].as_array().unwrap().len(), 1 + before["addresses"].as_array().unwrap().len());
        assert_eq!(admin.get(&format!("/api/v1/people/{gone}")).await.expect(200).json()["id"].as_str(), Some(kept.as_str()));
        let found = admin.get(&format!("/api/v1/people?query={address}")).await.expect(200).json();
        assert_eq!((found["items"].as_array().unwrap().len(), found["items"][0]["id"].as_str()), (1, Some(kept.as_str())));
        desk.receive(&Eml::new("vier@x", "Doppelt vier", "Hallo").from(&address)).await;
        assert_eq!(requesters(&admin, "doppelt").await.len(), 3);
        assert!(requesters(&admin, "doppelt").await.iter().all(|id| *id == kept));
        // Filters of before name the old id.
        assert_eq!(requesters(&admin, &format!("requester:#{gone} doppelt")).await.len(), 3);
        assert_eq!(admin.tickets(&format!("participant:#{gone}")).await.len(), 1);
        // Who is gone is not changed any more, only told apart.
        admin.post(&format!("/api/v1/people/{gone}/activation"), &json!({})).await.problem(404, "person_not_found");
        let again = json!({"kept_id": kept, "gone_id": gone, "confirmed": true});
        admin.post("/api/v1/person-merges", &again).await.problem(404, "person_not_found");
        let log = admin.get(&format!("/api/v1/settings-log?kind=person&key={kept}")).await.expect(200).json();
        assert_eq!(log["items"][0]["after"]["merged_with"], before["name"]);

        let id = done["id"].as_str().unwrap();
        let listed = admin.get(&format!("/api/v1/people/{kept}/merges")).await.expect(200).json();
        assert_eq!((listed["items"][0]["id"].as_str(), listed["items"][0]["by"]["name"].is_string()), (Some(id), true));
        let undo = format!("/api/v1/person-merges/{id}/undo");
        assert!(admin.post(&undo, &json!({})).await.expect(200).json()["undone_at"].is_string());
        let after = profile(&admin, &gone).await;
        assert_eq!((&after["id"], &after["login"], &after["addresses"], &after["active"]), (&before["id"], &before["login"], &before["addresses"], &before["active"]));
        assert_eq!(profile(&admin, &kept).await["login"], Value::Null);
        let mut whose = requesters(&admin, "doppelt").await;
        whose.sort_unstable_by_key(|id| *id == kept);
        assert_eq!(whose, [gone.clone(), gone.clone(), kept.clone()], "what came meanwhile stays");
        let ticket = admin.get(&format!("/api/v1/tickets/{third}")).await.expect(200).json();
        assert_eq!(ticket["participants"][0]["id"].as_str(), Some(gone.as_str()));
        desk.sign_in("student").await.get("/api/v1/tickets").await.expect(200);
        admin.post(&undo, &json!({})).await.problem(409, "not_applicable");
    }

    async fn an_id_means_the_last_of_a_chain(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let mut ids = Vec::new();
        for name in ["a", "b", "c"] {
            ids.push(enter(&admin, name, &format!("{name}@kette.example")).await);
        }
        let meant = async |id: &str| profile(&admin, id).await["name"].as_str().unwrap().to_owned();
        let first = merge(&admin, &ids[1], &ids[0], true).await;
        let second = merge(&admin, &ids[2], &ids[1], true).await;
        assert_eq!((meant(&ids[0]).await, meant(&ids[1]).await), ("c".to_owned(), "c".to_owned()));
        let undo = |merge: &Value| format!("/api/v1/person-merges/{}/undo", merge["id"].as_str().unwrap());
        admin.post(&undo(&first), &json!({})).await.problem(409, "not_applicable");
        admin.post(&undo(&second), &json!({})).await.expect(200);
        assert_eq!((meant(&ids[0]).await, meant(&ids[1]).await), ("b".to_owned(), "b".to_owned()));
        admin.post(&undo(&first), &json!({})).await.expect(200);
        assert_eq!(meant(&ids[0]).await, "a");
        for (id, name) in ids.iter().zip(["a", "b", "c"]) {
            assert_eq!(profile(&admin, id).await["addresses"][0]["address"], format!("{name}@kette.example"));
        }
    }

    async fn who_cannot_go_is_said(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let (me, other) = (person(&admin, "admin").await, person(&admin, "student").await);
        for gone in [&me, &other] {
            let body = json!({"kept_id": other, "gone_id": gone});
            let problem = admin.post("/api/v1/person-merges", &body).await.problem(422, "invalid");
            assert_eq!(faults(&problem), [("gone_id", "not_allowed")]);
        }
        // Into oneself: one would read what is for the other one alone (tickets for named persons), and take it back.
        let body = json!({"kept_id": me, "gone_id": other, "confirmed": true});
        let problem = admin.post("/api/v1/person-merges", &body).await.problem(422, "invalid");
        assert_eq!(faults(&problem), [("gone_id", "not_allowed")]);
        agent.post("/api/v1/person-merges", &body).await.problem(403, "forbidden");
        agent.get(&format!("/api/v1/people/{me}/merges")).await.problem(403, "forbidden");
        let nobody = "00000000-0000-7000-8000-000000000000";
        agent.post(&format!("/api/v1/person-merges/{nobody}/undo"), &json!({})).await.problem(403, "forbidden");
        admin.post(&format!("/api/v1/person-merges/{nobody}/undo"), &json!({})).await.problem(404, "not_found");
    }
}
