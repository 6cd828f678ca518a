//! Signed-in sessions. The store sees hashes of tokens only.

use pult_shared::{
    Timestamp,
    ids::{PersonId, SessionId},
};

use crate::{
    StoreError, WriteTx,
    conn::{self, Conn},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// A session to be entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSession {
    pub id: SessionId,
    /// The hash of the token that the browser holds, in hex.
    pub token_hash: String,
    pub person_id: PersonId,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub user_agent: String,
}

/// A session. It may have expired: the caller compares the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub person_id: PersonId,
    pub created_at: Timestamp,
    pub last_seen_at: Timestamp,
    pub expires_at: Timestamp,
}

impl FromRow for Session {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            person_id: row.get("person_id")?,
            created_at: row.get("created_at")?,
            last_seen_at: row.get("last_seen_at")?,
            expires_at: row.get("expires_at")?,
        })
    }
}

/// Enters a session.
pub async fn insert(tx: &WriteTx, session: &NewSession) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO sessions (id, token_hash, person_id, created_at, last_seen_at, expires_at, user_agent)
         VALUES ($1, $2, $3, $4, $4, $5, $6)",
        bind![
            session.id,
            &session.token_hash,
            session.person_id,
            session.created_at,
            session.expires_at,
            &session.user_agent,
        ],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// The session of a token.
pub async fn by_token_hash(conn: &impl Conn, token_hash: &str) -> Result<Option<Session>, StoreError> {
    let sql = Sql::with(
        "SELECT id, person_id, created_at, last_seen_at, expires_at FROM sessions WHERE token_hash = $1",
        bind![token_hash],
    );
    conn::one(conn, sql).await
}

/// Notes that the session is in use, and how long it now lasts.
pub async fn touch(tx: &WriteTx, id: SessionId, now: Timestamp, expires_at: Timestamp) -> Result<(), StoreError> {
    let sql = Sql::with(
        "UPDATE sessions SET last_seen_at = $2, expires_at = $3 WHERE id = $1",
        bind![id, now, expires_at],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// Ends a session.
pub async fn delete(tx: &WriteTx, id: SessionId) -> Result<(), StoreError> {
    conn::run(tx, Sql::with("DELETE FROM sessions WHERE id = $1", bind![id]))
        .await
        .map(|_| ())
}

/// Forgets the sessions that have ended by time; how many.
pub async fn delete_expired(tx: &WriteTx, now: Timestamp) -> Result<u64, StoreError> {
    conn::run(tx, Sql::with("DELETE FROM sessions WHERE expires_at <= $1", bind![now])).await
}
