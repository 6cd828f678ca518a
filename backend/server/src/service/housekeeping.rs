//! What has to be cleared away from time to time.

use jiff::SignedDuration;
use pult_store::{StoreError, idempotency, sessions, uploads};

use crate::app::App;

/// How long an upload waits for its article, and an idempotency key for its repetition.
const KEPT: SignedDuration = SignedDuration::from_hours(24);

/// Removes ended sessions, uploads that no article took up, and old idempotency keys; has the
/// database look at what it holds, so that it plans well.
///
/// # Errors
/// When the database fails; the next run takes up what was left.
pub async fn run(app: &App) -> Result<(), StoreError> {
    let now = app.now();
    let before = now.saturating_sub(KEPT).unwrap_or(now);
    let tx = app.store.begin().await?;
    sessions::delete_expired(&tx, now).await?;
    uploads::delete_older(&tx, before).await?;
    idempotency::delete_older(&tx, before).await?;
    tx.commit().await?;
    app.store.maintain().await
}
