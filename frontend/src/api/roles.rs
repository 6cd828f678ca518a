//! Roles: what they permit, and who is in them.

use gloo_net::http::Method;
use pult_shared::{
    api::role::{RoleDef, RoleList, RoleView},
    ids::{PersonId, RoleId},
};

use super::{ApiError, Target};

pub async fn list_roles() -> Result<RoleList, ApiError> {
    super::get(Target::new("/roles")).await
}

pub async fn create_role(role: &RoleDef) -> Result<RoleView, ApiError> {
    super::send_json(Method::POST, Target::new("/roles"), None, role).await
}

pub async fn save_role(id: RoleId, role: &RoleDef) -> Result<RoleView, ApiError> {
    super::send_json(Method::PUT, Target::new(format!("/roles/{id}")), None, role).await
}

pub async fn delete_role(id: RoleId) -> Result<(), ApiError> {
    super::send_empty(Method::DELETE, Target::new(format!("/roles/{id}"))).await
}

/// Puts a person into a role; the answer is the role as it is then.
pub async fn add_role_member(id: RoleId, person: PersonId) -> Result<RoleView, ApiError> {
    super::send_plain(Method::PUT, member(id, person)).await
}

/// Takes a person out of a role; the answer is the role as it is then.
pub async fn remove_role_member(id: RoleId, person: PersonId) -> Result<RoleView, ApiError> {
    super::send_plain(Method::DELETE, member(id, person)).await
}

fn member(id: RoleId, person: PersonId) -> Target {
    Target::new(format!("/roles/{id}/members/{person}"))
}
