//! `/sign-on`: off to a provider of single sign-on, and back. Browsers come here by links, so errors are shown by the sign-in page.

use actix_web::{
    HttpRequest, HttpResponse,
    cookie::{Cookie, SameSite, time},
    delete, get,
    http::header,
    post, put,
    web::{Data, Form, Path, Query},
};
use pult_shared::{
    api::{
        person::{LinkIdentity, PersonProfile},
        session::SignInOptions,
    },
    error::ErrorCode,
    ids::PersonId,
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{
        body::Body,
        error::ApiError,
        origin::origin,
        sign_in_page,
        signed_in::{Caller, cookie},
    },
    identity::token,
    service::{
        ServiceError,
        session::sign_on::{
            back_channel::back_channel,
            finish::{Answer, finish},
            link::{link, unlink},
            offered::offered,
            start::{ATTEMPT_LASTS, start},
        },
    },
};

const PATH: &str = "/api/v1/sign-on";

pub fn register(config: &mut ServiceConfig<'_>) {
    config
        .service(list_sign_in_options)
        .service(start_sign_on)
        .service(finish_sign_on)
        .service(end_sign_on)
        .service(link_identity)
        .service(unlink_identity);
}

/// Link a person to who they are at a provider
///
/// For administrators. What the person was there before is forgotten, and its sessions end. A program that signs in for itself is its client id there:
/// with the link its tokens act as the person.
#[utoipa::path(
    tag = "people",
    params(("person_id" = PersonId, Path, description = "The person"), ("provider" = String, Path, description = "The provider")),
    request_body = LinkIdentity,
    responses((status = OK, description = "The person", body = PersonProfile), Problems)
)]
#[put("/people/{person_id}/identities/{provider}")]
pub async fn link_identity(
    app: Data<App>,
    caller: Caller,
    path: Path<(PersonId, String)>,
    body: Body<LinkIdentity>,
) -> Result<HttpResponse, ApiError> {
    let (person, provider) = path.into_inner();
    Ok(HttpResponse::Ok().json(link(&app, &caller, person, &provider, &body.0).await?))
}

/// Take back who a person is at a provider
///
/// For administrators. Sessions that were begun with the provider end.
#[utoipa::path(
    tag = "people",
    params(("person_id" = PersonId, Path, description = "The person"), ("provider" = String, Path, description = "The provider")),
    responses((status = OK, description = "The person", body = PersonProfile), Problems)
)]
#[delete("/people/{person_id}/identities/{provider}")]
pub async fn unlink_identity(
    app: Data<App>,
    caller: Caller,
    path: Path<(PersonId, String)>,
) -> Result<HttpResponse, ApiError> {
    let (person, provider) = path.into_inner();
    Ok(HttpResponse::Ok().json(unlink(&app, &caller, person, &provider).await?))
}

/// List the ways to sign in beside a password
#[utoipa::path(
    tag = "session",
    responses((status = OK, description = "The providers", body = SignInOptions), Problems),
    security(())
)]
#[get("/sign-in-options")]
pub async fn list_sign_in_options(app: Data<App>) -> HttpResponse {
    HttpResponse::Ok().json(offered(&app))
}

/// Where to go afterwards.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct StartQuery {
    /// A path of this site.
    pub next: Option<String>,
}

/// Sign in at a provider
///
/// For browsers: leads to the provider, or back to the sign-in page with `error`.
#[utoipa::path(
    tag = "session",
    params(("provider" = String, Path, description = "The provider's name"), StartQuery),
    responses((status = SEE_OTHER, description = "On to the provider"), Problems),
    security(())
)]
#[get("/sign-on/{provider}")]
pub async fn start_sign_on(
    app: Data<App>,
    provider: Path<String>,
    query: Query<StartQuery>,
) -> Result<HttpResponse, ApiError> {
    let next = query.into_inner().next;
    match start(&app, &provider, next.clone()).await {
        Ok(started) => Ok(HttpResponse::SeeOther()
            .cookie(attempt_cookie(&app, &started.state, started.browser))
            .insert_header((header::LOCATION, started.url))
            .finish()),
        Err(error) => back_to_sign_in(error, next.as_deref().unwrap_or("/")),
    }
}

/// What the provider sends back.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CallbackQuery {
    pub state: Option<String>,
    pub code: Option<String>,
    /// The issuer (RFC 9207).
    pub iss: Option<String>,
    pub error: Option<String>,
}

/// Come back from a provider
///
/// For browsers: signs in and leads to where the person wanted to go, or to the sign-in page with `error`.
#[utoipa::path(
    tag = "session",
    params(("provider" = String, Path, description = "The provider's name"), CallbackQuery),
    responses((status = SEE_OTHER, description = "On to the page"), Problems),
    security(())
)]
#[get("/sign-on/{provider}/callback")]
pub async fn finish_sign_on(
    app: Data<App>,
    request: HttpRequest,
    provider: Path<String>,
    query: Query<CallbackQuery>,
) -> Result<HttpResponse, ApiError> {
    let CallbackQuery {
        state,
        code,
        iss,
        error,
    } = query.into_inner();
    let name = state.as_deref().map(cookie_name);
    let held = name.as_deref().and_then(|name| request.cookie(name));
    let answer = Answer {
        state,
        code,
        issuer: iss,
        error,
        browser: held.map(|cookie| cookie.value().to_owned()),
    };
    let finished = finish(&app, &provider, answer, origin(&app, &request)).await?;
    let mut response = match finished.session {
        Ok(session) => HttpResponse::SeeOther()
            .cookie(cookie(&app, session.token))
            .insert_header((header::LOCATION, finished.next))
            .finish(),
        Err(error) => back_to_sign_in(error, &finished.next)?,
    };
    if let Some(name) = name {
        let mut spent = Cookie::build(name, "")
            .path(PATH)
            .http_only(true)
            .same_site(SameSite::Lax)
            .finish();
        spent.make_removal();
        response
            .add_cookie(&spent)
            .map_err(|error| ApiError::from(ServiceError::Internal(error.to_string())))?;
    }
    Ok(response)
}

/// The body of a back-channel logout.
#[derive(Deserialize, ToSchema)]
pub struct LogoutForm {
    /// The logout token, a signed JWT.
    pub logout_token: String,
}

/// End the sessions of a provider's session
///
/// For providers (OpenID Connect Back-Channel Logout).
#[utoipa::path(
    tag = "session",
    params(("provider" = String, Path, description = "The provider's name")),
    request_body(content = LogoutForm, content_type = "application/x-www-form-urlencoded"),
    responses((status = OK, description = "Ended"), Problems),
    security(())
)]
#[post("/sign-on/{provider}/logout")]
pub async fn end_sign_on(
    app: Data<App>,
    provider: Path<String>,
    form: Form<LogoutForm>,
) -> Result<HttpResponse, ApiError> {
    back_channel(&app, &provider, &form.logout_token).await?;
    Ok(HttpResponse::Ok().finish())
}

/// The sign-in page, which says what went wrong. A provider that there is not is no page.
fn back_to_sign_in(error: ServiceError, next: &str) -> Result<HttpResponse, ApiError> {
    let code = match &error {
        ServiceError::Refused(refusal) if refusal.code == ErrorCode::NotFound => return Err(error.into()),
        ServiceError::Refused(refusal) => refusal.code,
        ServiceError::TooManyRequests(_) => ErrorCode::TooManyRequests,
        ServiceError::Stale { .. } | ServiceError::Unavailable(_) | ServiceError::Internal(_) => {
            return Err(error.into());
        }
    };
    Ok(HttpResponse::SeeOther()
        .insert_header((header::LOCATION, sign_in_page::address(Some(code.code()), next)))
        .finish())
}

/// A cookie for each attempt, so that two tabs do not stand in each other's way.
fn cookie_name(state: &str) -> String {
    let hash: String = token::hash(state).chars().take(16).collect();
    format!("pult_sign_on_{hash}")
}

/// Lax, since the way back comes from another site.
fn attempt_cookie(app: &App, state: &str, value: String) -> Cookie<'static> {
    Cookie::build(cookie_name(state), value)
        .path(PATH)
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.config.http.is_https())
        .max_age(time::Duration::seconds(ATTEMPT_LASTS.as_secs()))
        .finish()
}
