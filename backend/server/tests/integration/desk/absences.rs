//! Out of office: deputies get notifications, reminders and rights for the time, and what would be left alone is said before.

use jiff::SignedDuration;
use pult_server::{
    app::App,
    service::{absence, locks, notification, rule},
};
use pult_shared::person::Permission;
use serde_json::{Value, json};

use super::{all, grant, open, person, revoke};
use crate::support::{Desk, on_both};

/// All that the workers do about absences and notifications.
async fn work(app: &App) {
    absence::advance::advance(app).await.expect("advanced");
    locks::release_due(app).await.expect("released");
    while notification::note::note(app).await.expect("noted") > 0 {}
    notification::remind::remind(app).await.expect("reminded");
}

async fn days(desk: &Desk, deputy: &str, rights: bool) -> Value {
    json!({
        "from": "2026-11-23", "until": "2026-11-24", "deputy_id": person(desk, deputy).await, "rights": rights,
        "note": "Fortbildung",
    })
}

on_both! {
    // req: C8 E4
    async fn a_deputy_gets_notifications_and_rights_for_the_time(desk: Desk) {
        let it = desk.sign_in("agent.it").await;
        let number = open(&it, "it", "Beamer").await;
        let me = person(&desk, "agent.it").await;
        it.apply(&number, json!([{"type": "take"}, {"type": "set_state", "state": "pending_reminder", "pending_until": "2026-11-23T10:00:00Z"}])).await.expect(200);
        work(&desk.app).await;
        let path = format!("/api/v1/tickets/{number}");
        desk.sign_in("agent.lib").await.get(&path).await.problem(404, "ticket_not_found");
        let view = it.post("/api/v1/absences", &days(&desk, "agent.lib", true).await).await.expect(201).json();
        assert_eq!(view["phase"], "planned");
        // It begins at midnight in Berlin, by itself.
        desk.later(SignedDuration::from_hours(15));
        work(&desk.app).await;
        let lib = desk.sign_in("agent.lib").await;
        let seen = lib.get(&path).await.expect(200).json();
        assert!(seen["lock"].is_null(), "the lock is given back: {seen}");
        lib.apply(&number, json!([{"type": "note", "body": "In Vertretung"}])).await.expect(200);
        let explained = desk.sign_in("admin").await.get(&format!("/api/v1/people/{}/rights", person(&desk, "agent.lib").await)).await.expect(200).json();
        let marked = explained["rights"].as_array().unwrap().iter().flat_map(|right| right["sources"].as_array().unwrap());
        assert!(marked.clone().any(|source| source["deputy_for"] == "Ivo Techniker"), "{explained}");
        desk.later(SignedDuration::from_hours(12));
        work(&desk.app).await;
        let lib = desk.sign_in("agent.lib").await;
        let told = lib.get("/api/v1/notifications").await.expect(200).json();
        let reminder = told["items"].as_array().unwrap().iter().find(|item| item["kind"] == "reminder").expect("a reminder");
        assert_eq!(reminder["deputy_for"], "Ivo Techniker");
        let admin = desk.sign_in("admin").await;
        let agents = admin.get(&format!("/api/v1/queues/{}/agents", admin.queue("it").await)).await.expect(200).json();
        let away = agents["items"].as_array().unwrap().iter().find(|agent| agent["id"] == json!(me)).unwrap();
        assert!(away["away_until"].is_string(), "{away}");
        // Where somebody is chosen for a ticket, the deputy is offered first, with whose place that is and until when.
        let first = &agents["items"][0];
        assert_eq!(first["name"], "Lotte Lesesaal", "{agents}");
        assert_eq!(first["deputy_of"], json!([{"id": me, "name": "Ivo Techniker", "until": "2026-11-24T22:59:00Z"}]));
        let lotte = person(&desk, "agent.lib").await;
        admin.apply(&number, json!([{"type": "assign", "owner_id": lotte}])).await.expect(200);
        admin.apply(&number, json!([{"type": "assign", "owner_id": me}])).await.expect(200);
        // Two days later it is over, by itself too.
        desk.later(SignedDuration::from_hours(40));
        work(&desk.app).await;
        let lib = desk.sign_in("agent.lib").await;
        lib.get(&path).await.problem(404, "ticket_not_found");
        assert_eq!(lib.get("/api/v1/notifications").await.expect(200).json()["items"], json!([]), "nor what was told meanwhile");
    }

    // req: E4 — what somebody chose by themselves is none of an absence's business.
    // req: E4 — a rule gives nothing to somebody who is away and has a deputy.
    async fn a_rule_assigns_to_the_deputy_for_the_time(desk: Desk) {
        let (admin, it) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let me = person(&desk, "agent.it").await;
        let rule = json!({"names": {"de": "Beamer", "en": "Projectors"}, "on": {"type": "events", "events": ["created"]}, "when": "subject:beamer",
            "then": [{"type": "assign", "owner_id": me}]});
        admin.post("/api/v1/rules", &rule).await.expect(201);
        it.post("/api/v1/absences", &days(&desk, "agent.lib", true).await).await.expect(201);
        let owner = async |number: &str| {
            while rule::work::work(&desk.app).await.expect("looked") > 0 {}
            let admin = desk.sign_in("admin").await;
            admin.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json()["owner"]["name"].clone()
        };
        let before = open(&it, "it", "Beamer 1").await;
        assert_eq!(owner(&before).await, "Ivo Techniker");
        desk.later(SignedDuration::from_hours(15));
        work(&desk.app).await;
        let during = open(&desk.sign_in("admin").await, "it", "Beamer 2").await;
        assert_eq!(owner(&during).await, "Lotte Lesesaal");
        assert_eq!(owner(&before).await, "Ivo Techniker", "what was theirs stays theirs");
    }

    async fn an_absence_that_comes_and_goes_leaves_what_was_chosen(desk: Desk) {
        let it = desk.sign_in("agent.it").await;
        let preferences = |until: &str| json!({"away_until": until});
        it.put("/api/v1/preferences", &preferences("2026-12-01T00:00:00Z")).await.expect(200);
        let away = async || {
            let admin = desk.sign_in("admin").await;
            let agents = admin.get(&format!("/api/v1/queues/{}/agents", admin.queue("it").await)).await.expect(200).json();
            let agents = agents["items"].as_array().unwrap().clone();
            let me = agents.into_iter().find(|agent| agent["name"] == "Ivo Techniker").unwrap();
            me["away_until"].as_str().unwrap_or_default().to_owned()
        };
        // A planned one, one that has begun and ends earlier, one that ends later.
        for (from, until, meanwhile) in [
            ("2026-12-10", "2026-12-11", "2026-12-01T00:00:00Z"),
            ("2026-11-22", "2026-11-24", "2026-12-01T00:00:00Z"),
            ("2026-11-22", "2026-12-05", "2026-12-05T23:00:00Z"),
        ] {
            let made = it.post("/api/v1/absences", &json!({"from": from, "until": until})).await.expect(201).json();
            work(&desk.app).await;
            assert_eq!(away().await, meanwhile, "{from} to {until}");
            it.delete(&format!("/api/v1/absences/{}", made["id"].as_str().unwrap())).await.expect(204);
            assert_eq!(away().await, "2026-12-01T00:00:00Z", "after {from} to {until}");
        }
        // Nor does what is chosen end an absence.
        it.post("/api/v1/absences", &json!({"from": "2026-11-22", "until": "2026-12-05"})).await.expect(201);
        it.put("/api/v1/preferences", &preferences("2026-11-25T00:00:00Z")).await.expect(200);
        assert_eq!(away().await, "2026-12-05T23:00:00Z");
    }

    // req: A4, B12 — a deputy who leaves in the middle leaves the tickets alone just as well.
    async fn the_preview_looks_at_the_whole_time(desk: Desk) {
        let own = [Permission::View, Permission::Own];
        grant(&desk, "agent.lib", "it", &own).await;
        let (it, lib) = (desk.sign_in("agent.it").await, desk.sign_in("agent.lib").await);
        let number = open(&it, "it", "Beamer").await;
        it.apply(&number, json!([{"type": "take"}])).await.expect(200);
        let def = days(&desk, "agent.lib", false).await;
        let preview = it.post("/api/v1/absences/preview", &def).await.expect(200).json();
        assert_eq!(preview["orphan_count"], 0, "{preview}");
        lib.post("/api/v1/absences", &json!({"from": "2026-11-24", "until": "2026-11-24"})).await.expect(201);
        let preview = it.post("/api/v1/absences/preview", &def).await.expect(200).json();
        assert_eq!((&preview["orphan_count"], &preview["orphans"][0]["number"]), (&json!(1), &json!(number)));
    }

    async fn without_rights_a_deputy_sees_no_more_than_before(desk: Desk) {
        let it = desk.sign_in("agent.it").await;
        let number = open(&it, "it", "Beamer").await;
        it.apply(&number, json!([{"type": "take"}])).await.expect(200);
        let def = days(&desk, "agent.lib", false).await;
        let preview = it.post("/api/v1/absences/preview", &def).await.expect(200).json();
        assert_eq!((&preview["orphan_count"], &preview["orphans"][0]["number"]), (&json!(1), &json!(number)));
        assert!(!preview["unstaffed"].as_array().unwrap().is_empty(), "nobody else works there");
        let with_rights = it.post("/api/v1/absences/preview", &days(&desk, "agent.lib", true).await).await.expect(200).json();
        assert_eq!(with_rights["orphan_count"], 0);
        it.post("/api/v1/absences", &def).await.expect(201);
        desk.later(SignedDuration::from_hours(20));
        work(&desk.app).await;
        desk.sign_in("agent.lib").await.get(&format!("/api/v1/tickets/{number}")).await.problem(404, "ticket_not_found");
        let admin = desk.sign_in("admin").await;
        let list = admin.get("/api/v1/absences").await.expect(200).json();
        assert!(list["unstaffed"].as_array().unwrap().contains(&json!(admin.queue("it").await)), "{list}");
    }

    async fn absences_are_checked_and_are_ones_own(desk: Desk) {
        let (it, lib, student) = (desk.sign_in("agent.it").await, desk.sign_in("agent.lib").await, desk.sign_in("student").await);
        let mine = days(&desk, "agent.lib", false).await;
        let view = it.post("/api/v1/absences", &mine).await.expect(201).json();
        let circle = days(&desk, "agent.it", false).await;
        let problem = lib.post("/api/v1/absences", &circle).await.problem(422, "invalid");
        assert_eq!(problem["errors"][0]["field"], "deputy_id", "they would stand in for each other");
        let problem = it.post("/api/v1/absences", &mine).await.problem(422, "invalid");
        assert_eq!(problem["errors"][0]["field"], "from", "twice");
        for (change, field) in [
            (json!({"until": "2026-11-01", "from": "2026-11-01"}), "until"),
            (json!({"deputy_id": person(&desk, "student").await}), "deputy_id"),
            (json!({"note": "x".repeat(501)}), "note"),
        ] {
            let mut def = days(&desk, "admin", false).await;
            def.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
            let problem = lib.post("/api/v1/absences", &def).await.problem(422, "invalid");
            assert_eq!(problem["errors"][0]["field"], field);
        }
        student.get("/api/v1/absences").await.problem(403, "forbidden");
        let path = format!("/api/v1/absences/{}", view["id"].as_str().unwrap());
        lib.delete(&path).await.problem(404, "person_not_found");
        assert_eq!(all(&lib.get("/api/v1/absences").await.expect(200).json(), "note"), ["Fortbildung"], "she stands in");
        let role = grant(&desk, "agent.lib", "it", &[Permission::View, Permission::Manage]).await;
        let lib = desk.sign_in("agent.lib").await;
        lib.put(&path, &json!({"from": "2026-12-01", "until": "2026-12-02"})).await.expect(200);
        revoke(&desk, role).await;
        it.delete(&path).await.expect(204);
        it.delete(&path).await.problem(404, "absence_not_found");
    }
}
