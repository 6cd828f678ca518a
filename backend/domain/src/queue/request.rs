//! A queue that somebody asks for: who may ask, what may be asked for, and what an approval makes of it.

use std::collections::BTreeSet;

use pult_shared::{
    api::{
        queue::{FollowUp, IntakeRules, Names, QueueMails, QueueSettings},
        queue_request::QueueRequestDef,
    },
    catalog::key_from,
    error::{ErrorCode, FieldCode, FieldError},
    ids::QueueId,
    limits::{DESCRIPTION_MAX, QUEUE_REQUEST_PEOPLE_MAX, UNLOCK_DEFAULT_MINUTES},
    person::Permission,
};

use super::{
    Queue, QueueChange, QueueTree,
    settings::{check, check_new},
};
use crate::{
    actor::Actor,
    catalog::Catalog,
    faults::Faults,
    refusal::Refusal,
    ticket::words::{clean_body, one_line},
};

/// Who may ask for a queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QueueRequesters {
    Nobody,
    #[default]
    Agents,
    Everybody,
}

/// What whoever sets a new queue up may do there, and what those may who work there.
pub const MANAGERS_MAY: [Permission; 9] = Permission::ALL;
pub const AGENTS_MAY: [Permission; 8] = [
    Permission::View,
    Permission::Create,
    Permission::Note,
    Permission::Reply,
    Permission::MoveInto,
    Permission::Own,
    Permission::Priority,
    Permission::Close,
];

/// What somebody asks for, as it is kept: without doubles, and whoever manages is not named as an agent once more.
///
/// # Errors
/// `invalid` with the fields at fault. That the people exist is checked elsewhere.
pub fn check_wanted(
    actor: &Actor,
    tree: &QueueTree,
    catalog: &Catalog,
    wanted: &QueueRequestDef,
) -> Result<QueueRequestDef, Refusal> {
    let mut faults = Faults::default();
    let parent = wanted.parent_id.map(|id| tree.get(id));
    if matches!(parent, Some(parent) if parent.is_none_or(|parent| !is_offered(actor, parent))) {
        faults.add("parent_id", FieldCode::Unknown);
        return faults.or(wanted.clone());
    }
    let managers = people(&wanted.managers, &[]);
    let kept = QueueRequestDef {
        names: Names {
            de: one_line(&wanted.names.de),
            en: one_line(&wanted.names.en),
        },
        key: filled(wanted.key.as_deref()),
        address: filled(wanted.address.as_deref()).map(|address| address.to_lowercase()),
        agents: people(&wanted.agents, &managers),
        managers,
        reason: clean_body(&wanted.reason),
        ..wanted.clone()
    };
    if kept.reason.is_empty() {
        faults.add("reason", FieldCode::Required);
    }
    faults.length("reason", &kept.reason, DESCRIPTION_MAX);
    if kept.managers.is_empty() {
        faults.add("managers", FieldCode::Required);
    }
    for (field, people) in [("agents", &kept.agents), ("managers", &kept.managers)] {
        if people.len() > QUEUE_REQUEST_PEOPLE_MAX {
            faults.add(field, FieldCode::TooMany);
        }
    }
    let settings = settings_wanted(tree, &kept);
    let looks = check(actor, tree, catalog, QueueId::NIL, None, &settings);
    let mut refused = faults.or(()).err().map(|refusal| refusal.errors).unwrap_or_default();
    if let Err(refusal) = looks {
        refused.extend(of_request(refusal).errors);
    }
    if refused.is_empty() {
        return Ok(kept);
    }
    Err(Refusal {
        errors: refused,
        ..Refusal::new(ErrorCode::Invalid)
    })
}

/// The queue that an approval would make.
///
/// # Errors
/// As for a new queue; the fields are those of the request.
pub fn check_approved(
    actor: &Actor,
    tree: &QueueTree,
    catalog: &Catalog,
    id: QueueId,
    wanted: &QueueRequestDef,
) -> Result<QueueChange, Refusal> {
    check_new(actor, tree, catalog, id, &settings_wanted(tree, wanted)).map_err(of_request)
}

/// Why a request is refused, as it is kept.
///
/// # Errors
/// `invalid` for a reason that says nothing or is too long.
pub fn check_refusal(reason: &str) -> Result<String, Refusal> {
    let reason = clean_body(reason);
    let mut faults = Faults::default();
    if reason.is_empty() {
        faults.add("reason", FieldCode::Required);
    }
    faults.length("reason", &reason, DESCRIPTION_MAX);
    faults.or(reason)
}

/// The last part of the path of the queue: as it was wanted, else made from its German name.
#[must_use]
pub fn key_wanted(wanted: &QueueRequestDef) -> String {
    wanted.key.clone().unwrap_or_else(|| key_from(&wanted.names.de))
}

/// How the new queue works: as the one above, as far as that says something that fits others too.
fn settings_wanted(tree: &QueueTree, wanted: &QueueRequestDef) -> QueueSettings {
    let above = wanted.parent_id.and_then(|parent| tree.get(parent));
    QueueSettings {
        parent_id: wanted.parent_id,
        key: key_wanted(wanted),
        names: wanted.names.clone(),
        description: Names::default(),
        addresses: wanted.address.iter().cloned().collect(),
        portal: wanted.portal,
        closing_mail: above.is_none_or(|above| above.closing_mail),
        catch_all: false,
        valid: true,
        salutation: above.map(|above| above.salutation.clone()).unwrap_or_default(),
        signature: Names::default(),
        follow_up: above.map_or(FollowUp::default(), |above| above.follow_up),
        unlock_minutes: above.map_or(Some(UNLOCK_DEFAULT_MINUTES), |above| above.unlock_minutes),
        calendar: wanted.calendar.clone(),
        sla: wanted.sla.clone(),
        remind_days: None,
        default_priority: above.and_then(|above| above.default_priority),
        default_type: above.and_then(|above| above.default_type.clone()),
        mails: QueueMails::default(),
        intake: above.map_or_else(IntakeRules::default, |above| above.intake),
        sensitive: false,
        customers_close: above.is_none_or(|above| above.customers_close),
        name_shown: true,
        address_domains: Vec::new(),
    }
}

/// Whether somebody may name a queue as the one above.
fn is_offered(actor: &Actor, queue: &Queue) -> bool {
    let seen = queue.portal || actor.has(Permission::View, queue.id) || actor.has(Permission::Manage, queue.id);
    seen && queue.valid
}

/// Account ids and addresses, each once.
fn people(named: &[String], but: &[String]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let named = named.iter().map(|name| one_line(name).to_lowercase());
    named
        .filter(|name| !name.is_empty() && !but.contains(name) && seen.insert(name.clone()))
        .collect()
}

fn filled(text: Option<&str>) -> Option<String> {
    text.map(one_line).filter(|text| !text.is_empty())
}

/// What is wrong with the queue, told about the fields of the request.
fn of_request(mut refusal: Refusal) -> Refusal {
    for FieldError { field, .. } in &mut refusal.errors {
        if field.starts_with("addresses") {
            "address".clone_into(field);
        }
    }
    refusal
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::queue::tests::{queue, tree};

    fn wanted() -> QueueRequestDef {
        QueueRequestDef {
            parent_id: Some(queue(1)),
            names: Names {
                de: "Institut für Physik".to_owned(),
                en: "Department of Physics".to_owned(),
            },
            address: Some(" Physik@hs-musterstadt.example".to_owned()),
            agents: vec!["kim".to_owned(), " KIM ".to_owned(), "ada".to_owned()],
            managers: vec!["ada".to_owned()],
            reason: "Wir bekommen viele Anfragen.".to_owned(),
            ..QueueRequestDef::default()
        }
    }

    fn agent() -> Actor {
        Actor {
            person_id: pult_shared::ids::PersonId::NIL,
            name: "Ada".to_owned(),
            administrator: false,
            grants: tree().inherit(&[(queue(1), Permission::View)]),
            organisation: None,
            seer: None,
        }
    }

    fn manager() -> Actor {
        Actor {
            grants: tree().inherit(&[(queue(1), Permission::Manage)]),
            ..agent()
        }
    }

    // req: C12, C13
    #[test]
    fn a_request_is_kept_tidy() {
        let kept = check_wanted(&agent(), &tree(), &Catalog::default(), &wanted()).expect("allowed");
        assert_eq!(kept.address.as_deref(), Some("physik@hs-musterstadt.example"));
        assert_eq!(
            (kept.agents, kept.managers),
            (vec!["kim".to_owned()], vec!["ada".to_owned()])
        );
    }

    #[test]
    fn what_may_not_be_asked_for() {
        let of = |change: fn(&mut QueueRequestDef)| {
            let mut wanted = wanted();
            change(&mut wanted);
            let refusal = check_wanted(&agent(), &tree(), &Catalog::default(), &wanted).expect_err("refused");
            let told: Vec<(String, FieldCode)> = refusal.errors.into_iter().map(|one| (one.field, one.code)).collect();
            told
        };
        let one = |field: &str, code| vec![(field.to_owned(), code)];
        assert_eq!(
            of(|wanted| wanted.parent_id = Some(queue(99))),
            one("parent_id", FieldCode::Unknown)
        );
        assert_eq!(
            of(|wanted| wanted.reason = " ".to_owned()),
            one("reason", FieldCode::Required)
        );
        assert_eq!(
            of(|wanted| wanted.managers.clear()),
            one("managers", FieldCode::Required)
        );
        assert_eq!(
            of(|wanted| wanted.address = Some("physik".to_owned())),
            one("address", FieldCode::Malformed)
        );
        assert_eq!(
            of(|wanted| wanted.key = Some("wlan".to_owned())),
            one("key", FieldCode::Taken)
        );
        assert_eq!(
            of(|wanted| wanted.agents = (0..=QUEUE_REQUEST_PEOPLE_MAX).map(|n| n.to_string()).collect()),
            one("agents", FieldCode::TooMany)
        );
    }

    // req: E8
    #[test]
    fn whoever_manages_the_queue_above_approves() {
        let id = queue(50);
        let of_the_house = QueueRequestDef {
            address: Some("physik@example.org".to_owned()),
            ..wanted()
        };
        let made = check_approved(&manager(), &tree(), &Catalog::default(), id, &of_the_house).expect("allowed");
        assert_eq!(made.queue.path, "it/institut_fuer_physik");
        // An address of another domain is for administrators to give, also where somebody asks for it.
        let foreign = check_approved(&manager(), &tree(), &Catalog::default(), id, &wanted()).expect_err("refused");
        let told: Vec<_> = foreign
            .errors
            .iter()
            .map(|one| (one.field.as_str(), one.code))
            .collect();
        assert_eq!(told, [("address", FieldCode::ForeignDomain)]);
        let admin = Actor {
            administrator: true,
            ..agent()
        };
        assert!(check_approved(&admin, &tree(), &Catalog::default(), id, &wanted()).is_ok());
        let refused = check_approved(&agent(), &tree(), &Catalog::default(), id, &wanted()).expect_err("refused");
        assert_eq!(refused.code, ErrorCode::Forbidden);
    }
}
