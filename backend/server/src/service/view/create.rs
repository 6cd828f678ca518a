//! Save a filter as a view.

use pult_domain::refusal::Refusal;
use pult_shared::{
    api::view::{SavedView, ViewDef},
    error::{ErrorCode, FieldCode},
    ids::ViewId,
    limits::VIEWS_MAX,
    person::PersonRef,
};
use pult_store::views::{self, View};

use super::{check, list::saved};
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// Makes a view that belongs to the person.
///
/// # Errors
/// `invalid` with the field, `invalid_filter` with the place, `queue_not_found`, `forbidden` for sharing that the person may not do.
pub async fn create(app: &App, signed_in: &SignedIn, view: ViewDef) -> Result<SavedView, ServiceError> {
    let owner_id = signed_in.actor.person_id;
    check(signed_in, owner_id, &view)?;
    let id = ViewId(app.fresh());
    let tx = app.store.begin().await?;
    if views::count_own(&tx, owner_id).await? >= VIEWS_MAX as u64 {
        return Err(Refusal::field("name", FieldCode::TooMany).into());
    }
    views::save(&tx, id, owner_id, &view).await?;
    tx.commit().await?;
    let owner = PersonRef {
        address: None,
        ..signed_in.person.clone()
    };
    one(app, signed_in, View { id, owner, view }).await
}

/// A view as its list shows it.
pub(super) async fn one(app: &App, signed_in: &SignedIn, view: View) -> Result<SavedView, ServiceError> {
    let saved = saved(app, signed_in, vec![view]).await?;
    saved
        .into_iter()
        .next()
        .ok_or_else(|| ServiceError::code(ErrorCode::ViewNotFound))
}
