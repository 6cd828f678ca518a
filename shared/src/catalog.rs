//! The catalog: what administrators set up and tickets refer to by key — states, priorities, types, services, custom fields.
//!
//! A key is given once and stays; names, colours and order may change. What tickets refer to is made invalid, not deleted.

use serde::{Deserialize, Serialize};

use crate::{api::queue::Names, calendar::CalendarDef, ids::QueueId, limits::KEY_MAX, sla::SlaDef, ticket::Priority};

macro_rules! key {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            #[must_use]
            pub fn new(key: impl Into<String>) -> Self {
                Self(key.into())
            }

            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

key!(/** A state, for example `pending_reminder`. */ StateKey);
key!(/** A type of ticket, for example `incident`. */ TypeKey);
key!(/** A service, as a path: `mail/groupware`. */ ServiceKey);
key!(/** A custom field, for example `inventory_number`. */ FieldKey);
key!(/** A service agreement, for example `standard`. */ SlaKey);
key!(/** A calendar of opening hours, for example `service_hours`. */ CalendarKey);

/// Whether a text may be a key: lower-case letters, digits, `_`, `-`, begins with a letter, at most [`KEY_MAX`] characters.
#[must_use]
pub fn is_key(text: &str) -> bool {
    text.len() <= KEY_MAX
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-'))
}

/// A key made from a name: `Wartet auf Bauteile` becomes `wartet_auf_bauteile`. Empty where no letter of the name can be in a key.
#[must_use]
pub fn key_from(name: &str) -> String {
    let mut key = String::new();
    for c in name.chars().flat_map(char::to_lowercase) {
        match c {
            'ä' => key.push_str("ae"),
            'ö' => key.push_str("oe"),
            'ü' => key.push_str("ue"),
            'ß' => key.push_str("ss"),
            'a'..='z' => key.push(c),
            '0'..='9' if !key.is_empty() => key.push(c),
            _ if !key.is_empty() && !key.ends_with('_') => key.push('_'),
            _ => {}
        }
    }
    key.truncate(KEY_MAX);
    key.trim_end_matches('_').to_owned()
}

/// Whether a text may be a path of keys: `it/wlan`.
#[must_use]
pub fn is_key_path(text: &str) -> bool {
    text.len() <= KEY_MAX * 4 && text.split('/').all(is_key)
}

/// What a state means for the desk: a closed set, while states themselves are the site's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum StateType {
    /// Nobody has worked on it yet.
    New,
    /// Being worked on.
    #[default]
    Open,
    /// Waits until a time, then asks for attention again.
    PendingReminder,
    /// Waits until a time, then goes on to another state by itself.
    PendingAuto,
    /// Done.
    Closed,
    /// Its number is an alias of another ticket.
    Merged,
    /// Was no request at all: spam, a test.
    Removed,
}

impl StateType {
    pub const ALL: [Self; 7] = [
        Self::New,
        Self::Open,
        Self::PendingReminder,
        Self::PendingAuto,
        Self::Closed,
        Self::Merged,
        Self::Removed,
    ];

    /// The word in API, filters and database.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Open => "open",
            Self::PendingReminder => "pending_reminder",
            Self::PendingAuto => "pending_auto",
            Self::Closed => "closed",
            Self::Merged => "merged",
            Self::Removed => "removed",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Somebody still has to do something, now or later (requirement A5).
    #[must_use]
    pub fn is_active(self) -> bool {
        matches!(self, Self::New | Self::Open | Self::PendingReminder | Self::PendingAuto)
    }

    /// Waits until a time.
    #[must_use]
    pub fn is_pending(self) -> bool {
        matches!(self, Self::PendingReminder | Self::PendingAuto)
    }
}

/// Colours by name: the page knows a shade of each with enough contrast for light, dark and high contrast.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Color {
    #[default]
    Grey,
    Blue,
    Teal,
    Green,
    Yellow,
    Orange,
    Red,
    Purple,
}

impl Color {
    pub const ALL: [Self; 8] = [
        Self::Grey,
        Self::Blue,
        Self::Teal,
        Self::Green,
        Self::Yellow,
        Self::Orange,
        Self::Red,
        Self::Purple,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Grey => "grey",
            Self::Blue => "blue",
            Self::Teal => "teal",
            Self::Green => "green",
            Self::Yellow => "yellow",
            Self::Orange => "orange",
            Self::Red => "red",
            Self::Purple => "purple",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|color| color.name() == name)
    }
}

/// A state. Also the body of `save_state`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StateDef {
    pub key: StateKey,
    /// Cannot be changed later.
    pub state_type: StateType,
    pub names: Names,
    #[serde(default)]
    pub color: Color,
    /// Order in lists; the first valid state of a type is the one that Pult itself sets.
    #[serde(default)]
    pub position: u32,
    /// Whether tickets may still be set to it.
    #[serde(default = "yes")]
    pub valid: bool,
    /// `pending_auto` only: the state that it becomes when its time is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turns_into: Option<StateKey>,
    /// Whether the clocks of service agreements stand still in it, because it waits for the customer. Left out: as its type has it, which
    /// is yes for those that wait. In states that are no longer active they always do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stops_clocks: Option<bool>,
}

impl StateDef {
    /// Whether the clocks of service agreements stand still in it.
    #[must_use]
    pub fn holds_clocks(&self) -> bool {
        let of_type = self.state_type.is_pending();
        !self.state_type.is_active() || self.stops_clocks.unwrap_or(of_type)
    }
}

/// What a priority is called. Also the body of `save_priority`. There are always five.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PriorityDef {
    pub level: Priority,
    pub names: Names,
    #[serde(default)]
    pub color: Color,
}

/// A type of ticket (requirement A2). Also the body of `save_type`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TypeDef {
    pub key: TypeKey,
    pub names: Names,
    #[serde(default)]
    pub position: u32,
    #[serde(default = "yes")]
    pub valid: bool,
}

/// A service, for example the groupware. Also the body of `save_service`. Keys form a tree: `mail/groupware` lies below `mail`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ServiceDef {
    pub key: ServiceKey,
    pub names: Names,
    /// The agreement that its tickets go by; left out: that of the service above, at last of the queue. Not told to customers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sla: Option<SlaKey>,
    #[serde(default)]
    pub position: u32,
    #[serde(default = "yes")]
    pub valid: bool,
}

/// What a custom field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    /// A line of text.
    Text,
    /// Text with lines.
    LongText,
    Number,
    /// A day: `2026-11-22`.
    Date,
    /// One of the options.
    Choice,
    /// Any of the options.
    MultiChoice,
    Checkbox,
    /// A person's id.
    Person,
}

impl FieldKind {
    pub const ALL: [Self; 8] = [
        Self::Text,
        Self::LongText,
        Self::Number,
        Self::Date,
        Self::Choice,
        Self::MultiChoice,
        Self::Checkbox,
        Self::Person,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::LongText => "long_text",
            Self::Number => "number",
            Self::Date => "date",
            Self::Choice => "choice",
            Self::MultiChoice => "multi_choice",
            Self::Checkbox => "checkbox",
            Self::Person => "person",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// One answer of a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FieldOption {
    /// What tickets keep; a key (see [`is_key`]).
    pub key: String,
    pub names: Names,
    #[serde(default = "yes")]
    pub valid: bool,
}

/// A custom field. Also the body of `save_field`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct FieldDef {
    pub key: FieldKey,
    /// Cannot be changed later.
    pub kind: FieldKind,
    pub names: Names,
    /// A sentence of help below the field; may be empty.
    #[serde(default)]
    pub help: Names,
    /// Of choices, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<FieldOption>,
    /// Queues whose tickets have it, with all below them; empty for every queue.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub queue_ids: Vec<QueueId>,
    /// Types whose tickets have it; empty for every type.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub type_keys: Vec<TypeKey>,
    /// A ticket cannot be closed without it.
    #[serde(default)]
    pub required_on_close: bool,
    /// Whether the customer sees it.
    #[serde(default)]
    pub shown_to_customer: bool,
    #[serde(default)]
    pub position: u32,
    #[serde(default = "yes")]
    pub valid: bool,
}

/// A custom field's value: text for texts, dates (`2026-11-22`), choices (the option's key) and persons (their id).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(untagged)]
pub enum FieldValue {
    Bool(bool),
    Number(f64),
    Text(String),
    /// Of a multiple choice.
    Texts(Vec<String>),
}

/// What a former name was the name of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum FormerKind {
    State,
    Type,
    Service,
    Field,
    Sla,
}

impl FormerKind {
    pub const ALL: [Self; 5] = [Self::State, Self::Type, Self::Service, Self::Field, Self::Sla];

    /// As in the log of settings.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Type => "type",
            Self::Service => "service",
            Self::Field => "field",
            Self::Sla => "sla",
        }
    }
}

/// The last name of something that was deleted: histories still speak of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FormerName {
    pub kind: FormerKind,
    pub key: String,
    pub names: Names,
}

/// The last name of what is gone, among all of them.
#[must_use]
pub fn former<'a>(all: &'a [FormerName], kind: FormerKind, key: &str) -> Option<&'a Names> {
    let found = all.iter().find(|former| former.kind == kind && former.key == key);
    found.map(|former| &former.names)
}

/// Answer of `get_catalog`: everything that is needed to show a ticket in words. Customers get what they may see.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CatalogView {
    /// Grows whenever something is changed; the `ETag`.
    pub version: i64,
    pub states: Vec<StateDef>,
    pub priorities: Vec<PriorityDef>,
    pub types: Vec<TypeDef>,
    pub services: Vec<ServiceDef>,
    pub fields: Vec<FieldDef>,
    /// When the desk is open; agents only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calendars: Vec<CalendarDef>,
    /// What is promised, and how soon; agents only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub slas: Vec<SlaDef>,
    /// What was deleted, by its last name; agents only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former: Vec<FormerName>,
}

fn yes() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_from_a_name() {
        for (name, expected) in [
            ("Wartet auf Bauteile", "wartet_auf_bauteile"),
            ("Gerät zurück (Größe)", "geraet_zurueck_groesse"),
            ("  3. Stufe ", "stufe"),
            ("", ""),
            ("–", ""),
        ] {
            assert_eq!(key_from(name), expected, "{name:?}");
        }
        assert!(is_key(&key_from(&"Sehr langer Name ".repeat(20))));
    }

    #[test]
    fn keys_are_plain() {
        for good in ["a", "pending_reminder", "e-mail", "x1"] {
            assert!(is_key(good), "{good}");
        }
        for bad in ["", "A", "1a", "ä", "a b", "a/b", "a:b", &"a".repeat(KEY_MAX + 1)] {
            assert!(!is_key(bad), "{bad}");
        }
        assert!(is_key_path("mail/groupware") && !is_key_path("mail//x") && !is_key_path("/mail"));
    }

    #[test]
    fn names_lead_back() {
        for kind in StateType::ALL {
            assert_eq!(StateType::from_name(kind.name()), Some(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
        }
        for kind in FieldKind::ALL {
            assert_eq!(FieldKind::from_name(kind.name()), Some(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
        }
        for color in Color::ALL {
            assert_eq!(Color::from_name(color.name()), Some(color));
            assert_eq!(serde_json::to_value(color).unwrap(), color.name());
        }
    }
}
