//! Macros: lists of commands that agents run by name, on one ticket or on many, and a look beforehand at what commands would do.

use serde::{Deserialize, Serialize};

use crate::{
    api::queue::Names,
    command::Command,
    error::FieldError,
    event::TicketEvent,
    ids::{MacroId, QueueId},
    person::PersonRef,
    rule::RuleAction,
};

/// A macro as it is set up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MacroDef {
    pub names: Names,
    /// Whether it is offered.
    #[serde(default = "yes")]
    pub valid: bool,
    /// It is offered in these queues and below. Empty: everywhere.
    #[serde(default)]
    pub queue_ids: Vec<QueueId>,
    /// What it does, in this order, as whoever runs it. Mails go to the requester, by a template; nobody is notified.
    pub then: Vec<RuleAction>,
}

fn yes() -> bool {
    true
}

/// A macro of the desk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MacroView {
    pub id: MacroId,
    #[serde(rename = "macro")]
    pub definition: MacroDef,
    /// Whether the reader may change it.
    pub may_edit: bool,
    /// What it is now: for `apply_commands`, `try_commands` and `create_bulk_job`. Spans of time begin with this answer.
    #[cfg_attr(feature = "openapi", schema(no_recursion))]
    pub commands: Vec<Command>,
    /// What it refers to and is no more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<FieldError>,
    /// The people whom it names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<PersonRef>,
}

/// Macros, by name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MacroList {
    pub items: Vec<MacroView>,
}

/// What commands would do to a ticket as it is now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TriedCommands {
    /// As they would stand in the history.
    pub events: Vec<TicketEvent>,
    /// People whom the events name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<PersonRef>,
}
