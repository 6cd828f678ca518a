//! Requests that are likely one (requirement C9), and one incident made of several.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    api::{queue::QueueRef, ticket::TicketRef},
    person::PersonRef,
};

/// Why two requests are likely one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SimilarReason {
    /// The same message is in both.
    SameMessage,
    /// One person asked for much the same in the same queue.
    SamePerson,
    /// One person asked two desks.
    TwoDesks,
    /// The texts have much in common.
    SimilarText,
}

impl SimilarReason {
    pub const ALL: [Self; 4] = [Self::SameMessage, Self::SamePerson, Self::TwoDesks, Self::SimilarText];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::SameMessage => "same_message",
            Self::SamePerson => "same_person",
            Self::TwoDesks => "two_desks",
            Self::SimilarText => "similar_text",
        }
    }
}

/// A ticket that is likely about the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SimilarTicket {
    pub ticket: TicketRef,
    pub queue: QueueRef,
    pub requester: PersonRef,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// The surest first.
    pub reasons: Vec<SimilarReason>,
    /// What the two texts have in common, in percent of all that they say.
    pub share: u8,
}

/// Answer of `list_similar_tickets`: at most ten of the last and next weeks, the likeliest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SimilarTickets {
    pub items: Vec<SimilarTicket>,
}

/// Body of `make_incident`: tickets that report one thing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MakeIncident {
    /// The tickets below it, by id or number: at least one below a ticket that is there, at least two below a new one.
    pub tickets: Vec<String>,
    /// The ticket above them, by id or number. Left out: a new one is opened in the queue of the first, with its subject and type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
}
