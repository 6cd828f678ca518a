//! What requests with an `Idempotency-Key` have created.

use pult_shared::{
    Timestamp,
    ids::{PersonId, TicketId},
};

use crate::{
    StoreError, WriteTx,
    conn::{self, Conn},
    row::{FromRow, Row},
    sql::{Sql, bind, key as bounded},
};

/// What a key was used for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsedKey {
    /// Tells whether the repetition is one: another request with the same key is refused.
    pub request_hash: String,
    pub ticket_id: TicketId,
}

impl FromRow for UsedKey {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            request_hash: row.get("request_hash")?,
            ticket_id: row.get("ticket_id")?,
        })
    }
}

/// What this person used the key for, if they did.
pub async fn find(conn: &impl Conn, person: PersonId, key: &str) -> Result<Option<UsedKey>, StoreError> {
    let sql = Sql::with(
        "SELECT request_hash, ticket_id FROM idempotency_keys WHERE person_id = $1 AND key = $2",
        bind![person, bounded(key)],
    );
    conn::one(conn, sql).await
}

/// Notes what a key was used for.
///
/// # Errors
/// `Duplicate` when the same request runs twice at once: drop the transaction and `find` again.
pub async fn insert(
    tx: &WriteTx,
    person: PersonId,
    key: &str,
    used: &UsedKey,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO idempotency_keys (person_id, key, request_hash, ticket_id, created_at) VALUES ($1, $2, $3, $4, $5)",
        bind![person, bounded(key), &used.request_hash, used.ticket_id, now],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// Forgets keys of before a time; how many.
pub async fn delete_older(tx: &WriteTx, before: Timestamp) -> Result<u64, StoreError> {
    conn::run(
        tx,
        Sql::with("DELETE FROM idempotency_keys WHERE created_at < $1", bind![before]),
    )
    .await
}
