//! States, priorities, types, services and custom fields.

use pult_shared::catalog::CatalogView;

use super::{ApiError, Target};

pub async fn get_catalog() -> Result<CatalogView, ApiError> {
    super::get(Target::new("/catalog")).await
}
