//! A mail of the ticket could not be delivered for good: that is work for somebody, so a closed ticket opens again.

use pult_shared::{Timestamp, catalog::StateType, event::TicketEvent};

use super::{Decision, SetUp, Ticket, draft::Draft};

/// Records a permanent failure of an outgoing mail.
#[must_use]
pub fn mail_failed(
    ticket: &Ticket,
    to: &str,
    message_id: &str,
    reason: &str,
    set_up: SetUp<'_>,
    now: Timestamp,
) -> Decision {
    let mut draft = Draft::new(ticket);
    let failed = TicketEvent::MailFailed {
        to: to.to_owned(),
        message_id: message_id.to_owned(),
        reason: reason.to_owned(),
    };
    draft.push(failed, now);
    if ticket.state_type == StateType::Closed
        && let Some(open) = set_up.catalog.state_of(StateType::Open)
    {
        draft.set_state(open.key.clone(), StateType::Open, None, now);
    }
    draft.done_by(ticket, false, set_up, now)
}
