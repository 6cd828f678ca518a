//! Take an API token out of use.

use pult_domain::policy;
use pult_shared::{
    error::ErrorCode,
    ids::{ApiTokenId, PersonId},
};
use pult_store::api_tokens;

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// Ends a token of a person at once: one's own, or for administrators anybody's.
///
/// # Errors
/// `forbidden`; `not_found` for a token that is not that person's.
pub async fn revoke(app: &App, signed_in: &SignedIn, person: PersonId, token: ApiTokenId) -> Result<(), ServiceError> {
    policy::permit_account(&signed_in.actor, person)?;
    let tx = app.store.begin().await?;
    if !api_tokens::delete_of(&tx, person, token).await? {
        return Err(ServiceError::code(ErrorCode::NotFound));
    }
    tx.commit().await?;
    tracing::info!(%person, %token, by = %signed_in.actor.person_id, "an API token was revoked");
    Ok(())
}
