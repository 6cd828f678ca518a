//! `/directories`: their state, comparing everybody with them, and trying entries out; for administrators.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Path},
};
use pult_shared::{
    api::directory::{CreateDirectoryRun, DirectoryList, DirectoryRun, DirectoryTrial, TryDirectory},
    ids::DirectoryRunId,
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{body::Body, error::ApiError, signed_in::Caller},
    service::directory::{list, start, trial},
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config
        .service(list_directories)
        .service(create_directory_run)
        .service(get_directory_run)
        .service(try_directory);
}

/// List the directories
///
/// Those of the configuration, with their servers as this instance has met them, and the last comparisons. For administrators.
#[utoipa::path(
    tag = "directories",
    responses((status = OK, description = "The directories", body = DirectoryList), Problems)
)]
#[get("/directories")]
pub async fn list_directories(app: Data<App>, caller: Caller) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(list::list(&app, &caller).await?))
}

/// Compare everybody with a directory
///
/// A worker does it; `get_directory_run` tells how far it is. A dry run only looks. One that would deactivate more people than is set ends as
/// `waiting` and has changed nothing: name it in `confirms`, and so many may be deactivated as it has found. For administrators.
#[utoipa::path(
    tag = "directories",
    request_body = CreateDirectoryRun,
    responses((status = ACCEPTED, description = "The comparison, which waits for a worker", body = DirectoryRun), Problems)
)]
#[post("/directory-runs")]
pub async fn create_directory_run(
    app: Data<App>,
    caller: Caller,
    body: Body<CreateDirectoryRun>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Accepted().json(start::start(&app, &caller, &body.0).await?))
}

/// Show a comparison
///
/// How far it is, and its report when it has ended. For administrators.
#[utoipa::path(
    tag = "directories",
    params(("run_id" = DirectoryRunId, Path, description = "The comparison")),
    responses((status = OK, description = "The comparison", body = DirectoryRun), Problems)
)]
#[get("/directory-runs/{run_id}")]
pub async fn get_directory_run(
    app: Data<App>,
    caller: Caller,
    run: Path<DirectoryRunId>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(start::show(&app, &caller, *run).await?))
}

/// Try out what an entry would become
///
/// Looks it up by account id or address: its attributes and groups, the person that comes out, the roles that follow. Changes nothing. For
/// administrators.
#[utoipa::path(
    tag = "directories",
    request_body = TryDirectory,
    responses((status = OK, description = "The entry, and what comes out of it", body = DirectoryTrial), Problems)
)]
#[post("/directory-trials")]
pub async fn try_directory(app: Data<App>, caller: Caller, body: Body<TryDirectory>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(trial::try_out(&app, &caller, &body.0).await?))
}
