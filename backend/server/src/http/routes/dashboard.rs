//! `/dashboard`: what an agent looks at first.

use actix_web::{HttpResponse, get, web::Data};
use pult_shared::api::dashboard::Dashboard;
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{error::ApiError, signed_in::Caller},
    service::dashboard::get::get as dashboard,
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config.service(get_dashboard);
}

/// Show the dashboard
///
/// For agents: what is theirs, what nobody has taken, what is late, what is oldest, what is new since the last visit, and what changed
/// of the tickets that they follow.
#[utoipa::path(tag = "tickets", responses((status = OK, description = "The dashboard", body = Dashboard), Problems))]
#[get("/dashboard")]
pub async fn get_dashboard(app: Data<App>, caller: Caller) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(dashboard(&app, &caller).await?))
}
