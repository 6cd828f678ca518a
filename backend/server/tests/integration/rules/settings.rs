//! Who may set rules up, what is refused, and trying out.

use serde_json::json;

use super::{RULES, count, make, on, open, ticket, work};
use crate::support::{Desk, on_both};

on_both! {
    // req: B11 — rules of a branch are its manager's, and act in it alone.
    async fn a_manager_rules_their_own_branch(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let (it, wlan, library) = (admin.queue("it").await, admin.queue("it/wlan").await, admin.queue("library").await);
        crate::admin::grant(&admin, "agent.it", "it/wlan", &["view", "manage", "move_into", "own"]).await;
        let manager = desk.sign_in("agent.it").await;
        let mut rule = on(&["tag_added"], "", json!([{"type": "set_priority", "priority": 5}]));
        manager.post(RULES, &rule).await.problem(403, "forbidden");
        rule["queue_id"] = json!(it);
        manager.post(RULES, &rule).await.problem(403, "forbidden");
        rule["queue_id"] = json!(wlan);
        let mut away = rule.clone();
        away["then"] = json!([{"type": "move", "queue_id": library}]);
        manager.post(RULES, &away).await.problem(403, "forbidden");
        let id = make(&manager, &rule).await;
        let general = make(&admin, &on(&["tag_added"], "tag:nie", json!([{"type": "add_tag", "tag": "x"}]))).await;
        let listed = manager.get(RULES).await.expect(200).json();
        let may: Vec<bool> = listed["items"].as_array().unwrap().iter().map(|one| one["may_edit"].as_bool().unwrap()).collect();
        assert_eq!(may, [true, false]);
        manager.put(&format!("{RULES}/{general}"), &rule).await.problem(403, "forbidden");
        manager.post(&format!("{RULES}/order"), &json!({"ids": [general, id]})).await.problem(403, "forbidden");
        // In the branch it acts, beside it it does not.
        let (inside, outside) = (agent.open_for("it/wlan", "Innen", "student@stud.hs-musterstadt.example").await, open(&agent, "Außen").await);
        let inside = inside["number"].as_str().unwrap().to_owned();
        for number in [&inside, &outside] {
            agent.apply(number, json!([{"type": "add_tag", "tag": "dringend"}])).await.expect(200);
        }
        work(&desk).await;
        assert_eq!(ticket(&agent, &inside).await["priority"], 5);
        assert_eq!(ticket(&agent, &outside).await["priority"], 3);
        desk.sign_in("agent.lib").await.get(RULES).await.problem(403, "forbidden");
        manager.delete(&format!("{RULES}/{id}")).await.expect(204);
    }

    async fn what_cannot_work_is_refused_with_the_field(desk: Desk) {
        let admin = desk.sign_in("admin").await;
        let tag = json!([{"type": "add_tag", "tag": "x"}]);
        for (rule, code, field) in [
            (on(&[], "", tag.clone()), "invalid", "on.events"),
            (on(&["created"], "state:gibtsnicht", tag.clone()), "invalid_filter", "when"),
            (on(&["created"], "owner:me", tag.clone()), "invalid", "when"),
            (on(&["created"], "", json!([])), "invalid", "then"),
            (on(&["created"], "", json!([{"type": "add_tag", "tag": "a b"}])), "invalid", "then.0.tag"),
            (on(&["created"], "", json!([{"type": "set_state", "state": "pending_reminder"}])), "invalid", "then.0.wait"),
            (on(&["created"], "", json!([{"type": "set_state", "state": "nix"}])), "invalid", "then.0.state"),
            (on(&["created"], "", json!([{"type": "send_mail", "to": "requester"}])), "invalid", "then.0.body.de"),
            (on(&["created"], "", json!([{"type": "send_mail", "to": "address", "body": {"de": "x", "en": ""}}])), "invalid", "then.0.address"),
            (on(&["created"], "", json!([{"type": "send_mail", "to": "requester", "body": {"de": "{% if %}", "en": ""}}])), "invalid_template", "then.0.body.de"),
        ] {
            let problem = admin.post(RULES, &rule).await.problem(422, code);
            assert_eq!(problem["errors"][0]["field"], field, "{rule}");
        }
    }

    async fn trying_out_tells_and_changes_nothing(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let number = open(&agent, "WLAN im Hörsaal").await;
        open(&agent, "Drucker").await;
        let wlan = admin.queue("it/wlan").await;
        let rule = on(&["created"], "wlan", json!([{"type": "move", "queue_id": wlan}, {"type": "add_tag", "tag": "funk"},
            {"type": "send_mail", "to": "owner", "body": {"de": "x", "en": "x"}}]));
        let tried = admin.post(&format!("{RULES}/try"), &json!({"rule": rule})).await.expect(200).json();
        assert_eq!((&tried["looked_at"], &tried["fitting"], &tried["acted_on"]), (&json!(2), &json!(1), &json!(1)));
        let one = &tried["tickets"][0];
        assert_eq!((&one["number"], &one["cause"]), (&json!(number), &json!("created")));
        let events: Vec<&str> = one["events"].as_array().unwrap().iter().map(|event| event["type"].as_str().unwrap()).collect();
        assert_eq!(events, ["moved", "tag_added"]);
        assert_eq!(one["skipped"][0]["effect"], "send_mail");
        let moved = on(&["moved"], "wlan", json!([{"type": "add_tag", "tag": "x"}]));
        let tried = admin.post(&format!("{RULES}/try"), &json!({"rule": moved})).await.expect(200).json();
        assert_eq!((&tried["fitting"], &tried["acted_on"]), (&json!(1), &json!(0)), "it was never moved");
        assert_eq!(count(&agent, &number, "moved").await, 0);
        assert!(ticket(&agent, &number).await.get("tags").is_none());
        assert!(admin.get(RULES).await.expect(200).json()["items"].as_array().unwrap().is_empty());
    }
}
