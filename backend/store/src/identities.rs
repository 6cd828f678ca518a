//! Who somebody is at a provider of single sign-on, and sign-ons that are under way. The store sees hashes of what browsers hold.

use pult_shared::{Timestamp, api::person::ProviderIdentity, ids::PersonId};

use crate::{
    StoreError, WriteTx,
    conn::{self, Conn, Single},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// Whom a subject of a provider is linked to.
pub async fn person_of(conn: &impl Conn, provider: &str, subject: &str) -> Result<Option<PersonId>, StoreError> {
    let sql = Sql::with(
        "SELECT person_id AS value FROM identities WHERE provider = $1 AND subject = $2",
        bind![provider, subject],
    );
    Ok(conn::one::<Single<PersonId>>(conn, sql).await?.map(|row| row.0))
}

/// Whether a person is linked to some subject of a provider.
pub async fn is_linked(conn: &impl Conn, provider: &str, person: PersonId) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "SELECT person_id AS value FROM identities WHERE provider = $1 AND person_id = $2",
        bind![provider, person],
    );
    Ok(conn::one::<Single<PersonId>>(conn, sql).await?.is_some())
}

impl FromRow for ProviderIdentity {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            provider: row.get("provider")?,
            subject: row.get("subject")?,
            linked_at: row.get("created_at")?,
            last_used_at: row.get("last_used_at")?,
        })
    }
}

/// Who a person is at all providers, by their names.
pub async fn of_person(conn: &impl Conn, person: PersonId) -> Result<Vec<ProviderIdentity>, StoreError> {
    let sql = Sql::with(
        "SELECT provider, subject, created_at, last_used_at FROM identities WHERE person_id = $1 ORDER BY provider",
        bind![person],
    );
    conn::all(conn, sql).await
}

/// Forgets who a person is at a provider: what they were there, if anything.
pub async fn unlink(tx: &WriteTx, provider: &str, person: PersonId) -> Result<Option<String>, StoreError> {
    let sql = Sql::with(
        "DELETE FROM identities WHERE provider = $1 AND person_id = $2 RETURNING subject AS value",
        bind![provider, person],
    );
    Ok(conn::one::<Single<String>>(tx, sql).await?.map(|row| row.0))
}

/// Links a subject to a person.
///
/// # Errors
/// `Duplicate` where subject or person have a link at this provider already.
pub async fn link(
    tx: &WriteTx,
    provider: &str,
    subject: &str,
    person: PersonId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO identities (provider, subject, person_id, created_at, last_used_at) VALUES ($1, $2, $3, $4, $4)",
        bind![provider, subject, person, now],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// Notes that a link was used.
pub async fn used(tx: &WriteTx, provider: &str, subject: &str, now: Timestamp) -> Result<(), StoreError> {
    let sql = Sql::with(
        "UPDATE identities SET last_used_at = $3 WHERE provider = $1 AND subject = $2",
        bind![provider, subject, now],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// A sign-on that is under way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The hash of the state that goes to the provider and comes back.
    pub state_hash: String,
    /// The hash of what the browser holds beside it.
    pub browser_hash: String,
    pub provider: String,
    pub nonce: String,
    /// The verifier of PKCE.
    pub verifier: String,
    /// The path that the person wants to go to.
    pub next: String,
    pub expires_at: Timestamp,
}

impl FromRow for Attempt {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            state_hash: row.get("state_hash")?,
            browser_hash: row.get("browser_hash")?,
            provider: row.get("provider")?,
            nonce: row.get("nonce")?,
            verifier: row.get("verifier")?,
            next: row.get("next")?,
            expires_at: row.get("expires_at")?,
        })
    }
}

/// Enters an attempt.
pub async fn begin(tx: &WriteTx, attempt: &Attempt) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO sign_on_attempts (state_hash, browser_hash, provider, nonce, verifier, next, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        bind![
            &attempt.state_hash,
            &attempt.browser_hash,
            &attempt.provider,
            &attempt.nonce,
            &attempt.verifier,
            &attempt.next,
            attempt.expires_at,
        ],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// Takes an attempt of a browser out, so that nobody can come back with it twice. One that is another browser's stays.
pub async fn take(tx: &WriteTx, state_hash: &str, browser_hash: &str) -> Result<Option<Attempt>, StoreError> {
    let sql = Sql::with(
        "SELECT state_hash, browser_hash, provider, nonce, verifier, next, expires_at FROM sign_on_attempts
         WHERE state_hash = $1 AND browser_hash = $2",
        bind![state_hash, browser_hash],
    );
    let found = conn::one::<Attempt>(tx, sql).await?;
    let gone = conn::run(
        tx,
        Sql::with(
            "DELETE FROM sign_on_attempts WHERE state_hash = $1 AND browser_hash = $2",
            bind![state_hash, browser_hash],
        ),
    )
    .await?;
    // Of two at the same time, one has deleted it.
    Ok(found.filter(|_| gone > 0))
}

/// Forgets attempts that nobody came back from; how many.
pub async fn delete_expired(tx: &WriteTx, now: Timestamp) -> Result<u64, StoreError> {
    let sql = Sql::with("DELETE FROM sign_on_attempts WHERE expires_at <= $1", bind![now]);
    conn::run(tx, sql).await
}

/// How many attempts are kept.
pub async fn count_attempts(conn: &impl Conn) -> Result<u64, StoreError> {
    let count: Option<Single<u64>> =
        conn::one(conn, Sql::new("SELECT COUNT(*) AS value FROM sign_on_attempts")).await?;
    Ok(count.map_or(0, |count| count.0))
}
