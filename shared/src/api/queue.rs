//! Queues as the caller may see them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    catalog::{CalendarKey, SlaKey, TypeKey},
    ids::QueueId,
    limits::UNLOCK_DEFAULT_MINUTES,
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
    /// Whether it is logged who reads tickets here.
    #[serde(default)]
    pub sensitive: bool,
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

/// What Pult writes to customers about by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AutoEvent {
    /// A request arrived: the receipt (requirements B22, D7).
    NewTicket,
    /// A message to a request arrived by mail (requirement B14).
    FollowUp,
    /// A message to a closed request was not taken (requirement D24).
    Rejected,
    /// A message to a closed request became a new one.
    NewAfterClosed,
    /// The request was closed (requirements A6, D23). `closing_mail` switches it.
    Closed,
    /// Somebody else works on it.
    OwnerChanged,
    /// It went to another queue.
    Moved,
    /// What stands at the end of receipts about personal data (requirement A18).
    PrivacyNotice,
}

impl AutoEvent {
    pub const ALL: [Self; 8] = [
        Self::NewTicket,
        Self::FollowUp,
        Self::Rejected,
        Self::NewAfterClosed,
        Self::Closed,
        Self::OwnerChanged,
        Self::Moved,
        Self::PrivacyNotice,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NewTicket => "new_ticket",
            Self::FollowUp => "follow_up",
            Self::Rejected => "rejected",
            Self::NewAfterClosed => "new_after_closed",
            Self::Closed => "closed",
            Self::OwnerChanged => "owner_changed",
            Self::Moved => "moved",
            Self::PrivacyNotice => "privacy_notice",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|event| event.name() == name)
    }

    /// Whether customers are told where no queue says otherwise: of what answers to their own mail and of the end, not of each step
    /// between.
    #[must_use]
    pub fn on_by_default(self) -> bool {
        !matches!(self, Self::FollowUp | Self::OwnerChanged | Self::Moved)
    }
}

/// What a queue says about one automatic mail. What is left out holds as in the queue above, and at last as Pult has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AutoResponseSetting {
    /// Whether it goes out. Not for `closed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<bool>,
    /// The text; a template like those of `TemplateDef`. Empty in both languages: inherited.
    #[serde(default, skip_serializing_if = "Names::is_empty")]
    pub text: Names,
    /// What stands in the subject behind the number; a template too. Empty in both languages: inherited, at last the request's own subject. Not
    /// for `privacy_notice`.
    #[serde(default, skip_serializing_if = "Names::is_empty")]
    pub subject: Names,
}

impl AutoResponseSetting {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.on.is_none() && self.text.is_empty() && self.subject.is_empty()
    }
}

/// Whether recipients of an answer learn of each other (requirement D13).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Recipients {
    /// To and Cc of the mail name them all, so that everybody may answer to all.
    #[default]
    InHeader,
    /// Each sees only whom the answer is to.
    Hidden,
    /// As hidden, with the names of all at the end of the text.
    InFooter,
}

impl Recipients {
    pub const ALL: [Self; 3] = [Self::InHeader, Self::Hidden, Self::InFooter];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::InHeader => "in_header",
            Self::Hidden => "hidden",
            Self::InFooter => "in_footer",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|shown| shown.name() == name)
    }
}

/// How a queue writes mails.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct QueueMails {
    /// What is said about automatic mails here, by event.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub auto_responses: BTreeMap<AutoEvent, AutoResponseSetting>,
    /// Answers carry the conversation so far below their text (requirement D9).
    #[serde(default)]
    pub quote_history: bool,
    #[serde(default)]
    pub recipients: Recipients,
}

/// Whose mail may open tickets in a queue (requirements A17, A19).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SenderRule {
    #[default]
    Anyone,
    /// Persons whom the desk knows by that address.
    Known,
    /// Persons with an account, from an address of that account.
    Directory,
}

impl SenderRule {
    pub const ALL: [Self; 3] = [Self::Anyone, Self::Known, Self::Directory];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Anyone => "anyone",
            Self::Known => "known",
            Self::Directory => "directory",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }
}

/// Which mail opens tickets in a queue. What does not is set aside in the ledger, where a person decides; nothing is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct IntakeRules {
    #[serde(default)]
    pub senders: SenderRule,
    /// The sender must be proven by the site's own mail server (`mail.trusted_authserv_ids`; requirement A20). Also answers from
    /// those who take part are held without.
    #[serde(default)]
    pub proof: bool,
    /// Whether machines (monitoring, lists) open tickets. Notes of absence never do.
    #[serde(default = "yes")]
    pub machines: bool,
}

impl Default for IntakeRules {
    fn default() -> Self {
        Self {
            senders: SenderRule::Anyone,
            proof: false,
            machines: true,
        }
    }
}

/// Everything that is set up for a queue. Also the body of `create_queue` and `save_queue_settings`.
///
/// Whoever holds `manage` on the queue may change names, description, texts, follow-up, time-outs, defaults and whether reading
/// is logged; place in the tree, key, addresses, portal, catch-all and validity need `manage` on the queue above, or an administrator.
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
    /// A lock is released after so many minutes without work on the ticket (requirement B16), of which only those count in which the
    /// queue is open. Null: never; left out: 240.
    #[serde(default = "unlock_default")]
    pub unlock_minutes: Option<u32>,
    /// When the queue is open. Left out: as the queue above; where none says anything, always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarKey>,
    /// The service agreement of tickets whose service has none. Left out: that of the queue above; where none says anything, nothing is
    /// promised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sla: Option<SlaKey>,
    /// After so many opening days on which no agent has worked on a ticket it comes back as forgotten. Left out: as the queue above;
    /// where none says anything, never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remind_days: Option<u32>,
    /// Of tickets that come in without one. Left out: normal (3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_priority: Option<Priority>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_type: Option<TypeKey>,
    #[serde(default)]
    pub mails: QueueMails,
    /// Which mail opens tickets here.
    #[serde(default)]
    pub intake: IntakeRules,
    /// Here and in the queues below it is logged who reads a ticket; whoever holds `manage` reads that log.
    #[serde(default)]
    pub sensitive: bool,
    /// Whether customers may close their own requests in the portal.
    #[serde(default = "yes")]
    pub customers_close: bool,
    /// Whether customers see its name on their requests and in mails; where not, they see that of the nearest queue above that shows its
    /// own. Goes down the tree.
    #[serde(default = "yes")]
    pub name_shown: bool,
    /// Of which domains whoever manages this branch may give it addresses; only administrators change this. Left out: as the queue above;
    /// where none says anything, the domains of the addresses that queues have already.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub address_domains: Vec<String>,
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
    /// Of which domains the caller may give it new addresses; left out: of any, for administrators.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed_domains: Option<Vec<String>>,
    /// Tickets that are in it, closed ones too.
    pub tickets: u64,
}

#[expect(clippy::unnecessary_wraps, reason = "as serde calls it")]
fn unlock_default() -> Option<u32> {
    Some(UNLOCK_DEFAULT_MINUTES)
}

fn yes() -> bool {
    true
}
