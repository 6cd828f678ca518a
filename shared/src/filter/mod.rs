//! `Filter`: which tickets. Search, views, conditions of rules, statistics and visibility itself are filters.
//!
//! An abstract syntax tree with a text form (`queue:it/wlan state:open owner:me created:>7d drucker`). Two interpreters
//! exist: to SQL in `store`, and over one ticket in memory in `domain`; a property test holds them equal.

mod parse;
mod print;

use crate::{
    ids::{PersonId, QueueId},
    ticket::{Priority, State},
};

pub use parse::ParseError;

/// Which tickets. Build `And` and `Or` by [`Filter::all_of`] and [`Filter::any_of`], which keep the tree canonical.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    /// Every ticket.
    All,
    /// No ticket.
    Nothing,
    Not(Box<Filter>),
    And(Vec<Filter>),
    Or(Vec<Filter>),
    /// `queue:it/wlan`: in this queue or below it.
    QueuePath(String),
    /// `queue:#<id>,#<id>`: in one of these queues, without their children.
    QueueIds(Vec<QueueId>),
    /// `state:open`
    State(State),
    /// `owner:me`
    Owner(Who),
    /// `requester:me`
    Requester(Who),
    /// `priority:>=4`
    Priority(Compare, Priority),
    /// `created:>7d`: created more than seven days ago.
    Created(Compare, Age),
    /// `updated:<1h`: last changed less than an hour ago.
    Updated(Compare, Age),
    /// `number:2026112200017`, exactly.
    Number(String),
    /// `locked:yes`
    Locked(bool),
    /// A word somewhere in the subject or in an article that the reader may see, folded and stemmed.
    Word(String),
}

/// A person, as a filter names one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Whoever asks.
    Me,
    /// Nobody: the field is empty.
    Nobody,
    Person(PersonId),
}

/// How two values are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    Less,
    LessOrEqual,
    Equal,
    GreaterOrEqual,
    Greater,
}

impl Compare {
    /// Whether `left` compares to `right` so.
    #[must_use]
    pub fn holds<T: PartialOrd>(self, left: &T, right: &T) -> bool {
        match self {
            Self::Less => left < right,
            Self::LessOrEqual => left <= right,
            Self::Equal => left == right,
            Self::GreaterOrEqual => left >= right,
            Self::Greater => left > right,
        }
    }
}

/// A span of time before now, in minutes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Age {
    pub minutes: u32,
}

impl Filter {
    /// All of these must hold.
    #[must_use]
    pub fn all_of(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Self::All => {}
                Self::Nothing => return Self::Nothing,
                Self::And(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        match flat.len() {
            0 => Self::All,
            1 => flat.remove(0),
            _ => Self::And(flat),
        }
    }

    /// One of these must hold.
    #[must_use]
    pub fn any_of(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut flat = Vec::new();
        for part in parts {
            match part {
                Self::Nothing => {}
                Self::All => return Self::All,
                Self::Or(inner) => flat.extend(inner),
                other => flat.push(other),
            }
        }
        match flat.len() {
            0 => Self::Nothing,
            1 => flat.remove(0),
            _ => Self::Or(flat),
        }
    }

    /// This must not hold.
    #[must_use]
    pub fn negate(self) -> Self {
        match self {
            Self::All => Self::Nothing,
            Self::Nothing => Self::All,
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    /// Reads the text form.
    ///
    /// # Errors
    /// Where the text stops making sense, with the position in characters.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        parse::parse(text)
    }
}

#[cfg(test)]
mod tests;
