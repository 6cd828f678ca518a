//! Work on bulk jobs: ticket by ticket, so many at a look, and then whoever comes first goes on.
//!
//! A ticket is marked in the transaction that changes it: what was done is never done twice, whatever happens in between. Whoever
//! works on a job has it for a lease; after a crash another one goes on where the first one stopped.

use jiff::SignedDuration;
use pult_domain::refusal::Refusal;
use pult_shared::error::ErrorCode;
use pult_store::{
    StoreError,
    bulk::{self, BulkItem, BulkJob, BulkRefusal},
};

use crate::{
    app::App,
    service::{
        ServiceError,
        bulk::answer,
        session::acting::acting,
        ticket::{apply_commands::apply_in, write},
    },
};

/// Tickets that are worked on at a look.
pub const AT_ONCE: u32 = 20;
/// How long a job is somebody's: many times what a look takes.
const LEASE: SignedDuration = SignedDuration::from_mins(2);

/// Takes one running job and works on some of its tickets; how many. A stop is heeded between two of them.
///
/// # Errors
/// When the database fails; the lease runs out, and somebody goes on.
pub async fn work(app: &App) -> Result<usize, StoreError> {
    let now = app.now();
    let tx = app.store.begin().await?;
    let claimed = bulk::claim(&tx, now, now.saturating_add(LEASE).unwrap_or(now)).await?;
    tx.commit().await?;
    let Some(mut job) = claimed else { return Ok(0) };
    let items = bulk::waiting(&app.store, job.id, AT_ONCE).await?;
    let mut worked = 0;
    for item in items {
        if !one(app, &job, item).await? {
            // Stopped, or another worker has it now.
            return Ok(worked);
        }
        worked += 1;
    }
    let tx = app.store.begin().await?;
    if !bulk::finish(&tx, &job, app.now()).await? {
        // Free for whoever looks next.
        bulk::renew(&tx, &mut job, app.now()).await?;
    }
    tx.commit().await?;
    Ok(worked)
}

/// Works on one ticket; what cannot be done is noted beside it. False when the job is not ours any more.
async fn one(app: &App, job: &BulkJob, item: BulkItem) -> Result<bool, StoreError> {
    // As a task of its own, so that a bug with one ticket does not stop the others.
    let (app_, job_) = (app.clone(), job.clone());
    let changed = tokio::spawn(async move { change(&app_, &job_, item).await }).await;
    let refusal = match changed.unwrap_or_else(|bug| Err(ServiceError::Internal(bug.to_string()))) {
        Ok(ours) => return Ok(ours),
        Err(ServiceError::Unavailable(reason)) => return Err(StoreError::Unavailable(reason)),
        Err(error) => refusal_of(error, item),
    };
    let tx = app.store.begin().await?;
    let ours = bulk::failed(&tx, job, &item, &refusal).await?;
    tx.commit().await?;
    Ok(ours)
}

/// Changes one ticket with the rights that the person has now, and marks it in the same transaction.
async fn change(app: &App, job: &BulkJob, item: BulkItem) -> Result<bool, ServiceError> {
    let signed_in = acting(app, job.person_id)
        .await?
        .ok_or_else(|| Refusal::because(ErrorCode::Forbidden, "Whoever began this may not sign in any more."))?;
    let tx = app.store.begin().await?;
    if !bulk::done(&tx, job, &item).await? {
        return Ok(false);
    }
    let commands = match &job.answer {
        Some(answer) => &answer::commands(&tx, answer, item.ticket_id).await?,
        None => &job.commands,
    };
    apply_in(app, &tx, &signed_in, item.ticket_id, None, commands, app.now()).await?;
    if let Some(answer) = &job.answer {
        answer::close_along(&tx, answer, job.person_id, item.ticket_id, app.now()).await?;
    }
    write::commit(app, tx).await?;
    Ok(true)
}

fn refusal_of(error: ServiceError, item: BulkItem) -> BulkRefusal {
    match error {
        ServiceError::Refused(refusal) => BulkRefusal {
            code: refusal.code,
            detail: refusal.detail,
            errors: refusal.errors,
        },
        ServiceError::Stale { detail, .. } => BulkRefusal {
            code: ErrorCode::StaleVersion,
            detail: Some(detail),
            errors: Vec::new(),
        },
        other => {
            tracing::error!(ticket = %item.ticket_id, error = %other, "a bulk job could not change a ticket");
            BulkRefusal {
                code: ErrorCode::Internal,
                detail: None,
                errors: Vec::new(),
            }
        }
    }
}
