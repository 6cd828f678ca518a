//! What a person has chosen for themselves.

use serde::{Deserialize, Serialize};

use crate::{
    Timestamp,
    api::{article::ArticleOrder, view::Column},
};

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    Light,
    Dark,
    /// High contrast.
    Contrast,
}

/// Answer of `get_preferences`, body of `save_preferences`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
#[serde(default)]
pub struct Preferences {
    pub theme: Theme,
    /// The conversation's order (requirement D20).
    pub article_order: ArticleOrder,
    /// Columns of lists; empty for the usual ones.
    pub columns: Vec<Column>,
    /// For how many seconds a sent answer can be taken back; 0 to 60.
    pub undo_seconds: u32,
    /// Away until then (UTC): locks are released, and nobody assigns tickets to them unawares.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = DateTime))]
    pub away_until: Option<Timestamp>,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            article_order: ArticleOrder::OldestFirst,
            columns: Vec::new(),
            undo_seconds: 10,
            away_until: None,
        }
    }
}
