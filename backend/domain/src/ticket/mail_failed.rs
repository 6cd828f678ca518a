//! A mail of the ticket could not be delivered for good: that is work for somebody, so a closed ticket opens again.

use pult_shared::{Timestamp, event::TicketEvent, ticket::State};

use super::{Decision, Ticket, draft::Draft};

/// Records a permanent failure of an outgoing mail.
#[must_use]
pub fn mail_failed(ticket: &Ticket, to: &str, message_id: &str, reason: &str, now: Timestamp) -> Decision {
    let mut draft = Draft::new(ticket);
    let failed = TicketEvent::MailFailed {
        to: to.to_owned(),
        message_id: message_id.to_owned(),
        reason: reason.to_owned(),
    };
    draft.push(failed, now);
    if ticket.state == State::Closed {
        let reopened = TicketEvent::StateChanged {
            from: State::Closed,
            to: State::Open,
            pending_until: None,
        };
        draft.push(reopened, now);
    }
    draft.finish(now)
}
