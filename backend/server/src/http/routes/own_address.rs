//! `/account/addresses`: addresses that people enter for themselves.

use actix_web::{HttpRequest, HttpResponse, get, post, put, web::Data};
use pult_shared::api::own_address::{NamedAddress, OwnAddressList, ProveAddress};
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{body::Body, error::ApiError, origin::origin, signed_in::Caller},
    service::own_address::{list, prove, remove, request},
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config
        .service(list_own_addresses)
        .service(request_own_address)
        .service(prove_own_address)
        .service(remove_own_address);
}

/// List one's addresses
///
/// With those that wait to be proven.
#[utoipa::path(
    tag = "account",
    responses((status = OK, description = "The addresses", body = OwnAddressList), Problems)
)]
#[get("/account/addresses")]
pub async fn list_own_addresses(app: Data<App>, caller: Caller) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(list::list(&app, &caller).await?))
}

/// Ask for a further address
///
/// A mail with a link goes to it, which works once and for a day. The answer is the same where the address is somebody else's, who is told. Five a day.
#[utoipa::path(
    tag = "account",
    request_body = NamedAddress,
    responses((status = ACCEPTED, description = "A mail is on its way"), Problems)
)]
#[post("/account/addresses")]
pub async fn request_own_address(
    app: Data<App>,
    http: HttpRequest,
    caller: Caller,
    body: Body<NamedAddress>,
) -> Result<HttpResponse, ApiError> {
    request::request(&app, &caller, &body.0.address, &origin(&app, &http)).await?;
    Ok(HttpResponse::Accepted().finish())
}

/// Prove an address by the link of a mail
///
/// By whoever has asked for it. From now on mail from it is theirs; somebody who was nothing but this address becomes one with them.
#[utoipa::path(
    tag = "account",
    request_body = ProveAddress,
    responses((status = OK, description = "The addresses", body = OwnAddressList), Problems)
)]
#[put("/account/addresses/proof")]
pub async fn prove_own_address(
    app: Data<App>,
    caller: Caller,
    body: Body<ProveAddress>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(prove::prove(&app, &caller, &body.0.token).await?))
}

/// Take one of one's addresses out
///
/// A private one that is not the main one, or one that waits to be proven.
#[utoipa::path(
    tag = "account",
    request_body = NamedAddress,
    responses((status = OK, description = "The addresses that are left", body = OwnAddressList), Problems)
)]
#[post("/account/addresses/removal")]
pub async fn remove_own_address(
    app: Data<App>,
    caller: Caller,
    body: Body<NamedAddress>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(remove::remove(&app, &caller, &body.0.address).await?))
}
