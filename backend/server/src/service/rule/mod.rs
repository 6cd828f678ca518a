//! Rules: the list that is kept, trying one out, and letting them act — on what has happened, and when it is time.
//!
//! A change of a ticket notes itself for the rules in its own transaction (`store::rules`). A worker takes such notes and lets the rules
//! act in a transaction that also settles the note: nothing is lost by a crash, and of two instances one acts.

mod act;
mod cache;
pub mod edit;
pub mod list;
pub mod runs;
pub mod timed;
pub mod try_out;
mod turn;
pub mod work;

use std::collections::{BTreeMap, BTreeSet};

use pult_domain::{
    actor::Actor,
    policy,
    refusal::Refusal,
    rule::{References, broken},
};
use pult_shared::{
    api::rule::RuleView,
    error::{ErrorCode, FieldError},
    ids::{PersonId, QueueId, TemplateId, WebhookId},
    person::PersonRef,
    rule::{RuleAction, RuleDef},
};
use pult_store::{
    Conn, people,
    rules::{Rule, RunCounts},
    templates, webhooks,
};

pub use cache::RuleCache;

use crate::service::{ServiceError, setup::Setup};

/// What rules refer to, looked up for all of them together.
struct Known<'a> {
    setup: &'a Setup,
    people: BTreeMap<PersonId, PersonRef>,
    templates: BTreeSet<TemplateId>,
    webhooks: BTreeSet<WebhookId>,
}

impl<'a> Known<'a> {
    async fn of(
        conn: &impl Conn,
        setup: &'a Setup,
        rules: impl Iterator<Item = &RuleDef>,
    ) -> Result<Self, ServiceError> {
        let named: Vec<PersonId> = rules.flat_map(|rule| &rule.then).filter_map(person).collect();
        let templates = templates::list(conn).await?.into_iter();
        Ok(Self {
            setup,
            people: people::refs(conn, &named).await?,
            templates: templates
                .filter(|found| found.template.valid)
                .map(|found| found.id)
                .collect(),
            webhooks: webhooks::list(conn).await?.into_iter().map(|found| found.id).collect(),
        })
    }

    fn faults(&self, rule: &RuleDef) -> Vec<FieldError> {
        let references = References {
            catalog: &self.setup.catalog,
            tree: &self.setup.tree,
            people: &self.people.keys().copied().collect(),
            templates: &self.templates,
            webhooks: &self.webhooks,
        };
        broken(rule, &references)
    }

    fn view(&self, actor: &Actor, found: Rule, counts: RunCounts) -> RuleView {
        let named: BTreeSet<PersonId> = found.rule.then.iter().filter_map(person).collect();
        RuleView {
            id: found.id,
            may_edit: may_edit(actor, &found.rule),
            faults: self.faults(&found.rule),
            people: named.iter().filter_map(|id| self.people.get(id).cloned()).collect(),
            runs: counts.applied,
            stops: counts.stopped,
            last_run_at: counts.last_at,
            rule: found.rule,
        }
    }

    /// Refuses what refers to something that is not there.
    fn check(&self, rule: &RuleDef) -> Result<(), Refusal> {
        let errors = self.faults(rule);
        if errors.is_empty() {
            return Ok(());
        }
        Err(Refusal {
            code: ErrorCode::Invalid,
            detail: None,
            errors,
        })
    }
}

fn may_edit(actor: &Actor, rule: &RuleDef) -> bool {
    permit(actor, rule).is_ok()
}

/// Lets a person set up a rule.
fn permit(actor: &Actor, rule: &RuleDef) -> Result<(), Refusal> {
    policy::permit_rule_settings(actor, rule.queue_id, moves_to(rule))?;
    if rule.then.iter().any(|action| matches!(action, RuleAction::Webhook(_))) {
        policy::permit_rule_webhooks(actor)?;
    }
    Ok(())
}

/// Whether somebody sees a rule: it is theirs to change, or holds where they manage something.
fn is_seen(actor: &Actor, rule: &RuleDef) -> bool {
    policy::manages_anything(actor)
        && rule
            .queue_id
            .is_none_or(|queue| actor.has(pult_shared::person::Permission::Manage, queue))
}

/// The queues that a rule moves tickets to.
fn moves_to(rule: &RuleDef) -> impl Iterator<Item = QueueId> {
    rule.then.iter().filter_map(|action| match action {
        RuleAction::Move(to) => Some(to.queue_id),
        _ => None,
    })
}

/// The person whom an action names.
fn person(action: &RuleAction) -> Option<PersonId> {
    match action {
        RuleAction::Assign(to) => to.owner_id,
        RuleAction::SetResponsible(to) => to.responsible_id,
        RuleAction::Watch(watch) => watch.person_id,
        _ => None,
    }
}
