//! `/account/passkeys`, `/session/passkey`: passkeys are set up, removed, and signed in with.

use actix_web::{
    HttpRequest, HttpResponse, post,
    web::{Data, Path},
};
use pult_shared::{
    api::{
        second_factor::{ConfirmPasskey, PasskeyChallenge, PasskeySignIn, PasswordAgain, RecoveryCodes},
        session::SessionView,
    },
    ids::PasskeyId,
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::{problems::Problems, session::begun};
use crate::{
    app::App,
    http::{body::Body, error::ApiError, origin::origin, signed_in::Caller},
    service::passkey::{confirm, remove, sign_in, start},
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config
        .service(start_passkey_sign_in)
        .service(sign_in_with_passkey)
        .service(confirm_passkey)
        .service(remove_passkey)
        .service(start_passkey);
}

/// Begin to sign in with a passkey
///
/// In place of login and password: whatever passkey of this site somebody has at hand.
#[utoipa::path(
    tag = "session",
    responses((status = OK, description = "What the browser asks for", body = PasskeyChallenge), Problems),
    security(())
)]
#[post("/session/passkey-challenge")]
pub async fn start_passkey_sign_in(app: Data<App>, request: HttpRequest) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(sign_in::start(&app, origin(&app, &request)).await?))
}

/// Sign in with a passkey
///
/// With the answer to `start_passkey_sign_in`, or to what `create_session` asks for as a second step. A challenge is answered once. Sets the session
/// cookie; the session counts as one with a second factor.
#[utoipa::path(
    tag = "session",
    request_body = PasskeySignIn,
    responses((status = CREATED, description = "Signed in", body = SessionView), Problems),
    security(())
)]
#[post("/session/passkey")]
pub async fn sign_in_with_passkey(
    app: Data<App>,
    request: HttpRequest,
    body: Body<PasskeySignIn>,
) -> Result<HttpResponse, ApiError> {
    let session = sign_in::complete(&app, body.0, origin(&app, &request)).await?;
    begun(&app, &request, session).await
}

/// Begin to set up a passkey
///
/// What it answers is for the browser; the passkey counts after `confirm_passkey`.
#[utoipa::path(
    tag = "account",
    request_body = PasswordAgain,
    responses((status = OK, description = "What the browser asks for", body = PasskeyChallenge), Problems)
)]
#[post("/account/passkeys")]
pub async fn start_passkey(
    app: Data<App>,
    request: HttpRequest,
    caller: Caller,
    body: Body<PasswordAgain>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(start::start(&app, &caller, body.0, &origin(&app, &request)).await?))
}

/// Set a passkey up
///
/// From now on signing in with the password asks for a second factor. With the first one all other sessions of the person end, and recovery codes
/// are shown this one time. The person is told by mail.
#[utoipa::path(
    tag = "account",
    request_body = ConfirmPasskey,
    responses((status = OK, description = "Set up", body = RecoveryCodes), Problems)
)]
#[post("/account/passkeys/confirmation")]
pub async fn confirm_passkey(
    app: Data<App>,
    caller: Caller,
    body: Body<ConfirmPasskey>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(confirm::confirm(&app, &caller, body.0).await?))
}

/// Remove a passkey
///
/// Not the last second factor where a role of the person asks for one. The person is told by mail.
#[utoipa::path(
    tag = "account",
    params(("passkey_id" = PasskeyId, Path, description = "The passkey")),
    request_body = PasswordAgain,
    responses((status = NO_CONTENT, description = "Removed"), Problems)
)]
#[post("/account/passkeys/{passkey_id}/removal")]
pub async fn remove_passkey(
    app: Data<App>,
    request: HttpRequest,
    caller: Caller,
    passkey: Path<PasskeyId>,
    body: Body<PasswordAgain>,
) -> Result<HttpResponse, ApiError> {
    remove::remove(&app, &caller, *passkey, body.0, &origin(&app, &request)).await?;
    Ok(HttpResponse::NoContent().finish())
}
