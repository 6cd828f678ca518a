//! Release locks that nobody works under any more: past the queue's time-out, or because their holder is away or may not sign in any
//! more (requirements B16, E4).

use std::sync::Arc;

use pult_domain::{
    policy::Permit,
    ticket::{lock_time_outs, release_lock},
};
use pult_shared::{
    Timestamp,
    api::failure::Job,
    ids::{QueueId, TicketId},
    person::Language,
};
use pult_store::tickets;

use crate::{
    app::App,
    service::{
        ServiceError,
        alone::each,
        ticket::write::{self, Writing},
    },
};

/// Locks that a look releases.
pub const AT_ONCE: u32 = 100;

/// Releases locks that are due; how many. Several instances may look at once: each lock is released by one of them.
///
/// # Errors
/// When the database fails.
pub async fn release_due(app: &App) -> Result<usize, ServiceError> {
    let now = app.now();
    let setup = app.setup.read(&app.store).await?;
    let timed_out = lock_time_outs(&setup.tree, &setup.catalog, now);
    let timed_out = Arc::new(timed_out);
    let look = |after| tickets::locks_due(&app.store, now, &timed_out, after, AT_ONCE);
    each(app, Job::Locks, AT_ONCE, look, |ticket| {
        let (app, timed_out) = (app.clone(), Arc::clone(&timed_out));
        async move { release(&app, ticket, now, &timed_out).await }
    })
    .await
}

/// Releases one lock, unless somebody has been faster, or works on the ticket by now.
async fn release(
    app: &App,
    id: TicketId,
    now: Timestamp,
    timed_out: &[(Timestamp, Vec<QueueId>)],
) -> Result<bool, ServiceError> {
    let tx = app.store.begin().await?;
    let Some(ticket) = tickets::find_for_update(&tx, id).await? else {
        return Ok(false);
    };
    // Asked again now that nobody else changes the ticket.
    let still_due = tickets::lock_is_due(&tx, id, now, timed_out).await?;
    let decision = release_lock(&ticket, now);
    if !still_due || decision.events.is_empty() {
        return Ok(false);
    }
    // Nobody is written to.
    let writing = Writing::by_system(Permit::for_system(), Some(ticket.version), Language::default());
    write::write(app, &tx, &decision, writing).await?;
    write::commit(app, tx).await?;
    Ok(true)
}
