//! At what the jobs of the desk fail: for administrators, beside the log of the program.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, ticket::TicketNumber};

/// What runs by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Job {
    Intake,
    Outbox,
    Bulk,
    /// Closes what hangs below a closed ticket.
    Along,
    Locks,
    Absences,
    /// Looks for queues that nobody is in.
    Staffing,
    Waits,
    Notifications,
    NotificationMails,
    DailyMails,
    Rules,
    Webhooks,
    TimedRules,
    Escalations,
    Clocks,
    Housekeeping,
    Directory,
    Reconciliation,
}

impl Job {
    pub const ALL: [Self; 19] = [
        Self::Intake,
        Self::Outbox,
        Self::Bulk,
        Self::Along,
        Self::Locks,
        Self::Absences,
        Self::Staffing,
        Self::Waits,
        Self::Notifications,
        Self::NotificationMails,
        Self::DailyMails,
        Self::Rules,
        Self::Webhooks,
        Self::TimedRules,
        Self::Escalations,
        Self::Clocks,
        Self::Housekeeping,
        Self::Directory,
        Self::Reconciliation,
    ];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Intake => "intake",
            Self::Outbox => "outbox",
            Self::Bulk => "bulk",
            Self::Along => "along",
            Self::Locks => "locks",
            Self::Absences => "absences",
            Self::Staffing => "staffing",
            Self::Waits => "waits",
            Self::Notifications => "notifications",
            Self::NotificationMails => "notification_mails",
            Self::DailyMails => "daily_mails",
            Self::Rules => "rules",
            Self::Webhooks => "webhooks",
            Self::TimedRules => "timed_rules",
            Self::Escalations => "escalations",
            Self::Clocks => "clocks",
            Self::Housekeeping => "housekeeping",
            Self::Directory => "directory",
            Self::Reconciliation => "reconciliation",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|job| job.name() == name)
    }
}

/// Something at which a job has failed. It is tried again by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobFailure {
    pub job: Job,
    /// At this ticket; left out where it is about none, or about one that is for named persons only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<TicketNumber>,
    /// At what concerns this person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// What went wrong the last time.
    pub error: String,
    /// How often it has failed.
    pub times: u64,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub first_at: Timestamp,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub last_at: Timestamp,
}

/// Answer of `list_job_failures`: what has failed within the last day, the newest first. Bounded: at most 100.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobFailureList {
    pub items: Vec<JobFailure>,
}

#[cfg(test)]
mod tests {
    use super::Job;

    #[test]
    fn names_are_the_words_of_the_api() {
        for job in Job::ALL {
            assert_eq!(serde_json::to_value(job).unwrap(), job.name());
            assert_eq!(Job::from_name(job.name()), Some(job));
        }
    }
}
