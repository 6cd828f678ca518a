//! `/tokens`: personal API tokens; for administrators also those of others.

use actix_web::{
    HttpResponse, delete, get, post,
    web::{Data, Path},
};
use pult_shared::{
    api::account::{ApiTokenList, CreateApiToken, CreatedApiToken},
    ids::{ApiTokenId, PersonId},
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{body::Body, error::ApiError, signed_in::Caller},
    service::api_token::{create::create, list::list, revoke::revoke},
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config
        .service(list_api_tokens)
        .service(create_api_token)
        .service(revoke_api_token)
        .service(list_person_tokens)
        .service(revoke_person_token);
}

/// List one's API tokens
#[utoipa::path(tag = "account", responses((status = OK, description = "The tokens", body = ApiTokenList), Problems))]
#[get("/tokens")]
pub async fn list_api_tokens(app: Data<App>, caller: Caller) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(list(&app, &caller, caller.actor.person_id).await?))
}

/// Make an API token
///
/// For programs that act for the person, by `Authorization: Bearer …`. The token is shown in this answer only. It manages no account:
/// no passwords, sessions or tokens.
#[utoipa::path(
    tag = "account",
    request_body = CreateApiToken,
    responses((status = CREATED, description = "The token", body = CreatedApiToken), Problems)
)]
#[post("/tokens")]
pub async fn create_api_token(
    app: Data<App>,
    caller: Caller,
    body: Body<CreateApiToken>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Created().json(create(&app, &caller, &body.0).await?))
}

/// Revoke one of one's API tokens
#[utoipa::path(
    tag = "account",
    params(("token_id" = ApiTokenId, Path, description = "The token")),
    responses((status = NO_CONTENT, description = "Revoked"), Problems)
)]
#[delete("/tokens/{token_id}")]
pub async fn revoke_api_token(
    app: Data<App>,
    caller: Caller,
    token: Path<ApiTokenId>,
) -> Result<HttpResponse, ApiError> {
    revoke(&app, &caller, caller.actor.person_id, *token).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// List the API tokens of a person
///
/// For administrators.
#[utoipa::path(
    tag = "account",
    params(("person_id" = PersonId, Path, description = "The person")),
    responses((status = OK, description = "The tokens", body = ApiTokenList), Problems)
)]
#[get("/people/{person_id}/tokens")]
pub async fn list_person_tokens(
    app: Data<App>,
    caller: Caller,
    person: Path<PersonId>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(list(&app, &caller, *person).await?))
}

/// Revoke an API token of a person
///
/// For administrators.
#[utoipa::path(
    tag = "account",
    params(
        ("person_id" = PersonId, Path, description = "The person"),
        ("token_id" = ApiTokenId, Path, description = "The token")
    ),
    responses((status = NO_CONTENT, description = "Revoked"), Problems)
)]
#[delete("/people/{person_id}/tokens/{token_id}")]
pub async fn revoke_person_token(
    app: Data<App>,
    caller: Caller,
    path: Path<(PersonId, ApiTokenId)>,
) -> Result<HttpResponse, ApiError> {
    let (person, token) = path.into_inner();
    revoke(&app, &caller, person, token).await?;
    Ok(HttpResponse::NoContent().finish())
}
