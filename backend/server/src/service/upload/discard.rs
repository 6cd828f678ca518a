//! Discard a file that was uploaded and is not wanted after all.

use pult_shared::{error::ErrorCode, ids::UploadId};
use pult_store::uploads;

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// Removes an upload of the person's own.
///
/// # Errors
/// `not_found` when it is not theirs or was used already.
pub async fn discard(app: &App, signed_in: &SignedIn, id: UploadId) -> Result<(), ServiceError> {
    let tx = app.store.begin().await?;
    if uploads::find_own(&tx, &[id], signed_in.actor.person_id)
        .await?
        .is_empty()
    {
        return Err(ServiceError::code(ErrorCode::NotFound));
    }
    uploads::delete(&tx, &[id]).await?;
    tx.commit().await?;
    Ok(())
}
