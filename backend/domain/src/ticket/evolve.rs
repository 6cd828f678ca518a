//! How an event changes the facts about a ticket.

use pult_shared::{Timestamp, event::TicketEvent, ticket::State};

use super::{Lock, Ticket};

impl Ticket {
    /// Folds one event into the ticket.
    pub fn evolve(&mut self, event: &TicketEvent, at: Timestamp) {
        match event {
            TicketEvent::StateChanged { to, pending_until, .. } => {
                self.state = *to;
                self.pending_until = *pending_until;
                self.closed_at = (*to == State::Closed).then_some(at);
            }
            TicketEvent::Moved { to, .. } => self.queue_id = *to,
            TicketEvent::OwnerChanged { to, .. } => self.owner_id = *to,
            TicketEvent::Locked { by } => self.lock = Some(Lock { by: *by, since: at }),
            TicketEvent::Unlocked { .. } => self.lock = None,
            TicketEvent::PriorityChanged { to, .. } => self.priority = *to,
            // What these carry is part of the ticket from its first moment, or lives in rows of its own.
            TicketEvent::TicketOpened { .. }
            | TicketEvent::ArticleAdded { .. }
            | TicketEvent::MailQueued { .. }
            | TicketEvent::MailFailed { .. } => {}
        }
    }
}
