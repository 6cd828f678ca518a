//! `/account/totp`, `/account/recovery-codes`, `/session/second-step`: the second factor beside a password.

use actix_web::{
    HttpRequest, HttpResponse, delete, post,
    web::{Data, Path},
};
use pult_shared::{
    api::{
        second_factor::{CompleteSession, ConfirmTotp, PasswordAgain, RecoveryCodes, TotpSetup},
        session::SessionView,
    },
    ids::PersonId,
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::{problems::Problems, session::begun};
use crate::{
    app::App,
    http::{body::Body, error::ApiError, origin::origin, signed_in::Caller},
    service::{
        second_factor::{confirm, recovery, remove, start},
        session::second_step::complete,
    },
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config
        .service(complete_session)
        .service(confirm_totp)
        .service(remove_totp)
        .service(start_totp)
        .service(renew_recovery_codes)
        .service(remove_person_second_factor);
}

/// Sign in: the second step
///
/// With the code that the person's app shows, or a recovery code; each counts once. Sets the session cookie. After five wrong codes the
/// password is asked for again.
#[utoipa::path(
    tag = "session",
    request_body = CompleteSession,
    responses((status = CREATED, description = "Signed in", body = SessionView), Problems),
    security(())
)]
#[post("/session/second-step")]
pub async fn complete_session(
    app: Data<App>,
    request: HttpRequest,
    body: Body<CompleteSession>,
) -> Result<HttpResponse, ApiError> {
    let session = complete(&app, body.0, origin(&app, &request)).await?;
    begun(&app, &request, session).await
}

/// Begin to set up an app for one-time codes
///
/// What it answers is for the app; it counts after the first code (`confirm_totp`).
#[utoipa::path(
    tag = "account",
    request_body = PasswordAgain,
    responses((status = OK, description = "The app's secret", body = TotpSetup), Problems)
)]
#[post("/account/totp")]
pub async fn start_totp(
    app: Data<App>,
    request: HttpRequest,
    caller: Caller,
    body: Body<PasswordAgain>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(start::start(&app, &caller, body.0, &origin(&app, &request)).await?))
}

/// Set the app up by its first code
///
/// From now on signing in asks for a code. Ends all other sessions of the person, who is told by mail. The recovery codes are shown this one
/// time.
#[utoipa::path(
    tag = "account",
    request_body = ConfirmTotp,
    responses((status = OK, description = "Set up", body = RecoveryCodes), Problems)
)]
#[post("/account/totp/confirmation")]
pub async fn confirm_totp(app: Data<App>, caller: Caller, body: Body<ConfirmTotp>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(confirm::confirm(&app, &caller, &body.0).await?))
}

/// Switch one-time codes off
///
/// Not where a role of the person asks for a second factor. The person is told by mail.
#[utoipa::path(
    tag = "account",
    request_body = PasswordAgain,
    responses((status = NO_CONTENT, description = "Switched off"), Problems)
)]
#[post("/account/totp/removal")]
pub async fn remove_totp(
    app: Data<App>,
    request: HttpRequest,
    caller: Caller,
    body: Body<PasswordAgain>,
) -> Result<HttpResponse, ApiError> {
    remove::remove(&app, &caller, body.0, &origin(&app, &request)).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Make new recovery codes
///
/// Those before work no more.
#[utoipa::path(
    tag = "account",
    request_body = PasswordAgain,
    responses((status = OK, description = "The codes, shown this one time", body = RecoveryCodes), Problems)
)]
#[post("/account/recovery-codes")]
pub async fn renew_recovery_codes(
    app: Data<App>,
    request: HttpRequest,
    caller: Caller,
    body: Body<PasswordAgain>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(recovery::renew(&app, &caller, body.0, &origin(&app, &request)).await?))
}

/// Take a person's second factor off
///
/// For administrators, when somebody has lost app and recovery codes; not for one's own account. Ends the person's sessions; they are told by
/// mail, and the log of settings says it.
#[utoipa::path(
    tag = "account",
    params(("person_id" = PersonId, Path, description = "The person")),
    responses((status = NO_CONTENT, description = "Taken off"), Problems)
)]
#[delete("/people/{person_id}/second-factor")]
pub async fn remove_person_second_factor(
    app: Data<App>,
    caller: Caller,
    person: Path<PersonId>,
) -> Result<HttpResponse, ApiError> {
    remove::remove_of(&app, &caller, *person).await?;
    Ok(HttpResponse::NoContent().finish())
}
