//! `/catalog`, and what it is made of: states, priorities, types, services, custom fields.

use actix_web::{
    HttpRequest, HttpResponse, delete, get,
    http::header,
    put,
    web::{Data, Path},
};
use pult_shared::{
    catalog::{
        CatalogView, FieldDef, FieldKey, PriorityDef, ServiceDef, ServiceKey, StateDef, StateKey, TypeDef, TypeKey,
    },
    error::ErrorCode,
    ticket::Priority,
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{body::Body, error::ApiError, signed_in::Caller},
    service::catalog::{field, kind, show, state},
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config
        .service(get_catalog)
        .service(save_state)
        .service(delete_state)
        .service(save_priority)
        .service(save_type)
        .service(delete_type)
        .service(save_service)
        .service(delete_service)
        .service(save_field)
        .service(delete_field);
}

/// Get the catalog
///
/// States, priorities, types, services and custom fields, with their names in both languages: what tickets are told in. Customers
/// get the fields that are shown to them. The live stream tells when it has changed (`catalog`).
#[utoipa::path(
    tag = "catalog",
    params(("If-None-Match" = Option<String>, Header, description = "The `ETag` of the answer that the caller has")),
    responses(
        (status = OK, description = "The catalog, with an `ETag`", body = CatalogView),
        (status = NOT_MODIFIED, description = "The caller has it already"),
        Problems
    )
)]
#[get("/catalog")]
pub async fn get_catalog(caller: Caller, request: HttpRequest) -> HttpResponse {
    let tag = format!("\"{}\"", show::tag(&caller));
    let known = request.headers().get(header::IF_NONE_MATCH);
    let known = known.and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut tags = known.split(',').map(|given| given.trim().trim_start_matches("W/"));
    if tags.any(|given| given == tag) {
        return HttpResponse::NotModified().insert_header((header::ETAG, tag)).finish();
    }
    HttpResponse::Ok()
        .insert_header((header::ETAG, tag))
        .json(show::show(&caller))
}

/// Make or change a state
///
/// The key and the type of a state stay as they are. Of each type that Pult itself sets (new, open, closed, merged) a valid state is
/// left. For administrators.
#[utoipa::path(
    tag = "catalog",
    params(("key" = StateKey, Path, description = "The state's key")),
    request_body = StateDef,
    responses((status = OK, description = "As it was saved", body = StateDef), Problems)
)]
#[put("/states/{key}")]
pub async fn save_state(
    app: Data<App>,
    caller: Caller,
    key: Path<StateKey>,
    body: Body<StateDef>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(state::save(&app, &caller, &key, &body.0).await?))
}

/// Delete a state
///
/// Only one that no ticket has and no other state turns into (else `in_use`: make it invalid). For administrators.
#[utoipa::path(
    tag = "catalog",
    params(("key" = StateKey, Path, description = "The state's key")),
    responses((status = NO_CONTENT, description = "It is gone"), Problems)
)]
#[delete("/states/{key}")]
pub async fn delete_state(app: Data<App>, caller: Caller, key: Path<StateKey>) -> Result<HttpResponse, ApiError> {
    state::delete(&app, &caller, &key).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Change what a priority is called
///
/// There are always five. For administrators.
#[utoipa::path(
    tag = "catalog",
    params(("level" = Priority, Path, description = "1 (very low) to 5 (very high)")),
    request_body = PriorityDef,
    responses((status = OK, description = "As it was saved", body = PriorityDef), Problems)
)]
#[put("/priorities/{level}")]
pub async fn save_priority(
    app: Data<App>,
    caller: Caller,
    level: Path<u8>,
    body: Body<PriorityDef>,
) -> Result<HttpResponse, ApiError> {
    let level = Priority::new(*level).ok_or_else(|| ApiError::new(ErrorCode::NotFound))?;
    Ok(HttpResponse::Ok().json(kind::save_priority(&app, &caller, level, &body.0).await?))
}

/// Make or change a type of ticket
///
/// For administrators.
#[utoipa::path(
    tag = "catalog",
    params(("key" = TypeKey, Path, description = "The type's key")),
    request_body = TypeDef,
    responses((status = OK, description = "As it was saved", body = TypeDef), Problems)
)]
#[put("/types/{key}")]
pub async fn save_type(
    app: Data<App>,
    caller: Caller,
    key: Path<TypeKey>,
    body: Body<TypeDef>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(kind::save_type(&app, &caller, &key, &body.0).await?))
}

/// Delete a type of ticket
///
/// Only one that no ticket, queue or field has (else `in_use`: make it invalid). For administrators.
#[utoipa::path(
    tag = "catalog",
    params(("key" = TypeKey, Path, description = "The type's key")),
    responses((status = NO_CONTENT, description = "It is gone"), Problems)
)]
#[delete("/types/{key}")]
pub async fn delete_type(app: Data<App>, caller: Caller, key: Path<TypeKey>) -> Result<HttpResponse, ApiError> {
    kind::delete_type(&app, &caller, &key).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Make or change a service
///
/// Keys are paths (`mail/groupware`, in the URL `mail%2Fgroupware`); the part above is a service too. For administrators.
#[utoipa::path(
    tag = "catalog",
    params(("key" = ServiceKey, Path, description = "The service's key, URL-encoded")),
    request_body = ServiceDef,
    responses((status = OK, description = "As it was saved", body = ServiceDef), Problems)
)]
#[put("/services/{key}")]
pub async fn save_service(
    app: Data<App>,
    caller: Caller,
    key: Path<ServiceKey>,
    body: Body<ServiceDef>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(kind::save_service(&app, &caller, &key, &body.0).await?))
}

/// Delete a service
///
/// Only one that no ticket has and nothing lies below (else `in_use`: make it invalid). For administrators.
#[utoipa::path(
    tag = "catalog",
    params(("key" = ServiceKey, Path, description = "The service's key, URL-encoded")),
    responses((status = NO_CONTENT, description = "It is gone"), Problems)
)]
#[delete("/services/{key}")]
pub async fn delete_service(app: Data<App>, caller: Caller, key: Path<ServiceKey>) -> Result<HttpResponse, ApiError> {
    kind::delete_service(&app, &caller, &key).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Make or change a custom field
///
/// The key and the kind of a field stay as they are; an option that a ticket has may become invalid, not vanish. For administrators.
#[utoipa::path(
    tag = "catalog",
    params(("key" = FieldKey, Path, description = "The field's key")),
    request_body = FieldDef,
    responses((status = OK, description = "As it was saved", body = FieldDef), Problems)
)]
#[put("/fields/{key}")]
pub async fn save_field(
    app: Data<App>,
    caller: Caller,
    key: Path<FieldKey>,
    body: Body<FieldDef>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(field::save(&app, &caller, &key, &body.0).await?))
}

/// Delete a custom field
///
/// Only one that no ticket has a value for (else `in_use`: make it invalid). For administrators.
#[utoipa::path(
    tag = "catalog",
    params(("key" = FieldKey, Path, description = "The field's key")),
    responses((status = NO_CONTENT, description = "It is gone"), Problems)
)]
#[delete("/fields/{key}")]
pub async fn delete_field(app: Data<App>, caller: Caller, key: Path<FieldKey>) -> Result<HttpResponse, ApiError> {
    field::delete(&app, &caller, &key).await?;
    Ok(HttpResponse::NoContent().finish())
}
