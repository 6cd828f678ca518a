//! Looking as somebody else: administrators, for half an hour, with a reason that the person reads too.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, person::PersonRef};

/// Body of `begin_seeing_as`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BeginSeeingAs {
    /// Why; at most 500 characters. The person reads it.
    pub reason: String,
}

/// A time in which an administrator looked as somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Seeing {
    pub by: PersonRef,
    pub reason: String,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub began_at: Timestamp,
    /// When it was over at the latest.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub until: Timestamp,
    /// When it was ended; left out where it lasts, or where nobody has said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub ended_at: Option<Timestamp>,
}

/// Answer of `list_own_seeings` and `list_person_seeings`: the newest first. Bounded: at most 50.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SeeingList {
    pub items: Vec<Seeing>,
}
