//! Delete a role.

use pult_shared::ids::RoleId;
use pult_store::roles;

use super::{definition, to_change};
use crate::{
    app::App,
    service::{
        ServiceError,
        session::who::SignedIn,
        settings_log::{self, Thing},
    },
};

/// Deletes a role: its members keep what their other roles permit.
///
/// # Errors
/// `role_not_found`, `forbidden` unless the person manages every queue that it touches.
pub async fn delete(app: &App, signed_in: &SignedIn, id: RoleId) -> Result<(), ServiceError> {
    let tx = settings_log::begin(app).await?;
    let before = to_change(&tx, signed_in, id).await?;
    roles::delete(&tx, id).await?;
    let line = settings_log::line(app, signed_in, Thing::Role, id);
    line.write(&tx, Some(&definition(&before)), None).await?;
    settings_log::finish(app, tx).await
}
