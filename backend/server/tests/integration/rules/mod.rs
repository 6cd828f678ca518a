//! Rules: what they do on events and in time, and where they end.

mod escalation;
mod events;
mod macros;
mod settings;
mod suggested;
mod timed;
mod webhooks;

use pult_server::service::rule;
use pult_shared::{
    api::queue::Names,
    area::Area,
    catalog::StateKey,
    i18n::{Texts, area_source},
    person::Language,
    rule::{RuleAction, RuleDef},
};
use serde_json::{Value, json};

use crate::support::{Desk, Visitor};

const RULES: &str = "/api/v1/rules";

/// A rule on events.
#[expect(
    clippy::needless_pass_by_value,
    reason = "whoever asks makes the value there and then"
)]
fn on(events: &[&str], when: &str, then: Value) -> Value {
    json!({"names": {"de": "Die Regel", "en": "The rule"}, "on": {"type": "events", "events": events}, "when": when, "then": then})
}

/// A preset as the page fills it in, with what its user puts in.
fn preset(name: &str, fill_in: impl FnOnce(&mut RuleDef)) -> Value {
    let texts = Texts::parse(Language::De, area_source(Area::Mail, Language::De));
    let said = |key: &str| Names {
        de: texts.get(&format!("{key}-de")),
        en: texts.get(&format!("{key}-en")),
    };
    let mut rule = pult_shared::rule::preset(name, said, StateKey::new("pending_close_successful"));
    assert!(!rule.names.de.starts_with("rule-preset"), "{name} has words");
    fill_in(&mut rule);
    serde_json::to_value(rule).unwrap()
}

/// Puts in where a preset moves tickets to.
fn moving_to(queue: &str) -> RuleAction {
    serde_json::from_value(json!({"type": "move", "queue_id": queue})).unwrap()
}

async fn make(admin: &Visitor, rule: &Value) -> String {
    let made = admin.post(RULES, rule).await.expect(201).json();
    made["id"].as_str().unwrap().to_owned()
}

/// Lets the rules look at all that has happened; at how much.
async fn work(desk: &Desk) -> usize {
    let mut all = 0;
    loop {
        match rule::work::work(&desk.app).await.unwrap() {
            0 => return all,
            some => all += some,
        }
    }
}

async fn history(agent: &Visitor, number: &str) -> Vec<Value> {
    let path = format!("/api/v1/tickets/{number}/history?limit=200");
    let page = agent.get(&path).await.expect(200).json();
    page["items"].as_array().unwrap().clone()
}

async fn count(agent: &Visitor, number: &str, event: &str) -> usize {
    let history = history(agent, number).await;
    history.iter().filter(|entry| entry["event"]["type"] == event).count()
}

async fn runs(admin: &Visitor, id: &str) -> Vec<Value> {
    let list = admin.get(&format!("{RULES}/{id}/runs")).await.expect(200).json();
    list["items"].as_array().unwrap().clone()
}

async fn ticket(agent: &Visitor, number: &str) -> Value {
    agent.get(&format!("/api/v1/tickets/{number}")).await.expect(200).json()
}

async fn open(agent: &Visitor, subject: &str) -> String {
    let ticket = agent
        .open_for("it", subject, "student@stud.hs-musterstadt.example")
        .await;
    ticket["number"].as_str().unwrap().to_owned()
}
