//! A provider tells that somebody has signed out there (OpenID Connect Back-Channel Logout).

use pult_domain::{refusal::Refusal, sign_on};
use pult_shared::error::{ErrorCode, FieldCode};
use pult_store::sessions;

use super::{provider, told};
use crate::{app::App, service::ServiceError};

/// Ends the sessions that a logout token names.
///
/// # Errors
/// `not_found` for a provider that there is not; `invalid` for a token that is none.
pub async fn back_channel(app: &App, name: &str, token: &str) -> Result<(), ServiceError> {
    let provider = provider(app, name)?;
    let now = app.now();
    let wrong = || ServiceError::from(Refusal::field("logout_token", FieldCode::NotAllowed));
    let claims = match provider.logout_claims(token, now).await {
        Ok(claims) => claims,
        Err(error) => {
            let told = told(name, &error);
            let away = matches!(&told, ServiceError::Refused(refusal) if refusal.code == ErrorCode::SignOnUnavailable);
            return Err(if away { told } else { wrong() });
        }
    };
    if !sign_on::is_logout(&claims, now) {
        tracing::warn!(provider = %name, "a token that is no logout token");
        return Err(wrong());
    }
    let (subject, session) = (claims.sub.as_deref(), claims.sid.as_deref());
    let tx = app.store.begin().await?;
    let ended = sessions::delete_of_provider(&tx, name, subject, session, sign_on::ends_until(&claims)).await?;
    tx.commit().await?;
    tracing::info!(provider = %name, ended, "sessions ended with the provider's");
    Ok(())
}
