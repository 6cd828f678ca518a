//! Out of office: who is away when, and who stands in (requirements C8, E4).

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    ids::{AbsenceId, PersonId, QueueId},
    person::PersonRef,
    ticket::TicketNumber,
};

/// The deputy for one queue, in place of the general one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct QueueDeputy {
    pub queue_id: QueueId,
    pub deputy_id: PersonId,
}

/// Body of `create_absence` and `save_absence`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AbsenceDef {
    /// Who is away; left out: the caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_id: Option<PersonId>,
    /// The first day, as `2026-12-21`, in the person's time zone.
    pub from: String,
    /// The last day.
    pub until: String,
    /// Who stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy_id: Option<PersonId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub queue_deputies: Vec<QueueDeputy>,
    /// The deputy may meanwhile do in the queues what the person's roles permit there, except to administer them.
    #[serde(default)]
    pub rights: bool,
    /// What colleagues should know.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Where an absence stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AbsencePhase {
    Planned,
    Active,
    Over,
}

impl AbsencePhase {
    pub const ALL: [Self; 3] = [Self::Planned, Self::Active, Self::Over];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Active => "active",
            Self::Over => "over",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|phase| phase.name() == name)
    }
}

/// An absence as its reader sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AbsenceView {
    pub id: AbsenceId,
    pub person: PersonRef,
    pub from: String,
    pub until: String,
    pub phase: AbsencePhase,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy: Option<PersonRef>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub queue_deputies: Vec<QueueDeputyView>,
    pub rights: bool,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The reader may change it.
    pub may_edit: bool,
}

/// The deputy for one queue, with their name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QueueDeputyView {
    pub queue_id: QueueId,
    pub deputy: PersonRef,
}

/// Answer of `list_absences`: those that are not over, by their first day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AbsenceList {
    pub items: Vec<AbsenceView>,
    /// Queues that the reader manages in which nobody is there now who may own tickets there.
    pub unstaffed: Vec<QueueId>,
}

/// Answer of `preview_absence`: what nobody would look after.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AbsencePreview {
    /// Active tickets that the person owns or is responsible for and that no deputy would look after.
    pub orphans: Vec<OrphanView>,
    /// How many there are, counted up to 1,000.
    pub orphan_count: u64,
    /// Queues in which nobody else would be there at some time of it.
    pub unstaffed: Vec<QueueId>,
}

/// A ticket that nobody would look after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrphanView {
    pub number: TicketNumber,
    pub subject: String,
    pub queue_id: QueueId,
    /// The ticket waits until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub pending_until: Option<Timestamp>,
}
