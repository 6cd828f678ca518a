//! At what the jobs of the desk fail: noted beside the log of the program, so that administrators see it where they are.

use jiff::SignedDuration;
use pult_domain::policy::{self, desk_tickets};
use pult_shared::api::failure::{Job, JobFailureList};
use pult_store::{
    StoreError,
    job_failures::{self, Item},
};

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// So long is shown what has failed: what goes on failing is tried within the hour.
const SHOWN: SignedDuration = SignedDuration::from_hours(24);
const SHOWN_MAX: u32 = 100;
/// The beginning of an error that is kept.
const ERROR_MAX: usize = 500;

/// Notes at what a job has failed. What cannot be noted stands in the log all the same.
pub async fn note(app: &App, job: Job, failed: &[(Item, String)]) {
    if let Err(error) = enter(app, job, failed).await {
        tracing::warn!(%error, job = job.name(), "a failure could not be noted");
    }
}

async fn enter(app: &App, job: Job, failed: &[(Item, String)]) -> Result<(), StoreError> {
    if failed.is_empty() {
        return Ok(());
    }
    let tx = app.store.begin().await?;
    for (item, error) in failed {
        let error: String = error.chars().take(ERROR_MAX).collect();
        job_failures::note(&tx, job, *item, &error, app.now()).await?;
    }
    tx.commit().await
}

/// What has failed within the last day, the newest first. One query.
///
/// # Errors
/// `forbidden` for everybody but administrators.
pub async fn list(app: &App, signed_in: &SignedIn) -> Result<JobFailureList, ServiceError> {
    policy::may_see_failures(&signed_in.actor)?;
    let now = app.now();
    let since = now.saturating_sub(SHOWN).unwrap_or(now);
    let items = job_failures::since(&app.store, since, &desk_tickets(&signed_in.actor), SHOWN_MAX).await?;
    Ok(JobFailureList { items })
}
