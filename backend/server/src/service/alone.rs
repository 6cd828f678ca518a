//! Timers take one item at a time, each by itself: what breaks at one ticket or one person is told in the log, costs the others nothing,
//! and is tried again by a later look. Knows nothing of what is done.

use std::{fmt::Display, future::Future};

use pult_shared::ids::TicketId;
use pult_store::{StoreError, tickets::Due};

use crate::service::ServiceError;

/// Works on one item. As a task of its own, so that a bug ends it and not the look. What it came to; nothing where it failed.
///
/// # Errors
/// When the database cannot be reached: then no other item would do better.
pub(super) async fn alone<T, F>(job: &'static str, item: impl Display, work: F) -> Result<Option<T>, ServiceError>
where
    T: Send + 'static,
    F: Future<Output = Result<T, ServiceError>> + Send + 'static,
{
    let done = tokio::spawn(work).await;
    match done.unwrap_or_else(|bug| Err(ServiceError::Internal(format!("ended in a bug: {bug}")))) {
        Ok(done) => Ok(Some(done)),
        Err(ServiceError::Unavailable(reason)) => Err(ServiceError::Unavailable(reason)),
        Err(error) => {
            tracing::error!(job, %item, %error, "cannot be worked on; it will be tried again, the others go on");
            Ok(None)
        }
    }
}

/// Works on tickets for which a time has come, page after page until about `at_once` were; how many. Those at which something breaks stay
/// in front of the next look, and keep none behind them waiting.
///
/// # Errors
/// When the database fails.
pub(super) async fn each<L, P, W, F>(job: &'static str, at_once: u32, look: L, work: W) -> Result<usize, ServiceError>
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
        for one in &due {
            if alone(job, one.ticket, work(one.ticket)).await? == Some(true) {
                worked += 1;
            }
        }
        if due.len() < full || worked >= full {
            return Ok(worked);
        }
        after = due.last().copied();
    }
}
