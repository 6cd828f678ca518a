//! The session cookie, and the extractor that turns it into a person. A handler that takes `Caller` is for signed-in
//! people only.

use std::{future::Future, ops::Deref, pin::Pin};

use actix_web::{
    FromRequest, HttpRequest,
    cookie::{Cookie, SameSite, time},
    dev::Payload,
    http::{Method, header},
    web::Data,
};
use pult_domain::{
    second_factor,
    seeing::{self, Way},
};
use pult_shared::{error::ErrorCode, person::Language};

use super::error::ApiError;
use crate::{
    app::App,
    service::{
        api_token::who::by_bearer,
        session::who::{self, SignedIn},
    },
};

/// The cookie's name where the site is reached without HTTPS.
pub const COOKIE: &str = "pult_session";
/// With HTTPS: browsers take a cookie with this prefix from this host alone, over HTTPS and for the whole site (RFC 6265bis §4.1.3.2), so
/// that no other host of the domain sets it.
const HOST_COOKIE: &str = "__Host-pult_session";

fn name(app: &App) -> &'static str {
    if app.config.http.is_https() {
        HOST_COOKIE
    } else {
        COOKIE
    }
}

/// The session's token that a browser shows.
#[must_use]
pub fn shown(app: &App, request: &HttpRequest) -> Option<String> {
    request.cookie(name(app)).map(|cookie| cookie.value().to_owned())
}

/// Whoever is signed in.
pub struct Caller {
    pub signed_in: SignedIn,
    /// For a look, later on, whether they still are.
    pub token: String,
}

impl Deref for Caller {
    type Target = SignedIn;

    fn deref(&self) -> &SignedIn {
        &self.signed_in
    }
}

impl FromRequest for Caller {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, ApiError>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let app = request.app_data::<Data<App>>().cloned();
        let token = app.as_ref().and_then(|app| shown(app, request));
        let bearer = bearer(request);
        let way = match *request.method() {
            Method::GET | Method::HEAD => Way::Read,
            Method::DELETE => Way::Delete,
            _ => Way::Write,
        };
        // The operation's own pattern, since a path can be written in many ways (RFC 3986 §6.2.2).
        let pattern = request.match_pattern().unwrap_or_default();
        let path = pattern.strip_prefix("/api/v1/").map(str::to_owned);
        Box::pin(async move {
            let app = app.ok_or_else(|| ApiError::new(ErrorCode::Internal))?;
            // Who shows a token means the token, whatever cookie comes along.
            if let Some(token) = bearer {
                let signed_in = by_bearer(&app, &token, way == Way::Read, path.as_deref()).await?;
                return Ok(Self { signed_in, token });
            }
            let token = token.ok_or_else(|| ApiError::new(ErrorCode::NotSignedIn))?;
            let signed_in = who::by_token(&app, &token).await?;
            let signed_in = signed_in.ok_or_else(|| ApiError::new(ErrorCode::SessionExpired))?;
            if signed_in.second_factor_due && !path.as_deref().is_some_and(second_factor::may_before) {
                return Err(ApiError::new(ErrorCode::SecondFactorDue));
            }
            if let Some(seen) = &signed_in.seen_by
                && !seeing::may_ask(way, path.as_deref().unwrap_or_default(), seen.over)
            {
                return Err(ApiError::new(ErrorCode::SeeingAs));
            }
            Ok(Self { signed_in, token })
        })
    }
}

/// The token that a program shows (RFC 6750 §2.1).
fn bearer(request: &HttpRequest) -> Option<String> {
    let value = request.headers().get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}

/// The language that the browser asks for.
#[must_use]
pub fn browser_language(request: &HttpRequest) -> Option<Language> {
    Language::from_accepted(request.headers().get(header::ACCEPT_LANGUAGE)?.to_str().ok()?)
}

/// The cookie that carries a token; `Secure` where the site is reached by HTTPS.
#[must_use]
pub fn cookie(app: &App, token: String) -> Cookie<'static> {
    Cookie::build(name(app), token)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.config.http.is_https())
        .max_age(time::Duration::hours(i64::from(app.config.session.absolute_hours)))
        .finish()
}

/// The cookie that takes the token away.
#[must_use]
pub fn no_cookie(app: &App) -> Cookie<'static> {
    let mut cookie = cookie(app, String::new());
    cookie.make_removal();
    cookie
}
