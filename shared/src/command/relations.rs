//! Commands about who belongs to a ticket, and how tickets belong together.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{PersonId, QueueId},
    mailbox::Mailbox,
};

/// Somebody who follows the ticket.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Watch {
    /// Left out: the caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_id: Option<PersonId>,
}

/// Somebody who takes part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AddParticipant {
    pub participant: Mailbox,
}

/// Somebody who takes part no more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RemoveParticipant {
    pub person_id: PersonId,
}

/// A queue in which the ticket shall be found besides its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AddQueue {
    pub queue_id: QueueId,
}

/// A queue in which the ticket is found besides its own, and shall be no more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RemoveQueue {
    pub queue_id: QueueId,
}

/// Who may read the ticket beside its owner, who is responsible for it, and its customer with those who take part.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetReaders {
    /// People who may see the ticket's queue; whoever sets it is always among them. Null or left out: everybody who may see the queue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_ids: Option<Vec<PersonId>>,
}

/// A link, as seen from this ticket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LinkTo {
    pub kind: LinkKind,
    /// The other ticket's id or number.
    pub ticket: String,
}

/// What the other ticket is to this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    /// The other one is the parent of this one.
    Parent,
    Child,
    Related,
    /// This one is a duplicate of the other one.
    DuplicateOf,
    /// The other one is a duplicate of this one.
    DuplicatedBy,
}

impl LinkKind {
    pub const ALL: [Self; 5] = [
        Self::Parent,
        Self::Child,
        Self::Related,
        Self::DuplicateOf,
        Self::DuplicatedBy,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Parent => "parent",
            Self::Child => "child",
            Self::Related => "related",
            Self::DuplicateOf => "duplicate_of",
            Self::DuplicatedBy => "duplicated_by",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The same link as seen from the other ticket.
    #[must_use]
    pub fn reversed(self) -> Self {
        match self {
            Self::Parent => Self::Child,
            Self::Child => Self::Parent,
            Self::Related => Self::Related,
            Self::DuplicateOf => Self::DuplicatedBy,
            Self::DuplicatedBy => Self::DuplicateOf,
        }
    }
}

/// Another ticket to go on in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Merge {
    /// The other ticket's id or number.
    pub into: String,
    /// Whether this ticket's requester takes part in the other one: sees it and gets its answers. Left out: yes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with_requester: Option<bool>,
}
