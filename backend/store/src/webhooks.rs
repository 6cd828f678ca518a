//! Webhooks, and the messages that they send: claimed by lease like mails of the outbox.

use pult_shared::{
    Timestamp,
    api::webhook::{DeliveryStatus, WebhookDef, WebhookDelivery},
    ids::{TicketId, WebhookDeliveryId, WebhookId},
};

use crate::{
    StoreError, WriteTx,
    apply::to_json,
    conn::{self, Conn, Single},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// A webhook with its secret, which leaves the server only in signatures.
#[derive(Clone, PartialEq, Eq)]
pub struct Webhook {
    pub id: WebhookId,
    pub webhook: WebhookDef,
    /// The key in Base64.
    pub secret: String,
    pub failing_since: Option<Timestamp>,
    pub disabled_at: Option<Timestamp>,
}

impl std::fmt::Debug for Webhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Webhook")
            .field("id", &self.id)
            .field("webhook", &self.webhook)
            .finish_non_exhaustive()
    }
}

impl Webhook {
    /// Whether it is to be told of anything.
    #[must_use]
    pub fn listens(&self) -> bool {
        self.webhook.valid && self.disabled_at.is_none()
    }
}

impl FromRow for Webhook {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            webhook: row.json("definition")?,
            secret: row.get("secret")?,
            failing_since: row.get("failing_since")?,
            disabled_at: row.get("disabled_at")?,
        })
    }
}

const COLUMNS: &str = "SELECT id, definition, secret, failing_since, disabled_at FROM webhooks";

/// All webhooks, by name. One query.
pub async fn list(conn: &impl Conn) -> Result<Vec<Webhook>, StoreError> {
    let mut all: Vec<Webhook> = conn::all(conn, Sql::new(COLUMNS)).await?;
    all.sort_by_cached_key(|found| (found.webhook.name.to_lowercase(), found.id));
    Ok(all)
}

/// Enters a webhook, or changes it as a whole.
pub async fn save(tx: &WriteTx, webhook: &Webhook) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO webhooks (id, definition, secret, listens, failing_since, disabled_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (id) DO UPDATE SET definition = $2, secret = $3, listens = $4, failing_since = $5, disabled_at = $6",
        bind![
            webhook.id,
            to_json(&webhook.webhook)?,
            &webhook.secret,
            webhook.listens(),
            webhook.failing_since,
            webhook.disabled_at,
        ],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// Deletes a webhook with what it has sent. Tells whether it was there.
pub async fn delete(tx: &WriteTx, id: WebhookId) -> Result<bool, StoreError> {
    let gone = conn::run(tx, Sql::with("DELETE FROM webhooks WHERE id = $1", bind![id])).await?;
    Ok(gone > 0)
}

/// Enters a message that is to be sent at once.
pub async fn enqueue(
    tx: &WriteTx,
    id: WebhookDeliveryId,
    webhook: WebhookId,
    ticket: TicketId,
    body: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO webhook_deliveries (id, webhook_id, ticket_id, body, status, attempts, created_at, next_attempt_at, lease_until)
         VALUES ($1, $2, $3, $4, 'queued', 0, $5, $5, 0)",
        bind![id, webhook, ticket, body, now],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// A message that was claimed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    pub id: WebhookDeliveryId,
    pub webhook_id: WebhookId,
    pub body: String,
    /// How often it was tried, this time included.
    pub attempts: u32,
    pub lease_until: Timestamp,
}

impl FromRow for Claimed {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            webhook_id: row.get("webhook_id")?,
            body: row.get("body")?,
            attempts: row.get("attempts")?,
            lease_until: row.get("lease_until")?,
        })
    }
}

/// How many messages are taken at once: of all webhooks, and of each one. Of one that took nothing lately it is one.
#[derive(Clone, Copy, Debug)]
pub struct Share {
    pub of_all: u32,
    pub of_each: u32,
}

/// Takes messages that are due, oldest first, and keeps others off them until `lease_until`: who dies in between gives them back by time.
pub async fn claim(
    tx: &WriteTx,
    now: Timestamp,
    lease_until: Timestamp,
    share: Share,
) -> Result<Vec<Claimed>, StoreError> {
    let mut sql = Sql::with(
        "UPDATE webhook_deliveries SET lease_until = $2, attempts = attempts + 1 WHERE id IN (
           SELECT d.id FROM webhook_deliveries d WHERE d.lease_until <= $1 AND d.id IN (
             SELECT r.id FROM (
               SELECT q.id, q.next_attempt_at, CASE WHEN w.failing_since IS NULL THEN $4 ELSE 1 END AS share,
                 ROW_NUMBER() OVER (PARTITION BY q.webhook_id ORDER BY q.next_attempt_at, q.id) AS place
               FROM webhook_deliveries q JOIN webhooks w ON w.id = q.webhook_id
               WHERE q.status = 'queued' AND q.next_attempt_at <= $1 AND q.lease_until <= $1 AND w.listens) r
             WHERE r.place <= r.share ORDER BY r.next_attempt_at, r.id LIMIT $3)",
        bind![now, lease_until, share.of_all, share.of_each],
    );
    sql.push(match conn::dialect(tx) {
        crate::Dialect::Sqlite => "",
        crate::Dialect::Postgres => " FOR UPDATE OF d SKIP LOCKED",
    });
    sql.push(") RETURNING id, webhook_id, body, attempts, lease_until");
    conn::all(tx, sql).await
}

/// Gives back what was taken and not tried.
pub async fn give_back(tx: &WriteTx, untried: &[Claimed]) -> Result<(), StoreError> {
    let Some(lease_until) = untried.first().map(|one| one.lease_until) else {
        return Ok(());
    };
    let mut sql = Sql::with(
        "UPDATE webhook_deliveries SET lease_until = 0, attempts = attempts - 1 WHERE lease_until = $1",
        bind![lease_until],
    );
    sql.push(" AND id IN ").list(untried.iter().map(|one| one.id));
    conn::run(tx, sql).await.map(|_| ())
}

/// What came of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    pub status: DeliveryStatus,
    pub at: Timestamp,
    pub next_attempt_at: Option<Timestamp>,
    pub answer_status: Option<u32>,
    pub answer: String,
}

/// Notes what came of an attempt. False when the claim has run out and another one has it.
pub async fn tried(tx: &WriteTx, claimed: &Claimed, attempt: &Attempt) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "UPDATE webhook_deliveries SET status = $3, tried_at = $4, next_attempt_at = $5, answer_status = $6, answer = $7, lease_until = 0
         WHERE id = $1 AND lease_until = $2",
        bind![
            claimed.id,
            claimed.lease_until,
            attempt.status.name(),
            attempt.at,
            attempt.next_attempt_at,
            attempt.answer_status,
            &attempt.answer,
        ],
    );
    Ok(conn::run(tx, sql).await? > 0)
}

/// Notes that a message was taken: it goes well again.
pub async fn goes_well(tx: &WriteTx, id: WebhookId) -> Result<(), StoreError> {
    let sql = Sql::with(
        "UPDATE webhooks SET failing_since = NULL WHERE id = $1 AND failing_since IS NOT NULL",
        bind![id],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// Notes that a message was not taken, and switches the webhook off where nothing was since `patience`. Tells whether it was switched
/// off now.
pub async fn goes_wrong(tx: &WriteTx, id: WebhookId, now: Timestamp, patience: Timestamp) -> Result<bool, StoreError> {
    let since = Sql::with(
        "UPDATE webhooks SET failing_since = $2 WHERE id = $1 AND failing_since IS NULL",
        bind![id, now],
    );
    conn::run(tx, since).await?;
    let off = Sql::with(
        "UPDATE webhooks SET listens = FALSE, disabled_at = $2 WHERE id = $1 AND disabled_at IS NULL AND failing_since <= $3",
        bind![id, now, patience],
    );
    Ok(conn::run(tx, off).await? > 0)
}

impl FromRow for WebhookDelivery {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            ticket_id: row.get("ticket_id")?,
            number: row.get("number")?,
            status: row.get("status")?,
            attempts: row.get("attempts")?,
            created_at: row.get("created_at")?,
            tried_at: row.get("tried_at")?,
            next_attempt_at: row.get("next_attempt_at")?,
            body: row.get("body")?,
            answer_status: row.get("answer_status")?,
            answer: row.get("answer")?,
        })
    }
}

/// The last messages of a webhook, newest first.
pub async fn deliveries(conn: &impl Conn, webhook: WebhookId, limit: u32) -> Result<Vec<WebhookDelivery>, StoreError> {
    let sql = Sql::with(
        "SELECT d.*, t.number FROM webhook_deliveries d JOIN tickets t ON t.id = d.ticket_id
         WHERE d.webhook_id = $1 ORDER BY d.created_at DESC, d.id DESC LIMIT $2",
        bind![webhook, limit],
    );
    conn::all(conn, sql).await
}

/// Puts a message of a webhook into the queue once more. Tells whether there is one.
pub async fn replay(
    tx: &WriteTx,
    webhook: WebhookId,
    id: WebhookDeliveryId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "UPDATE webhook_deliveries SET status = 'queued', attempts = 0, next_attempt_at = $3, lease_until = 0
         WHERE id = $2 AND webhook_id = $1",
        bind![webhook, id, now],
    );
    Ok(conn::run(tx, sql).await? > 0)
}

/// How many webhooks were switched off because nothing was taken.
pub async fn disabled(conn: &impl Conn) -> Result<u64, StoreError> {
    let sql = Sql::new("SELECT COUNT(*) AS value FROM webhooks WHERE disabled_at IS NOT NULL");
    Ok(conn::one::<Single<u64>>(conn, sql).await?.map_or(0, |count| count.0))
}

/// Removes messages from before a time that are not waiting any more.
pub async fn delete_older(tx: &WriteTx, before: Timestamp) -> Result<u64, StoreError> {
    let sql = Sql::with(
        "DELETE FROM webhook_deliveries WHERE created_at < $1 AND status <> 'queued'",
        bind![before],
    );
    conn::run(tx, sql).await
}
