//! Presence: who looks at a ticket, and who writes (requirement B8). Kept in memory, for agents alone; nothing of it is history.
//!
//! Each process knows all that was reported to any of them (`store::signals` carries it), and forgets whoever falls silent.

mod places;
pub mod report;

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use jiff::SignedDuration;
use pult_domain::actor::Actor;
use pult_shared::{
    Timestamp,
    api::presence::PresenceView,
    ids::{PersonId, QueueId, TicketId},
    person::{Permission, PersonRef},
};
use serde::{Deserialize, Serialize};
use tokio::sync::broadcast;

use places::Places;

/// After so much silence somebody is gone.
pub const SILENCE: SignedDuration = SignedDuration::from_secs(60);
/// News that wait for a slow reader. Who falls behind misses some; the next one replaces them.
const BUFFER: usize = 256;

/// What somebody reported, as processes tell it each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub ticket_id: TicketId,
    /// Where the ticket is found: who may see one of these queues may know of it.
    pub queues: Vec<QueueId>,
    /// Whom the ticket is for, where it is for named persons only.
    #[serde(default)]
    pub named: Option<BTreeSet<PersonId>>,
    pub person: PersonRef,
    pub writing: bool,
    pub gone: bool,
}

/// A change, for whoever is connected.
#[derive(Clone, Debug)]
pub struct Change {
    queues: Vec<QueueId>,
    named: Option<BTreeSet<PersonId>>,
    view: PresenceView,
}

impl Change {
    /// What a person may know of it: agents of the ticket's queue everything, others nothing.
    #[must_use]
    pub fn visible_to(&self, actor: &Actor) -> Option<&PresenceView> {
        let sees = |queue: &QueueId| actor.has(Permission::View, *queue);
        let named = |named: &BTreeSet<PersonId>| named.contains(&actor.person_id);
        let seen = self.queues.iter().any(sees) && self.named.as_ref().is_none_or(named);
        seen.then_some(&self.view)
    }
}

/// What this process knows of who is where.
#[derive(Clone)]
pub struct Presence {
    places: Arc<Mutex<Places>>,
    changes: broadcast::Sender<Arc<Change>>,
}

impl Default for Presence {
    fn default() -> Self {
        Self {
            places: Arc::default(),
            changes: broadcast::Sender::new(BUFFER),
        }
    }
}

impl Presence {
    /// Takes a report in, and tells what it changes.
    pub fn take_in(&self, report: &Report, now: Timestamp) {
        let changed = self.places().take_in(report, now);
        self.tell(changed);
    }

    /// Forgets those who have fallen silent, and tells it.
    pub fn expire(&self, now: Timestamp) {
        let changed = self.places().expire(now);
        self.tell(changed);
    }

    /// Who is at a ticket.
    #[must_use]
    pub fn at(&self, ticket: TicketId, now: Timestamp) -> PresenceView {
        self.places().at(ticket, now)
    }

    /// Changes from now on.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<Change>> {
        self.changes.subscribe()
    }

    fn tell(&self, changes: impl IntoIterator<Item = Change>) {
        for change in changes {
            // Nobody listening is no error.
            let _ = self.changes.send(Arc::new(change));
        }
    }

    fn places(&self) -> MutexGuard<'_, Places> {
        // The map is whole even when a holder panicked: each use leaves it in order.
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
