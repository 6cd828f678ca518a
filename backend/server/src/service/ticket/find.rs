//! Find a ticket by id or number, for somebody who may see it.

use pult_domain::{
    policy,
    ticket::{Side, Ticket},
};
use pult_shared::{error::ErrorCode, ids::TicketId, ticket::TicketNumber};
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

/// From which side somebody meets what was written in a ticket, and in which ticket: there, or where the ticket goes on. Nothing:
/// not at all.
///
/// # Errors
/// When the database fails.
pub async fn side_of_written(
    conn: &impl Conn,
    signed_in: &SignedIn,
    ticket: TicketId,
) -> Result<Option<(Ticket, Side)>, ServiceError> {
    let root = tickets::root_of(conn, ticket).await?.unwrap_or(ticket);
    // Whoever sees the ticket in which it goes on sees it there.
    let homes = tickets::find_many(conn, &[ticket, root]).await?;
    let written = homes.get(&ticket);
    let there = |home: &Ticket| written.is_none_or(|written| policy::goes_on_before(&signed_in.actor, home, written));
    let met = homes
        .values()
        .filter(|home| there(home))
        .filter_map(|home| policy::side(&signed_in.actor, home).map(|side| (home.clone(), side)));
    Ok(met.min_by_key(|(_, side)| *side != Side::Agent))
}

/// The tickets whose messages a person reads in the one in which they go on.
///
/// # Errors
/// When the database fails.
pub async fn merged(conn: &impl Conn, signed_in: &SignedIn, into: &Ticket) -> Result<Vec<TicketId>, ServiceError> {
    if policy::reads_all_merged(&signed_in.actor, into) {
        return Ok(tickets::merged_ids(conn, into.id).await?);
    }
    let all = tickets::merged(conn, into.id).await?.into_iter();
    let read = all.filter(|merged| policy::goes_on_before(&signed_in.actor, into, merged));
    Ok(read.map(|merged| merged.id).collect())
}
