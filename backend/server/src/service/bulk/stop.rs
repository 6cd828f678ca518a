//! Stop a bulk job: no further ticket is taken. What was done stays done.

use pult_shared::{api::bulk::BulkJobView, ids::BulkJobId};
use pult_store::bulk;

use super::show::show;
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// Stops one of the person's jobs; one that has ended stays as it is.
///
/// # Errors
/// `bulk_job_not_found`, also for somebody else's.
pub async fn stop(app: &App, signed_in: &SignedIn, id: BulkJobId) -> Result<BulkJobView, ServiceError> {
    let tx = app.store.begin().await?;
    bulk::stop(&tx, id, signed_in.actor.person_id, app.now()).await?;
    tx.commit().await?;
    show(app, signed_in, id).await
}
