//! People as agents look them up, and what they may do.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    api::organisation::OrganisationRight,
    command::CommandName,
    ids::{BulkJobId, PersonId, QueueId, RoleId},
    person::{AddressKind, Affiliation, Language, Permission},
};

/// A person as agents see one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonCard {
    pub id: PersonId,
    pub name: String,
    /// The account id, where the person has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
    /// The main one first.
    pub addresses: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// Whether the person may sign in.
    pub active: bool,
    /// Works in at least one queue.
    pub agent: bool,
    pub administrator: bool,
    /// Active tickets of theirs that the reader may see.
    pub active_tickets: u64,
}

/// Answer of `list_people`: the best fits first, at most 50.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonList {
    pub items: Vec<PersonCard>,
}

/// Answer of `get_person_rights`: what a person may do, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RightsView {
    pub person: PersonCard,
    /// What they hold, by queue and permission; empty for administrators, who hold everything. Only queues that the caller may see.
    pub rights: Vec<Right>,
    /// By which organisation they see requests of others as a customer; left out where by none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<OrganisationRight>,
    /// What they may do to the ticket that was asked for, when one was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub commands: Vec<CommandRight>,
}

/// One permission in one queue, with its reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Right {
    pub queue_id: QueueId,
    pub permission: Permission,
    pub sources: Vec<RightSource>,
}

/// Why a permission is held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RightSource {
    pub role_id: RoleId,
    pub role: String,
    /// Where it was granted: the queue itself, or one above it.
    pub granted_on: QueueId,
    /// Held as the deputy of somebody who is away: their name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy_for: Option<String>,
}

/// Whether a command is allowed, and by what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CommandRight {
    pub command: CommandName,
    pub allowed: bool,
    /// The permission that it needs from agents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs: Option<Permission>,
}

/// An address of a person.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PersonAddress {
    pub address: String,
    pub kind: AddressKind,
    /// Whether it is shown to be theirs: the directory, an administrator or a confirmation says so.
    #[serde(default)]
    pub verified: bool,
}

/// Body of `create_person` and `update_person`. For somebody of the directory, what it says stays as it is: see `directory` in the
/// profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PersonDef {
    pub name: String,
    /// The account id, where the person has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub affiliation: Option<Affiliation>,
    #[serde(default)]
    pub phone: String,
    #[serde(default)]
    pub room: String,
    /// The faculty, department or company.
    #[serde(default)]
    pub organisation: String,
    #[serde(default)]
    pub administrator: bool,
    /// The main one first: where mails go.
    #[serde(default)]
    pub addresses: Vec<PersonAddress>,
}

/// Answer of `get_person_profile`: a person as administrators see one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonProfile {
    pub id: PersonId,
    #[serde(flatten)]
    pub person: PersonDef,
    /// Whether the person may sign in.
    pub active: bool,
    /// Not active since the directory does not name the person any more; comes back with the directory.
    pub vanished: bool,
    /// Has a password of Pult's own.
    pub local: bool,
    /// Where the person comes from, when it is a directory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub directory: Option<DirectoryLink>,
    /// Who the person is at providers of single sign-on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub identities: Vec<ProviderIdentity>,
    pub created_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_visit_at: Option<Timestamp>,
    pub roles: Vec<HeldRole>,
    /// Active tickets that the person has asked for.
    pub requested: u64,
    /// Active tickets that the person owns.
    pub owned: u64,
}

impl PersonProfile {
    /// Whether there is a way for the person to sign in: a password, a directory or a provider.
    #[must_use]
    pub fn signs_in(&self) -> bool {
        self.person.login.is_some() || self.local || self.directory.is_some() || !self.identities.is_empty()
    }
}

/// Who a person is at a provider of single sign-on: one at each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProviderIdentity {
    /// The provider's name in the configuration.
    pub provider: String,
    /// The claim `sub`. A client that signs in for itself has its client id there (OAuth 2.0, RFC 6749 §4.4).
    pub subject: String,
    pub linked_at: Timestamp,
    pub last_used_at: Timestamp,
}

/// Body of `link_identity`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct LinkIdentity {
    /// The claim `sub`: up to 255 characters of ASCII (OpenID Connect Core 1.0 §2).
    #[cfg_attr(feature = "openapi", schema(max_length = 255))]
    pub subject: String,
}

/// Which entry of which directory a person is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DirectoryLink {
    /// The directory's name in the configuration.
    pub directory: String,
    /// The entry's permanent id.
    pub id: String,
    /// When the directory named the person last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_at: Option<Timestamp>,
}

/// A role that a person is in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HeldRole {
    pub id: RoleId,
    pub name: String,
    /// The directory whose groups say so; with no provider either, somebody has put the person in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub directory: Option<String>,
    /// The provider of single sign-on whose groups say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
}

/// Body of `deactivate_person`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DeactivatePerson {
    /// Whether the person's active tickets are given back to their queues.
    #[serde(default)]
    pub release: bool,
}

/// Answer of `deactivate_person`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeactivatedPerson {
    pub person: PersonProfile,
    /// The job that gives the tickets back, where there are some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<BulkJobId>,
}
