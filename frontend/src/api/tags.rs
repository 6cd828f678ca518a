//! Tags that are in use.

use pult_shared::api::tag::TagList;

use super::{ApiError, Target};

pub async fn list_tags(prefix: &str) -> Result<TagList, ApiError> {
    super::get(Target::new("/tags").with("prefix", prefix)).await
}
