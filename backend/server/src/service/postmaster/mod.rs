//! Postmaster filters: the list that administrators keep, and trying it out on a mail.

mod cache;
pub mod edit;
pub mod list;
pub mod try_out;

use std::collections::{BTreeMap, BTreeSet};

use pult_domain::{inbound::postmaster::broken, refusal::Refusal};
use pult_shared::{
    api::postmaster::PostmasterFilterView,
    error::FieldError,
    ids::{PersonId, RoleId},
    person::PersonRef,
    postmaster::{MailEffect, PostmasterFilterDef},
};
use pult_store::{Conn, people, postmaster::PostmasterFilter, roles};

pub use cache::PostmasterCache;

use crate::service::{ServiceError, setup::Setup};

/// What filters refer to, looked up for all of them together.
struct Known<'a> {
    setup: &'a Setup,
    roles: BTreeSet<RoleId>,
    people: BTreeMap<PersonId, PersonRef>,
}

impl<'a> Known<'a> {
    async fn of(
        conn: &impl Conn,
        setup: &'a Setup,
        filters: impl Iterator<Item = &PostmasterFilterDef>,
    ) -> Result<Self, ServiceError> {
        let named: Vec<PersonId> = filters.flat_map(|filter| &filter.then).filter_map(person).collect();
        Ok(Self {
            setup,
            roles: roles::list(conn).await?.into_iter().map(|role| role.id).collect(),
            people: people::refs(conn, &named).await?,
        })
    }

    fn faults(&self, filter: &PostmasterFilterDef) -> Vec<FieldError> {
        let people = self.people.keys().copied().collect();
        broken(filter, &self.setup.catalog, &self.setup.tree, &self.roles, &people)
    }

    fn view(&self, found: PostmasterFilter) -> PostmasterFilterView {
        let named = found.filter.then.iter().filter_map(person);
        let named: BTreeSet<PersonId> = named.collect();
        PostmasterFilterView {
            id: found.id,
            faults: self.faults(&found.filter),
            people: named.iter().filter_map(|id| self.people.get(id).cloned()).collect(),
            filter: found.filter,
        }
    }

    /// Refuses what refers to something that is not there.
    fn check(&self, filter: &PostmasterFilterDef) -> Result<(), Refusal> {
        let errors = self.faults(filter);
        if errors.is_empty() {
            return Ok(());
        }
        Err(Refusal {
            code: pult_shared::error::ErrorCode::Invalid,
            detail: None,
            errors,
        })
    }
}

/// The person whom an effect names.
fn person(effect: &MailEffect) -> Option<PersonId> {
    match effect {
        MailEffect::Assign(to) => to.owner_id,
        MailEffect::SetResponsible(to) => to.responsible_id,
        MailEffect::Watch(watch) => watch.person_id,
        _ => None,
    }
}
