//! Signing in, and who is signed in.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    api::{preferences::Preferences, queue::Names},
    ids::PersonId,
    person::{Language, PersonRef},
};

/// Body of `create_session`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateSession {
    /// The account id, or one of the person's addresses.
    pub login: String,
    /// The password of the local account.
    pub password: String,
}

impl std::fmt::Debug for CreateSession {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The password stays out of every log.
        f.debug_struct("CreateSession")
            .field("login", &self.login)
            .finish_non_exhaustive()
    }
}

/// Who is signed in, and what they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionView {
    pub person: PersonRef,
    pub language: Language,
    /// Works in at least one queue.
    pub agent: bool,
    pub administrator: bool,
    /// Holds `manage` on at least one queue, or is an administrator.
    #[serde(default)]
    pub manager: bool,
    /// May ask for a queue (`create_queue_request`).
    #[serde(default)]
    pub may_request_queue: bool,
    /// The organisation whose requests the person sees (`scope=organisation`); left out where they see none but their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<String>,
    /// A role of the person asks for a second factor, which has to be set up before anything else.
    #[serde(default)]
    pub second_factor_due: bool,
    #[serde(default)]
    pub preferences: Preferences,
    /// When the session ends by itself (UTC).
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub expires_at: Timestamp,
}

/// Answer of `get_session`. Who is signed in may not be who sits there: an administrator may look as this person. The banner that says so comes with
/// each page, so Pult's own programs read the session alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CurrentSession {
    #[serde(flatten)]
    pub session: SessionView,
    /// Left out where nobody looks as somebody else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_by: Option<SeenByView>,
}

/// An administrator who looks as somebody else, and changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SeenByView {
    pub seer: PersonRef,
    /// When it is over at the latest.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub until: Timestamp,
    /// The time is up, or the person is none any more whom one looks as: nothing is shown until it is ended (`end_seeing_as`).
    pub over: bool,
}

/// Body of `update_session`: what the signed-in person may change about themselves.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct UpdateSession {
    /// The person's language from now on.
    pub language: Language,
}

/// A person found by `list_agents`: somebody who may own tickets of a queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgentView {
    pub id: PersonId,
    pub name: String,
    pub login: String,
    /// Away until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub away_until: Option<Timestamp>,
    /// Whose place in this queue they take now: of these they are the ones to get a ticket.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deputy_of: Vec<DeputyOf>,
}

/// Somebody who is away, to their deputy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DeputyOf {
    pub id: PersonId,
    pub name: String,
    /// The last minute of it.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub until: Timestamp,
}

impl SessionView {
    /// The same session in another language.
    #[must_use]
    pub fn with_language(self, language: Language) -> Self {
        Self { language, ..self }
    }
}

/// Answer of `list_agents`. Bounded: at most 500.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgentList {
    pub items: Vec<AgentView>,
}

/// A provider of single sign-on, as the sign-in page offers it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignOnProvider {
    /// Its name in `/sign-on/{provider}`.
    pub name: String,
    /// What the button says.
    pub label: Names,
}

/// Answer of `list_sign_in_options`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInOptions {
    pub providers: Vec<SignOnProvider>,
    /// A passkey may do instead of a password (`start_passkey_sign_in`).
    #[serde(default)]
    pub passkeys: bool,
}

/// Answer of `delete_session` where the provider's session is to end too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignedOut {
    /// Where the browser goes to sign out there.
    pub location: String,
}
