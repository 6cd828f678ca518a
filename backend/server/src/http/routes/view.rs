//! `/views`: saved views.

use actix_web::{
    HttpResponse, delete, get, post, put,
    web::{Data, Path},
};
use pult_shared::{
    api::view::{SavedView, ViewDef, ViewList},
    ids::ViewId,
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{body::Body, error::ApiError, signed_in::Caller},
    service::view::{create::create, delete::delete, list::list, save::save},
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config
        .service(list_views)
        .service(create_view)
        .service(save_view)
        .service(delete_view);
}

/// List saved views
///
/// The caller's own, those of queues that they work in, and those for everybody; each with the number of tickets that the caller sees
/// in it, counted up to 1,000.
#[utoipa::path(tag = "views", responses((status = OK, description = "The views", body = ViewList), Problems))]
#[get("/views")]
pub async fn list_views(app: Data<App>, caller: Caller) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(list(&app, &caller).await?))
}

/// Save a filter as a view
#[utoipa::path(
    tag = "views",
    request_body = ViewDef,
    responses((status = CREATED, description = "The new view", body = SavedView), Problems)
)]
#[post("/views")]
pub async fn create_view(app: Data<App>, caller: Caller, body: Body<ViewDef>) -> Result<HttpResponse, ApiError> {
    let view = create(&app, &caller, body.0).await?;
    let location = ("location", format!("/api/v1/views/{}", view.id));
    Ok(HttpResponse::Created().insert_header(location).json(view))
}

/// Change a saved view
///
/// Its owner, for one of a queue whoever manages the queue, for one for everybody administrators.
#[utoipa::path(
    tag = "views",
    params(("id" = ViewId, Path, description = "The view")),
    request_body = ViewDef,
    responses((status = OK, description = "The view as it is now", body = SavedView), Problems)
)]
#[put("/views/{id}")]
pub async fn save_view(
    app: Data<App>,
    caller: Caller,
    id: Path<ViewId>,
    body: Body<ViewDef>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(save(&app, &caller, *id, body.0).await?))
}

/// Delete a saved view
#[utoipa::path(
    tag = "views",
    params(("id" = ViewId, Path, description = "The view")),
    responses((status = NO_CONTENT, description = "It is gone"), Problems)
)]
#[delete("/views/{id}")]
pub async fn delete_view(app: Data<App>, caller: Caller, id: Path<ViewId>) -> Result<HttpResponse, ApiError> {
    delete(&app, &caller, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}
