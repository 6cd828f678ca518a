//! Which rules may be set up, and what an old one refers to that is no more.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;
use pult_shared::{
    api::queue::Names,
    catalog::StateType,
    error::{FieldCode, FieldError},
    filter::{Filter, Who},
    ids::{PersonId, QueueId, TemplateId, WebhookId},
    limits::{
        BODY_MAX, CHECKLIST_MAX, FIELD_TEXT_MAX, FILTER_MAX, RULE_ACTIONS_MAX, RULE_SPAN_MAX_MINUTES, SUBJECT_MAX,
        TEMPLATE_MAX,
    },
    mailbox::is_address,
    rule::{RuleAction, RuleDef, RuleMail, RuleRecipient, RuleState, RuleTrigger, clock_time},
};

use super::holds_in;
use crate::{
    catalog::Catalog,
    faults::Faults,
    inbound::postmaster::{check_effect, fault},
    queue::QueueTree,
    refusal::Refusal,
    ticket::{tag_of, words::one_line},
};

/// What rules may refer to.
pub struct References<'a> {
    pub catalog: &'a Catalog,
    pub tree: &'a QueueTree,
    /// Those of the people named who work here.
    pub people: &'a BTreeSet<PersonId>,
    /// Those templates that are in use.
    pub templates: &'a BTreeSet<TemplateId>,
    pub webhooks: &'a BTreeSet<WebhookId>,
}

/// The rule as it may be kept. `filter` is its condition, read. Whether it refers to things that exist is told by [`broken`].
///
/// # Errors
/// `invalid` with the fields at fault.
pub fn check_rule(rule: &RuleDef, filter: &Filter, tree: &QueueTree) -> Result<RuleDef, Refusal> {
    let mut faults = Faults::default();
    let names = faults.names("names", &rule.names);
    if rule.queue_id.is_some_and(|id| tree.get(id).is_none()) {
        faults.add("queue_id", FieldCode::Unknown);
    }
    check_trigger(&rule.on, &mut faults);
    let when = rule.when.trim().to_owned();
    faults.length("when", &when, FILTER_MAX);
    if asks_me(filter) {
        faults.because(
            "when",
            FieldCode::NotAllowed,
            "A rule is nobody: there is no `me` in it.",
        );
    }
    match rule.then.len() {
        0 => faults.add("then", FieldCode::Required),
        1..=RULE_ACTIONS_MAX => {}
        _ => faults.add("then", FieldCode::TooMany),
    }
    for (index, action) in rule.then.iter().enumerate() {
        let path = format!("then.{index}");
        if matches!(action, RuleAction::Take) {
            faults.add(format!("{path}.type"), FieldCode::NotAllowed);
        }
        check_action(&path, action, &mut faults);
    }
    if let Some(index) = leaves_branch(rule, tree) {
        faults.because(
            format!("then.{index}"),
            FieldCode::NotAllowed,
            "The ticket has left the branch of the rule by then; let moving be the last action.",
        );
    }
    faults.or(RuleDef {
        names,
        when,
        ..rule.clone()
    })
}

/// The first action that would act on a ticket which the rule has moved out of its own branch.
#[must_use]
pub fn leaves_branch(rule: &RuleDef, tree: &QueueTree) -> Option<usize> {
    let out = rule.then.iter().position(|action| {
        matches!(action, RuleAction::Move(to) if tree.get(to.queue_id).is_some() && !holds_in(rule.queue_id, to.queue_id, tree))
    })?;
    (out + 1 < rule.then.len()).then_some(out + 1)
}

/// Whether a filter asks who asks.
pub(crate) fn asks_me(filter: &Filter) -> bool {
    match filter {
        Filter::Not(inner) => asks_me(inner),
        Filter::And(parts) | Filter::Or(parts) => parts.iter().any(asks_me),
        Filter::Owner(who)
        | Filter::Requester(who)
        | Filter::Responsible(who)
        | Filter::Watcher(who)
        | Filter::Mentioned(who)
        | Filter::Participant(who)
        | Filter::Readable(who) => *who == Who::Me,
        _ => false,
    }
}

fn check_trigger(on: &RuleTrigger, faults: &mut Faults) {
    let mut time = |time: &str, zone: &str| {
        if clock_time(time).is_none() {
            faults.add("on.time", FieldCode::Malformed);
        }
        if TimeZone::get(zone).is_err() {
            faults.add("on.time_zone", FieldCode::Unknown);
        }
    };
    match on {
        RuleTrigger::Events(on) if on.events.is_empty() => faults.add("on.events", FieldCode::Required),
        RuleTrigger::Events(_) => {}
        RuleTrigger::Daily(at) => time(&at.time, &at.time_zone),
        RuleTrigger::Weekly(at) => {
            time(&at.time, &at.time_zone);
            if !(1..=7).contains(&at.weekday) {
                faults.add("on.weekday", FieldCode::NotAllowed);
            }
        }
        RuleTrigger::After(after) if after.amount == 0 => faults.add("on.amount", FieldCode::Required),
        RuleTrigger::After(after) if after.minutes() > RULE_SPAN_MAX_MINUTES => {
            faults.add("on.amount", FieldCode::NotAllowed);
        }
        RuleTrigger::After(_) => {}
    }
}

/// What is wrong with an action, whatever it refers to.
pub(crate) fn check_action(path: &str, action: &RuleAction, faults: &mut Faults) {
    if let Some(effect) = action.effect() {
        if let Some((field, code)) = check_effect(&effect) {
            faults.add(format!("{path}.{field}"), code);
        }
        return;
    }
    match action {
        RuleAction::RemoveTag(tag) => {
            if let Err(code) = tag_of(&tag.tag) {
                faults.add(format!("{path}.tag"), code);
            }
        }
        RuleAction::SetState(set) => {
            if set.wait.is_some_and(|wait| wait.amount == 0) {
                faults.add(format!("{path}.wait"), FieldCode::Required);
            } else if set.wait.is_some_and(|wait| wait.minutes() > RULE_SPAN_MAX_MINUTES) {
                faults.add(format!("{path}.wait"), FieldCode::NotAllowed);
            }
        }
        RuleAction::Note(note) => {
            required(&format!("{path}.body"), &note.body, BODY_MAX, faults);
            if !note.attachments.is_empty() || !note.mentions.is_empty() {
                faults.add(format!("{path}.body"), FieldCode::NotAllowed);
            }
        }
        RuleAction::AddChecklistItem(add) => {
            required(
                &format!("{path}.text"),
                &add.text,
                FIELD_TEXT_MAX.min(CHECKLIST_MAX * 10),
                faults,
            );
        }
        RuleAction::SendMail(mail) => check_mail(path, mail, faults),
        RuleAction::Notify(notify) => {
            let one_language = [&notify.text.de, &notify.text.en];
            if one_language.iter().all(|text| one_line(text).is_empty()) {
                faults.add(format!("{path}.text.de"), FieldCode::Required);
            }
            lengths(&format!("{path}.text"), &notify.text, SUBJECT_MAX, faults);
        }
        _ => {}
    }
}

fn required(field: &str, text: &str, max: usize, faults: &mut Faults) {
    if text.trim().is_empty() {
        faults.add(field, FieldCode::Required);
    }
    faults.length(field, text, max);
}

fn lengths(field: &str, texts: &Names, max: usize, faults: &mut Faults) {
    faults.length(&format!("{field}.de"), &texts.de, max);
    faults.length(&format!("{field}.en"), &texts.en, max);
}

fn check_mail(path: &str, mail: &RuleMail, faults: &mut Faults) {
    match (mail.to, mail.address.as_deref().map(str::trim)) {
        (RuleRecipient::Address, None | Some("")) => faults.add(format!("{path}.address"), FieldCode::Required),
        (RuleRecipient::Address, Some(address)) if !is_address(address) => {
            faults.add(format!("{path}.address"), FieldCode::Malformed);
        }
        (RuleRecipient::Address, Some(_)) | (_, None) => {}
        (_, Some(_)) => faults.add(format!("{path}.address"), FieldCode::NotAllowed),
    }
    match (mail.template_id, mail.body.is_empty()) {
        (None, true) => faults.because(
            format!("{path}.body.de"),
            FieldCode::Required,
            "A text in at least one language, or a template.",
        ),
        (Some(_), false) => faults.add(format!("{path}.template_id"), FieldCode::NotAllowed),
        _ => {}
    }
    lengths(&format!("{path}.subject"), &mail.subject, SUBJECT_MAX, faults);
    lengths(&format!("{path}.body"), &mail.body, TEMPLATE_MAX, faults);
}

/// What of a rule refers to something that is not there, or is no longer valid.
#[must_use]
pub fn broken(rule: &RuleDef, known: &References<'_>) -> Vec<FieldError> {
    let mut faults = Vec::new();
    if rule.queue_id.is_some_and(|id: QueueId| known.tree.get(id).is_none()) {
        faults.push(FieldError::new("queue_id", FieldCode::Unknown));
    }
    for (index, action) in rule.then.iter().enumerate() {
        let wrong = match action {
            RuleAction::SetState(set) => state_fault(set, known.catalog),
            RuleAction::SendMail(mail) => {
                let gone = mail.template_id.is_some_and(|id| !known.templates.contains(&id));
                gone.then_some(("template_id", FieldCode::Unknown))
            }
            RuleAction::Webhook(to) => {
                let gone = !known.webhooks.contains(&to.webhook_id);
                gone.then_some(("webhook_id", FieldCode::Unknown))
            }
            other => other
                .effect()
                .and_then(|effect| fault(&effect, known.catalog, known.tree, known.people)),
        };
        if let Some((field, code)) = wrong {
            faults.push(FieldError::new(format!("then.{index}.{field}"), code));
        }
    }
    faults
}

fn state_fault(set: &RuleState, catalog: &Catalog) -> Option<(&'static str, FieldCode)> {
    let Some(state) = catalog.state(&set.state) else {
        return Some(("state", FieldCode::Unknown));
    };
    match (state.state_type.is_pending(), set.wait) {
        _ if !state.valid || state.state_type == StateType::Merged => Some(("state", FieldCode::NotAllowed)),
        (true, None) => Some(("wait", FieldCode::Required)),
        (false, Some(_)) => Some(("wait", FieldCode::NotAllowed)),
        _ => None,
    }
}
