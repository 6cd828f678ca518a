//! Queues as the caller may see them.

use serde::{Deserialize, Serialize};

use crate::{
    catalog::TypeKey,
    ids::QueueId,
    person::{Language, Permission},
    ticket::Priority,
};

/// A text in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
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

    /// The text in a language, or in the other one where that is empty.
    #[must_use]
    pub fn or_other(&self, language: Language) -> &str {
        let (first, second) = match language {
            Language::De => (&self.de, &self.en),
            Language::En => (&self.en, &self.de),
        };
        if first.trim().is_empty() { second } else { first }
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.de.trim().is_empty() && self.en.trim().is_empty()
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
    /// Whether new tickets may come in; an invalid queue still shows those that it holds.
    #[serde(default = "yes")]
    pub valid: bool,
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

/// What happens when a customer answers to a closed ticket (requirement D24).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FollowUp {
    /// The ticket opens again.
    #[default]
    Reopen,
    /// The message is kept in the ticket, which stays closed; the sender is told to write a new request.
    Reject,
    /// The message becomes a new ticket that is linked to the old one.
    NewTicket,
}

impl FollowUp {
    pub const ALL: [Self; 3] = [Self::Reopen, Self::Reject, Self::NewTicket];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Reopen => "reopen",
            Self::Reject => "reject",
            Self::NewTicket => "new_ticket",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.name() == name)
    }
}

/// Everything that is set up for a queue. Also the body of `create_queue` and `save_queue_settings`.
///
/// Whoever holds `manage` on the queue may change names, description, texts, follow-up, unlock time-out and defaults; place in the
/// tree, key, addresses, portal, catch-all and validity need `manage` on the queue above, or an administrator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct QueueSettings {
    #[serde(default)]
    pub parent_id: Option<QueueId>,
    /// The last part of the path: `wlan` in `it/wlan`.
    pub key: String,
    pub names: Names,
    /// What the queue is for (requirement C3); may be empty.
    #[serde(default)]
    pub description: Names,
    /// Addresses whose mail opens tickets here; the first one is the sender of answers.
    #[serde(default)]
    pub addresses: Vec<String>,
    #[serde(default)]
    pub portal: bool,
    /// Whether customers are told when a ticket is closed (requirement A6).
    #[serde(default = "yes")]
    pub closing_mail: bool,
    /// Takes mail that fits no other queue; exactly one queue does. Setting it takes it from the other.
    #[serde(default)]
    pub catch_all: bool,
    #[serde(default = "yes")]
    pub valid: bool,
    /// Stands before the text of answers; a template like those of `TemplateDef`. Empty: none.
    #[serde(default)]
    pub salutation: Names,
    /// Stands below the text of answers; a template. Empty: the queue's name and the ticket's link.
    #[serde(default)]
    pub signature: Names,
    #[serde(default)]
    pub follow_up: FollowUp,
    /// A lock is released after so many minutes without work on the ticket (requirement B16). Left out: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unlock_minutes: Option<u32>,
    /// Of tickets that come in without one. Left out: normal (3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_priority: Option<Priority>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_type: Option<TypeKey>,
}

/// Answer of `get_queue_settings`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct QueueSettingsView {
    pub id: QueueId,
    pub path: String,
    pub settings: QueueSettings,
    /// Whether the caller may also change the queue's place, key, addresses, portal, catch-all and validity.
    pub may_restructure: bool,
    /// Tickets that are in it, closed ones too.
    pub tickets: u64,
}

fn yes() -> bool {
    true
}
