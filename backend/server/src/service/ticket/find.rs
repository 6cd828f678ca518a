//! Find a ticket by id or number, for somebody who may see it.

use pult_domain::{
    policy,
    ticket::{Side, Ticket},
};
use pult_shared::{error::ErrorCode, ticket::TicketNumber};
use pult_store::{
    Conn,
    tickets::{self, TicketKey},
};

use crate::service::{ServiceError, session::who::SignedIn};

/// Reads a path segment: a ticket's id, or its number.
#[must_use]
pub fn key(text: &str) -> TicketKey {
    match text.parse() {
        Ok(id) => TicketKey::Id(id),
        Err(_) => TicketKey::Number(TicketNumber(text.to_owned())),
    }
}

/// The ticket and the side from which the person meets it.
///
/// # Errors
/// `ticket_not_found` also for a ticket that the person may not see, so that numbers cannot be probed.
pub async fn find(conn: &impl Conn, signed_in: &SignedIn, ticket: &str) -> Result<(Ticket, Side), ServiceError> {
    let not_found = || ServiceError::code(ErrorCode::TicketNotFound);
    let ticket = tickets::find(conn, &key(ticket)).await?.ok_or_else(not_found)?;
    let side = policy::side(&signed_in.actor, &ticket).ok_or_else(not_found)?;
    Ok((ticket, side))
}
