//! Whether the service works: it reaches its database.

use crate::{app::App, service::ServiceError};

/// Asks the database for a sign of life.
///
/// # Errors
/// `Unavailable` when there is none.
pub async fn check(app: &App) -> Result<(), ServiceError> {
    Ok(app.store.ping().await?)
}
