//! Throw a draft away.

use pult_shared::{error::ErrorCode, ids::DraftId};
use pult_store::drafts;

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// Deletes one of the person's own drafts.
///
/// # Errors
/// `draft_not_found`, also for somebody else's.
pub async fn delete(app: &App, signed_in: &SignedIn, id: DraftId) -> Result<(), ServiceError> {
    let tx = app.store.begin().await?;
    if !drafts::delete(&tx, id, signed_in.actor.person_id).await? {
        return Err(ServiceError::code(ErrorCode::DraftNotFound));
    }
    tx.commit().await?;
    Ok(())
}
