//! Which postmaster filters may be set up, and what an old one refers to that is no more.

use std::collections::BTreeSet;

use pult_shared::{
    catalog::StateType,
    error::{ErrorCode, FieldCode, FieldError},
    ids::{PersonId, RoleId},
    limits::{
        FILTER_MAX, NAME_MAX, POSTMASTER_DEPTH_MAX, POSTMASTER_EFFECTS_MAX, POSTMASTER_TESTS_MAX, POSTMASTER_VALUE_MAX,
    },
    mailbox::is_address,
    postmaster::{MailCondition, MailEffect, MailField, MailTest, PostmasterFilterDef, TestHow, ValueKind},
};

use super::matching::check_value;
use crate::{
    catalog::Catalog,
    queue::QueueTree,
    refusal::Refusal,
    ticket::{canonical, tag_of, words::one_line},
};

/// The filter as it may be kept. Whether it refers to things that exist is told by [`broken`].
///
/// # Errors
/// `invalid` with the fields at fault; of a regular expression with the place.
pub fn check_filter(filter: &PostmasterFilterDef) -> Result<PostmasterFilterDef, Refusal> {
    let mut faults = Vec::new();
    let mut detail = None;
    let name = one_line(&filter.name);
    if name.is_empty() {
        faults.push(FieldError::new("name", FieldCode::Required));
    } else if name.chars().count() > NAME_MAX {
        faults.push(FieldError::new("name", FieldCode::TooLong));
    }
    check_condition(&filter.when, &mut faults, &mut detail);
    check_effects(&filter.then, &mut faults);
    if faults.is_empty() {
        return Ok(PostmasterFilterDef { name, ..filter.clone() });
    }
    Err(Refusal {
        code: ErrorCode::Invalid,
        detail,
        errors: faults,
    })
}

fn check_condition(when: &MailCondition, faults: &mut Vec<FieldError>, detail: &mut Option<String>) {
    // The depth first: everything else goes down the tree.
    if when.depth() > POSTMASTER_DEPTH_MAX {
        faults.push(FieldError::new("when", FieldCode::TooMany));
        return;
    }
    let tests = when.tests("when");
    if tests.len() > POSTMASTER_TESTS_MAX {
        faults.push(FieldError::new("when", FieldCode::TooMany));
        return;
    }
    // Every mail may be meant, but then by the whole condition: an empty group further down is one that was forgotten.
    if !matches!(when, MailCondition::All { of } if of.is_empty()) {
        check_groups(when, "when", faults);
    }
    for (path, test) in tests {
        check_test(&path, test, faults, detail);
    }
}

fn check_groups(condition: &MailCondition, path: &str, faults: &mut Vec<FieldError>) {
    match condition {
        MailCondition::Test(_) => {}
        MailCondition::Not { of } => check_groups(of, &format!("{path}.of"), faults),
        MailCondition::All { of } | MailCondition::Any { of } => {
            if of.is_empty() {
                faults.push(FieldError::new(format!("{path}.of"), FieldCode::Required));
            }
            for (index, part) in of.iter().enumerate() {
                check_groups(part, &format!("{path}.of.{index}"), faults);
            }
        }
    }
}

fn check_test(path: &str, test: &MailTest, faults: &mut Vec<FieldError>, detail: &mut Option<String>) {
    let mut add = |field: &str, code| faults.push(FieldError::new(format!("{path}.{field}"), code));
    if test.field == MailField::Header {
        let name = test.header.trim();
        // RFC 5322 §3.6.8: printable, no colon.
        match name.chars().count() {
            0 => add("header", FieldCode::Required),
            1..=NAME_MAX if name.chars().all(|c| c.is_ascii_graphic() && c != ':') => {}
            1..=NAME_MAX => add("header", FieldCode::Malformed),
            _ => add("header", FieldCode::TooLong),
        }
    }
    if !test.field.hows().contains(&test.how) {
        return add("how", FieldCode::NotAllowed);
    }
    if test.how == TestHow::Exists {
        return;
    }
    let value = test.value.trim();
    if value.is_empty() {
        return add("value", FieldCode::Required);
    }
    if value.chars().count() > POSTMASTER_VALUE_MAX.min(FILTER_MAX) {
        return add("value", FieldCode::TooLong);
    }
    match test.field.kind() {
        ValueKind::Words(words) if !words.contains(&value) => add("value", FieldCode::Unknown),
        ValueKind::Role if value.parse::<RoleId>().is_err() => add("value", FieldCode::Malformed),
        ValueKind::Words(_) | ValueKind::Role => {}
        ValueKind::Text | ValueKind::Size | ValueKind::Score => {
            if let Err(unreadable) = check_value(test) {
                let error = FieldError::new(format!("{path}.value"), FieldCode::Malformed);
                faults.push(match unreadable.place {
                    Some((at, length)) => error.at(at, length),
                    None => error,
                });
                detail.get_or_insert(unreadable.reason);
            }
        }
    }
}

fn check_effects(effects: &[MailEffect], faults: &mut Vec<FieldError>) {
    match effects.len() {
        0 => faults.push(FieldError::new("then", FieldCode::Required)),
        1..=POSTMASTER_EFFECTS_MAX => {}
        _ => faults.push(FieldError::new("then", FieldCode::TooMany)),
    }
    for (index, effect) in effects.iter().enumerate() {
        if let Some((field, code)) = check_effect(effect) {
            faults.push(FieldError::new(format!("then.{index}.{field}"), code));
        }
    }
}

/// The field of an effect that is at fault whatever it refers to.
pub(crate) fn check_effect(effect: &MailEffect) -> Option<(&'static str, FieldCode)> {
    match effect {
        MailEffect::AddTag(tag) => tag_of(&tag.tag).err().map(|code| ("tag", code)),
        MailEffect::AddParticipant(add_to) if add_to.participant.address.trim().is_empty() => {
            Some(("participant", FieldCode::Required))
        }
        MailEffect::AddParticipant(add_to) if !is_address(&add_to.participant.address) => {
            Some(("participant", FieldCode::Malformed))
        }
        MailEffect::Watch(watch) if watch.person_id.is_none() => Some(("person_id", FieldCode::Required)),
        MailEffect::SetState(set) if set.pending_until.is_some() => Some(("pending_until", FieldCode::NotAllowed)),
        _ => None,
    }
}

/// What of a filter refers to something that is not there, or is no longer valid. `roles` and `people`: those that are, of all that it
/// names; people as far as they work here.
#[must_use]
pub fn broken(
    filter: &PostmasterFilterDef,
    catalog: &Catalog,
    tree: &QueueTree,
    roles: &BTreeSet<RoleId>,
    people: &BTreeSet<PersonId>,
) -> Vec<FieldError> {
    let mut faults = Vec::new();
    for (path, test) in filter.when.tests("when") {
        let role = || test.value.trim().parse::<RoleId>().ok();
        if test.field == MailField::Role && role().is_some_and(|role| !roles.contains(&role)) {
            faults.push(FieldError::new(format!("{path}.value"), FieldCode::Unknown));
        }
    }
    for (index, effect) in filter.then.iter().enumerate() {
        if let Some((field, code)) = fault(effect, catalog, tree, people) {
            faults.push(FieldError::new(format!("then.{index}.{field}"), code));
        }
    }
    faults
}

pub(crate) fn fault(
    effect: &MailEffect,
    catalog: &Catalog,
    tree: &QueueTree,
    people: &BTreeSet<PersonId>,
) -> Option<(&'static str, FieldCode)> {
    let usable = |valid: Option<bool>| match valid {
        None => Some(FieldCode::Unknown),
        Some(false) => Some(FieldCode::NotAllowed),
        Some(true) => None,
    };
    let person = |id: Option<PersonId>| match id {
        Some(id) if !people.contains(&id) => Some(FieldCode::Unknown),
        _ => None,
    };
    let (field, code) = match effect {
        MailEffect::Move(to) => ("queue_id", usable(tree.get(to.queue_id).map(|queue| queue.valid))),
        MailEffect::SetType(set) => {
            let key = set.ticket_type.as_ref()?;
            ("ticket_type", usable(catalog.ticket_type(key).map(|found| found.valid)))
        }
        MailEffect::SetService(set) => {
            let key = set.service.as_ref()?;
            ("service", usable(catalog.service(key).map(|found| found.valid)))
        }
        MailEffect::SetState(set) => {
            let state = catalog.state(&set.state);
            // Until when it would wait nobody can say of mails to come.
            let settable = |kind: StateType| !kind.is_pending() && kind != StateType::Merged;
            (
                "state",
                usable(state.map(|found| found.valid && settable(found.state_type))),
            )
        }
        MailEffect::SetField(set) => {
            let field = catalog.field(&set.field);
            match (field, &set.value) {
                (Some(found), Some(value)) if found.valid => ("value", canonical(found, value).err()),
                (found, _) => ("field", usable(found.map(|found| found.valid))),
            }
        }
        MailEffect::Assign(to) => ("owner_id", person(to.owner_id)),
        MailEffect::SetResponsible(to) => ("responsible_id", person(to.responsible_id)),
        MailEffect::Watch(watch) => ("person_id", person(watch.person_id)),
        MailEffect::SetPriority(_)
        | MailEffect::AddTag(_)
        | MailEffect::AddParticipant(_)
        | MailEffect::Unlock
        | MailEffect::AutoResponse(_)
        | MailEffect::Ignore
        | MailEffect::Quarantine => return None,
    };
    code.map(|code| (field, code))
}
