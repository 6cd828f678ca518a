//! Change what a role permits.

use pult_domain::{policy, role::check_role};
use pult_shared::{
    api::role::{RoleDef, RoleView},
    ids::RoleId,
};
use pult_store::{queues, roles};

use super::{definition, name_taken, to_change, view};
use crate::{
    app::App,
    service::{
        ServiceError,
        session::who::SignedIn,
        settings_log::{self, Thing},
    },
};

/// Changes a role. Whoever does it manages every queue that it touches, before and after.
///
/// # Errors
/// `role_not_found`, `forbidden`, `invalid` with the fields at fault.
pub async fn save(app: &App, signed_in: &SignedIn, id: RoleId, role: &RoleDef) -> Result<RoleView, ServiceError> {
    let tx = settings_log::begin(app).await?;
    let before = to_change(&tx, signed_in, id).await?;
    policy::permit_role(&signed_in.actor, &role.grants)?;
    let role = check_role(&queues::tree(&tx).await?, role)?;
    roles::save(&tx, id, &role).await.map_err(name_taken)?;
    let line = settings_log::line(app, signed_in, Thing::Role, id);
    line.write(&tx, Some(&definition(&before)), Some(&role)).await?;
    settings_log::finish(app, tx).await?;
    let after = roles::Role {
        name: role.name,
        description: role.description,
        grants: role.grants,
        requires_second_factor: role.requires_second_factor,
        ..before
    };
    Ok(view(signed_in, after))
}
