//! `/organisations`: what people belong to, and whether its members see each other's requests.

use actix_web::{
    HttpResponse, delete, get, post, put,
    web::{Data, Path},
};
use pult_shared::{
    api::organisation::{OrganisationDef, OrganisationList, OrganisationView},
    ids::OrganisationId,
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{body::Body, error::ApiError, signed_in::Caller},
    service::organisation::{edit, list},
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config
        .service(list_organisations)
        .service(create_organisation)
        .service(save_organisation)
        .service(delete_organisation);
}

/// List the organisations
///
/// By name, at most 2,000; and names that people have and nobody has set up. For administrators.
#[utoipa::path(
    tag = "organisations",
    responses((status = OK, description = "The organisations", body = OrganisationList), Problems)
)]
#[get("/organisations")]
pub async fn list_organisations(app: Data<App>, caller: Caller) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(list::list(&app, &caller).await?))
}

/// Set up an organisation
///
/// Whoever has its name as their organisation belongs to it. Members see each other's requests only where that is switched on, and never
/// those in sensitive queues or for named persons only. For administrators.
#[utoipa::path(
    tag = "organisations",
    request_body(content = OrganisationDef, example = json!({"name": "FB 3", "members_see": true})),
    responses((status = CREATED, description = "The new organisation", body = OrganisationView), Problems)
)]
#[post("/organisations")]
pub async fn create_organisation(
    app: Data<App>,
    caller: Caller,
    body: Body<OrganisationDef>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Created().json(edit::create(&app, &caller, &body.0).await?))
}

/// Change an organisation
///
/// What its members see follows at once. For administrators.
#[utoipa::path(
    tag = "organisations",
    params(("organisation_id" = OrganisationId, Path, description = "The organisation")),
    request_body = OrganisationDef,
    responses((status = OK, description = "The organisation as it was saved", body = OrganisationView), Problems)
)]
#[put("/organisations/{organisation_id}")]
pub async fn save_organisation(
    app: Data<App>,
    caller: Caller,
    id: Path<OrganisationId>,
    body: Body<OrganisationDef>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(edit::save(&app, &caller, *id, &body.0).await?))
}

/// Delete an organisation
///
/// People keep its name, and see nobody's requests by it any more. For administrators.
#[utoipa::path(
    tag = "organisations",
    params(("organisation_id" = OrganisationId, Path, description = "The organisation")),
    responses((status = NO_CONTENT, description = "It is gone"), Problems)
)]
#[delete("/organisations/{organisation_id}")]
pub async fn delete_organisation(
    app: Data<App>,
    caller: Caller,
    id: Path<OrganisationId>,
) -> Result<HttpResponse, ApiError> {
    edit::delete(&app, &caller, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}
