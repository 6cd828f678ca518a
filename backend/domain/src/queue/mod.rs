//! Queues as rules see them, and permissions inherited down the tree.

mod settings;

use std::collections::BTreeMap;

use pult_shared::{
    api::queue::{FollowUp, Names},
    catalog::TypeKey,
    ids::QueueId,
    mailbox::Mailbox,
    person::{Language, Permission},
    ticket::Priority,
};

use crate::actor::Grants;

pub use settings::{QueueChange, check_goes, check_new, check_saved, settings_of};

/// A queue with what the rules need of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Queue {
    pub id: QueueId,
    pub parent_id: Option<QueueId>,
    /// For example `it/wlan`.
    pub path: String,
    pub names: Names,
    /// In order; the first is the sender of answers.
    pub addresses: Vec<String>,
    /// Whether customers may open tickets here in the portal.
    pub portal: bool,
    /// Whether the requester is told when a ticket is closed (requirement A6).
    pub closing_mail: bool,
    /// Takes mail that fits no other queue. Exactly one queue has it.
    pub catch_all: bool,
    /// Whether new tickets may come in.
    pub valid: bool,
    pub description: Names,
    /// Templates around the text of answers; empty where there is nothing to say.
    pub salutation: Names,
    pub signature: Names,
    pub follow_up: FollowUp,
    /// A lock is released after so many minutes without work.
    pub unlock_minutes: Option<u32>,
    pub default_priority: Option<Priority>,
    pub default_type: Option<TypeKey>,
}

impl Queue {
    /// The sender of this queue's mails, where it has an address.
    #[must_use]
    pub fn sender(&self, language: Language) -> Option<Mailbox> {
        let address = self.addresses.first()?.clone();
        Some(Mailbox {
            name: Some(self.names.get(language).to_owned()),
            address,
        })
    }
}

/// The tree of all queues: small (hundreds at most), so that it is loaded whole.
#[derive(Clone, Debug, Default)]
pub struct QueueTree {
    queues: BTreeMap<QueueId, Queue>,
}

impl QueueTree {
    #[must_use]
    pub fn new(queues: impl IntoIterator<Item = Queue>) -> Self {
        Self {
            queues: queues.into_iter().map(|queue| (queue.id, queue)).collect(),
        }
    }

    #[must_use]
    pub fn get(&self, id: QueueId) -> Option<&Queue> {
        self.queues.get(&id)
    }

    /// A queue and all above it, from below.
    pub fn line(&self, id: QueueId) -> impl Iterator<Item = &Queue> {
        // Bounded by the number of queues, so that a loop in bad data ends.
        std::iter::successors(self.get(id), |queue| self.get(queue.parent_id?)).take(self.queues.len())
    }

    /// All queues, ordered by path: parents come before their children.
    #[must_use]
    pub fn by_path(&self) -> Vec<&Queue> {
        let mut all: Vec<_> = self.queues.values().collect();
        all.sort_by(|a, b| a.path.cmp(&b.path));
        all
    }

    /// The queue with this path.
    #[must_use]
    pub fn at_path(&self, path: &str) -> Option<&Queue> {
        self.queues.values().find(|queue| queue.path == path)
    }

    /// The queue that an address belongs to; addresses are compared in lower case.
    #[must_use]
    pub fn for_address(&self, address: &str) -> Option<&Queue> {
        let address = address.to_lowercase();
        self.queues.values().find(|queue| queue.addresses.contains(&address))
    }

    /// The queue that takes what fits nowhere else.
    #[must_use]
    pub fn catch_all(&self) -> Option<&Queue> {
        self.queues.values().find(|queue| queue.catch_all)
    }

    /// The ids of the queue at a path and of all below it: what `queue:it` means.
    #[must_use]
    pub fn subtree(&self, path: &str) -> Vec<QueueId> {
        let path = path.trim_matches('/');
        self.queues
            .values()
            .filter(|queue| {
                queue
                    .path
                    .strip_prefix(path)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
            .map(|queue| queue.id)
            .collect()
    }

    /// Permissions as granted, spread to all queues below.
    #[must_use]
    pub fn inherit(&self, granted: &[(QueueId, Permission)]) -> Grants {
        let mut effective = Grants::new();
        for (queue_id, permission) in granted {
            let Some(queue) = self.get(*queue_id) else { continue };
            for below in self.subtree(&queue.path) {
                effective.entry(below).or_default().insert(*permission);
            }
        }
        effective
    }
}

#[cfg(test)]
pub(crate) mod tests;
