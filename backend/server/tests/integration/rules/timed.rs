//! Rules by the clock.

use jiff::SignedDuration;
use pult_server::service::{rule::timed::run_due, waits::go_on};
use serde_json::json;

use super::{count, make, open, preset, ticket};
use crate::support::{Desk, on_both};

fn days(count: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * count)
}

on_both! {
    // req: B19 — after silence a warning, and a week later the end: never both at once, whatever date had been set and however long nothing ran.
    async fn silence_is_warned_of_and_then_closed(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        make(&admin, &preset("silence", |_| {})).await;
        // Three wait for the customer, one for a spare part: that one is the desk's turn, and nobody is asked for anything.
        let mut numbers = Vec::new();
        for (subject, state, until) in [
            ("Rückfrage", "pending_close_successful", "2027-06-01T08:00:00Z"),
            ("Bald", "pending_close_successful", "2026-12-14T08:00:00Z"),
            ("Antwortet", "pending_close_successful", "2027-06-01T08:00:00Z"),
            ("Ersatzteil", "pending_reminder", "2027-06-01T08:00:00Z"),
        ] {
            let number = open(&agent, subject).await;
            let wait = json!({"type": "set_state", "state": state, "pending_until": until});
            agent.apply(&number, json!([{"type": "reply", "body": "Welches Gerät?"}, wait])).await.expect(200);
            numbers.push(number);
        }
        assert_eq!(run_due(&desk.app).await.unwrap(), 0);
        // Nothing ran for three weeks: it is caught up, and nobody is closed who was not warned.
        desk.later(days(20));
        assert_eq!(run_due(&desk.app).await.unwrap(), 3);
        assert_eq!((run_due(&desk.app).await.unwrap(), go_on(&desk.app).await.unwrap()), (0, 0), "once for each silence, and a week from now");
        let warned = desk.delivered().await.iter().filter(|mail| mail.text.contains("wir warten noch") || mail.text.contains("still waiting")).count();
        assert_eq!(warned, 3);
        let states = async || {
            let agent = desk.sign_in("agent.it").await;
            let mut states = Vec::new();
            for number in &numbers {
                states.push(ticket(&agent, number).await["state"].as_str().unwrap().to_owned());
            }
            states
        };
        let waits = "pending_close_successful";
        assert_eq!(states().await, [waits, waits, waits, "pending_reminder"]);
        desk.later(days(6));
        assert_eq!((run_due(&desk.app).await.unwrap(), go_on(&desk.app).await.unwrap()), (0, 0));
        let student = desk.sign_in("student").await;
        student.apply(&numbers[2], json!([{"type": "reply", "body": "Das graue."}])).await.expect(200);
        desk.later(days(1));
        assert_eq!(go_on(&desk.app).await.unwrap(), 2);
        assert_eq!(states().await, ["closed_successful", "closed_successful", "open", "pending_reminder"]);
        desk.later(days(30));
        assert_eq!((run_due(&desk.app).await.unwrap(), go_on(&desk.app).await.unwrap()), (0, 0));
    }

    async fn every_night_once_on_two_instances(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let number = open(&agent, "Liegt").await;
        make(&admin, &json!({"names": {"de": "Nachts", "en": "At night"}, "on": {"type": "daily", "time": "03:00", "time_zone": "Europe/Berlin"},
            "when": "state:active owner:nobody", "then": [{"type": "note", "body": "Noch niemand zuständig."}]})).await;
        assert_eq!(run_due(&desk.app).await.unwrap(), 0, "this night was before the rule");
        // 2026-11-23 02:01 UTC, three in Berlin.
        desk.later(SignedDuration::from_mins(17 * 60 + 1));
        let other = desk.another().await;
        let (one, two) = tokio::join!(run_due(&desk.app), run_due(&other));
        assert_eq!(one.unwrap() + two.unwrap(), 1);
        desk.later(SignedDuration::from_hours(3));
        assert_eq!(run_due(&desk.app).await.unwrap(), 0);
        desk.later(days(3));
        assert_eq!(run_due(&desk.app).await.unwrap(), 1, "of nights that were missed the last one");
        let agent = desk.sign_in("agent.it").await;
        assert_eq!(count(&agent, &number, "rule_applied").await, 2);
    }

    async fn waiting_is_counted_from_when_the_rule_acts(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        make(&admin, &json!({"names": {"de": "Wartet", "en": "Waits"}, "on": {"type": "after", "amount": 2, "unit": "hours", "since": "created"},
            "when": "state:new", "then": [{"type": "set_state", "state": "pending_reminder", "wait": {"amount": 3, "unit": "days"}}]})).await;
        let number = open(&agent, "Später").await;
        desk.later(SignedDuration::from_hours(2));
        assert_eq!(run_due(&desk.app).await.unwrap(), 1);
        let agent = desk.sign_in("agent.it").await;
        let ticket = ticket(&agent, &number).await;
        assert_eq!(ticket["state"], "pending_reminder");
        assert!(ticket["pending_until"].as_str().unwrap().starts_with("2026-11-25T11:"), "{}", ticket["pending_until"]);
    }
}
