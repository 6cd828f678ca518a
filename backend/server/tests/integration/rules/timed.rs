//! Rules by the clock.

use jiff::SignedDuration;
use pult_server::service::rule::timed::run_due;
use serde_json::json;

use super::{count, make, open, preset, ticket};
use crate::support::{Desk, on_both};

fn days(count: i64) -> SignedDuration {
    SignedDuration::from_hours(24 * count)
}

on_both! {
    // Close after silence, with a warning before: the warning is no contact, so that the time goes on.
    async fn silence_is_warned_of_and_then_closed(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        make(&admin, &preset("warn", |_| {})).await;
        make(&admin, &preset("close", |_| {})).await;
        // One waits for the customer, one for a spare part: that one is the desk's turn, and nobody is asked for anything.
        let (number, part) = (open(&agent, "Rückfrage").await, open(&agent, "Ersatzteil").await);
        for (number, state) in [(&number, "pending_close_successful"), (&part, "pending_reminder")] {
            let wait = json!({"type": "set_state", "state": state, "pending_until": "2027-06-01T08:00:00Z"});
            agent.apply(number, json!([{"type": "reply", "body": "Welches Gerät?"}, wait])).await.expect(200);
        }
        assert_eq!(run_due(&desk.app).await.unwrap(), 0);
        // Nothing ran for a day: it is caught up.
        desk.later(days(8));
        assert_eq!(run_due(&desk.app).await.unwrap(), 1);
        assert_eq!(run_due(&desk.app).await.unwrap(), 0, "once for each silence");
        let warned = desk.delivered().await.iter().filter(|mail| mail.text.contains("wir warten noch") || mail.text.contains("still waiting")).count();
        assert_eq!(warned, 1);
        desk.later(days(5));
        assert_eq!(run_due(&desk.app).await.unwrap(), 0);
        desk.later(days(2));
        assert_eq!(run_due(&desk.app).await.unwrap(), 1);
        let agent = desk.sign_in("agent.it").await;
        assert_eq!(ticket(&agent, &number).await["state"], "closed_successful");
        assert_eq!(count(&agent, &number, "rule_applied").await, 2);
        assert_eq!((&ticket(&agent, &part).await["state"], count(&agent, &part, "rule_applied").await), (&json!("pending_reminder"), 0));
        desk.later(days(30));
        assert_eq!(run_due(&desk.app).await.unwrap(), 0);
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
