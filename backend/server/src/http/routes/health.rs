//! `/health`: for load balancers and monitoring.

use actix_web::{HttpResponse, get, web::Data};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{app::App, http::error::ApiError, service::health};

pub fn register(config: &mut ServiceConfig<'_>) {
    config.service(get_health);
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
