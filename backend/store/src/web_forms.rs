//! Web forms, what was sent by them and waits to be confirmed, and stamps that were spent.

use std::collections::HashMap;

use pult_shared::{
    Timestamp,
    api::web_form::{FormEntry, SubmitForm, WebFormDef},
    ids::{PersonId, WebFormId},
    ticket::Channel,
};
use serde::{Deserialize, Serialize};

use crate::{
    StoreError, WriteTx,
    apply::to_json,
    conn::{self, Conn, Single},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// A form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WebForm {
    pub id: WebFormId,
    pub form: WebFormDef,
}

impl FromRow for WebForm {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            form: row.json("definition")?,
        })
    }
}

/// All forms, by address. One query.
pub async fn list(conn: &impl Conn) -> Result<Vec<WebForm>, StoreError> {
    conn::all(conn, Sql::new("SELECT id, definition FROM web_forms ORDER BY slug")).await
}

/// The form with this address.
pub async fn by_slug(conn: &impl Conn, slug: &str) -> Result<Option<WebForm>, StoreError> {
    let sql = Sql::with("SELECT id, definition FROM web_forms WHERE slug = $1", bind![slug]);
    conn::one(conn, sql).await
}

/// The form with this id.
pub async fn find(conn: &impl Conn, id: WebFormId) -> Result<Option<WebForm>, StoreError> {
    let sql = Sql::with("SELECT id, definition FROM web_forms WHERE id = $1", bind![id]);
    conn::one(conn, sql).await
}

/// Enters a form, or changes it as a whole. Its address must be free.
pub async fn save(tx: &WriteTx, form: &WebForm) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO web_forms (id, slug, definition) VALUES ($1, $2, $3)
         ON CONFLICT (id) DO UPDATE SET slug = $2, definition = $3",
        bind![form.id, &form.form.slug, to_json(&form.form)?],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// Deletes a form with what waits to be confirmed.
pub async fn delete(tx: &WriteTx, id: WebFormId) -> Result<(), StoreError> {
    let sql = Sql::with("DELETE FROM web_forms WHERE id = $1", bind![id]);
    conn::run(tx, sql).await.map(|_| ())
}

/// What waits to be confirmed.
#[derive(Clone, Debug, PartialEq)]
pub struct Pending {
    pub form_id: WebFormId,
    pub content: Kept,
}

/// What was sent, with the form as it was then: what somebody has answered is not lost because the form asks other things by now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    pub form: WebFormDef,
    pub sent: SubmitForm,
}

impl FromRow for Pending {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            form_id: row.get("form_id")?,
            content: row.json("content")?,
        })
    }
}

/// Enters what waits to be confirmed with the token of this hash.
pub async fn insert_pending(
    tx: &WriteTx,
    token_hash: &str,
    pending: &Pending,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    let content = to_json(&pending.content)?;
    let sql = Sql::with(
        "INSERT INTO form_pending (token_hash, form_id, address, content, size, created_at, expires_at, subject)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        bind![
            token_hash,
            pending.form_id,
            pending.content.sent.address.trim().to_lowercase(),
            content.as_str(),
            content.len() as u64,
            now,
            expires_at,
            pending.content.sent.subject.trim(),
        ],
    );
    conn::run(tx, sql).await.map(|_| ())
}

impl FromRow for FormEntry {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("token_hash")?,
            address: row.get("address")?,
            subject: row.get("subject")?,
            mails: row.get("mails")?,
            created_at: row.get("created_at")?,
            expires_at: row.get("expires_at")?,
        })
    }
}

const ENTRY: &str = "SELECT token_hash, address, subject, mails, created_at, expires_at FROM form_pending WHERE form_id = $1 AND expires_at > $2 ";

/// What waits of a form, newest first, without what was written. One query.
pub async fn entries(
    conn: &impl Conn,
    form: WebFormId,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<FormEntry>, StoreError> {
    let mut sql = Sql::with(ENTRY, bind![form, now]);
    sql.push("ORDER BY created_at DESC, token_hash LIMIT ").bind(limit);
    conn::all(conn, sql).await
}

/// One thing that waits of a form.
pub async fn entry(
    conn: &impl Conn,
    form: WebFormId,
    token_hash: &str,
    now: Timestamp,
) -> Result<Option<FormEntry>, StoreError> {
    let mut sql = Sql::with(ENTRY, bind![form, now]);
    sql.push("AND token_hash = ").bind(token_hash);
    conn::one(conn, sql).await
}

/// Puts what waits under the token of another mail; gives what it is. Nothing where it waits no more.
pub async fn renew_pending(
    tx: &WriteTx,
    old: &str,
    new: &str,
    expires_at: Timestamp,
) -> Result<Option<Pending>, StoreError> {
    let sql = Sql::with(
        "UPDATE form_pending SET token_hash = $2, expires_at = $3, mails = mails + 1 WHERE token_hash = $1 RETURNING form_id, content",
        bind![old, new, expires_at],
    );
    conn::one(tx, sql).await
}

/// Takes what waits under a token, once: whoever comes later finds nothing.
pub async fn take_pending(tx: &WriteTx, token_hash: &str, now: Timestamp) -> Result<Option<Pending>, StoreError> {
    let sql = Sql::with(
        "DELETE FROM form_pending WHERE token_hash = $1 AND expires_at > $2 RETURNING form_id, content",
        bind![token_hash, now],
    );
    conn::one(tx, sql).await
}

/// How much waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Of this address.
    pub of_address: u64,
    /// Of all, and their size in bytes.
    pub all: u64,
    pub bytes: u64,
}

impl FromRow for Waiting {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            of_address: row.get("of_address")?,
            all: row.get("total")?,
            bytes: row.get("bytes")?,
        })
    }
}

/// How much waits to be confirmed, of an address and of all.
pub async fn waiting(conn: &impl Conn, address: &str, now: Timestamp) -> Result<Waiting, StoreError> {
    let sql = Sql::with(
        "SELECT CAST(COALESCE(SUM(CASE WHEN address = $1 THEN 1 ELSE 0 END), 0) AS BIGINT) AS of_address, COUNT(*) AS total,
                CAST(COALESCE(SUM(size), 0) AS BIGINT) AS bytes
         FROM form_pending WHERE expires_at > $2",
        bind![address.trim().to_lowercase(), now],
    );
    let found = conn::one(conn, sql).await?;
    found.ok_or_else(|| StoreError::Corrupt("a count without a row".to_owned()))
}

/// How many tickets somebody has opened by forms since a moment. One query, by the index of requesters.
pub async fn opened_since(conn: &impl Conn, requester: PersonId, since: Timestamp) -> Result<u64, StoreError> {
    // Nothing is opened after it was last changed: the index' second column leaves the old ones out.
    let sql = Sql::with(
        "SELECT COUNT(*) AS value FROM tickets
         WHERE requester_id = $1 AND updated_at >= $2 AND created_at >= $2 AND channel = $3",
        bind![requester, since, Channel::WebForm.name()],
    );
    let count: Option<Single<u64>> = conn::one(conn, sql).await?;
    Ok(count.map_or(0, |count| count.0))
}

struct Count {
    form_id: WebFormId,
    count: u64,
}

impl FromRow for Count {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            form_id: row.get("form_id")?,
            count: row.get("value")?,
        })
    }
}

/// How much waits to be confirmed, by form. One query.
pub async fn pending_counts(conn: &impl Conn, now: Timestamp) -> Result<HashMap<WebFormId, u64>, StoreError> {
    let sql = Sql::with(
        "SELECT form_id, COUNT(*) AS value FROM form_pending WHERE expires_at > $1 GROUP BY form_id",
        bind![now],
    );
    let counts: Vec<Count> = conn::all(conn, sql).await?;
    Ok(counts.into_iter().map(|count| (count.form_id, count.count)).collect())
}

/// Spends a stamp. False when it was spent before.
pub async fn spend_stamp(tx: &WriteTx, hash: &str, expires_at: Timestamp) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "INSERT INTO form_stamps (hash, expires_at) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING",
        bind![hash, expires_at],
    );
    Ok(conn::run(tx, sql).await? > 0)
}

/// Forgets what was not confirmed in time, with its files, and stamps that are too old to be taken.
pub async fn delete_expired(tx: &WriteTx, now: Timestamp) -> Result<u64, StoreError> {
    let stamps = Sql::with("DELETE FROM form_stamps WHERE expires_at <= $1", bind![now]);
    conn::run(tx, stamps).await?;
    let pending = Sql::with("DELETE FROM form_pending WHERE expires_at <= $1", bind![now]);
    conn::run(tx, pending).await
}
