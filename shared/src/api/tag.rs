//! Tags that are in use.

use serde::{Deserialize, Serialize};

/// Answer of `list_tags`: those that begin so, the most used first, at most 50.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TagList {
    pub items: Vec<String>,
}
