//! Macros: the list that is kept, and what one is for whoever runs it. Running them is applying their commands.

pub mod edit;
pub mod list;

use std::collections::BTreeSet;

use pult_domain::{
    macros::commands,
    policy,
    rule::{References, broken},
};
use pult_shared::{
    Timestamp,
    api::macros::{MacroDef, MacroView},
    error::FieldError,
    ids::{PersonId, TemplateId},
    person::PersonRef,
    rule::{OnEvents, RuleAction, RuleDef, RuleTrigger},
};
use pult_store::{Conn, macros::Macro, people, templates};

use crate::service::{ServiceError, session::who::SignedIn, setup::Setup};

/// What macros refer to, looked up for all of them together.
struct Known<'a> {
    setup: &'a Setup,
    people: std::collections::BTreeMap<PersonId, PersonRef>,
    templates: BTreeSet<TemplateId>,
}

impl<'a> Known<'a> {
    async fn of(
        conn: &impl Conn,
        setup: &'a Setup,
        macros: impl Iterator<Item = &MacroDef>,
    ) -> Result<Self, ServiceError> {
        let named: Vec<PersonId> = macros.flat_map(|one| &one.then).filter_map(person).collect();
        let templates = templates::list(conn).await?.into_iter();
        Ok(Self {
            setup,
            people: people::refs(conn, &named).await?,
            templates: templates
                .filter(|found| found.template.valid)
                .map(|found| found.id)
                .collect(),
        })
    }

    fn faults(&self, definition: &MacroDef) -> Vec<FieldError> {
        let references = References {
            catalog: &self.setup.catalog,
            tree: &self.setup.tree,
            people: &self.people.keys().copied().collect(),
            templates: &self.templates,
            // Macros tell no other program.
            webhooks: &BTreeSet::new(),
        };
        // Actions are those of rules, and so is what may be wrong with them.
        let as_rule = RuleDef {
            names: definition.names.clone(),
            valid: definition.valid,
            queue_id: None,
            on: RuleTrigger::Events(OnEvents::default()),
            when: String::new(),
            then: definition.then.clone(),
            stop: false,
        };
        broken(&as_rule, &references)
    }

    fn view(&self, signed_in: &SignedIn, found: Macro, now: Timestamp) -> MacroView {
        let Macro { id, definition } = found;
        let named: BTreeSet<PersonId> = definition.then.iter().filter_map(person).collect();
        MacroView {
            id,
            may_edit: policy::permit_template(&signed_in.actor, &definition.queue_ids).is_ok(),
            commands: commands(&definition, now),
            faults: self.faults(&definition),
            people: named.iter().filter_map(|id| self.people.get(id).cloned()).collect(),
            definition,
        }
    }
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
