//! The history with what proves it: positions, stored events, hashes.

use std::collections::HashMap;

use pult_domain::ticket::Ticket;
use pult_shared::{api::ticket::HistoryEntry, limits::PAGE_MAX};
use pult_store::history;

use super::{sentence, words::Words};
use crate::{
    app::App,
    export::{CaseEntry, limits},
    service::{ServiceError, session::who::SignedIn, ticket::history::entries},
};

/// An entry's position in its ticket, and its event to the byte.
pub type Stored = (i64, String);

/// What the reader may know of a ticket's history, oldest first, and whether that is all of it; one entry more than are exported, where
/// there are more.
pub async fn read(
    app: &App,
    signed_in: &SignedIn,
    ticket: &Ticket,
) -> Result<(Vec<(HistoryEntry, Stored)>, bool), ServiceError> {
    let mut found = Vec::new();
    let mut all = 0;
    let mut cursor: Option<String> = None;
    loop {
        let page = history::page(&app.store, ticket.id, false, cursor.as_deref(), PAGE_MAX).await?;
        let mut stored: HashMap<i64, Stored> = page
            .items
            .iter()
            .map(|row| (row.seq, (row.position, row.stored.clone())))
            .collect();
        all += page.items.len();
        let shown = entries(&app.store, signed_in, ticket, page.items).await?;
        found.extend(shown.into_iter().filter_map(|entry| {
            let stored = stored.remove(&entry.seq)?;
            Some((entry, stored))
        }));
        cursor = page.next_cursor;
        if cursor.is_none() || found.len() > limits::HISTORY {
            break;
        }
    }
    let complete = found.len() == all;
    found.truncate(limits::HISTORY + 1);
    Ok((found, complete))
}

/// An entry in words.
pub fn case_entry(words: &Words<'_>, entry: HistoryEntry, (position, event): Stored) -> CaseEntry {
    CaseEntry {
        position,
        at: entry.at,
        date: words.time(entry.at),
        sentence: sentence::sentence(words, &entry),
        actor: entry.actor.map(|actor| actor.id.to_string()),
        event,
        hash: entry.hash,
    }
}
