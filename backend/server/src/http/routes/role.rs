//! `/roles`: who is in them, and what they permit in which queue.

use actix_web::{
    HttpResponse, delete, get, post, put,
    web::{Data, Path},
};
use pult_shared::{
    api::role::{RoleDef, RoleList, RoleView},
    ids::{PersonId, RoleId},
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{body::Body, error::ApiError, signed_in::Caller},
    service::role::{create, delete, list, members, save},
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config
        .service(list_roles)
        .service(create_role)
        .service(save_role)
        .service(delete_role)
        .service(add_role_member)
        .service(remove_role_member);
}

/// List the roles
///
/// All of them for administrators; for others those that touch a queue which they manage.
#[utoipa::path(tag = "roles", responses((status = OK, description = "The roles, by name", body = RoleList), Problems))]
#[get("/roles")]
pub async fn list_roles(app: Data<App>, caller: Caller) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(list::list(&app, &caller).await?))
}

/// Make a role
///
/// For administrators, and for whoever holds `manage` in every queue that it grants.
#[utoipa::path(
    tag = "roles",
    request_body = RoleDef,
    responses((status = CREATED, description = "The new role, without members", body = RoleView), Problems)
)]
#[post("/roles")]
pub async fn create_role(app: Data<App>, caller: Caller, body: Body<RoleDef>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Created().json(create::create(&app, &caller, &body.0).await?))
}

/// Change what a role permits
///
/// For administrators, and for whoever holds `manage` in every queue that it grants, before and after.
#[utoipa::path(
    tag = "roles",
    params(("role_id" = RoleId, Path, description = "The role")),
    request_body = RoleDef,
    responses((status = OK, description = "The role as it was saved", body = RoleView), Problems)
)]
#[put("/roles/{role_id}")]
pub async fn save_role(
    app: Data<App>,
    caller: Caller,
    role: Path<RoleId>,
    body: Body<RoleDef>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(save::save(&app, &caller, *role, &body.0).await?))
}

/// Delete a role
///
/// Its members keep what their other roles permit. Rights as for `save_role`.
#[utoipa::path(
    tag = "roles",
    params(("role_id" = RoleId, Path, description = "The role")),
    responses((status = NO_CONTENT, description = "It is gone"), Problems)
)]
#[delete("/roles/{role_id}")]
pub async fn delete_role(app: Data<App>, caller: Caller, role: Path<RoleId>) -> Result<HttpResponse, ApiError> {
    delete::delete(&app, &caller, *role).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Put a person into a role
///
/// Nothing happens where they are in it. Rights as for `save_role`.
#[utoipa::path(
    tag = "roles",
    params(
        ("role_id" = RoleId, Path, description = "The role"),
        ("person_id" = PersonId, Path, description = "The person")
    ),
    responses((status = OK, description = "The role with its members", body = RoleView), Problems)
)]
#[put("/roles/{role_id}/members/{person_id}")]
pub async fn add_role_member(
    app: Data<App>,
    caller: Caller,
    path: Path<(RoleId, PersonId)>,
) -> Result<HttpResponse, ApiError> {
    let (role, person) = path.into_inner();
    Ok(HttpResponse::Ok().json(members::add(&app, &caller, role, person).await?))
}

/// Take a person out of a role
///
/// Rights as for `save_role`.
#[utoipa::path(
    tag = "roles",
    params(
        ("role_id" = RoleId, Path, description = "The role"),
        ("person_id" = PersonId, Path, description = "The person")
    ),
    responses((status = OK, description = "The role with its members", body = RoleView), Problems)
)]
#[delete("/roles/{role_id}/members/{person_id}")]
pub async fn remove_role_member(
    app: Data<App>,
    caller: Caller,
    path: Path<(RoleId, PersonId)>,
) -> Result<HttpResponse, ApiError> {
    let (role, person) = path.into_inner();
    Ok(HttpResponse::Ok().json(members::remove(&app, &caller, role, person).await?))
}
