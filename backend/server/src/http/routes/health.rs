//! `/health`: for load balancers and monitoring; `/job-failures`: at what the jobs fail, for administrators.

use actix_web::{HttpResponse, get, web::Data};
use pult_shared::api::failure::JobFailureList;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{error::ApiError, signed_in::Caller},
    service::{failures, health},
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config.service(get_health).service(list_job_failures);
}

/// The program is up and reaches its database.
#[derive(Debug, Serialize, ToSchema)]
pub struct Health {
    /// Always `ok`; anything else is a problem document.
    pub status: &'static str,
}

/// Whether the service works
///
/// 200 when the database answers, 503 when it does not.
#[utoipa::path(tag = "health", responses((status = OK, description = "It works", body = Health), Problems), security(()))]
#[get("/health")]
pub async fn get_health(app: Data<App>) -> Result<HttpResponse, ApiError> {
    health::check(&app).await?;
    Ok(HttpResponse::Ok().json(Health { status: "ok" }))
}

/// List at what the jobs have failed
///
/// For administrators: what runs by itself and has failed within the last day, with how often and since when. All of it is tried again.
#[utoipa::path(
    tag = "health",
    responses((status = OK, description = "The newest first", body = JobFailureList), Problems)
)]
#[get("/job-failures")]
pub async fn list_job_failures(app: Data<App>, caller: Caller) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(failures::list(&app, &caller).await?))
}
