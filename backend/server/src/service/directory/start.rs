//! Ask for a comparison.

use pult_domain::{policy, refusal::Refusal};
use pult_shared::{
    api::directory::{CreateDirectoryRun, DirectoryRun, RunState},
    error::{ErrorCode, FieldCode},
    ids::{DirectoryRunId, PersonId},
};
use pult_store::directory_runs;

use super::{named, sync, views};
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// Asks for a comparison; a worker does it.
///
/// # Errors
/// `forbidden`; `invalid` for a directory that there is not, or a confirmation of something that does not wait; `not_applicable` while one
/// with the same directory goes on.
pub async fn start(
    app: &App,
    signed_in: &SignedIn,
    request: &CreateDirectoryRun,
) -> Result<DirectoryRun, ServiceError> {
    policy::permit_people(&signed_in.actor)?;
    ask(app, Some(signed_in.actor.person_id), request).await
}

/// The same by the command line, which nobody is signed in to.
///
/// # Errors
/// As [`start`].
pub async fn ask(
    app: &App,
    asked_by: Option<PersonId>,
    request: &CreateDirectoryRun,
) -> Result<DirectoryRun, ServiceError> {
    named(app, &request.directory)?;
    let tx = app.store.begin().await?;
    if let Some(id) = request.confirms {
        let confirmed = directory_runs::find(&tx, id).await?;
        let fits = confirmed.is_some_and(|run| run.state == RunState::Waiting && run.directory == request.directory);
        if !fits || request.dry {
            return Err(Refusal::field("confirms", FieldCode::NotAllowed).into());
        }
    }
    if directory_runs::is_open(&tx, &request.directory).await? {
        let detail = "A comparison with this directory goes on.";
        return Err(Refusal::because(ErrorCode::NotApplicable, detail).into());
    }
    let mut run = sync::fresh(app, &request.directory, request.dry);
    (run.confirms, run.asked_by) = (request.confirms, asked_by);
    directory_runs::insert(&tx, &run).await?;
    tx.commit().await?;
    app.work.directory.notify_one();
    one(app, run.id).await
}

/// A comparison as it is now.
///
/// # Errors
/// `forbidden`, `not_found`.
pub async fn show(app: &App, signed_in: &SignedIn, id: DirectoryRunId) -> Result<DirectoryRun, ServiceError> {
    policy::permit_people(&signed_in.actor)?;
    one(app, id).await
}

/// The same without asking who wants to know.
///
/// # Errors
/// `not_found`.
pub async fn one(app: &App, id: DirectoryRunId) -> Result<DirectoryRun, ServiceError> {
    let run = directory_runs::find(&app.store, id).await?;
    let views = views(app, run.into_iter().collect()).await?;
    views
        .into_iter()
        .next()
        .ok_or_else(|| ServiceError::code(ErrorCode::NotFound))
}
