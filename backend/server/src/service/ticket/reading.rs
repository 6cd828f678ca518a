//! Note who reads tickets of sensitive queues, before they are given out (requirement B11).

use jiff::SignedDuration;
use pult_domain::ticket::{Side, Ticket};
use pult_shared::api::reading::ReadingOf;
use pult_store::readings::{self, NewReading};

use super::find;
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// So long the same person reading the same again is one reading: a page loads several times while one works on it.
const AGAIN: SignedDuration = SignedDuration::from_mins(15);

/// Finds a ticket for somebody who reads it now.
///
/// # Errors
/// As [`find::find`]; when the reading cannot be noted, nothing is read.
pub async fn find(
    app: &App,
    signed_in: &SignedIn,
    ticket: &str,
    what: ReadingOf,
) -> Result<(Ticket, Side), ServiceError> {
    let (ticket, side) = find::find(&app.store, signed_in, ticket).await?;
    note(app, signed_in, &ticket, side, what).await?;
    Ok((ticket, side))
}

/// Notes that somebody reads something, where the ticket is in a sensitive queue. Customers read what is theirs: not noted, unless an administrator looks as
/// them; then it is the administrator who reads.
///
/// # Errors
/// When the database fails.
pub async fn note(
    app: &App,
    signed_in: &SignedIn,
    ticket: &Ticket,
    side: Side,
    what: ReadingOf,
) -> Result<(), ServiceError> {
    let actor = &signed_in.actor;
    let noted = side == Side::Agent || actor.seer.is_some();
    let mut queues = std::iter::once(&ticket.queue_id).chain(&ticket.other_queues);
    let Some(queue) = queues.find(|queue| noted && signed_in.tree.is_sensitive(**queue)) else {
        return Ok(());
    };
    let now = app.now();
    let reading = NewReading {
        id: app.fresh(),
        at: now,
        ticket_id: ticket.id,
        queue_id: *queue,
        person_id: actor.reader(),
        seen_as: actor.seer.map(|_| actor.person_id),
        what,
    };
    let since = now.saturating_sub(AGAIN).unwrap_or(now);
    if readings::is_known(&app.store, &reading, since).await? {
        return Ok(());
    }
    let tx = app.store.begin().await?;
    readings::insert(&tx, &reading).await?;
    tx.commit().await?;
    Ok(())
}
