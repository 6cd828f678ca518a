//! `/bulk-jobs`: commands for many tickets.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Path},
};
use pult_shared::{
    api::bulk::{BulkJobList, BulkJobView, CreateBulkJob},
    ids::BulkJobId,
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{body::Body, error::ApiError, signed_in::Caller},
    service::bulk::{create::create, show, stop::stop},
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config
        .service(create_bulk_job)
        .service(list_bulk_jobs)
        .service(get_bulk_job)
        .service(stop_bulk_job);
}

/// Apply commands to many tickets
///
/// To those that are named, or that a filter finds now, at most 10,000. Refused as a whole where a permission is missing in the queue
/// of any of them. Then worked off one by one, each all or nothing, with the caller's rights as they are by then. A reply with `expand`
/// is a template that is filled in for each ticket; every customer gets a mail of their own.
#[utoipa::path(
    tag = "bulk",
    request_body = CreateBulkJob,
    responses((status = ACCEPTED, description = "The job", body = BulkJobView), Problems)
)]
#[post("/bulk-jobs")]
pub async fn create_bulk_job(
    app: Data<App>,
    caller: Caller,
    body: Body<CreateBulkJob>,
) -> Result<HttpResponse, ApiError> {
    let job = create(&app, &caller, body.0).await?;
    let location = ("location", format!("/api/v1/bulk-jobs/{}", job.id));
    Ok(HttpResponse::Accepted().insert_header(location).json(job))
}

/// List one's bulk jobs
///
/// The caller's own, newest first, at most 20.
#[utoipa::path(tag = "bulk", responses((status = OK, description = "The jobs", body = BulkJobList), Problems))]
#[get("/bulk-jobs")]
pub async fn list_bulk_jobs(app: Data<App>, caller: Caller) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(show::list(&app, &caller).await?))
}

/// Show a bulk job
#[utoipa::path(
    tag = "bulk",
    params(("id" = BulkJobId, Path, description = "The job")),
    responses((status = OK, description = "How far it is, and the first 200 failures", body = BulkJobView), Problems)
)]
#[get("/bulk-jobs/{id}")]
pub async fn get_bulk_job(app: Data<App>, caller: Caller, id: Path<BulkJobId>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(show::show(&app, &caller, *id).await?))
}

/// Stop a bulk job
///
/// No further ticket is changed; what was done stays done.
#[utoipa::path(
    tag = "bulk",
    params(("id" = BulkJobId, Path, description = "The job")),
    responses((status = OK, description = "The job", body = BulkJobView), Problems)
)]
#[post("/bulk-jobs/{id}/stop")]
pub async fn stop_bulk_job(app: Data<App>, caller: Caller, id: Path<BulkJobId>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(stop(&app, &caller, *id).await?))
}
