//! Absences begin and end by the minute: rights move, and locks are released.

use pult_store::absences;

use crate::{app::App, service::ServiceError};

/// Takes absences to where they stand now. Several instances may look at once: it comes to the same.
///
/// # Errors
/// When the database fails.
pub async fn advance(app: &App) -> Result<usize, ServiceError> {
    let now = app.now();
    if !absences::any_due(&app.store, now).await? {
        return Ok(0);
    }
    let tx = app.store.begin().await?;
    if absences::any_due(&tx, now).await? {
        absences::advance(&tx, now).await?;
        tx.commit().await?;
        app.live.nudge();
        app.work.locks.notify_one();
        app.work.staffing.notify_one();
    }
    Ok(0)
}
