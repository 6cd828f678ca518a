//! People as agents look them up, and what they may do.

use serde::{Deserialize, Serialize};

use crate::{
    command::CommandName,
    ids::{PersonId, QueueId, RoleId},
    person::{Language, Permission},
};

/// A person as agents see one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonCard {
    pub id: PersonId,
    pub name: String,
    /// The account id, where the person has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
    /// The main one first.
    pub addresses: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Whether the person may sign in.
    pub active: bool,
    /// Works in at least one queue.
    pub agent: bool,
    pub administrator: bool,
    /// Active tickets of theirs that the reader may see.
    pub active_tickets: u64,
}

/// Answer of `list_people`: the best fits first, at most 50.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonList {
    pub items: Vec<PersonCard>,
}

/// Answer of `get_person_rights`: what a person may do, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RightsView {
    pub person: PersonCard,
    /// What they hold, by queue and permission; empty for administrators, who hold everything. Only queues that the caller may see.
    pub rights: Vec<Right>,
    /// What they may do to the ticket that was asked for, when one was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub commands: Vec<CommandRight>,
}

/// One permission in one queue, with its reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Right {
    pub queue_id: QueueId,
    pub permission: Permission,
    pub sources: Vec<RightSource>,
}

/// Why a permission is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RightSource {
    pub role_id: RoleId,
    pub role: String,
    /// Where it was granted: the queue itself, or one above it.
    pub granted_on: QueueId,
}

/// Whether a command is allowed, and by what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CommandRight {
    pub command: CommandName,
    pub allowed: bool,
    /// The permission that it needs from agents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs: Option<Permission>,
}
