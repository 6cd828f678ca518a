//! Send a browser to a provider.

use jiff::SignedDuration;
use pult_shared::local_path::is_local_path;
use pult_store::identities::{self, Attempt};

use super::{provider, told};
use crate::{adapters::oidc::Secrets, app::App, identity::token, service::ServiceError};

/// So long somebody may take to sign in there.
pub const ATTEMPT_LASTS: SignedDuration = SignedDuration::from_mins(10);
/// Attempts that are kept at the most.
const ATTEMPTS_MAX: u64 = 50_000;

/// A sign-on that has begun.
pub struct Started {
    /// Where the browser goes.
    pub url: String,
    /// By which it is known when it comes back.
    pub state: String,
    /// What it holds, in a cookie.
    pub browser: String,
}

/// Begins a sign-on; `next` is where the person wants to go afterwards. A path that is not ours leads to the start.
///
/// # Errors
/// `not_found` for a provider that there is not, `sign_on_unavailable`.
pub async fn start(app: &App, name: &str, next: Option<String>) -> Result<Started, ServiceError> {
    let provider = provider(app, name)?;
    let now = app.now();
    let secrets = Secrets {
        state: token::fresh(&*app.rng),
        nonce: token::fresh(&*app.rng),
        verifier: token::fresh(&*app.rng),
    };
    let url = provider
        .authorize_url(&secrets, now)
        .await
        .map_err(|error| told(name, &error))?;
    let browser = token::fresh(&*app.rng);
    let attempt = Attempt {
        state_hash: token::hash(&secrets.state),
        browser_hash: token::hash(&browser),
        provider: name.to_owned(),
        nonce: secrets.nonce,
        verifier: secrets.verifier,
        next: next
            .filter(|next| is_local_path(next))
            .unwrap_or_else(|| "/".to_owned()),
        expires_at: now.saturating_add(ATTEMPT_LASTS).unwrap_or(now),
    };
    let tx = app.store.begin().await?;
    if identities::count_attempts(&tx).await? >= ATTEMPTS_MAX {
        identities::delete_expired(&tx, now).await?;
        if identities::count_attempts(&tx).await? >= ATTEMPTS_MAX {
            return Err(ServiceError::TooManyRequests(ATTEMPT_LASTS.as_secs()));
        }
    }
    identities::begin(&tx, &attempt).await?;
    tx.commit().await?;
    Ok(Started {
        url,
        state: secrets.state,
        browser,
    })
}
