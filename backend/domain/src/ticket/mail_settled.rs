//! Somebody looks after a mail of the ticket that did not arrive: it is sent once more, or given up.

use pult_shared::{Timestamp, event::TicketEvent};

use super::{Decision, Ticket, draft::Draft};

/// What is done about a mail that did not arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settlement {
    SendAgain,
    GiveUp,
}

/// Records what somebody has done about a mail that did not arrive to a recipient. The ticket stays as it is.
#[must_use]
pub fn mail_settled(ticket: &Ticket, settlement: Settlement, to: &str, message_id: &str, now: Timestamp) -> Decision {
    let (to, message_id) = (to.to_owned(), message_id.to_owned());
    let mut draft = Draft::new(ticket);
    draft.push(
        match settlement {
            Settlement::SendAgain => TicketEvent::MailRetried { to, message_id },
            Settlement::GiveUp => TicketEvent::MailGivenUp { to, message_id },
        },
        now,
    );
    draft.finish(now)
}
