//! Timers take one item at a time, each by itself: what breaks at one ticket or one person is told in the log and to the administrators,
//! costs the others nothing, and is tried again by a later look. Knows nothing of what is done.

use std::future::Future;

use pult_shared::{api::failure::Job, ids::TicketId};
use pult_store::{StoreError, job_failures::Item, tickets::Due};

use crate::{
    app::App,
    service::{ServiceError, failures},
};

/// Works on one item. As a task of its own, so that a bug ends it and not the look. What it came to; nothing where it failed.
///
/// # Errors
/// When the database cannot be reached: then no other item would do better.
pub(super) async fn alone<T, F>(app: &App, job: Job, item: Item, work: F) -> Result<Option<T>, ServiceError>
where
    T: Send + 'static,
    F: Future<Output = Result<T, ServiceError>> + Send + 'static,
{
    match attempt(job, item, work).await? {
        Ok(done) => Ok(Some(done)),
        Err(error) => {
            failures::note(app, job, &[(item, error)]).await;
            Ok(None)
        }
    }
}

/// What it came to, or what went wrong.
async fn attempt<T, F>(job: Job, item: Item, work: F) -> Result<Result<T, String>, ServiceError>
where
    T: Send + 'static,
    F: Future<Output = Result<T, ServiceError>> + Send + 'static,
{
    let done = tokio::spawn(work).await;
    match done.unwrap_or_else(|bug| Err(ServiceError::Internal(format!("ended in a bug: {bug}")))) {
        Ok(done) => Ok(Ok(done)),
        Err(ServiceError::Unavailable(reason)) => Err(ServiceError::Unavailable(reason)),
        Err(error) => {
            tracing::error!(job = job.name(), %item, %error, "cannot be worked on; it will be tried again, the others go on");
            Ok(Err(error.to_string()))
        }
    }
}

/// Works on tickets for which a time has come, page after page until about `at_once` were; how many. Those at which something breaks stay
/// in front of the next look, and keep none behind them waiting.
///
/// # Errors
/// When the database fails.
pub(super) async fn each<L, P, W, F>(app: &App, job: Job, at_once: u32, look: L, work: W) -> Result<usize, ServiceError>
where
    L: Fn(Option<Due>) -> P,
    P: Future<Output = Result<Vec<Due>, StoreError>>,
    W: Fn(TicketId) -> F,
    F: Future<Output = Result<bool, ServiceError>> + Send + 'static,
{
    let full = at_once as usize;
    let mut worked = 0;
    let mut after = None;
    loop {
        let due = look(after).await?;
        let mut failed = Vec::new();
        for one in &due {
            let item = Item::ticket(one.ticket);
            match attempt(job, item, work(one.ticket)).await? {
                Ok(true) => worked += 1,
                Ok(false) => {}
                Err(error) => failed.push((item, error)),
            }
        }
        failures::note(app, job, &failed).await;
        if due.len() < full || worked >= full {
            return Ok(worked);
        }
        after = due.last().copied();
    }
}
