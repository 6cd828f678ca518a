//! Postmaster filters: which incoming mail (`MailCondition`), and what shall happen with it (`MailEffect`).
//!
//! Filters run in order over every mail that arrives, before it is decided on. Conditions are a small language of their own, since they
//! speak of a mail that is no ticket yet; effects are commands wherever there is one.

mod condition;
mod effect;

use serde::{Deserialize, Serialize};

pub use condition::{MailCondition, MailField, MailTest, TestHow, ValueKind, score, size};
pub use effect::{AutoResponse, MailEffect, SPAM_TAG};

use crate::ids::PostmasterFilterId;

/// A postmaster filter as it is set up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PostmasterFilterDef {
    /// Unique; the ledger and histories speak of the filter by it.
    pub name: String,
    /// Whether it runs.
    #[serde(default = "yes")]
    pub valid: bool,
    /// Whether the filters behind it are left out where it matches.
    #[serde(default)]
    pub stop: bool,
    /// Whether its commands also hold for messages that join a ticket. Left out: for new tickets only. Ignoring, quarantine and the auto
    /// response hold for both.
    #[serde(default)]
    pub follow_ups: bool,
    /// Which mails.
    pub when: MailCondition,
    /// What happens with them, in this order.
    pub then: Vec<MailEffect>,
}

fn yes() -> bool {
    true
}

/// A filter that matched a mail, with what came of it, as the ledger keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AppliedFilter {
    /// Left out for the control fields of the mail's own header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<PostmasterFilterId>,
    /// As it was called then; empty for control fields.
    pub name: String,
    /// Effects that were carried out, by `type`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub done: Vec<String>,
    /// Effects that could not be carried out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skipped: Vec<SkippedEffect>,
}

/// An effect that could not be carried out: what it refers to is gone, or does not fit the ticket. The mail goes on without it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SkippedEffect {
    /// Its `type`, or the name of the control field.
    pub effect: String,
    /// Why, in English.
    pub reason: String,
}
