//! `Rule`: on an event or at a time (`RuleTrigger`), where a filter fits, do this (`RuleAction`).
//!
//! Conditions are the text of a [`Filter`](crate::filter::Filter), actions are commands wherever there is one.

mod action;
mod presets;
mod trigger;

use serde::{Deserialize, Serialize};

pub use action::{RuleAction, RuleMail, RuleNotify, RuleRecipient, RuleState, RuleWebhook, Wait};
pub use presets::{PRESETS, blank, preset};
pub use trigger::{After, At, OnEvents, RuleEvent, RuleTrigger, Since, TimeUnit, Weekly, clock_time};

use crate::{api::queue::Names, ids::QueueId};

/// A rule as it is set up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RuleDef {
    /// Histories speak of the rule by them.
    pub names: Names,
    /// Whether it runs.
    #[serde(default = "yes")]
    pub valid: bool,
    /// It holds in this queue and below. Left out: everywhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<QueueId>))]
    pub queue_id: Option<QueueId>,
    /// When it is looked at a ticket.
    pub on: RuleTrigger,
    /// Which tickets: the text of a filter. Empty: all.
    #[serde(default)]
    pub when: String,
    /// What happens with them, in this order.
    pub then: Vec<RuleAction>,
    /// Whether the rules behind it are left out where it fits.
    #[serde(default)]
    pub stop: bool,
}

fn yes() -> bool {
    true
}

/// Why a rule did not do what it wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RuleStop {
    /// Rules have set each other off too often in a row.
    Depth,
    /// Rules have changed the ticket too often within an hour.
    Budget,
}

impl RuleStop {
    pub const ALL: [Self; 2] = [Self::Depth, Self::Budget];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Depth => "depth",
            Self::Budget => "budget",
        }
    }
}
