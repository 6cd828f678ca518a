//! Set up a new role.

use pult_domain::{policy, refusal::Refusal, role::check_role};
use pult_shared::{
    api::role::{RoleDef, RoleView},
    error::ErrorCode,
    ids::RoleId,
    limits::ROLES_MAX,
};
use pult_store::{queues, roles};

use super::{name_taken, view};
use crate::{
    app::App,
    service::{
        ServiceError,
        session::who::SignedIn,
        settings_log::{self, Thing},
    },
};

/// Makes a role, without members.
///
/// # Errors
/// `forbidden` unless the person manages every queue that it touches, `invalid` with the fields at fault.
pub async fn create(app: &App, signed_in: &SignedIn, role: &RoleDef) -> Result<RoleView, ServiceError> {
    policy::permit_role(&signed_in.actor, &role.grants)?;
    let tx = settings_log::begin(app).await?;
    let role = check_role(&queues::tree(&tx).await?, role)?;
    if roles::list(&tx).await?.len() >= ROLES_MAX {
        return Err(Refusal::because(ErrorCode::Invalid, "There are as many roles as there may be.").into());
    }
    let id = RoleId(app.fresh());
    roles::save(&tx, id, &role).await.map_err(name_taken)?;
    let line = settings_log::line(app, signed_in, Thing::Role, id);
    line.write(&tx, None, Some(&role)).await?;
    settings_log::finish(app, tx).await?;
    let made = roles::Role {
        id,
        name: role.name,
        description: role.description,
        grants: role.grants,
        requires_second_factor: role.requires_second_factor,
        members: Vec::new(),
    };
    Ok(view(signed_in, made))
}
