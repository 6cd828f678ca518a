//! Addresses that people enter for themselves, and prove by the link of a mail.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, person::AddressKind};

/// One of one's addresses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnAddress {
    pub address: String,
    pub kind: AddressKind,
    /// It was shown that it is theirs: mail from it counts as theirs.
    pub verified: bool,
    /// Where mail to the person goes.
    pub main: bool,
    /// Whether the person may take it out (`remove_own_address`).
    pub removable: bool,
}

/// An address that waits for the click in a mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WaitingAddress {
    pub address: String,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub until: Timestamp,
}

/// Answer of `list_own_addresses`: the main one first. Bounded: at most 30, and 20 that wait.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnAddressList {
    pub items: Vec<OwnAddress>,
    pub waiting: Vec<WaitingAddress>,
}

/// Body of `request_own_address` and `remove_own_address`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NamedAddress {
    pub address: String,
}

/// Body of `prove_own_address`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ProveAddress {
    /// The token of the link, which stands behind the `#`.
    pub token: String,
}

impl std::fmt::Debug for ProveAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The token stays out of every log.
        f.debug_struct("ProveAddress").finish_non_exhaustive()
    }
}
