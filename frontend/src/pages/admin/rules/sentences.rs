//! Rules in words: when they run, what they do, what came of it.

use pult_shared::{
    person::PersonRef,
    postmaster::SkippedEffect,
    rule::{RuleAction, RuleEvent, RuleMail, RuleRecipient, RuleTrigger, Since, TimeUnit},
};

use super::super::postmaster::sentences as effects;
use crate::{
    i18n::{text, words},
    queues::Queues,
    tr,
};

pub fn event(event: RuleEvent) -> String {
    text(&format!("rule-event-{}", event.name()))
}

pub fn weekday(day: u8) -> String {
    text(&format!("rule-weekday-{day}"))
}

pub fn unit(unit: TimeUnit) -> String {
    text(&format!("rule-unit-{}", unit.name()))
}

pub fn since(since: Since) -> String {
    text(&format!("rule-since-{}", since.name()))
}

pub fn recipient(to: RuleRecipient) -> String {
    text(&format!("rule-to-{}", to.name()))
}

fn span(amount: u32, unit: TimeUnit) -> String {
    match unit {
        TimeUnit::Minutes => tr!("rule-span-minutes", count = amount),
        TimeUnit::Hours => tr!("rule-span-hours", count = amount),
        TimeUnit::Days => tr!("rule-span-days", count = amount),
    }
}

/// "Ticket eröffnet, Antwort des Kunden"
pub fn trigger(on: &RuleTrigger) -> String {
    match on {
        RuleTrigger::Events(on) => {
            let all: Vec<String> = on.events.iter().map(|one| event(*one)).collect();
            all.join(", ")
        }
        RuleTrigger::Daily(at) => tr!("rule-daily-at", time = at.time.clone()),
        RuleTrigger::Weekly(at) => {
            tr!("rule-weekly-at", day = weekday(at.weekday), time = at.time.clone())
        }
        RuleTrigger::After(after) => {
            tr!(
                "rule-after-span",
                span = span(after.amount, after.unit),
                since = since(after.since)
            )
        }
    }
}

/// What set a rule off, by the name that the server gives.
pub fn cause(name: &str) -> String {
    if let Some(known) = RuleEvent::ALL.into_iter().find(|event| event.name() == name) {
        // Events and moments share names; what they say is the same.
        return event(known);
    }
    match Since::from_name(name) {
        Some(known) => since(known),
        None => text(&format!("rule-on-{name}")),
    }
}

pub fn action_name(name: &str) -> String {
    text(&format!("rule-action-{name}"))
}

/// An action on one line.
pub fn action(action: &RuleAction, people: &[PersonRef], queues: Queues) -> String {
    if let Some(effect) = action.effect() {
        return effects::effect(&effect, people, queues);
    }
    let name = action_name(action.name());
    let value = match action {
        RuleAction::SetState(set) => {
            let state = words::state(&set.state);
            match set.wait {
                Some(wait) => tr!("rule-state-for", state = state, span = span(wait.amount, wait.unit)),
                None => state,
            }
        }
        RuleAction::RemoveTag(tag) => tag.tag.clone(),
        RuleAction::Note(note) => first_line(&note.body),
        RuleAction::AddChecklistItem(add) => first_line(&add.text),
        RuleAction::SendMail(mail) => mail_to(mail),
        RuleAction::Notify(notify) => first_line(&words::name(&notify.text)),
        _ => return name,
    };
    format!("{name}: {value}")
}

fn mail_to(mail: &RuleMail) -> String {
    match (mail.to, &mail.address) {
        (RuleRecipient::Address, Some(address)) => address.clone(),
        (to, _) => recipient(to),
    }
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().chars().take(80).collect()
}

/// An action in the log of settings.
pub fn in_words(item: &serde_json::Value, queues: Queues) -> Option<String> {
    let one = serde_json::from_value::<RuleAction>(item.clone()).ok()?;
    Some(action(&one, &[], queues))
}

/// What could not be done, with the server's reason.
pub fn skipped(one: &SkippedEffect) -> (String, String) {
    (action_name(&one.effect), one.reason.clone())
}
