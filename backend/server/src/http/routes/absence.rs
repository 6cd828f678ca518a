//! `/absences`: who is away, and who stands in.

use actix_web::{
    HttpResponse, delete, get, post, put,
    web::{Data, Path, Query},
};
use pult_shared::{
    absence::{AbsenceDef, AbsenceList, AbsencePreview, AbsenceView},
    ids::AbsenceId,
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{body::Body, error::ApiError, signed_in::Caller},
    service::absence::{delete::delete, list::list, preview::preview, save::save},
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config
        .service(list_absences)
        .service(create_absence)
        .service(preview_absence)
        .service(save_absence)
        .service(delete_absence);
}

/// List absences
///
/// Those that are not over: the caller's own, those in which they stand in, and those of colleagues in queues that they view. Beside
/// them the queues that the caller manages in which nobody is there now.
#[utoipa::path(tag = "absences", responses((status = OK, description = "The absences", body = AbsenceList), Problems))]
#[get("/absences")]
pub async fn list_absences(app: Data<App>, caller: Caller) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(list(&app, &caller).await?))
}

/// Enter an absence
///
/// One's own; for others with `manage` in a queue in which they work.
#[utoipa::path(
    tag = "absences",
    request_body = AbsenceDef,
    responses((status = CREATED, description = "The absence", body = AbsenceView), Problems)
)]
#[post("/absences")]
pub async fn create_absence(app: Data<App>, caller: Caller, body: Body<AbsenceDef>) -> Result<HttpResponse, ApiError> {
    let view = save(&app, &caller, None, &body.0).await?;
    let location = ("location", format!("/api/v1/absences/{}", view.id));
    Ok(HttpResponse::Created().insert_header(location).json(view))
}

/// Which absence would be changed.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PreviewQuery {
    /// The absence that would be changed; left out for a new one
    id: Option<AbsenceId>,
}

/// Show what an absence would leave alone
///
/// Active tickets of the person that no deputy would see, and queues in which nobody else would be there. Nothing is entered.
#[utoipa::path(
    tag = "absences",
    params(PreviewQuery),
    request_body = AbsenceDef,
    responses((status = OK, description = "What nobody would look after", body = AbsencePreview), Problems)
)]
#[post("/absences/preview")]
pub async fn preview_absence(
    app: Data<App>,
    caller: Caller,
    query: Query<PreviewQuery>,
    body: Body<AbsenceDef>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(preview(&app, &caller, query.id, &body.0).await?))
}

/// Change an absence
#[utoipa::path(
    tag = "absences",
    params(("id" = AbsenceId, Path, description = "The absence")),
    request_body = AbsenceDef,
    responses((status = OK, description = "The absence as it is now", body = AbsenceView), Problems)
)]
#[put("/absences/{id}")]
pub async fn save_absence(
    app: Data<App>,
    caller: Caller,
    id: Path<AbsenceId>,
    body: Body<AbsenceDef>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(save(&app, &caller, Some(*id), &body.0).await?))
}

/// Delete an absence
#[utoipa::path(
    tag = "absences",
    params(("id" = AbsenceId, Path, description = "The absence")),
    responses((status = NO_CONTENT, description = "It is gone"), Problems)
)]
#[delete("/absences/{id}")]
pub async fn delete_absence(app: Data<App>, caller: Caller, id: Path<AbsenceId>) -> Result<HttpResponse, ApiError> {
    delete(&app, &caller, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}
