//! Show who has read the tickets of a queue, to whoever manages it.

use pult_domain::policy;
use pult_shared::{
    api::reading::{Reading, ReadingPage},
    error::ErrorCode,
    ids::{PersonId, QueueId},
    limits::{PAGE_DEFAULT, PAGE_MAX},
    ticket::TicketNumber,
};
use pult_store::{people, readings};

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// Which part of the log.
#[derive(Clone, Debug, Default)]
pub struct ListReadings {
    pub ticket: Option<TicketNumber>,
    pub cursor: Option<String>,
    pub limit: Option<u32>,
}

/// A page of the log of a queue and of those below it, newest first.
///
/// # Errors
/// `queue_not_found` and `forbidden` as for the queue's settings.
pub async fn list(
    app: &App,
    signed_in: &SignedIn,
    queue: QueueId,
    request: ListReadings,
) -> Result<ReadingPage, ServiceError> {
    let tree = &signed_in.tree;
    let queue = tree
        .get(queue)
        .ok_or_else(|| ServiceError::code(ErrorCode::QueueNotFound))?;
    policy::permit_queue_settings(&signed_in.actor, queue)?;
    let limit = request.limit.unwrap_or(PAGE_DEFAULT).clamp(1, PAGE_MAX);
    let below = tree.subtree(&queue.path);
    let page = readings::page(
        &app.store,
        &below,
        request.ticket.as_ref(),
        request.cursor.as_deref(),
        limit,
    )
    .await?;
    let readers: Vec<PersonId> = page
        .items
        .iter()
        .flat_map(|row| [Some(row.person_id), row.seen_as])
        .flatten()
        .collect();
    let readers = people::refs(&app.store, &readers).await?;
    let items = page.items.into_iter().filter_map(|row| {
        Some(Reading {
            at: row.at,
            person: readers.get(&row.person_id)?.clone(),
            seen_as: row.seen_as.and_then(|person| readers.get(&person).cloned()),
            ticket: row.number,
            queue_id: row.queue_id,
            what: row.what,
        })
    });
    Ok(ReadingPage {
        items: items.collect(),
        next_cursor: page.next_cursor,
    })
}
