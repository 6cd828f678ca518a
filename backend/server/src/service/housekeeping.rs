//! What has to be cleared away from time to time.

use jiff::SignedDuration;
use pult_store::{StoreError, bulk, drafts, idempotency, sessions, uploads};

use crate::{app::App, service::draft};

/// How long an upload waits for its article, and an idempotency key for its repetition.
const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// How long a bulk job is shown after it has ended.
const JOBS_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Removes ended sessions, uploads that no article took up, old idempotency keys, forgotten drafts and old bulk jobs; has the
/// database look at what it holds, so that it plans well.
///
/// # Errors
/// When the database fails; the next run takes up what was left.
pub async fn run(app: &App) -> Result<(), StoreError> {
    let now = app.now();
    let ago = |span: SignedDuration| now.saturating_sub(span).unwrap_or(now);
    let before = ago(KEPT);
    let tx = app.store.begin().await?;
    sessions::delete_expired(&tx, now).await?;
    uploads::delete_older(&tx, before).await?;
    idempotency::delete_older(&tx, before).await?;
    drafts::delete_older(&tx, ago(draft::KEPT)).await?;
    bulk::delete_older(&tx, ago(JOBS_KEPT)).await?;
    tx.commit().await?;
    app.store.maintain().await
}
