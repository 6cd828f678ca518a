//! Organisations: what people belong to by the name that they have, and whether its members see each other's requests.

use serde::{Deserialize, Serialize};

use crate::ids::OrganisationId;

/// Body of `create_organisation` and `save_organisation`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OrganisationDef {
    /// Whoever has this name as their organisation belongs to it, whatever the case of its letters.
    pub name: String,
    /// Switched off, nobody belongs to it: nothing is seen by it.
    #[serde(default = "yes")]
    pub valid: bool,
    /// Members see each other's requests as their requesters do. Never those in sensitive queues or for named persons only.
    #[serde(default)]
    pub members_see: bool,
    /// Members may also answer in them. Counts only together with `members_see`.
    #[serde(default)]
    pub members_reply: bool,
}

fn yes() -> bool {
    true
}

/// An organisation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrganisationView {
    pub id: OrganisationId,
    pub organisation: OrganisationDef,
    /// People who belong to it and may sign in.
    pub members: u64,
}

/// A name that people have as their organisation and that nobody has set up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrganisationName {
    pub name: String,
    /// People who have it and may sign in.
    pub people: u64,
}

/// Answer of `list_organisations`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrganisationList {
    /// By name.
    pub items: Vec<OrganisationView>,
    /// Names that people have and nobody has set up, most people first, at most 100.
    #[serde(default)]
    pub unknown: Vec<OrganisationName>,
}

/// By which organisation a person sees requests of others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrganisationRight {
    pub id: OrganisationId,
    pub name: String,
    /// They may also answer.
    pub reply: bool,
    /// Whether it lets them see the ticket that was asked for, when one was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sees_ticket: Option<bool>,
}
