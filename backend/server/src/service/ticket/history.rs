//! The history of a ticket, for agents.

use std::collections::BTreeSet;

use pult_domain::{
    policy,
    ticket::{Side, Ticket},
};
use pult_shared::{
    api::ticket::{HistoryEntry, HistoryPage},
    error::ErrorCode,
    ids::{PersonId, TicketId},
    limits::{PAGE_DEFAULT, PAGE_MAX},
};
use pult_store::{Conn, history, people, tickets};

use super::find;
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// A page of history, oldest first.
///
/// # Errors
/// `ticket_not_found` as always; `forbidden` for the customer of the ticket, whose view is the conversation.
pub async fn history(
    app: &App,
    signed_in: &SignedIn,
    ticket: &str,
    cursor: Option<&str>,
    limit: Option<u32>,
) -> Result<HistoryPage, ServiceError> {
    let (ticket, side) = find::find(&app.store, signed_in, ticket).await?;
    if side != Side::Agent {
        return Err(ServiceError::code(ErrorCode::Forbidden));
    }
    let limit = limit.unwrap_or(PAGE_DEFAULT).clamp(1, PAGE_MAX);
    let page = history::page(&app.store, ticket.id, false, cursor, limit).await?;
    Ok(HistoryPage {
        items: entries(&app.store, signed_in, &ticket, page.items).await?,
        next_cursor: page.next_cursor,
    })
}

/// Rows as entries with names, as far as the reader may know of them: not what only the desk knows, and nothing about a ticket that
/// they may not see.
///
/// # Errors
/// When the database fails.
pub async fn entries(
    conn: &impl Conn,
    signed_in: &SignedIn,
    ticket: &Ticket,
    rows: Vec<history::HistoryRow>,
) -> Result<Vec<HistoryEntry>, ServiceError> {
    let actors: BTreeSet<PersonId> = rows.iter().filter_map(|row| row.actor_id).collect();
    let actors = people::refs(conn, &actors.into_iter().collect::<Vec<_>>()).await?;
    let others: BTreeSet<TicketId> = rows.iter().filter_map(|row| row.event.other_ticket()).collect();
    let others = tickets::find_many(conn, &others.into_iter().collect::<Vec<_>>()).await?;
    let side = policy::side(&signed_in.actor, ticket).unwrap_or(Side::Customer);
    let may_know = |row: &history::HistoryRow| {
        let other = row.event.other_ticket().and_then(|id| others.get(&id));
        let other_is_seen = other.is_some_and(|other| policy::side(&signed_in.actor, other).is_some());
        policy::may_know(side, &row.event) && (row.event.other_ticket().is_none() || other_is_seen)
    };
    let entry = |row: history::HistoryRow| HistoryEntry {
        seq: row.seq,
        at: row.at,
        actor: row.actor_id.and_then(|id| actors.get(&id).cloned()),
        event: row.event,
        hash: row.hash,
    };
    Ok(rows.into_iter().filter(may_know).map(entry).collect())
}
