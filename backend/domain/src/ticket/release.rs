//! A lock that nobody works under any more is released: by time-out, or because its holder is away (requirements B16, E4).

use std::collections::BTreeMap;

use jiff::SignedDuration;
use pult_shared::{Timestamp, event::TicketEvent, ids::QueueId};

use super::{Decision, Ticket, draft::Draft};
use crate::{catalog::Catalog, queue::QueueTree};

/// Since when somebody must have worked under a lock to keep it, and in which queues it is so: as long before now as the queue says, of
/// which only the time counts in which it is open. Queues without a time-out are left out.
#[must_use]
pub fn lock_time_outs(tree: &QueueTree, catalog: &Catalog, now: Timestamp) -> Vec<(Timestamp, Vec<QueueId>)> {
    let mut since: BTreeMap<Timestamp, Vec<QueueId>> = BTreeMap::new();
    for queue in tree.by_path() {
        let Some(minutes) = queue.unlock_minutes else { continue };
        let before = match catalog.calendar_of(queue.id, tree) {
            Some(calendar) => calendar.before(now, minutes),
            None => now.checked_sub(SignedDuration::from_mins(i64::from(minutes))).ok(),
        };
        if let Some(before) = before {
            since.entry(before).or_default().push(queue.id);
        }
    }
    since.into_iter().collect()
}

/// Releases the lock, if there still is one.
#[must_use]
pub fn release_lock(ticket: &Ticket, now: Timestamp) -> Decision {
    let mut draft = Draft::new(ticket);
    if let Some(lock) = ticket.lock {
        draft.push(TicketEvent::Unlocked { by: lock.by }, now);
    }
    draft.finish(now)
}
