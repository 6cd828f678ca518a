//! `/session`: sign in, who am I, sign out.

use actix_web::{HttpRequest, HttpResponse, delete, get, http::header, patch, post, web::Data};
use pult_shared::api::session::{CreateSession, SessionView, UpdateSession};
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{
        body::Body,
        error::ApiError,
        signed_in::{Caller, browser_language, cookie, no_cookie},
    },
    service::{
        preferences::get::get as preferences,
        session::{
            sign_in::{Origin, sign_in},
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
/// With account id or mail address, and the password of a local account. Sets the session cookie. After ten failures the
/// caller has to wait some minutes; `Retry-After` tells how many seconds.
#[utoipa::path(
    tag = "session",
    request_body = CreateSession,
    responses((status = CREATED, description = "Signed in", body = SessionView), Problems),
    security(())
)]
#[post("/session")]
pub async fn create_session(
    app: Data<App>,
    request: HttpRequest,
    body: Body<CreateSession>,
) -> Result<HttpResponse, ApiError> {
    let user_agent = request
        .headers()
        .get(header::USER_AGENT)
        .and_then(|value| value.to_str().ok());
    let origin = Origin {
        address: client_address(&app, &request),
        user_agent: user_agent.unwrap_or_default().chars().take(300).collect(),
    };
    let session = sign_in(&app, body.0, origin).await?;
    let preferences = preferences(&app, &session.signed_in).await?;
    let view = session.signed_in.view(browser_language(&request), preferences);
    Ok(HttpResponse::Created().cookie(cookie(&app, session.token)).json(view))
}

/// The client's address; behind a proxy that is trusted, the one that the proxy names.
fn client_address(app: &App, request: &HttpRequest) -> String {
    let peer = request.peer_addr().map(|address| address.ip());
    let trusted = peer.is_some_and(|peer| app.config.http.trusted_proxies.contains(&peer));
    let forwarded = request
        .headers()
        .get("x-forwarded-for")
        .filter(|_| trusted)
        .and_then(|value| {
            value
                .to_str()
                .ok()?
                .rsplit(',')
                .next()
                .map(|last| last.trim().to_owned())
        });
    forwarded
        .or_else(|| peer.map(|peer| peer.to_string()))
        .unwrap_or_default()
}

/// Who is signed in
#[utoipa::path(tag = "session", responses((status = OK, description = "The session", body = SessionView), Problems))]
#[get("/session")]
pub async fn get_session(app: Data<App>, request: HttpRequest, caller: Caller) -> Result<HttpResponse, ApiError> {
    let preferences = preferences(&app, &caller).await?;
    Ok(HttpResponse::Ok().json(caller.view(browser_language(&request), preferences)))
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
    Ok(HttpResponse::Ok().json(caller.view(None, preferences).with_language(body.0.language)))
}

/// Sign out
#[utoipa::path(tag = "session", responses((status = NO_CONTENT, description = "Signed out"), Problems))]
#[delete("/session")]
pub async fn delete_session(app: Data<App>, caller: Caller) -> Result<HttpResponse, ApiError> {
    sign_out(&app, caller.session_id).await?;
    Ok(HttpResponse::NoContent().cookie(no_cookie()).finish())
}
