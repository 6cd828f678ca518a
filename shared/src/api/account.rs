//! A person's own account: how they sign in, and where they are signed in.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    api::second_factor::SecondFactorView,
    ids::{ApiTokenId, SessionId},
};

/// Answer of `get_account`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountView {
    /// The account id; none for people who are known by their address only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login: Option<String>,
    /// The person's addresses, the main one first.
    pub addresses: Vec<String>,
    /// Whether there is a password of Pult's own.
    pub has_password: bool,
    /// What is asked for beside it.
    pub second_factor: SecondFactorView,
}

/// A session, as its person or an administrator sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionItem {
    pub id: SessionId,
    /// The session of this request.
    pub current: bool,
    /// The browser, by its name; left out where it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub browser: Option<String>,
    /// The system that it runs on; left out where it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// The network address that it was begun from.
    pub address: String,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    /// Last use, to about a minute.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub last_seen_at: Timestamp,
    /// When it ends by itself.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub expires_at: Timestamp,
}

/// Answer of `list_sessions`: the one used last first. Bounded: at most 200.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionList {
    pub items: Vec<SessionItem>,
}

/// Body of `change_password`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The present password.
    pub current: String,
    /// The new one: 12 to 256 characters, and not one of those that are guessed first.
    pub password: String,
}

/// Body of `request_password_link`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RequestPasswordLink {
    /// The account id, or one of the person's addresses.
    pub login: String,
}

/// Body of `set_password`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetPassword {
    /// What stands behind `#` in the link of the mail.
    pub token: String,
    /// The new password: 12 to 256 characters, and not one of those that are guessed first.
    pub password: String,
}

macro_rules! say_nothing {
    ($($name:ident),*) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                // Passwords and tokens stay out of every log.
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }
    )*};
}

say_nothing!(ChangePassword, SetPassword);

/// What a token may be used for; each includes the ones before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TokenScope {
    /// Read what the person may read.
    #[default]
    Read,
    /// Work on tickets too.
    Tickets,
    /// Change settings too.
    Administer,
}

impl TokenScope {
    pub const ALL: [Self; 3] = [Self::Read, Self::Tickets, Self::Administer];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Tickets => "tickets",
            Self::Administer => "administer",
        }
    }

    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }
}

/// A personal API token, without what it is recognised by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiTokenItem {
    pub id: ApiTokenId,
    pub name: String,
    pub scope: TokenScope,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub created_at: Timestamp,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub expires_at: Timestamp,
    /// Last use, to about a minute; left out where it was never used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub last_used_at: Option<Timestamp>,
}

/// Answer of `list_api_tokens`: the newest first. Bounded: at most 20.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ApiTokenList {
    pub items: Vec<ApiTokenItem>,
}

/// Body of `create_api_token`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CreateApiToken {
    /// What it is for: 1 to 100 characters.
    pub name: String,
    pub scope: TokenScope,
    /// How many days it lasts, 1 to 366.
    pub days: u32,
}

/// Answer of `create_api_token`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreatedApiToken {
    /// The token itself, shown this one time: for `Authorization: Bearer …`.
    pub token: String,
    pub item: ApiTokenItem,
}

say_nothing!(CreatedApiToken);
