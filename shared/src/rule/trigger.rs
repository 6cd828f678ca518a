//! `RuleTrigger`: when a rule looks at a ticket — when something has happened, or when it is time.

use serde::{Deserialize, Serialize};

/// When a rule looks at tickets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum RuleTrigger {
    /// When one of these has happened to the ticket.
    Events(OnEvents),
    /// Every day at a time.
    Daily(At),
    /// Once a week at a time.
    Weekly(Weekly),
    /// So long after a moment of the ticket, once for each such moment.
    After(After),
}

impl RuleTrigger {
    pub const NAMES: [&'static str; 4] = ["events", "daily", "weekly", "after"];

    /// As in `type`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Events(_) => "events",
            Self::Daily(_) => "daily",
            Self::Weekly(_) => "weekly",
            Self::After(_) => "after",
        }
    }
}

/// One of these events.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OnEvents {
    pub events: Vec<RuleEvent>,
}

/// A time of day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct At {
    /// `03:00`
    pub time: String,
    /// Of the IANA database: `Europe/Berlin`.
    pub time_zone: String,
}

/// A time of day on a day of the week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Weekly {
    /// 1 is Monday, 7 is Sunday (ISO 8601).
    pub weekday: u8,
    /// `03:00`
    pub time: String,
    /// Of the IANA database: `Europe/Berlin`.
    pub time_zone: String,
}

/// So long after a moment of the ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct After {
    pub amount: u32,
    pub unit: TimeUnit,
    pub since: Since,
}

impl After {
    /// How long, in minutes.
    #[must_use]
    pub fn minutes(self) -> i64 {
        i64::from(self.amount)
            * match self.unit {
                TimeUnit::Minutes => 1,
                TimeUnit::Hours => 60,
                TimeUnit::Days => 24 * 60,
            }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TimeUnit {
    Minutes,
    Hours,
    /// Of 24 hours.
    Days,
}

impl TimeUnit {
    pub const ALL: [Self; 3] = [Self::Minutes, Self::Hours, Self::Days];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Minutes => "minutes",
            Self::Hours => "hours",
            Self::Days => "days",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.name() == name)
    }
}

/// A moment of a ticket from which time is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Since {
    /// It was opened.
    Created,
    /// The last message between customer and desk. What rules write is none.
    Contact,
    /// The time until which it waits is over.
    Pending,
    /// It was closed.
    Closed,
    /// The time by which it shall be done is over.
    Due,
}

impl Since {
    pub const ALL: [Self; 5] = [Self::Created, Self::Contact, Self::Pending, Self::Closed, Self::Due];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Contact => "contact",
            Self::Pending => "pending",
            Self::Closed => "closed",
            Self::Due => "due",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|since| since.name() == name)
    }
}

/// Something that happens to a ticket and that rules may wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RuleEvent {
    /// It was opened.
    Created,
    /// The customer, or somebody who takes part, has written again.
    FollowUp,
    /// An agent has written to the customer.
    Answered,
    /// An internal note was written.
    Noted,
    Moved,
    StateChanged,
    Closed,
    /// A customer's message or somebody has opened it again.
    Reopened,
    PriorityChanged,
    OwnerChanged,
    FieldChanged,
    TypeChanged,
    TagAdded,
    TagRemoved,
    ParticipantAdded,
    /// A mail of the ticket could not be delivered.
    MailFailed,
    /// The time of an SLA is nearly over.
    EscalationWarned,
    /// The time of an SLA is over.
    Escalated,
    /// Nobody has worked on it for as many opening days as its queue allows.
    AgeReminded,
    ResponsibleChanged,
    ServiceChanged,
    /// The time by which it shall be done.
    DueChanged,
    /// The service agreement that was chosen for it.
    SlaChanged,
    /// It was linked to another ticket.
    Linked,
    /// Another ticket was merged into it, or it into another one.
    Merged,
}

impl RuleEvent {
    pub const ALL: [Self; 25] = [
        Self::Created,
        Self::FollowUp,
        Self::Answered,
        Self::Noted,
        Self::Moved,
        Self::StateChanged,
        Self::Closed,
        Self::Reopened,
        Self::PriorityChanged,
        Self::OwnerChanged,
        Self::FieldChanged,
        Self::TypeChanged,
        Self::TagAdded,
        Self::TagRemoved,
        Self::ParticipantAdded,
        Self::MailFailed,
        Self::EscalationWarned,
        Self::Escalated,
        Self::AgeReminded,
        Self::ResponsibleChanged,
        Self::ServiceChanged,
        Self::DueChanged,
        Self::SlaChanged,
        Self::Linked,
        Self::Merged,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::FollowUp => "follow_up",
            Self::Answered => "answered",
            Self::Noted => "noted",
            Self::Moved => "moved",
            Self::StateChanged => "state_changed",
            Self::Closed => "closed",
            Self::Reopened => "reopened",
            Self::PriorityChanged => "priority_changed",
            Self::OwnerChanged => "owner_changed",
            Self::FieldChanged => "field_changed",
            Self::TypeChanged => "type_changed",
            Self::TagAdded => "tag_added",
            Self::TagRemoved => "tag_removed",
            Self::ParticipantAdded => "participant_added",
            Self::MailFailed => "mail_failed",
            Self::EscalationWarned => "escalation_warned",
            Self::Escalated => "escalated",
            Self::AgeReminded => "age_reminded",
            Self::ResponsibleChanged => "responsible_changed",
            Self::ServiceChanged => "service_changed",
            Self::DueChanged => "due_changed",
            Self::SlaChanged => "sla_changed",
            Self::Linked => "linked",
            Self::Merged => "merged",
        }
    }
}

/// Hour and minute of a text like `03:00`.
#[must_use]
pub fn clock_time(text: &str) -> Option<(i8, i8)> {
    let (hour, minute) = text.split_once(':')?;
    let number = |text: &str| (text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok());
    let (hour, minute): (i8, i8) = (number(hour)??, number(minute)??);
    (hour < 24 && minute < 60).then_some((hour, minute))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_of_day_has_four_digits() {
        for (text, expected) in [
            ("03:00", Some((3, 0))),
            ("23:59", Some((23, 59))),
            ("24:00", None),
            ("3:00", None),
            ("03:60", None),
            ("", None),
            ("+3:00", None),
        ] {
            assert_eq!(clock_time(text), expected, "{text}");
        }
    }

    #[test]
    fn names_are_those_of_the_contract() {
        for event in RuleEvent::ALL {
            assert_eq!(serde_json::to_value(event).expect("JSON"), event.name());
        }
        for since in Since::ALL {
            assert_eq!(serde_json::to_value(since).expect("JSON"), since.name());
        }
        for unit in TimeUnit::ALL {
            assert_eq!(serde_json::to_value(unit).expect("JSON"), unit.name());
        }
    }
}
