//! Sign out: the session ends at once, everywhere.

use pult_store::sessions;

use super::who::SignedIn;
use crate::{
    app::App,
    service::{ServiceError, seeing},
};

/// Ends a session, and with it looking as somebody else. Where it came from a provider of single sign-on, the address at which the browser ends the provider's session too.
///
/// # Errors
/// When the database fails.
pub async fn sign_out(app: &App, signed_in: &SignedIn) -> Result<Option<String>, ServiceError> {
    let session = signed_in.session_id;
    let tx = app.store.begin().await?;
    if signed_in.seen_by.is_some() {
        seeing::end::in_transaction(app, &tx, signed_in).await?;
    }
    let came_from = sessions::provider_of(&tx, session).await?;
    sessions::delete(&tx, session).await?;
    tx.commit().await?;
    let Some((name, id_token)) = came_from else {
        return Ok(None);
    };
    let Some(provider) = app.providers.iter().find(|provider| provider.config.name == name) else {
        return Ok(None);
    };
    let back = format!("{}/login", app.config.http.public_url);
    Ok(provider.end_session_url(&id_token, &back, app.now()).await)
}
