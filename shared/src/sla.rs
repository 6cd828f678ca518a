//! Service agreements: how soon a desk answers, keeps people informed, and solves.
//!
//! Says how an agreement is written; how its clocks run is counted in `pult_domain::ticket`.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    api::queue::Names,
    catalog::{CalendarKey, SlaKey},
};

/// The longest time that an agreement may give, in minutes of opening hours: a year by the clock.
pub const SLA_MINUTES_MAX: u32 = 366 * 24 * 60;
/// When a clock warns where nothing else is said: so much of its time has gone by, in per cent.
pub const WARN_PERCENT_DEFAULT: u32 = 80;

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClockKind {
    /// Until an agent answers for the first time.
    FirstResponse,
    /// Until a later message of the customer is answered.
    Update,
    /// Until the ticket is closed.
    Solution,
}

impl ClockKind {
    pub const ALL: [Self; 3] = [Self::FirstResponse, Self::Update, Self::Solution];

    /// The word in API, filters (`<name>_due`) and locale keys (`clock-<name>`).
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::FirstResponse => "first_response",
            Self::Update => "update",
            Self::Solution => "solution",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|clock| clock.name() == name)
    }
}

/// A service agreement. Also the body of `save_sla`.
///
/// Which one a ticket goes by: the one set on the ticket, else that of its service or of the nearest service above, else that of its
/// queue or of the nearest queue above. One that is not valid is passed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SlaDef {
    pub key: SlaKey,
    pub names: Names,
    /// In whose opening hours the clocks run; left out: those of the ticket's queue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarKey>,
    /// Minutes of opening hours until the first answer of an agent; left out: nothing is promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_response: Option<u32>,
    /// Minutes until a later message of the customer is answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub update: Option<u32>,
    /// Minutes until the ticket is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub solution: Option<u32>,
    /// A clock warns when so much of its time has gone by, in per cent; 100: no warning before the breach.
    #[serde(default = "warn_default")]
    pub warn_percent: u32,
    #[serde(default)]
    pub position: u32,
    #[serde(default = "yes")]
    pub valid: bool,
}

impl SlaDef {
    /// What is promised for a clock, in minutes.
    #[must_use]
    pub fn minutes(&self, clock: ClockKind) -> Option<u32> {
        match clock {
            ClockKind::FirstResponse => self.first_response,
            ClockKind::Update => self.update,
            ClockKind::Solution => self.solution,
        }
    }
}

/// How a ticket stands to what was promised. Agents only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClocksView {
    /// The agreement that the ticket goes by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sla: Option<SlaKey>,
    /// The one that was set on the ticket itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chosen: Option<SlaKey>,
    /// The clocks that run, the next one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub running: Vec<RunningClock>,
    /// Since then there is something to warn of; in the future: from then on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub warn_at: Option<Timestamp>,
    /// The clocks stand still: the ticket waits for the customer, or is done.
    #[serde(default)]
    pub stopped: bool,
    /// From then on nobody has worked on the ticket for as long as its queue allows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub remind_at: Option<Timestamp>,
}

/// A clock that runs, and when its time is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RunningClock {
    pub clock: ClockKind,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub due_at: Timestamp,
}

fn warn_default() -> u32 {
    WARN_PERCENT_DEFAULT
}

fn yes() -> bool {
    true
}
