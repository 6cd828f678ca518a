//! The values that a ticket and its articles are made of.

use serde::{Deserialize, Serialize};

/// The number that people speak and write, for example `2026112200017`: digits only, the last one a check digit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct TicketNumber(pub String);

impl std::fmt::Display for TicketNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// How urgent a ticket is: 1 (very low) to 5 (very high); 3 is normal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 5))]
#[serde(try_from = "u8", into = "u8")]
pub struct Priority(u8);

impl Priority {
    pub const NORMAL: Self = Self(3);
    pub const ALL: [Self; 5] = [Self(1), Self(2), Self(3), Self(4), Self(5)];

    #[must_use]
    pub fn new(value: u8) -> Option<Self> {
        (1..=5).contains(&value).then_some(Self(value))
    }

    #[must_use]
    pub fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Priority {
    type Error = &'static str;

    fn try_from(value: u8) -> Result<Self, Self::Error> {
        Self::new(value).ok_or("a priority is a whole number from 1 to 5")
    }
}

impl From<Priority> for u8 {
    fn from(priority: Priority) -> Self {
        priority.0
    }
}

/// By which road something reached the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Mail,
    Phone,
    Visit,
    /// The self-service portal.
    Portal,
    /// A third-party tool, or an agent in the browser.
    Api,
    /// A fax that became a mail (requirement B12), or one that an agent entered.
    Fax,
    /// A contact form on some page (requirement B18).
    WebForm,
}

impl Channel {
    pub const ALL: [Self; 7] = [
        Self::Mail,
        Self::Phone,
        Self::Visit,
        Self::Portal,
        Self::Api,
        Self::Fax,
        Self::WebForm,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Phone => "phone",
            Self::Visit => "visit",
            Self::Portal => "portal",
            Self::Api => "api",
            Self::Fax => "fax",
            Self::WebForm => "web_form",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.name() == name)
    }
}

/// Which way an article went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// From the customer to the desk.
    Incoming,
    /// From the desk to the customer.
    Outgoing,
    /// Between agents.
    Internal,
}

impl Direction {
    pub const ALL: [Self; 3] = [Self::Incoming, Self::Outgoing, Self::Internal];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Incoming => "incoming",
            Self::Outgoing => "outgoing",
            Self::Internal => "internal",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|direction| direction.name() == name)
    }
}
