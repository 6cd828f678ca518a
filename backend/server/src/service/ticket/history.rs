//! The history of a ticket, for agents.

use std::collections::BTreeSet;

use pult_domain::ticket::Side;
use pult_shared::{
    api::ticket::{HistoryEntry, HistoryPage},
    error::ErrorCode,
    ids::PersonId,
    limits::{PAGE_DEFAULT, PAGE_MAX},
};
use pult_store::{history, people};

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
    let actors: BTreeSet<PersonId> = page.items.iter().filter_map(|row| row.actor_id).collect();
    let actors = people::refs(&app.store, &actors.into_iter().collect::<Vec<_>>()).await?;
    let entry = |row: history::HistoryRow| HistoryEntry {
        seq: row.seq,
        at: row.at,
        actor: row.actor_id.and_then(|id| actors.get(&id).cloned()),
        event: row.event,
        hash: row.hash,
    };
    Ok(HistoryPage {
        items: page.items.into_iter().map(entry).collect(),
        next_cursor: page.next_cursor,
    })
}
