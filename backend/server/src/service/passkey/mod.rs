//! Passkeys: set up beside a password, asked for after it, or shown in its place.
//!
//! Challenges lie in the database, so that any instance takes the answer, and each is answered once.

pub mod confirm;
pub mod remove;
pub mod sign_in;
pub mod start;

use jiff::SignedDuration;
use pult_domain::refusal::Refusal;
use pult_shared::{Timestamp, error::ErrorCode, ids::PersonId};
use pult_store::{
    WriteTx,
    passkeys::{self, Challenge, Passkey},
};

use crate::{
    app::App,
    identity::{
        passkey::{PasskeyError, Site},
        token,
    },
    service::ServiceError,
};

/// So long a challenge waits for its answer.
const LASTS: SignedDuration = SignedDuration::from_mins(5);
/// Passkeys that one person has at the most.
pub const PASSKEYS_MAX: usize = 10;

/// This site, where browsers know passkeys.
///
/// # Errors
/// `not_applicable` where they know none.
pub(super) fn site(app: &App) -> Result<Site, ServiceError> {
    Site::at(&app.config.http.public_url)
        .ok_or_else(|| Refusal::because(ErrorCode::NotApplicable, "Passkeys need HTTPS and a host with a name.").into())
}

/// Whether browsers know passkeys at this site.
#[must_use]
pub fn available(app: &App) -> bool {
    Site::at(&app.config.http.public_url).is_some()
}

/// What the browser gets to ask one of a person's passkeys, and what its answer is compared with; nothing where there is none.
///
/// # Errors
/// When the database fails.
pub(super) async fn asked(
    app: &App,
    tx: &WriteTx,
    person: PersonId,
) -> Result<Option<crate::identity::passkey::Asked>, ServiceError> {
    let Some(site) = Site::at(&app.config.http.public_url) else {
        return Ok(None);
    };
    let keys = keys(&passkeys::of_person(tx, person).await?);
    if keys.is_empty() {
        return Ok(None);
    }
    site.ask_one_of(&keys).map(Some).map_err(told)
}

fn keys(passkeys: &[Passkey]) -> Vec<String> {
    passkeys.iter().map(|one| one.public_key.clone()).collect()
}

/// Lets a challenge wait for its answer; what shows the browser which.
async fn wait(
    app: &App,
    tx: &WriteTx,
    person: Option<PersonId>,
    address: String,
    state: String,
    now: Timestamp,
) -> Result<String, ServiceError> {
    let text = token::fresh(&*app.rng);
    let challenge = Challenge {
        person,
        address,
        state,
        expires_at: now.saturating_add(LASTS).unwrap_or(now),
    };
    passkeys::insert_challenge(tx, &token::hash(&text), &challenge).await?;
    Ok(text)
}

/// Takes a challenge out, whatever its answer comes to.
async fn take(app: &App, text: &str, now: Timestamp) -> Result<Option<Challenge>, ServiceError> {
    let tx = app.store.begin().await?;
    let taken = passkeys::take_challenge(&tx, &token::hash(text)).await?;
    tx.commit().await?;
    Ok(taken.filter(|taken| taken.expires_at > now))
}

/// What the caller is told; the reason stands in the log.
fn told(error: PasskeyError) -> ServiceError {
    match error {
        PasskeyError::Refused(why) => {
            tracing::info!(why, "a passkey was refused");
            ServiceError::code(ErrorCode::PasskeyRefused)
        }
        PasskeyError::Copied => {
            tracing::warn!("a passkey was refused: its counter went back, so somebody may have a copy of it");
            ServiceError::code(ErrorCode::PasskeyRefused)
        }
        PasskeyError::Internal(error) => ServiceError::Internal(error),
    }
}
