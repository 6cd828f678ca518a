//! Show one's own bulk jobs: how far they are, and what failed.

use pult_shared::{
    api::bulk::{BulkJobList, BulkJobView},
    error::ErrorCode,
    ids::BulkJobId,
};
use pult_store::bulk;

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// One of the person's jobs.
///
/// # Errors
/// `bulk_job_not_found`, also for somebody else's.
pub async fn show(app: &App, signed_in: &SignedIn, id: BulkJobId) -> Result<BulkJobView, ServiceError> {
    bulk::find(&app.store, id, signed_in.actor.person_id)
        .await?
        .ok_or_else(|| ServiceError::code(ErrorCode::BulkJobNotFound))
}

/// The person's jobs, newest first.
///
/// # Errors
/// When the database fails.
pub async fn list(app: &App, signed_in: &SignedIn) -> Result<BulkJobList, ServiceError> {
    let items = bulk::list(&app.store, signed_in.actor.person_id).await?;
    Ok(BulkJobList { items })
}
