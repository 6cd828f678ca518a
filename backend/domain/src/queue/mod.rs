//! Queues as rules see them, and permissions inherited down the tree.

mod mails;
mod request;
mod settings;

use std::collections::{BTreeMap, BTreeSet};

use pult_shared::{
    api::queue::{FollowUp, IntakeRules, Names, QueueMails},
    catalog::{CalendarKey, SlaKey, TypeKey},
    ids::QueueId,
    person::Permission,
    ticket::Priority,
};

use crate::actor::Grants;

pub use mails::check_mail_texts;
pub use request::{AGENTS_MAY, MANAGERS_MAY, QueueRequesters, check_approved, check_refusal, check_wanted, key_wanted};
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
    /// When it is open; as the queue above where it says nothing.
    pub calendar: Option<CalendarKey>,
    /// What is promised for its tickets; as the queue above where it says nothing.
    pub sla: Option<SlaKey>,
    /// After how many opening days without work a ticket comes back as forgotten; as the queue above where it says nothing.
    pub remind_days: Option<u32>,
    pub default_priority: Option<Priority>,
    pub default_type: Option<TypeKey>,
    pub mails: QueueMails,
    /// Which mail opens tickets here.
    pub intake: IntakeRules,
    /// Whether it is logged who reads tickets here and below.
    pub sensitive: bool,
    /// Whether customers may close their own requests in the portal.
    pub customers_close: bool,
    /// Whether customers see its name on their requests. Goes down the tree, since the path of a queue below tells it too.
    pub name_shown: bool,
    /// Of which domains whoever manages the branch may give it addresses; empty: as the queue above.
    pub address_domains: Vec<String>,
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

    /// The calendar by which a queue is open: its own, or that of the nearest queue above that has one. None: always open.
    #[must_use]
    pub fn calendar(&self, id: QueueId) -> Option<&CalendarKey> {
        self.line(id).find_map(|queue| queue.calendar.as_ref())
    }

    /// Of which domains those who manage a branch may give addresses to a queue at this place (none: at the root): what the queue itself or
    /// the nearest one above says; where none says anything, the domains of the addresses that queues have already.
    #[must_use]
    pub fn allowed_domains(&self, at: Option<QueueId>) -> BTreeSet<String> {
        let mut line = at.into_iter().flat_map(|id| self.line(id));
        if let Some(queue) = line.find(|queue| !queue.address_domains.is_empty()) {
            return queue.address_domains.iter().cloned().collect();
        }
        let addresses = self.queues.values().flat_map(|queue| &queue.addresses);
        addresses
            .filter_map(|address| Some(address.rsplit_once('@')?.1.to_owned()))
            .collect()
    }

    /// Whether a queue is another one or lies below it.
    #[must_use]
    pub fn is_within(&self, id: QueueId, above: QueueId) -> bool {
        self.line(id).any(|queue| queue.id == above)
    }

    /// Whether it is logged who reads tickets in a queue: it is sensitive, or one above it.
    #[must_use]
    pub fn is_sensitive(&self, id: QueueId) -> bool {
        self.line(id).any(|queue| queue.sensitive)
    }

    /// The queue as which customers know this one: itself, or the nearest above that shows its name and whose line up to the root does.
    /// None: they are to know nothing of it.
    #[must_use]
    pub fn as_customers_know(&self, id: QueueId) -> Option<&Queue> {
        let line: Vec<&Queue> = self.line(id).collect();
        let hidden = line.iter().rposition(|queue| !queue.name_shown);
        line.get(hidden.map_or(0, |at| at + 1)).copied()
    }

    /// Whether customers see a queue's own name.
    #[must_use]
    pub fn shows_its_name(&self, id: QueueId) -> bool {
        self.line(id).all(|queue| queue.name_shown)
    }

    /// After how many opening days without work tickets of a queue come back as forgotten. None: never.
    #[must_use]
    pub fn remind_days(&self, id: QueueId) -> Option<u32> {
        self.line(id).find_map(|queue| queue.remind_days)
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
