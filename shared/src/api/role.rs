//! Roles: who is in them, and what they permit in which queue.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{QueueId, RoleId},
    person::{Permission, PersonRef},
};

/// One permission in one queue, and in all below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Grant {
    pub queue_id: QueueId,
    pub permission: Permission,
}

/// Body of `create_role` and `save_role`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RoleDef {
    pub name: String,
    #[serde(default)]
    pub description: String,
    #[serde(default)]
    pub grants: Vec<Grant>,
    /// Members who sign in with a password need a second factor.
    #[serde(default)]
    pub requires_second_factor: bool,
}

/// A role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoleView {
    pub id: RoleId,
    pub name: String,
    pub description: String,
    pub grants: Vec<Grant>,
    /// Members who sign in with a password need a second factor.
    #[serde(default)]
    pub requires_second_factor: bool,
    pub members: Vec<PersonRef>,
    /// Whether the caller may change members and grants: administrators, and whoever holds `manage` in every queue that it grants.
    pub may_edit: bool,
}

/// Answer of `list_roles`: those that touch a queue that the caller manages; all of them for administrators.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoleList {
    pub items: Vec<RoleView>,
}
