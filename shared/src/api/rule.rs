//! Rules: the list, trying one out, and what they have done.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    error::FieldError,
    event::TicketEvent,
    ids::{RuleId, TicketId},
    person::PersonRef,
    postmaster::SkippedEffect,
    rule::{RuleDef, RuleStop},
    ticket::TicketNumber,
};

/// A rule of the desk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleView {
    pub id: RuleId,
    pub rule: RuleDef,
    /// Whether the reader may change it.
    pub may_edit: bool,
    /// What it refers to and is no more, or is no longer valid: such actions are left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<FieldError>,
    /// The people whom its actions name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<PersonRef>,
    /// How often it has acted within the last 30 days.
    pub runs: u64,
    /// When it has acted last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub last_run_at: Option<Timestamp>,
    /// How often it was stopped within the last 30 days.
    pub stops: u64,
}

/// Rules in the order in which they run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleList {
    pub items: Vec<RuleView>,
}

/// In which order they run; the body of `order_rules`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RuleOrder {
    /// Every rule, once each.
    pub ids: Vec<RuleId>,
}

/// A rule to be tried out; the body of `try_rule`. Nothing is changed by it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TryRule {
    /// Saved or not.
    pub rule: RuleDef,
}

/// What a rule would have done to the newest tickets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TriedRule {
    /// How many tickets were looked at: at most 1,000 of the newest where the rule holds.
    pub looked_at: u64,
    /// How many of them its condition fits as they are now.
    pub fitting: u64,
    /// How many of these it would have acted on: one of its events has happened to them, or its time has come.
    pub acted_on: u64,
    /// The newest of these, at most 50.
    pub tickets: Vec<TriedRuleTicket>,
}

/// What a rule would have done to a ticket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TriedRuleTicket {
    pub number: TicketNumber,
    pub subject: String,
    /// What set it off: the name of an event of the history, or of a trigger.
    pub cause: String,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// What would have happened, as it would stand in the history.
    pub events: Vec<TicketEvent>,
    /// The actions that would have done something, by `type`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub done: Vec<String>,
    /// People whom the events name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<PersonRef>,
    /// What could not be done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skipped: Vec<SkippedEffect>,
}

/// What a rule has done, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleRunList {
    pub items: Vec<RuleRun>,
}

/// One run of a rule on a ticket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleRun {
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    pub ticket_id: TicketId,
    pub number: TicketNumber,
    pub subject: String,
    pub outcome: RuleOutcome,
    /// Actions that were carried out, by `type`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub done: Vec<String>,
    /// Actions that could not be carried out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skipped: Vec<SkippedEffect>,
    /// Why it was stopped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<RuleStop>))]
    pub stop: Option<RuleStop>,
}

/// What a run came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RuleOutcome {
    /// It has changed the ticket.
    Applied,
    /// Nothing of it could be done.
    Skipped,
    /// Rules have set each other off too often.
    Stopped,
    /// Something broke, several times; the log of the server has the details.
    Failed,
}

impl RuleOutcome {
    pub const ALL: [Self; 4] = [Self::Applied, Self::Skipped, Self::Stopped, Self::Failed];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Skipped => "skipped",
            Self::Stopped => "stopped",
            Self::Failed => "failed",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }
}
