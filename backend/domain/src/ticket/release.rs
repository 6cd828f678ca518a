//! A lock that nobody works under any more is released: by time-out, or because its holder is away (requirements B16, E4).

use pult_shared::{Timestamp, event::TicketEvent};

use super::{Decision, Ticket, draft::Draft};

/// Releases the lock, if there still is one.
#[must_use]
pub fn release_lock(ticket: &Ticket, now: Timestamp) -> Decision {
    let mut draft = Draft::new(ticket);
    if let Some(lock) = ticket.lock {
        draft.push(TicketEvent::Unlocked { by: lock.by }, now);
    }
    draft.finish(now)
}
