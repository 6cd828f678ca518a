//! An incident: one answer to all who have asked, each in their own language, and what is left open below it (requirement C9).

use serde::{Deserialize, Serialize};

use crate::{
    api::{
        queue::{Names, QueueRef},
        ticket::TicketRef,
    },
    catalog::StateKey,
    person::{Language, PersonRef},
};

/// How many are written to in a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IncidentLanguage {
    pub language: Language,
    pub count: u32,
}

/// A ticket that could not be closed along with the incident, and is open still.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LeftOpen {
    pub ticket: TicketRef,
    /// In words, in the language of whoever closed the incident.
    pub reason: String,
}

/// Answer of `get_incident`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct IncidentView {
    pub ticket: TicketRef,
    pub queue: QueueRef,
    /// Who has asked in the ticket itself: often whoever opened it at the desk.
    pub requester: PersonRef,
    /// The open tickets below it that the caller may answer, by the language of their customers; none where there are none.
    pub languages: Vec<IncidentLanguage>,
    /// Tickets below it that are done: they get no answer.
    pub done: u32,
    /// Open tickets below it that the caller may not answer: they get none either.
    pub beyond: u32,
    /// Those among the tickets below it that could not be closed along.
    pub left: Vec<LeftOpen>,
}

/// Body of `answer_incident`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AnswerIncident {
    /// The text in each language, with variables that are filled in for each ticket (`{{ customer.name }}`). Where one is empty, its people get the other.
    pub texts: Names,
    /// The state of a closed type that the incident gets at once, and each ticket below once it is answered. Left out: they stay as they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub close: Option<StateKey>,
    /// Whether who has asked in the ticket itself gets the answer too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub with_parent: bool,
}
