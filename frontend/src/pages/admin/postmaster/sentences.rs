//! Filters in words: conditions, effects, and what came of them.

use leptos::prelude::*;
use pult_shared::{
    person::PersonRef,
    postmaster::{AppliedFilter, MailCondition, MailEffect, MailField, MailTest, SkippedEffect, TestHow, ValueKind},
};
use serde_json::Value;

use crate::{
    i18n::{t, text, words},
    queues::Queues,
    tr,
};

pub fn field(field: MailField) -> String {
    text(&format!("postmaster-field-{}", field.name()))
}

pub fn how(how: TestHow, not: bool) -> String {
    let not = if not { "not-" } else { "" };
    text(&format!("postmaster-how-{not}{}", how.name()))
}

/// One of the words that a field may be.
pub fn word(word: &str) -> String {
    text(&format!("postmaster-word-{word}"))
}

pub fn effect_name(name: &str) -> String {
    text(&format!("postmaster-effect-{name}"))
}

/// "Betreff enthält „WLAN“"
pub fn test(test: &MailTest, not: bool) -> String {
    let name = match test.field {
        MailField::Header => test.header.clone(),
        other => field(other),
    };
    if test.how == TestHow::Exists {
        return format!("{name} {}", how(test.how, not));
    }
    let value = match test.field.kind() {
        ValueKind::Words(_) => word(&test.value),
        _ => tr!("postmaster-quoted", text = test.value.clone()),
    };
    format!("{name} {} {value}", how(test.how, not))
}

/// What a test has found, in words where it is one of the language.
pub fn found(test: &MailTest, found: String) -> String {
    match test.field.kind() {
        ValueKind::Words(known) if known.contains(&found.as_str()) => word(&found),
        _ => found,
    }
}

/// A condition on one line.
pub fn condition(when: &MailCondition) -> String {
    match when {
        MailCondition::All { of } if of.is_empty() => text("postmaster-every-mail"),
        _ => inner(when, false, true),
    }
}

fn inner(when: &MailCondition, not: bool, outermost: bool) -> String {
    let joined = |of: &[MailCondition], key: &str| {
        let parts: Vec<String> = of
            .iter()
            .map(|part| inner(part, false, of.len() == 1 && outermost))
            .collect();
        let line = parts.join(&format!(" {} ", text(key)));
        let line = if of.len() > 1 && (!outermost || not) {
            format!("({line})")
        } else {
            line
        };
        if not {
            format!("{} {line}", text("postmaster-not"))
        } else {
            line
        }
    };
    match when {
        MailCondition::Test(one) => test(one, not),
        MailCondition::Not { of } => inner(of, !not, outermost),
        MailCondition::All { of } => joined(of, "postmaster-and"),
        MailCondition::Any { of } => joined(of, "postmaster-or"),
    }
}

/// An effect on one line.
pub fn effect(effect: &MailEffect, people: &[PersonRef], queues: Queues) -> String {
    let name = effect_name(effect.name());
    let person = |id: Option<pult_shared::ids::PersonId>| match id {
        None => text("postmaster-nobody"),
        Some(id) => {
            let known = people.iter().find(|person| person.id == id);
            known.map_or_else(|| text("postmaster-somebody"), |person| person.name.clone())
        }
    };
    let none = || text("postmaster-nothing");
    let value = match effect {
        MailEffect::Move(to) => queues.name(to.queue_id).unwrap_or_else(|| text("another-queue")),
        MailEffect::SetPriority(set) => words::priority(set.priority),
        MailEffect::SetType(set) => set.ticket_type.as_ref().map_or_else(none, words::ticket_type),
        MailEffect::SetService(set) => set.service.as_ref().map_or_else(none, words::service),
        MailEffect::SetState(set) => words::state(&set.state),
        MailEffect::SetField(set) => {
            let value = set
                .value
                .as_ref()
                .map_or_else(none, |value| words::field_value(&set.field, value));
            format!("{} = {value}", words::field(&set.field))
        }
        MailEffect::AddTag(tag) => tag.tag.clone(),
        MailEffect::Assign(to) => person(to.owner_id),
        MailEffect::SetResponsible(to) => person(to.responsible_id),
        MailEffect::Watch(watch) => person(watch.person_id),
        MailEffect::AddParticipant(add) => add.participant.address.clone(),
        MailEffect::AutoResponse(answer) => text(if answer.send { "yes" } else { "no" }),
        MailEffect::Unlock | MailEffect::Ignore | MailEffect::Quarantine => return name,
    };
    format!("{name}: {value}")
}

/// A part of a filter in the log of settings.
pub fn in_words(item: &Value, queues: Queues) -> Option<String> {
    item.get("type")?;
    if let Ok(when) = serde_json::from_value::<MailCondition>(item.clone()) {
        return Some(condition(&when));
    }
    let one = serde_json::from_value::<MailEffect>(item.clone()).ok()?;
    Some(effect(&one, &[], queues))
}

/// A filter that matched, with what came of it.
pub fn applied(filter: AppliedFilter) -> impl IntoView {
    let AppliedFilter {
        name, done, skipped, ..
    } = filter;
    let header = name.is_empty();
    let name = StoredValue::new(name);
    let shown = move || {
        if header {
            text("postmaster-header")
        } else {
            name.get_value()
        }
    };
    let done = (!done.is_empty()).then(move || {
        let done = move || done.iter().map(|name| effect_name(name)).collect::<Vec<_>>().join(", ");
        view! { <span>" – " {done}</span> }
    });
    let left_out = move |one: SkippedEffect| {
        let known = MailEffect::NAMES.contains(&one.effect.as_str());
        let what = move || {
            if known {
                effect_name(&one.effect)
            } else {
                one.effect.clone()
            }
        };
        view! {
            <li class="soft">
                {t("postmaster-skipped")} " " {what} " (" <span lang="en">{one.reason}</span> ")"
            </li>
        }
    };
    let skipped = (!skipped.is_empty())
        .then(|| view! { <ul class="plain-list">{skipped.into_iter().map(left_out).collect_view()}</ul> });
    view! {
        <li>
            <strong>{shown}</strong>
            {done}
            {skipped}
        </li>
    }
}
