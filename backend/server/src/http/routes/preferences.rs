//! `/preferences`: what the signed-in person has chosen for themselves.

use actix_web::{HttpResponse, get, put, web::Data};
use pult_shared::api::preferences::Preferences;
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{body::Body, error::ApiError, signed_in::Caller},
    service::preferences::{get::get as preferences, save::save},
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config.service(get_preferences).service(save_preferences);
}

/// Show one's preferences
#[utoipa::path(tag = "session", responses((status = OK, description = "The preferences", body = Preferences), Problems))]
#[get("/preferences")]
pub async fn get_preferences(app: Data<App>, caller: Caller) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(preferences(&app, &caller).await?))
}

/// Save one's preferences
///
/// All of them; what is left out goes back to its default.
#[utoipa::path(
    tag = "session",
    request_body = Preferences,
    responses((status = OK, description = "The preferences", body = Preferences), Problems)
)]
#[put("/preferences")]
pub async fn save_preferences(
    app: Data<App>,
    caller: Caller,
    body: Body<Preferences>,
) -> Result<HttpResponse, ApiError> {
    save(&app, &caller, &body.0).await?;
    Ok(HttpResponse::Ok().json(&body.0))
}
