//! Directories (LDAP): their servers, comparisons of everybody with them, and what an entry means.

use serde::{Deserialize, Serialize};

use super::person::PersonAddress;
use crate::{
    Timestamp,
    ids::{DirectoryRunId, PersonId},
    person::{Affiliation, Language, PersonRef},
};

/// How far a comparison is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    /// Waits for a worker.
    Queued,
    Running,
    /// Would deactivate more people than is set, or take roles from more of those who have them: nothing was changed, somebody has to confirm it.
    Waiting,
    Done,
    Failed,
}

impl RunState {
    pub const ALL: [Self; 5] = [Self::Queued, Self::Running, Self::Waiting, Self::Done, Self::Failed];

    /// The word in API, database and locale keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Failed => "failed",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// Whether it still goes on.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Queued | Self::Running)
    }
}

/// What differs about somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Differs {
    Name,
    Login,
    Language,
    Affiliation,
    Phone,
    Room,
    Organisation,
    Addresses,
    Roles,
    /// Is found in the directory for the first time.
    Linked,
    /// Comes back, and may sign in again.
    Active,
}

impl Differs {
    pub const ALL: [Self; 11] = [
        Self::Name,
        Self::Login,
        Self::Language,
        Self::Affiliation,
        Self::Phone,
        Self::Room,
        Self::Organisation,
        Self::Addresses,
        Self::Roles,
        Self::Linked,
        Self::Active,
    ];

    /// The word in API and locale keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Login => "login",
            Self::Language => "language",
            Self::Affiliation => "affiliation",
            Self::Phone => "phone",
            Self::Room => "room",
            Self::Organisation => "organisation",
            Self::Addresses => "addresses",
            Self::Roles => "roles",
            Self::Linked => "linked",
            Self::Active => "active",
        }
    }
}

/// Why an entry, or a part of it, is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum EntryFault {
    /// The attribute with the permanent id is missing.
    NoId,
    /// No attribute gives a name.
    NoName,
    /// Two entries have one permanent id: the first counts.
    SameId,
    /// Somebody else has the account id: a local account, or another entry.
    LoginTaken,
    /// Somebody else has the address with the better claim; the person comes without it.
    AddressTaken,
    /// The directory's group stands for a role that there is not.
    NoRole,
}

impl EntryFault {
    pub const ALL: [Self; 6] = [
        Self::NoId,
        Self::NoName,
        Self::SameId,
        Self::LoginTaken,
        Self::AddressTaken,
        Self::NoRole,
    ];

    /// The word in API and locale keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NoId => "no_id",
            Self::NoName => "no_name",
            Self::SameId => "same_id",
            Self::LoginTaken => "login_taken",
            Self::AddressTaken => "address_taken",
            Self::NoRole => "no_role",
        }
    }
}

/// One line of a report: somebody, and what differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportLine {
    /// Nobody for who is still to be entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person_id: Option<PersonId>,
    pub name: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differs: Vec<Differs>,
}

/// One line about something that was left out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FaultLine {
    pub fault: EntryFault,
    /// The entry's name, or the group's.
    pub entry: String,
    /// The value at fault, where there is one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub value: String,
}

/// What a comparison has found. The counts are whole, of the lines the first 100 of each kind are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DirectoryReport {
    /// Entries of the directory.
    pub entries: u64,
    /// People who came from the directory so far and may sign in.
    pub known: u64,
    pub created: u64,
    pub changed: u64,
    pub unchanged: u64,
    /// No longer in the directory: they are deactivated.
    pub vanished: u64,
    /// No longer in the directory, and left alone: the last administrator.
    pub kept: u64,
    /// People who stay and lose a role, since no group of theirs stands for it any more.
    #[serde(default)]
    pub roles_lost: u64,
    pub faults: u64,
    pub created_lines: Vec<ReportLine>,
    pub changed_lines: Vec<ReportLine>,
    pub vanished_lines: Vec<ReportLine>,
    pub kept_lines: Vec<ReportLine>,
    pub fault_lines: Vec<FaultLine>,
}

/// A comparison of everybody with a directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DirectoryRun {
    pub id: DirectoryRunId,
    pub directory: String,
    /// Only looks: nothing is changed.
    pub dry: bool,
    pub state: RunState,
    /// Nobody: it was time, or the command line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_by: Option<PersonRef>,
    pub created_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// People done so far.
    pub steps_done: u64,
    /// People to be done, as soon as that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub steps_all: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<DirectoryReport>,
    /// What went wrong, in English, as the server said it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
}

/// Answer of `list_directories`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DirectoryList {
    pub items: Vec<DirectoryView>,
}

/// A directory with its servers and the last comparisons, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DirectoryView {
    pub name: String,
    pub base: String,
    /// In the order in which they are asked.
    pub servers: Vec<ServerView>,
    /// The hour of the day (UTC) at which everybody is compared.
    pub sync_hour: u32,
    /// The same on the clock of the site, which is that of the first calendar, as it is the next time: `04:00`.
    pub sync_time: String,
    /// The time zone of that clock, by its name in the IANA data base.
    pub time_zone: String,
    /// A comparison that would deactivate more people than this, in per cent, or take roles from more of those who have them, waits for a
    /// confirmation.
    pub deactivate_percent: u32,
    /// People who come from it and may sign in.
    pub people: u64,
    pub runs: Vec<DirectoryRun>,
}

/// One server of a directory, as this instance has met it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServerView {
    /// `host:port`.
    pub address: String,
    /// When it has answered last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Timestamp>,
    /// What went wrong at the last attempt, in English; nothing where it has answered since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
}

/// Body of `create_directory_run`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateDirectoryRun {
    pub directory: String,
    /// Only look.
    #[serde(default)]
    pub dry: bool,
    /// A comparison that waits: so many people may be deactivated, and lose roles, as it has found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirms: Option<DirectoryRunId>,
}

/// Body of `try_directory`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct TryDirectory {
    pub directory: String,
    /// An account id, or a mail address.
    pub question: String,
}

/// Answer of `try_directory`: the entry, and what would become of it. Nothing is changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DirectoryTrial {
    /// What went wrong with the server, in English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
    /// Nothing where the directory has no such entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<EntryView>,
}

/// An entry of a directory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EntryView {
    pub dn: String,
    pub attributes: Vec<EntryAttribute>,
    /// Groups, with those that they are in.
    pub groups: Vec<String>,
    /// Roles that follow.
    pub roles: Vec<String>,
    /// The person that comes out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub described: Option<DescribedPerson>,
    /// Why none does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<EntryFault>,
    /// Who it is here already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonRef>,
}

/// An attribute with its values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EntryAttribute {
    pub name: String,
    pub values: Vec<String>,
}

/// What an entry says about a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DescribedPerson {
    /// The permanent id.
    pub id: String,
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub affiliation: Option<Affiliation>,
    pub phone: String,
    pub room: String,
    pub organisation: String,
    /// The main one first.
    pub addresses: Vec<PersonAddress>,
}
