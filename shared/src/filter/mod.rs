//! `Filter`: which tickets. Search, views, conditions of rules, statistics and visibility itself are filters.
//!
//! An abstract syntax tree with a text form (`queue:it/wlan state:open owner:me created:>7d drucker`). Two interpreters
//! exist: to SQL in `store`, and over one ticket in memory in `domain`; a property test holds them equal.

mod complete;
mod parse;
mod print;

use crate::{
    catalog::{FieldKey, ServiceKey, SlaKey, StateKey, StateType, TypeKey},
    ids::{PersonId, QueueId},
    person::Affiliation,
    sla::ClockKind,
    ticket::{Channel, Priority},
};

pub use complete::{Completion, FIELDS, ValueKind, Wanted, complete};

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
    /// `state:active`: somebody still has to do something, now or later; not closed, merged or removed.
    Active,
    /// `state:open`, `state:pending_reminder`: states of a type. (`state:pending` is both pending types.)
    StateType(StateType),
    /// `state:waiting_for_parts`, `state:#open`: exactly this state.
    State(StateKey),
    /// `type:incident`, `type:none`
    Type(Option<TypeKey>),
    /// `service:mail`: this service or one below it; `service:none`
    Service(Option<ServiceKey>),
    /// `channel:phone`
    Channel(Channel),
    /// `owner:me`
    Owner(Who),
    /// `requester:me`
    Requester(Who),
    /// `from:anna@example.org`, `from:@example.org`: who has asked has this address, or one of this domain. In lower case.
    From(String),
    /// `affiliation:student`: what who has asked is to the university; `affiliation:none` where that is not known.
    Affiliation(Option<Affiliation>),
    /// `organisation:"FB 3"`: who has asked belongs to it, whatever the case of its letters; `organisation:none` where none is known.
    Organisation(Option<String>),
    /// Who has asked belongs to this organisation (its name as names are compared) and may sign in: what its members see, where they see
    /// each other's. Nobody writes it.
    Colleagues(String),
    /// `subject:wlan`: the subject contains this text, whatever the case of its letters.
    Subject(String),
    /// `responsible:me`
    Responsible(Who),
    /// `watcher:me`; `watcher:nobody` where nobody follows.
    Watcher(Who),
    /// `mentioned:me`: a note names the person (`@`); `mentioned:nobody` where none names anybody.
    Mentioned(Who),
    /// `participant:me`; `participant:nobody` where nobody takes part besides the requester.
    Participant(Who),
    /// `readable:me`: not for named persons only, or the person is one of those; `readable:nobody`: not for named persons only.
    Readable(Who),
    /// `tag:wlan`
    Tag(String),
    /// `field.room:4711`, `field.count:>5`, `field.begin:<2026-12-01`, `field.room:none`
    Field(FieldKey, FieldTest),
    /// `priority:>=4`
    Priority(Compare, Priority),
    /// `created:>7d`: created more than seven days ago.
    Created(Compare, Age),
    /// `updated:<1h`: last changed less than an hour ago.
    Updated(Compare, Age),
    /// `closed:<1d`: closed less than a day ago; tickets that are not closed never fit.
    Closed(Compare, Age),
    /// `contact:>3d`: the last message between customer and desk is older than three days.
    Contact(Compare, Age),
    /// `overdue:yes`: active, and the time by which it should be done is over.
    Overdue(bool),
    /// `sla:gold`: the ticket goes by this service agreement; `sla:none`: by none.
    Sla(Option<SlaKey>),
    /// `solution_due:<2h`, `first_response_due:<1d`, `update_due:<0m`: the clock runs, and so much time is left, by the clock on the wall;
    /// less than none is left when it is over.
    ClockDue(ClockKind, Compare, Age),
    /// `escalating:yes`: a clock of the service agreement warns, or is over.
    Escalating(bool),
    /// `forgotten:yes`: no agent has worked on it for as many opening days as its queue allows.
    Forgotten(bool),
    /// `orphaned:yes`: active, and nobody who is there looks after it: neither its owner nor a deputy, nor anybody in its queue where
    /// nobody owns it.
    Orphaned(bool),
    /// `reminder:yes`: waiting, and the time until which it should wait is over.
    Reminder(bool),
    /// `number:2026112200017`, exactly.
    Number(String),
    /// `locked:yes`
    Locked(bool),
    /// A word somewhere in the subject or in an article that the reader may see, folded and stemmed.
    Word(String),
}

/// What is asked of a custom field.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldTest {
    /// It has no value.
    Empty,
    /// It has this value, or one of a multiple choice is this one; upper and lower case are the same. A checkbox is `true` or `false`.
    Is(String),
    /// A number compares so.
    Number(Compare, f64),
    /// A day compares so; `2026-11-22`.
    Date(Compare, String),
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

    /// Whether a condition of some kind stands anywhere in it.
    #[must_use]
    pub fn has(&self, kind: fn(&Self) -> bool) -> bool {
        match self {
            Self::Not(inner) => inner.has(kind),
            Self::And(parts) | Self::Or(parts) => parts.iter().any(|part| part.has(kind)),
            other => kind(other),
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
