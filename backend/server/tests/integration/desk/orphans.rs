//! The orphan list: what nobody who is there looks after, as absences begin and end by the clock.

use jiff::SignedDuration;
use pult_server::{app::App, service::absence};
use pult_shared::person::Permission;
use serde_json::{Value, json};

use super::{all, encoded, grant, open, person, queue};
use crate::support::{Desk, Visitor, on_both};

async fn advance(app: &App) {
    absence::advance::advance(app).await.expect("advanced");
}

/// The subjects that the orphan list has for somebody, in the order in which they came.
async fn orphans(who: &Visitor) -> Vec<String> {
    let path = format!("/api/v1/tickets?sort=created_asc&filter={}", encoded("orphaned:yes"));
    let found = all(&who.get(&path).await.expect(200).json(), "subject");
    let others = format!("/api/v1/tickets/count?filter={}", encoded("-orphaned:no"));
    let count = who.get(&others).await.expect(200).json();
    assert_eq!(count["count"], found.len(), "the words mean each other's contrary");
    found
}

/// The whole next day in Berlin, where it begins 14 hours after the desk is opened.
fn tomorrow(deputy: Option<&Value>, rights: bool) -> Value {
    json!({"from": "2026-11-23", "until": "2026-11-23", "deputy_id": deputy, "rights": rights})
}

on_both! {
    // req: A4 B12 C8
    async fn what_nobody_looks_after_is_listed_as_long_as_nobody_does(desk: Desk) {
        let it = desk.sign_in("agent.it").await;
        let own = open(&it, "it", "Beamer").await;
        it.apply(&own, json!([{"type": "take"}])).await.expect(200);
        open(&it, "it/wlan", "Drucker").await;
        assert!(orphans(&it).await.is_empty(), "he is there");
        it.post("/api/v1/absences", &tomorrow(None, false)).await.expect(201);
        // A minute before midnight, and at it.
        desk.later(SignedDuration::from_mins(14 * 60 - 1));
        advance(&desk.app).await;
        let it = desk.sign_in("agent.it").await;
        assert!(orphans(&it).await.is_empty(), "not yet");
        desk.later(SignedDuration::from_mins(2));
        advance(&desk.app).await;
        let it = desk.sign_in("agent.it").await;
        assert_eq!(orphans(&it).await, ["Beamer", "Drucker"]);
        let dashboard = it.get("/api/v1/dashboard").await.expect(200).json();
        let section = dashboard["sections"].as_array().unwrap().iter().find(|section| section["kind"] == "orphaned").unwrap();
        assert_eq!((&section["count"], &section["filter"]), (&json!(2), &json!("orphaned:yes")), "{section}");
        let unstaffed = desk.sign_in("admin").await.get("/api/v1/absences").await.expect(200).json()["unstaffed"].clone();
        assert!(unstaffed.as_array().unwrap().contains(&json!(queue(&desk, "it").await)), "{unstaffed}");
        assert!(!unstaffed.as_array().unwrap().contains(&json!(queue(&desk, "library").await)), "{unstaffed}");
        // Somebody else works there from now on: the queue has somebody, the ticket of who is away has not.
        grant(&desk, "agent.lib", "it", &[Permission::View, Permission::Own]).await;
        let it = desk.sign_in("agent.it").await;
        assert_eq!(orphans(&it).await, ["Beamer"]);
        it.apply(&own, json!([{"type": "set_state", "state": "closed_successful"}])).await.expect(200);
        assert!(orphans(&it).await.is_empty(), "what is done needs nobody");
        it.apply(&own, json!([{"type": "set_state", "state": "open"}])).await.expect(200);
        assert_eq!(orphans(&it).await, ["Beamer"]);
        desk.later(SignedDuration::from_hours(24));
        advance(&desk.app).await;
        assert!(orphans(&desk.sign_in("agent.it").await).await.is_empty(), "he is back");
    }

    async fn a_deputy_looks_after_what_they_may(desk: Desk) {
        let it = desk.sign_in("agent.it").await;
        let own = open(&it, "it", "Beamer").await;
        it.apply(&own, json!([{"type": "take"}])).await.expect(200);
        let deputy = json!(person(&desk, "agent.lib").await);
        let absence = it.post("/api/v1/absences", &tomorrow(Some(&deputy), false)).await.expect(201).json();
        desk.later(SignedDuration::from_hours(15));
        advance(&desk.app).await;
        let it = desk.sign_in("agent.it").await;
        assert_eq!(orphans(&it).await, ["Beamer"], "the deputy may not own tickets there");
        let path = format!("/api/v1/absences/{}", absence["id"].as_str().unwrap());
        it.put(&path, &tomorrow(Some(&deputy), true)).await.expect(200);
        assert!(orphans(&it).await.is_empty(), "with the rights they may");
        assert!(orphans(&desk.sign_in("agent.lib").await).await.is_empty());
    }

    async fn customers_learn_nothing_of_it(desk: Desk) {
        let it = desk.sign_in("agent.it").await;
        open(&it, "it", "Beamer").await;
        it.post("/api/v1/absences", &tomorrow(None, false)).await.expect(201);
        desk.later(SignedDuration::from_hours(15));
        advance(&desk.app).await;
        let student = desk.sign_in("student").await;
        for scope in ["portal", "all"] {
            let path = format!("/api/v1/tickets?scope={scope}&filter={}", encoded("orphaned:yes"));
            assert_eq!(student.get(&path).await.expect(200).json()["items"], json!([]));
        }
    }
}
