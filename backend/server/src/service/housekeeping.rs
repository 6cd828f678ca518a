//! What has to be cleared away from time to time.

use jiff::SignedDuration;
use pult_store::{
    StoreError, accounts, address_proofs, along, api_tokens, bulk, drafts, duplicates, idempotency, identities,
    job_failures, mailboxes, notifications, passkeys, rules, second_factors, sessions, uploads, web_forms, webhooks,
};

use crate::{app::App, service::draft};

/// How long an upload waits for its article, and an idempotency key for its repetition.
const KEPT: SignedDuration = SignedDuration::from_hours(24);
/// How long a bulk job is shown after it has ended.
const JOBS_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How long it is known what comparing a mailbox with the ledger came to.
const COMPARISONS_KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);

/// How long it is known what rules have done, and what webhooks have sent.
const RUNS_KEPT: SignedDuration = SignedDuration::from_hours(90 * 24);

/// How long it is known what somebody was told of.
const NOTIFICATIONS_KEPT: SignedDuration = SignedDuration::from_hours(60 * 24);

/// How long it is known at what a job has failed.
const FAILURES_KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Removes ended sessions, links that no longer work, uploads that no article took up, old idempotency keys, forgotten drafts, old bulk jobs and notifications, and prints
/// of old requests; has the database look at what it holds, so that it plans well.
///
/// # Errors
/// When the database fails; the next run takes up what was left.
pub async fn run(app: &App) -> Result<(), StoreError> {
    let now = app.now();
    let ago = |span: SignedDuration| now.saturating_sub(span).unwrap_or(now);
    let before = ago(KEPT);
    let tx = app.store.begin().await?;
    sessions::delete_expired(&tx, now).await?;
    accounts::delete_expired_links(&tx, now).await?;
    address_proofs::delete_expired(&tx, now).await?;
    identities::delete_expired(&tx, now).await?;
    api_tokens::delete_expired(&tx, now).await?;
    web_forms::delete_expired(&tx, now).await?;
    along::delete_older(&tx, now).await?;
    second_factors::delete_expired(&tx, now).await?;
    passkeys::delete_expired(&tx, now).await?;
    uploads::delete_older(&tx, before).await?;
    idempotency::delete_older(&tx, before).await?;
    drafts::delete_older(&tx, ago(draft::KEPT)).await?;
    bulk::delete_older(&tx, ago(JOBS_KEPT)).await?;
    mailboxes::delete_older(&tx, ago(COMPARISONS_KEPT)).await?;
    notifications::delete_older(&tx, ago(NOTIFICATIONS_KEPT)).await?;
    job_failures::delete_older(&tx, ago(FAILURES_KEPT)).await?;
    rules::delete_runs_older(&tx, ago(RUNS_KEPT)).await?;
    webhooks::delete_older(&tx, ago(RUNS_KEPT)).await?;
    duplicates::delete_older(&tx, ago(duplicates::WITHIN)).await?;
    tx.commit().await?;
    app.store.maintain().await
}
