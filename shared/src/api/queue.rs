//! Queues as the caller may see them.

use serde::{Deserialize, Serialize};

use crate::{
    ids::QueueId,
    person::{Language, Permission},
};

/// A name in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Names {
    pub de: String,
    pub en: String,
}

impl Names {
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::De => &self.de,
            Language::En => &self.en,
        }
    }
}

/// A queue in one line, inside a ticket.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QueueRef {
    pub id: QueueId,
    /// The path down the tree, for example `it/wlan`; what `queue:` in a filter takes.
    pub path: String,
    pub names: Names,
}

/// How many tickets a queue holds, without its children, as far as the caller sees them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QueueCounts {
    pub new: u64,
    pub open: u64,
    pub pending: u64,
    /// New, open and pending ones that nobody owns.
    pub unowned: u64,
}

/// A queue of the tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QueueView {
    pub id: QueueId,
    pub parent_id: Option<QueueId>,
    /// The path down the tree, for example `it/wlan`.
    pub path: String,
    pub names: Names,
    /// Addresses whose mail opens tickets here; the first one is the sender of answers.
    pub addresses: Vec<String>,
    /// What the caller may do here as an agent; empty for customers.
    pub permissions: Vec<Permission>,
    /// Whether customers may open tickets here in the portal.
    pub portal: bool,
    /// Left out for customers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counts: Option<QueueCounts>,
}

/// Answer of `list_queues`: every queue that the caller may see, parents before children. Bounded by the number of queues.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QueueList {
    pub items: Vec<QueueView>,
}
