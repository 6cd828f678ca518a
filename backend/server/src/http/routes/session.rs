//! `/session`: sign in, who am I, sign out.

use actix_web::{HttpRequest, HttpResponse, delete, get, patch, post, web::Data};
use pult_shared::api::{
    second_factor::SecondStep,
    session::{CreateSession, CurrentSession, SessionView, SignedOut, UpdateSession},
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{
        body::Body,
        error::ApiError,
        origin::origin,
        signed_in::{Caller, browser_language, cookie, no_cookie},
    },
    service::{
        preferences::get::get as preferences,
        session::{
            sign_in::{NewSession, SignIn, sign_in},
            sign_out::sign_out,
            who::set_language,
        },
    },
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config
        .service(create_session)
        .service(get_session)
        .service(update_session)
        .service(delete_session);
}

/// Sign in
///
/// With account id or mail address, and the password of a local account. Sets the session cookie; where the person has a second factor,
/// `complete_session` does that with the code. After ten failures the
/// caller has to wait some minutes; `Retry-After` tells how many seconds.
#[utoipa::path(
    tag = "session",
    request_body = CreateSession,
    responses(
        (status = CREATED, description = "Signed in", body = SessionView),
        (status = ACCEPTED, description = "The password is right, a code is still missing", body = SecondStep),
        Problems
    ),
    security(())
)]
#[post("/session")]
pub async fn create_session(
    app: Data<App>,
    request: HttpRequest,
    body: Body<CreateSession>,
) -> Result<HttpResponse, ApiError> {
    match sign_in(&app, body.0, origin(&app, &request)).await? {
        SignIn::Done(session) => begun(&app, &request, *session).await,
        SignIn::SecondStep(step) => Ok(HttpResponse::Accepted().json(step)),
    }
}

/// A session that has just begun, with its cookie.
pub(super) async fn begun(app: &App, request: &HttpRequest, session: NewSession) -> Result<HttpResponse, ApiError> {
    let preferences = preferences(app, &session.signed_in).await?;
    let view = session.signed_in.view(app, browser_language(request), preferences);
    Ok(HttpResponse::Created().cookie(cookie(app, session.token)).json(view))
}

/// Who is signed in
///
/// Where an administrator looks as somebody else, this is who is seen, and `seen_by` tells who sees.
#[utoipa::path(tag = "session", responses((status = OK, description = "The session", body = CurrentSession), Problems))]
#[get("/session")]
pub async fn get_session(app: Data<App>, request: HttpRequest, caller: Caller) -> Result<HttpResponse, ApiError> {
    let preferences = preferences(&app, &caller).await?;
    Ok(HttpResponse::Ok().json(caller.current(&app, browser_language(&request), preferences)))
}

/// Change the language of the signed-in person
#[utoipa::path(
    tag = "session",
    request_body = UpdateSession,
    responses((status = OK, description = "The session", body = SessionView), Problems)
)]
#[patch("/session")]
pub async fn update_session(
    app: Data<App>,
    caller: Caller,
    body: Body<UpdateSession>,
) -> Result<HttpResponse, ApiError> {
    set_language(&app, &caller, body.0.language).await?;
    let preferences = preferences(&app, &caller).await?;
    Ok(HttpResponse::Ok().json(caller.view(&app, None, preferences).with_language(body.0.language)))
}

/// Sign out
///
/// Where the session came from a provider of single sign-on, the answer may name the address at which the browser signs out there too.
#[utoipa::path(
    tag = "session",
    responses(
        (status = OK, description = "Signed out here, and at this address at the provider", body = SignedOut),
        (status = NO_CONTENT, description = "Signed out"),
        Problems
    )
)]
#[delete("/session")]
pub async fn delete_session(app: Data<App>, caller: Caller) -> Result<HttpResponse, ApiError> {
    Ok(match sign_out(&app, &caller).await? {
        Some(location) => HttpResponse::Ok().cookie(no_cookie(&app)).json(SignedOut { location }),
        None => HttpResponse::NoContent().cookie(no_cookie(&app)).finish(),
    })
}
