//! Roles: who is in them, and what they permit in which queue.

pub mod create;
pub mod delete;
pub mod list;
pub mod members;
pub mod save;

use pult_domain::{policy, refusal::Refusal, role::concerns};
use pult_shared::{
    api::role::{RoleDef, RoleView},
    error::{ErrorCode, FieldCode},
    ids::RoleId,
    person::Permission,
};
use pult_store::{
    Conn, StoreError,
    roles::{self, Role},
};

use super::{ServiceError, session::who::SignedIn};

/// A role that somebody may change.
///
/// # Errors
/// `role_not_found` for one that touches no queue of theirs, `forbidden` for one that touches others too.
async fn to_change(conn: &impl Conn, signed_in: &SignedIn, id: RoleId) -> Result<Role, ServiceError> {
    let found = roles::find(conn, id).await?;
    let role = found
        .filter(|role| concerns(&signed_in.actor, &role.grants))
        .ok_or_else(|| ServiceError::code(ErrorCode::RoleNotFound))?;
    policy::permit_role(&signed_in.actor, &role.grants)?;
    Ok(role)
}

/// A role as somebody may see it: of queues that they do not see it tells nothing.
fn view(signed_in: &SignedIn, role: Role) -> RoleView {
    let actor = &signed_in.actor;
    let may_edit = policy::permit_role(actor, &role.grants).is_ok();
    let sees = |queue| may_edit || actor.has(Permission::View, queue) || actor.has(Permission::Manage, queue);
    RoleView {
        id: role.id,
        name: role.name,
        description: role.description,
        grants: role.grants.into_iter().filter(|grant| sees(grant.queue_id)).collect(),
        requires_second_factor: role.requires_second_factor,
        members: role.members,
        may_edit,
    }
}

/// What the log keeps of a role.
fn definition(role: &Role) -> RoleDef {
    RoleDef {
        name: role.name.clone(),
        description: role.description.clone(),
        grants: role.grants.clone(),
        requires_second_factor: role.requires_second_factor,
    }
}

/// A name that another role has.
pub(in crate::service) fn name_taken(error: StoreError) -> ServiceError {
    match error {
        StoreError::Duplicate("role name") => Refusal::field("name", FieldCode::Taken).into(),
        other => other.into(),
    }
}
