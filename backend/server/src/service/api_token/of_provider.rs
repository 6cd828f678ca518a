//! The person behind a token that a provider of single sign-on gave to a service.

use std::sync::Arc;

use pult_domain::{
    refusal::Refusal,
    service_token::{self, ServiceToken},
    token_scope,
};
use pult_shared::{error::ErrorCode, ids::SessionId};
use pult_store::{
    catalog, identities,
    people::{self, Person, merge},
};

use crate::{
    adapters::oidc::{OidcError, Provider},
    app::App,
    service::{
        ServiceError,
        session::{acting, who::SignedIn},
    },
};

/// The person for whom a service asks, if the provider that is configured for it has signed its token and the token's scope lets it ask this.
/// Only somebody who has signed in by that provider before: nobody is made, and nobody is found by an address. `path` as of
/// [`super::who::by_api_token`].
///
/// # Errors
/// `not_signed_in` for a token that does not count, whatever is wrong with it, and for a subject that is nobody here or may not sign in;
/// `forbidden` outside its scope; `sign_on_unavailable` while the provider's keys cannot be had.
pub async fn by_provider_token(
    app: &App,
    text: &str,
    reads: bool,
    path: Option<&str>,
) -> Result<SignedIn, ServiceError> {
    let (token, person) = verified(app, text).await?;
    if !path.is_some_and(|path| token_scope::allows(token.scope, reads, path)) {
        let detail = format!("A token of the scope {} may not do this.", token.scope.name());
        return Err(Refusal::because(ErrorCode::Forbidden, detail).into());
    }
    let version = catalog::version(&app.store).await?;
    acting::signed_in(app, person, version, SessionId::NIL, token.expires_at).await
}

/// Whether such a token still counts.
///
/// # Errors
/// When the database fails, and while the provider's keys cannot be had.
pub async fn runs(app: &App, text: &str) -> Result<bool, ServiceError> {
    match verified(app, text).await {
        Ok(_) => Ok(true),
        Err(ServiceError::Refused(refusal)) if refusal.code == ErrorCode::NotSignedIn => Ok(false),
        Err(error) => Err(error),
    }
}

/// Whether a text has the form of such a token (RFC 7515 §3.1); nothing else that is shown to us has dots.
#[must_use]
pub fn is_one(text: &str) -> bool {
    text.split('.').count() == 3
}

async fn verified(app: &App, text: &str) -> Result<(ServiceToken, Person), ServiceError> {
    let unknown = || ServiceError::code(ErrorCode::NotSignedIn);
    let now = app.now();
    let provider = issuer(app, text).ok_or_else(unknown)?;
    let name = &provider.config.name;
    let Some(bearer) = &provider.config.bearer else {
        return Err(unknown());
    };
    let claims = match provider.bearer_claims(text, &bearer.audience, now).await {
        Ok(claims) => claims,
        Err(error @ OidcError::Unavailable(_)) => {
            tracing::warn!(provider = %name, %error, "a service's token cannot be looked at");
            return Err(ServiceError::code(ErrorCode::SignOnUnavailable));
        }
        Err(error) => {
            tracing::warn!(provider = %name, %error, "a service's token is not believed");
            return Err(unknown());
        }
    };
    let token = service_token::read(&claims, &bearer.scope_claim, now).map_err(|flaw| {
        tracing::warn!(provider = %name, ?flaw, "a service's token does not count");
        unknown()
    })?;
    let linked = identities::person_of(&app.store, name, &token.subject).await?;
    // Whoever went on in another person is that one here too.
    let id = merge::alias(&app.store, linked.ok_or_else(unknown)?).await?;
    let person = people::find(&app.store, id).await?;
    let person = person.filter(|person| person.active).ok_or_else(unknown)?;
    Ok((token, person))
}

/// The provider that a token says it comes from, where it may speak for services. Believed only once the signature is verified.
fn issuer(app: &App, text: &str) -> Option<Arc<Provider>> {
    let accepting = app.providers.iter().filter(|provider| provider.config.bearer.is_some());
    let mut accepting = accepting.peekable();
    accepting.peek()?;
    let issuer = Provider::claimed_issuer(text)?;
    accepting.find(|provider| provider.config.issuer == issuer).cloned()
}
