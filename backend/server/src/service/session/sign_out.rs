//! Sign out: the session ends at once, everywhere.

use pult_shared::ids::SessionId;
use pult_store::sessions;

use crate::{app::App, service::ServiceError};

/// Ends a session.
///
/// # Errors
/// When the database fails.
pub async fn sign_out(app: &App, session: SessionId) -> Result<(), ServiceError> {
    let tx = app.store.begin().await?;
    sessions::delete(&tx, session).await?;
    tx.commit().await?;
    Ok(())
}
