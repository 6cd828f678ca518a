//! Organisations: which may be set up so, and what it means to belong to one.
//!
//! A person belongs to the organisation whose name they have, so that whoever says where a person works (a directory, a provider, an
//! administrator) needs to know nothing of it.

use std::collections::BTreeSet;

use pult_shared::{
    api::organisation::OrganisationDef,
    ids::{OrganisationId, QueueId},
};

use crate::{faults::Faults, queue::QueueTree, refusal::Refusal};

/// Characters of a name that are compared.
const KEY_MAX: usize = 200;

/// A name as names of organisations are compared. The database counts the same (`people.organisation_key`).
#[must_use]
pub fn key(name: &str) -> String {
    let small = |c: char| match c {
        'Ä' => 'ä',
        'Ö' => 'ö',
        'Ü' => 'ü',
        other => other.to_ascii_lowercase(),
    };
    name.trim_matches(' ').chars().map(small).take(KEY_MAX).collect()
}

/// The organisation as it may be kept.
///
/// # Errors
/// `invalid` with the fields at fault.
pub fn check_organisation(organisation: &OrganisationDef) -> Result<OrganisationDef, Refusal> {
    let mut faults = Faults::default();
    let name = faults.name("name", &organisation.name);
    faults.or(OrganisationDef {
        name,
        valid: organisation.valid,
        members_see: organisation.members_see,
        members_reply: organisation.members_reply,
    })
}

/// An organisation whose members see each other's requests: one that is valid and set up so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shared {
    pub id: OrganisationId,
    pub name: String,
    /// Its name as names are compared.
    pub key: String,
    /// Members may answer too.
    pub reply: bool,
}

/// What a member of such an organisation may see by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    pub of: Shared,
    /// Queues that are between requester and desk alone, with all below them.
    pub sensitive: BTreeSet<QueueId>,
}

impl Membership {
    #[must_use]
    pub fn new(of: Shared, tree: &QueueTree) -> Self {
        let queues = tree.by_path().into_iter().map(|queue| queue.id);
        Self {
            of,
            sensitive: queues.filter(|queue| tree.is_sensitive(*queue)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_without_case() {
        let table = [
            ("FB 3", "fb 3"),
            (" Fakultät für ÄRZTE ", "fakultät für ärzte"),
            ("FB  3", "fb  3"),
            ("\u{a0}X", "\u{a0}x"),
            ("École", "École"),
        ];
        for (name, expect) in table {
            assert_eq!(key(name), expect, "{name}");
        }
        assert_eq!(key(&"A".repeat(300)).len(), KEY_MAX);
    }

    #[test]
    fn an_organisation_has_a_name() {
        let def = |name: &str| OrganisationDef {
            name: name.to_owned(),
            valid: true,
            ..OrganisationDef::default()
        };
        assert_eq!(check_organisation(&def("  FB   3 ")).unwrap().name, "FB 3");
        assert!(check_organisation(&def("  ")).is_err());
        assert!(check_organisation(&def(&"x".repeat(1_000))).is_err());
    }
}
