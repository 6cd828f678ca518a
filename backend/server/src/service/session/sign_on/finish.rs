//! Take a browser back from a provider, and sign its person in.

use pult_domain::{refusal::Refusal, sign_on::Claims};
use pult_shared::error::ErrorCode;
use pult_store::{
    identities::{self, Attempt},
    sessions::ProviderSession,
};

use super::{person, provider, told};
use crate::{
    adapters::oidc::{OidcError, Secrets},
    app::App,
    identity::token,
    service::{
        ServiceError,
        session::sign_in::{self, Begun, NewSession, Origin},
    },
};

/// What the provider sends back by the browser.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    pub state: Option<String>,
    pub code: Option<String>,
    pub issuer: Option<String>,
    /// Why it has refused.
    pub error: Option<String>,
    /// What the browser holds for this state.
    pub browser: Option<String>,
}

/// A sign-on that has ended, well or not.
pub struct Finished {
    pub session: Result<NewSession, ServiceError>,
    /// Where the person wanted to go.
    pub next: String,
}

/// Ends a sign-on. The attempt is used up, whatever comes of it.
///
/// # Errors
/// `not_found` for a provider that there is not, and when the database fails. In the session: `sign_on_failed` where the answer is no one's,
/// comes twice, from another browser or from another provider, or cannot be verified; `sign_on_refused`, `sign_on_unavailable`,
/// `sign_on_unknown`.
pub async fn finish(app: &App, name: &str, answer: Answer, origin: Origin) -> Result<Finished, ServiceError> {
    provider(app, name)?;
    let Some(attempt) = taken(app, name, &answer).await? else {
        tracing::warn!(provider = %name, "an answer that belongs to no sign-on of this browser");
        return Ok(Finished {
            session: Err(Refusal::new(ErrorCode::SignOnFailed).into()),
            next: "/".to_owned(),
        });
    };
    let next = attempt.next.clone();
    let session = sign_in(app, name, attempt, answer, origin).await;
    Ok(Finished { session, next })
}

/// The attempt that an answer belongs to: of this browser, at this provider, and not too old.
async fn taken(app: &App, name: &str, answer: &Answer) -> Result<Option<Attempt>, ServiceError> {
    let (Some(state), Some(browser)) = (&answer.state, &answer.browser) else {
        return Ok(None);
    };
    let tx = app.store.begin().await?;
    let attempt = identities::take(&tx, &token::hash(state), &token::hash(browser)).await?;
    tx.commit().await?;
    let now = app.now();
    Ok(attempt.filter(|attempt| attempt.provider == name && attempt.expires_at > now))
}

async fn sign_in(
    app: &App,
    name: &str,
    attempt: Attempt,
    answer: Answer,
    origin: Origin,
) -> Result<NewSession, ServiceError> {
    let provider = provider(app, name)?;
    let now = app.now();
    let fail = |error: OidcError| told(name, &error);
    provider
        .check_issuer(answer.issuer.as_deref(), now)
        .await
        .map_err(fail)?;
    if let Some(error) = answer.error {
        let word: String = error.chars().filter(char::is_ascii_graphic).take(60).collect();
        tracing::info!(provider = %name, error = %word, "the provider refuses a sign-on");
        return Err(Refusal::new(ErrorCode::SignOnRefused).into());
    }
    let code = answer.code.ok_or_else(|| Refusal::new(ErrorCode::SignOnFailed))?;
    let secrets = Secrets {
        state: answer.state.unwrap_or_default(),
        nonce: attempt.nonce,
        verifier: attempt.verifier,
    };
    let verified = provider.redeem(code, &secrets, now).await.map_err(fail)?;
    let claims = Claims::read(&verified.claims, &provider.config.claims);
    let claims = claims.ok_or_else(|| Refusal::new(ErrorCode::SignOnFailed))?;
    let id = person::settle(app, &provider.config, &claims).await?;
    let came_from = ProviderSession {
        provider: name.to_owned(),
        subject: claims.subject,
        session: claims.session,
        id_token: verified.id_token,
    };
    sign_in::begin(app, id, origin, Begun::Provider(came_from)).await
}
