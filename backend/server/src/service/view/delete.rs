//! Delete a saved view.

use pult_shared::ids::ViewId;
use pult_store::views;

use super::to_change;
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// Deletes a view.
///
/// # Errors
/// `view_not_found`, also for one that is not shared with the person; `forbidden` for one that they may not edit.
pub async fn delete(app: &App, signed_in: &SignedIn, id: ViewId) -> Result<(), ServiceError> {
    let tx = app.store.begin().await?;
    to_change(&tx, signed_in, id).await?;
    views::delete(&tx, id).await?;
    tx.commit().await?;
    Ok(())
}
