//! Escalations: what a service agreement has promised and was not kept makes rules act and people know, each once.

use jiff::SignedDuration;
use pult_server::{
    app::App,
    service::{clocks, notification, rule},
};
use serde_json::json;

use super::{count, make, on, open, runs, ticket};
use crate::support::{Desk, Visitor, on_both};

/// All that an instance does about what has happened.
async fn look(app: &App) {
    clocks::tell_due(app).await.unwrap();
    while rule::work::work(app).await.unwrap() > 0 {}
    while notification::note::note(app).await.unwrap() > 0 {}
}

/// Two instances do it at the same time, and once more.
async fn both_look(desk: &Desk) {
    let other = desk.another().await;
    tokio::join!(look(&desk.app), look(&other));
    tokio::join!(look(&other), look(&desk.app));
}

/// Of how many escalations somebody was told.
async fn told(agent: &Visitor) -> usize {
    let list = agent.get("/api/v1/notifications").await.expect(200).json();
    let items = list["items"].as_array().unwrap().iter();
    items.filter(|item| item["kind"] == "escalation").count()
}

on_both! {
    // req: B17 — whose it is is reminded, and where it is nobody's, those who work in the queue; rules may act on it.
    async fn what_nobody_works_on_is_told_and_acted_upon(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let path = format!("/api/v1/queues/{}/settings", admin.queue("it").await);
        let mut settings = admin.get(&path).await.expect(200).json()["settings"].clone();
        settings["remind_days"] = json!(2);
        admin.put(&path, &settings).await.expect(200);
        while clocks::recount(&desk.app).await.unwrap() > 0 {}
        make(&admin, &on(&["age_reminded"], "forgotten:yes", json!([{"type": "add_tag", "tag": "alt"}]))).await;
        let (mine, nobodys) = (open(&agent, "Meins").await, open(&agent, "Niemandes").await);
        agent.apply(&mine, json!([{"type": "take"}])).await.expect(200);
        both_look(&desk).await;
        desk.later(SignedDuration::from_hours(49));
        both_look(&desk).await;
        both_look(&desk).await;
        let agent = desk.sign_in("agent.it").await;
        let list = agent.get("/api/v1/notifications").await.expect(200).json();
        let aged = list["items"].as_array().unwrap().iter().filter(|item| item["kind"] == "age");
        let mut aged: Vec<_> = aged.map(|item| (item["number"].as_str().unwrap(), item["relation"].as_str().unwrap())).collect();
        aged.sort_unstable();
        let mut expected = vec![(mine.as_str(), "mine"), (nobodys.as_str(), "queues")];
        expected.sort_unstable();
        assert_eq!(aged, expected, "{list}");
        for number in [&mine, &nobodys] {
            assert_eq!(ticket(&agent, number).await["tags"], json!(["alt"]));
        }
        desk.later(SignedDuration::from_mins(3));
        notification::mail::send_due(&desk.app).await.unwrap();
        let mails = desk.delivered().await;
        let to_me = mails.iter().filter(|mail| mail.subject.starts_with("Not worked on for long"));
        assert_eq!(to_me.map(|mail| mail.subject.as_str()).collect::<Vec<_>>(), ["Not worked on for long: Meins"]);
    }

    // req: B15, C10
    async fn a_breach_makes_a_rule_act_and_tells_the_owner_once(desk: Desk) {
        let (admin, agent) = (desk.sign_in("admin").await, desk.sign_in("agent.it").await);
        let agreement = json!({"key": "standard", "names": {"de": "Standard", "en": "Standard"}, "first_response": 60, "solution": 480});
        admin.put("/api/v1/slas/standard", &agreement).await.expect(200);
        make(&admin, &on(&["escalation_warned"], "sla:standard", json!([{"type": "add_tag", "tag": "eilt"}]))).await;
        let breach = make(&admin, &on(&["escalated"], "escalating:yes", json!([
            {"type": "set_priority", "priority": 5}, {"type": "add_tag", "tag": "überfällig"}]))).await;
        let number = open(&agent, "Kein Netz").await;
        agent.apply(&number, json!([{"type": "take"}, {"type": "set_sla", "sla": "standard"}])).await.expect(200);
        both_look(&desk).await;
        assert_eq!((count(&agent, &number, "rule_applied").await, told(&agent).await), (0, 0));

        desk.later(SignedDuration::from_mins(50));
        both_look(&desk).await;
        let agent = desk.sign_in("agent.it").await;
        assert_eq!(ticket(&agent, &number).await["tags"], json!(["eilt"]));
        assert_eq!((count(&agent, &number, "rule_applied").await, told(&agent).await), (1, 1));

        desk.later(SignedDuration::from_mins(15));
        both_look(&desk).await;
        let agent = desk.sign_in("agent.it").await;
        let now = ticket(&agent, &number).await;
        assert_eq!((&now["tags"], &now["priority"]), (&json!(["eilt", "überfällig"]), &json!(5)));
        assert_eq!(count(&agent, &number, "escalated").await, 1);
        assert_eq!((count(&agent, &number, "rule_applied").await, told(&agent).await), (2, 2));
        assert_eq!(runs(&desk.sign_in("admin").await, &breach).await.len(), 1);
        desk.later(SignedDuration::from_mins(15));
        both_look(&desk).await;
        assert_eq!((count(&agent, &number, "rule_applied").await, told(&agent).await), (2, 2));
    }
}
