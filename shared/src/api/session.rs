//! Signing in, and who is signed in.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    api::preferences::Preferences,
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
    #[serde(default)]
    pub preferences: Preferences,
    /// When the session ends by itself (UTC).
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub expires_at: Timestamp,
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
