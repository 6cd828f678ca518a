//! The person behind an API token.

use jiff::SignedDuration;
use pult_domain::{refusal::Refusal, token_scope};
use pult_shared::{error::ErrorCode, ids::SessionId};
use pult_store::{
    api_tokens::{self, Shown},
    catalog, people,
};

use super::of_provider;
use crate::{
    app::App,
    identity::token,
    service::{
        ServiceError,
        session::{acting, who::SignedIn},
    },
};

/// What every token begins with, so that programs that look for leaked secrets know it.
pub const PREFIX: &str = "pult_";

/// How stale the last use may grow before it is written again.
const TOUCH_AFTER: SignedDuration = SignedDuration::from_mins(1);

/// The person for whom a program asks that shows a token: one of ours, or one of a provider's.
///
/// # Errors
/// As of [`by_api_token`] and [`of_provider::by_provider_token`].
pub async fn by_bearer(app: &App, text: &str, reads: bool, path: Option<&str>) -> Result<SignedIn, ServiceError> {
    if of_provider::is_one(text) {
        of_provider::by_provider_token(app, text, reads, path).await
    } else {
        by_api_token(app, text, reads, path).await
    }
}

/// Whether a token of either kind still runs and its person may still sign in; none for what is no such token.
///
/// # Errors
/// As of [`of_provider::runs`].
pub async fn bearer_runs(app: &App, text: &str) -> Result<Option<bool>, ServiceError> {
    if of_provider::is_one(text) {
        of_provider::runs(app, text).await.map(Some)
    } else if text.starts_with(PREFIX) {
        runs(app, text).await.map(Some)
    } else {
        Ok(None)
    }
}

/// The person for whom a program asks, if its token runs and its scope lets it ask this. `path` is the
/// pattern of the operation below `/api/v1`; none for what is no operation.
///
/// # Errors
/// `not_signed_in` for a token that is none, has expired or was revoked, or whose person may not sign in; `forbidden` outside its scope; `second_factor_due` where a
/// role of the person has come to ask for a second factor, and the token was made without.
pub async fn by_api_token(app: &App, text: &str, reads: bool, path: Option<&str>) -> Result<SignedIn, ServiceError> {
    let unknown = || ServiceError::code(ErrorCode::NotSignedIn);
    let now = app.now();
    let Shown {
        token: found,
        second_factor_due,
    } = running(app, text).await?.ok_or_else(unknown)?;
    if !path.is_some_and(|path| token_scope::allows(found.scope, reads, path)) {
        let detail = format!("A token of the scope {} may not do this.", found.scope.name());
        return Err(Refusal::because(ErrorCode::Forbidden, detail).into());
    }
    if second_factor_due {
        let detail = "The token was made without the second factor that a role asks for.";
        return Err(Refusal::because(ErrorCode::SecondFactorDue, detail).into());
    }
    let person = people::find(&app.store, found.person_id).await?;
    let person = person.filter(|person| person.active).ok_or_else(unknown)?;
    if found
        .last_used_at
        .is_none_or(|at| now.duration_since(at) >= TOUCH_AFTER)
    {
        let tx = app.store.begin().await?;
        api_tokens::used(&tx, found.id, now).await?;
        tx.commit().await?;
    }
    let version = catalog::version(&app.store).await?;
    acting::signed_in(app, person, version, SessionId::NIL, found.expires_at).await
}

async fn runs(app: &App, text: &str) -> Result<bool, ServiceError> {
    let found = running(app, text).await?;
    let Some(Shown { token: found, .. }) = found.filter(|found| !found.second_factor_due) else {
        return Ok(false);
    };
    let person = people::find(&app.store, found.person_id).await?;
    Ok(person.is_some_and(|person| person.active))
}

async fn running(app: &App, text: &str) -> Result<Option<Shown>, ServiceError> {
    if !text.starts_with(PREFIX) {
        return Ok(None);
    }
    let now = app.now();
    let administrators = app.config.session.administrators_second_factor;
    let found = api_tokens::by_hash(&app.store, &token::hash(text), administrators).await?;
    Ok(found.filter(|found| found.token.expires_at > now))
}
