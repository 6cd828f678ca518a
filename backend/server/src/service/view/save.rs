//! Change a saved view.

use pult_shared::{
    api::view::{SavedView, ViewDef},
    ids::ViewId,
};
use pult_store::views::{self, View};

use super::{check, create::one, to_change};
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// Changes a view; the owner stays. The person must be allowed to edit it as it is, and as it shall be.
///
/// # Errors
/// `view_not_found`, also for one that is not shared with the person; else as for a new one.
pub async fn save(app: &App, signed_in: &SignedIn, id: ViewId, view: ViewDef) -> Result<SavedView, ServiceError> {
    let tx = app.store.begin().await?;
    let before = to_change(&tx, signed_in, id).await?;
    check(signed_in, before.owner.id, &view)?;
    let view = View { view, ..before };
    views::save(&tx, id, view.owner.id, &view.view).await?;
    tx.commit().await?;
    one(app, signed_in, view).await
}
