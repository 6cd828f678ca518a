//! Two people who turn out to be one.

use serde::{Deserialize, Serialize};

use super::person::PersonAddress;
use crate::{
    Timestamp,
    ids::{PersonId, PersonMergeId},
    person::PersonRef,
};

/// Body of `merge_people`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MergePeople {
    /// Who stays.
    pub kept_id: PersonId,
    /// Whose addresses and tickets become the other's, and whose id becomes an alias of the other's.
    pub gone_id: PersonId,
    /// Without it nothing happens: the answer tells what would.
    #[serde(default)]
    pub confirmed: bool,
}

/// What a merge does, or has done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonMerge {
    /// Missing: nothing has happened yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<PersonMergeId>,
    pub kept: PersonRef,
    pub gone: PersonRef,
    /// The addresses that go from one to the other.
    pub addresses: Vec<PersonAddress>,
    /// The account id that nobody signs in with any more, or that becomes the other's where they have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
    pub places: PlaceCounts,
    /// Roles that the one who goes is in. They are not handed on: rights are given, never inherited by accident.
    pub roles: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonRef>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undone_at: Option<Timestamp>,
}

/// At how many tickets somebody has which place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlaceCounts {
    pub requester: u64,
    pub owner: u64,
    pub responsible: u64,
    pub participant: u64,
    pub watcher: u64,
}

/// Answer of `list_person_merges`: the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonMergeList {
    pub items: Vec<PersonMerge>,
}
