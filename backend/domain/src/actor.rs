//! Who acts: a person with roles, or the system itself.

use std::collections::{BTreeMap, BTreeSet};

use pult_shared::{
    ids::{PersonId, QueueId},
    person::Permission,
};

use crate::organisation::Membership;

/// What a person may do in which queue, already inherited down the tree.
pub type Grants = BTreeMap<QueueId, BTreeSet<Permission>>;

/// A person who acts, with everything that policy asks about them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub person_id: PersonId,
    pub name: String,
    pub administrator: bool,
    pub grants: Grants,
    /// The organisation by which they see requests of others as a customer.
    pub organisation: Option<Membership>,
    /// The administrator who looks as this person: then nothing is shown that they might not read themselves.
    pub seer: Option<PersonId>,
}

impl Actor {
    /// Who acts where a rule does: nobody, under the rule's name. What a rule may do to which ticket is asked of `policy::permit_rule`;
    /// the rest of what an administrator may look up, it may.
    #[must_use]
    pub fn of_rule(name: impl Into<String>) -> Self {
        Self {
            person_id: PersonId::NIL,
            name: name.into(),
            administrator: true,
            grants: Grants::new(),
            organisation: None,
            seer: None,
        }
    }

    /// Whoever in fact reads what is shown.
    #[must_use]
    pub fn reader(&self) -> PersonId {
        self.seer.unwrap_or(self.person_id)
    }

    /// Whether the person works in at least one queue.
    #[must_use]
    pub fn is_agent(&self) -> bool {
        self.administrator || !self.grants.is_empty()
    }

    /// Whether the person holds a permission in a queue. Administrators hold all of them everywhere.
    #[must_use]
    pub fn has(&self, permission: Permission, queue: QueueId) -> bool {
        self.administrator || self.grants.get(&queue).is_some_and(|held| held.contains(&permission))
    }
}
