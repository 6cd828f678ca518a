//! The second step of a sign-in: the password was right, now the code. A passkey ends it too (`service/passkey/sign_in.rs`).

use jiff::SignedDuration;
use pult_domain::refusal::Refusal;
use pult_shared::{
    Timestamp,
    api::second_factor::{CompleteSession, SecondStep},
    error::{ErrorCode, FieldCode},
    ids::PersonId,
};
use pult_store::{WriteTx, people, second_factors};

use super::sign_in::{self, Begun, NewSession, Origin};
use crate::{
    app::App,
    identity::token,
    service::{
        ServiceError,
        account::letter,
        passkey,
        second_factor::spend::{Spent, spend},
    },
};

/// So long a sign-in waits for its code.
const LASTS: SignedDuration = SignedDuration::from_mins(10);
/// Codes that it may be tried with; after that the password is asked for again.
const TRIES_MAX: u32 = 5;

/// Lets a sign-in wait for its second factor.
///
/// # Errors
/// When the database fails.
pub(super) async fn wait(app: &App, person: PersonId) -> Result<SecondStep, ServiceError> {
    let now = app.now();
    let text = token::fresh(&*app.rng);
    let expires_at = now.saturating_add(LASTS).unwrap_or(now);
    let tx = app.store.begin().await?;
    let (state, passkey) = match passkey::asked(app, &tx, person).await? {
        Some(asked) => (Some(asked.state), Some(asked.options)),
        None => (None, None),
    };
    second_factors::insert_step(&tx, &token::hash(&text), person, expires_at, state).await?;
    let totp = second_factors::totp(&tx, person).await?.secret.is_some();
    tx.commit().await?;
    Ok(SecondStep {
        second_step: text,
        expires_at,
        totp,
        passkey,
    })
}

/// Ends a sign-in with the code of the person's app, or one of their recovery codes; about one of those they are told by mail.
///
/// # Errors
/// `sign_in_expired` where the sign-in has waited for more than ten minutes, or was tried with five codes; `invalid` with the field `code`
/// for a wrong one and for one that was used before; `too_many_requests` after ten wrong ones of one person in five minutes, wherever
/// they come from.
pub async fn complete(app: &App, request: CompleteSession, origin: Origin) -> Result<NewSession, ServiceError> {
    let (hash, now) = (token::hash(&request.second_step), app.now());
    let expired = || ServiceError::code(ErrorCode::SignInExpired);
    if request.code.trim().is_empty() {
        return Err(Refusal::field("code", FieldCode::Required).into());
    }
    let person = second_factors::waiting(&app.store, &hash, now)
        .await?
        .ok_or_else(expired)?;
    // Only who knows the password comes as far as this, so nobody else can be kept out by it.
    let key = person.to_string();
    let attempt = app
        .codes
        .begin(&key, &key, now)
        .map_err(ServiceError::TooManyRequests)?;
    let tx = app.store.begin().await?;
    if !second_factors::take_try(&tx, &hash, now, TRIES_MAX).await? {
        app.codes.take_back(&attempt);
        return Err(expired());
    }
    let Some(spent) = spend(&tx, person, &request.code, now).await? else {
        tx.commit().await?;
        tracing::warn!(%person, address = %origin.address, "a wrong code after the right password");
        return Err(Refusal::field("code", FieldCode::Wrong).into());
    };
    second_factors::delete_step(&tx, &hash).await?;
    if spent == Spent::Recovery {
        tell(app, &tx, person, now).await?;
    }
    tx.commit().await?;
    app.codes.succeeded(&attempt);
    app.work.outbox.notify_one();
    sign_in::begin(app, person, origin, Begun::Strong).await
}

async fn tell(app: &App, tx: &WriteTx, id: PersonId, now: Timestamp) -> Result<(), ServiceError> {
    let left = second_factors::count_recovery_codes(tx, id).await?.to_string();
    let found = people::find(tx, id).await?;
    let person = found.ok_or_else(|| ServiceError::code(ErrorCode::WrongCredentials))?;
    tracing::info!(person = %id, left, "a recovery code was used");
    let values = [("name", person.name.as_str()), ("left", left.as_str())];
    letter::send(app, tx, &person, "recovery-code-used", &values, now).await
}
