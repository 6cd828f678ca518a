//! End sessions: one, or all others.

use pult_domain::policy;
use pult_shared::{
    error::ErrorCode,
    ids::{PersonId, SessionId},
};
use pult_store::{people, sessions};

use super::who::SignedIn;
use crate::{app::App, service::ServiceError};

/// Ends one session of a person.
///
/// # Errors
/// `forbidden`, `session_not_found`.
pub async fn one(app: &App, signed_in: &SignedIn, person: PersonId, session: SessionId) -> Result<(), ServiceError> {
    policy::permit_account(&signed_in.actor, person)?;
    let tx = app.store.begin().await?;
    if !sessions::delete_of(&tx, person, session).await? {
        return Err(ServiceError::code(ErrorCode::SessionNotFound));
    }
    tx.commit().await?;
    tracing::info!(%person, %session, by = %signed_in.actor.person_id, "a session was ended");
    Ok(())
}

/// Ends all sessions of a person but the one of this request.
///
/// # Errors
/// `forbidden`, `person_not_found`.
pub async fn others(app: &App, signed_in: &SignedIn, person: PersonId) -> Result<(), ServiceError> {
    policy::permit_account(&signed_in.actor, person)?;
    if person != signed_in.actor.person_id && people::find(&app.store, person).await?.is_none() {
        return Err(ServiceError::code(ErrorCode::PersonNotFound));
    }
    let tx = app.store.begin().await?;
    let ended = sessions::delete_others(&tx, person, Some(signed_in.session_id)).await?;
    tx.commit().await?;
    tracing::info!(%person, ended, by = %signed_in.actor.person_id, "sessions were ended");
    Ok(())
}
