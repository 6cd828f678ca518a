//! A postmaster filter matched the mail that the ticket came from, or that joined it: the history says so before what it did.

use pult_shared::{Timestamp, event::TicketEvent};

use super::{Decision, Ticket, draft::Draft};

/// Records that a filter matched; without a name it was the control fields of the mail's header.
#[must_use]
pub fn postmaster_applied(ticket: &Ticket, name: &str, now: Timestamp) -> Decision {
    let mut draft = Draft::new(ticket);
    draft.push(TicketEvent::PostmasterApplied { name: name.to_owned() }, now);
    draft.finish(now)
}
