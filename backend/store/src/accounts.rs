//! Local accounts: what their passwords are checked against, and the links by which passwords are set. The store sees hashes only.

use pult_shared::{Timestamp, ids::PersonId};

use crate::{
    StoreError, WriteTx,
    conn::{self, Conn, Single},
    people::Credentials,
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// A link that somebody is mailed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLink {
    /// The hash of the token in the link, in hex.
    pub token_hash: String,
    pub person_id: PersonId,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

/// A link. It may have been used or have expired: the caller compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link {
    pub person_id: PersonId,
    pub expires_at: Timestamp,
    pub used: bool,
}

impl FromRow for Link {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let used_at: Option<Timestamp> = row.get("used_at")?;
        Ok(Self {
            person_id: row.get("person_id")?,
            expires_at: row.get("expires_at")?,
            used: used_at.is_some(),
        })
    }
}

/// What the password of a person is checked against.
pub async fn credentials(conn: &impl Conn, person: PersonId) -> Result<Option<Credentials>, StoreError> {
    let sql = Sql::with(
        "SELECT id, password_hash, active, directory FROM people WHERE id = $1",
        bind![person],
    );
    conn::one(conn, sql).await
}

/// Enters a link.
pub async fn insert_link(tx: &WriteTx, link: &NewLink) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO account_links (token_hash, person_id, created_at, expires_at) VALUES ($1, $2, $3, $4)",
        bind![&link.token_hash, link.person_id, link.created_at, link.expires_at],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// The link of a token.
pub async fn link(conn: &impl Conn, token_hash: &str) -> Result<Option<Link>, StoreError> {
    let sql = Sql::with(
        "SELECT person_id, expires_at, used_at FROM account_links WHERE token_hash = $1",
        bind![token_hash],
    );
    conn::one(conn, sql).await
}

/// Uses a link up; whether it could still be used. Of several at once, one gets it.
pub async fn use_link(tx: &WriteTx, token_hash: &str, now: Timestamp) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "UPDATE account_links SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2",
        bind![token_hash, now],
    );
    Ok(conn::run(tx, sql).await? > 0)
}

/// Takes the links of a person out of use: the password was set by another road.
pub async fn void_links(tx: &WriteTx, person: PersonId, now: Timestamp) -> Result<(), StoreError> {
    let sql = Sql::with(
        "UPDATE account_links SET used_at = $2 WHERE person_id = $1 AND used_at IS NULL",
        bind![person, now],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// How many links a person was mailed since then. Whoever is to enter a further one waits here for the one before.
pub async fn count_links(tx: &WriteTx, person: PersonId, since: Timestamp) -> Result<u64, StoreError> {
    let lock = format!(
        "SELECT id AS value FROM people WHERE id = $1{}",
        conn::dialect(tx).for_update()
    );
    conn::one::<Single<PersonId>>(tx, Sql::with(&lock, bind![person])).await?;
    let sql = Sql::with(
        "SELECT COUNT(*) AS value FROM account_links WHERE person_id = $1 AND created_at > $2",
        bind![person, since],
    );
    let count: Option<Single<u64>> = conn::one(tx, sql).await?;
    Ok(count.map_or(0, |count| count.0))
}

/// Forgets links that have expired; how many.
pub async fn delete_expired_links(tx: &WriteTx, now: Timestamp) -> Result<u64, StoreError> {
    conn::run(
        tx,
        Sql::with("DELETE FROM account_links WHERE expires_at <= $1", bind![now]),
    )
    .await
}
