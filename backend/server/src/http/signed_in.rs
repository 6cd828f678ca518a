//! The session cookie, and the extractor that turns it into a person. A handler that takes `Caller` is for signed-in
//! people only.

use std::{future::Future, ops::Deref, pin::Pin};

use actix_web::{
    FromRequest, HttpRequest,
    cookie::{Cookie, SameSite, time},
    dev::Payload,
    http::header,
    web::Data,
};
use pult_shared::{error::ErrorCode, person::Language};

use super::error::ApiError;
use crate::{
    app::App,
    service::session::who::{self, SignedIn},
};

/// The cookie's name.
pub const COOKIE: &str = "pult_session";

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
        let token = request.cookie(COOKIE).map(|cookie| cookie.value().to_owned());
        Box::pin(async move {
            let app = app.ok_or_else(|| ApiError::new(ErrorCode::Internal))?;
            let token = token.ok_or_else(|| ApiError::new(ErrorCode::NotSignedIn))?;
            let signed_in = who::by_token(&app, &token).await?;
            signed_in
                .map(|signed_in| Self { signed_in, token })
                .ok_or_else(|| ApiError::new(ErrorCode::SessionExpired))
        })
    }
}

/// The language that the browser asks for.
#[must_use]
pub fn browser_language(request: &HttpRequest) -> Option<Language> {
    Language::from_accepted(request.headers().get(header::ACCEPT_LANGUAGE)?.to_str().ok()?)
}

/// The cookie that carries a token; `Secure` where the site is reached by HTTPS.
#[must_use]
pub fn cookie(app: &App, token: String) -> Cookie<'static> {
    Cookie::build(COOKIE, token)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.config.http.public_url.starts_with("https://"))
        .max_age(time::Duration::hours(i64::from(app.config.session.absolute_hours)))
        .finish()
}

/// The cookie that takes the token away.
#[must_use]
pub fn no_cookie() -> Cookie<'static> {
    let mut cookie = Cookie::build(COOKIE, "")
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .finish();
    cookie.make_removal();
    cookie
}
