//! Persons as others see them, roles, and permissions on queues.

use serde::{Deserialize, Serialize};

use crate::ids::PersonId;

/// The languages that Pult speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Language {
    #[default]
    De,
    En,
}

impl Language {
    pub const ALL: [Self; 2] = [Self::De, Self::En];

    /// The language tag (BCP 47).
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::En => "en",
        }
    }

    /// The first language of a list such as `Accept-Language: en-GB,de;q=0.8` that Pult speaks.
    #[must_use]
    pub fn from_accepted(list: &str) -> Option<Self> {
        list.split(',').find_map(|entry| {
            let tag = entry.split([';', '-', '_']).next()?.trim();
            Self::ALL
                .into_iter()
                .find(|language| language.tag().eq_ignore_ascii_case(tag))
        })
    }
}

/// A person in one line, as others see it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonRef {
    pub id: PersonId,
    pub name: String,
    /// The main address, where the reader may see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
}

/// What an address is to its person. In the order in which claims to an address count: see `pult_domain::directory::address`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AddressKind {
    /// The mail address that the directory names.
    Directory,
    /// Another one of the site's: named by the directory, or entered by administrators.
    Alias,
    /// The person's own; whether they have shown that it is theirs stands beside it.
    Private,
    /// Used to be theirs: mail from it still finds them, none is sent to it.
    Former,
}

impl AddressKind {
    pub const ALL: [Self; 4] = [Self::Directory, Self::Alias, Self::Private, Self::Former];

    /// The word in API, database and locale keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Directory => "directory",
            Self::Alias => "alias",
            Self::Private => "private",
            Self::Former => "former",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// What somebody is to the university (requirement A15).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Affiliation {
    Student,
    Staff,
    Guest,
}

impl Affiliation {
    pub const ALL: [Self; 3] = [Self::Student, Self::Staff, Self::Guest];

    /// The word in API, database and locale keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Student => "student",
            Self::Staff => "staff",
            Self::Guest => "guest",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|affiliation| affiliation.name() == name)
    }
}

/// What an agent may do in a queue; inherited down the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Permission {
    /// See the queue and its tickets.
    View,
    /// Open tickets in the queue.
    Create,
    /// Write internal notes.
    Note,
    /// Answer the customer.
    Reply,
    /// Move tickets into the queue.
    MoveInto,
    /// Take and assign tickets, lock and unlock them.
    Own,
    /// Change the priority.
    Priority,
    /// Close tickets and change their state.
    Close,
    /// Administer the queue.
    Manage,
}

impl Permission {
    pub const ALL: [Self; 9] = [
        Self::View,
        Self::Create,
        Self::Note,
        Self::Reply,
        Self::MoveInto,
        Self::Own,
        Self::Priority,
        Self::Close,
        Self::Manage,
    ];
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn first_spoken_language_of_a_list() {
        assert_eq!(
            Language::from_accepted("fr-FR, en-GB;q=0.9, de;q=0.8"),
            Some(Language::En)
        );
        assert_eq!(Language::from_accepted("de-AT"), Some(Language::De));
        assert_eq!(Language::from_accepted("tlh"), None);
    }
}
