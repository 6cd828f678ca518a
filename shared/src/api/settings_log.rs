//! The log of settings: who changed what, from what to what.

use serde::{Deserialize, Serialize};

use serde_json::Value;

use crate::{Timestamp, person::PersonRef};

/// One change of a setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SettingChange {
    pub seq: i64,
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub at: Timestamp,
    /// Left out: the command line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<PersonRef>,
    /// `state`, `priority`, `type`, `service`, `field`, `calendar`, `sla`, `queue`, `role`, `template`,
    /// `postmaster_filter`, `postmaster_order`, `person`, `rule`, `rule_order`, `mail_texts`, `macro`, `webhook`, `web_form`, `form_entry`,
    /// `organisation`.
    pub kind: String,
    /// The thing's key or id.
    pub key: String,
    /// Before; left out where it came into being.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub before: Option<Value>,
    /// After; left out where it is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub after: Option<Value>,
}

/// A page of the log, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SettingChangePage {
    pub items: Vec<SettingChange>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}
