//! Addresses that people want to have, until they are proven by the link of a mail. The store sees hashes only.

use pult_shared::{Timestamp, ids::PersonId};

use crate::{
    StoreError, WriteTx,
    conn::{self, Conn, Single},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// Waiting ones that are listed at the most.
const LISTED_MAX: i64 = 20;

/// An address that waits to be proven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewProof {
    /// The hash of the token in the link, in hex.
    pub token_hash: String,
    pub person_id: PersonId,
    pub address: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

/// What somebody waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub address: String,
    pub until: Timestamp,
}

impl FromRow for Waiting {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            address: row.get("address")?,
            until: row.get("until")?,
        })
    }
}

/// Enters one.
pub async fn insert(tx: &WriteTx, proof: &NewProof) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO address_proofs (token_hash, person_id, address, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
        bind![
            &proof.token_hash,
            proof.person_id,
            &proof.address,
            proof.created_at,
            proof.expires_at,
        ],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// How many a person has asked for since then. Whoever is to enter a further one waits here for the one before.
pub async fn count_of_person(tx: &WriteTx, person: PersonId, since: Timestamp) -> Result<u64, StoreError> {
    let lock = format!(
        "SELECT id AS value FROM people WHERE id = $1{}",
        conn::dialect(tx).for_update()
    );
    conn::one::<Single<PersonId>>(tx, Sql::with(&lock, bind![person])).await?;
    let sql = Sql::with(
        "SELECT COUNT(*) AS value FROM address_proofs WHERE person_id = $1 AND created_at > $2",
        bind![person, since],
    );
    count(tx, sql).await
}

/// How many have been asked for that address since then, by whomever.
pub async fn count_of_address(conn: &impl Conn, address: &str, since: Timestamp) -> Result<u64, StoreError> {
    let sql = Sql::with(
        "SELECT COUNT(*) AS value FROM address_proofs WHERE address = $1 AND created_at > $2",
        bind![address, since],
    );
    count(conn, sql).await
}

async fn count(conn: &impl Conn, sql: Sql) -> Result<u64, StoreError> {
    let count: Option<Single<u64>> = conn::one(conn, sql).await?;
    Ok(count.map_or(0, |count| count.0))
}

/// Uses the link of a person up; the address, if it could still be used. Of several at once, one gets it.
pub async fn take(
    tx: &WriteTx,
    person: PersonId,
    token_hash: &str,
    now: Timestamp,
) -> Result<Option<String>, StoreError> {
    let sql = Sql::with(
        "UPDATE address_proofs SET used_at = $3 WHERE token_hash = $1 AND person_id = $2 AND used_at IS NULL AND expires_at > $3",
        bind![token_hash, person, now],
    );
    if conn::run(tx, sql).await? == 0 {
        return Ok(None);
    }
    let sql = Sql::with(
        "SELECT address AS value FROM address_proofs WHERE token_hash = $1",
        bind![token_hash],
    );
    let address: Option<Single<String>> = conn::one(tx, sql).await?;
    Ok(address.map(|address| address.0))
}

/// Takes what a person waits for at an address out of use: it was proven, or is not wanted any more.
pub async fn void(tx: &WriteTx, person: PersonId, address: &str, now: Timestamp) -> Result<u64, StoreError> {
    let sql = Sql::with(
        "UPDATE address_proofs SET used_at = $3 WHERE person_id = $1 AND address = $2 AND used_at IS NULL",
        bind![person, address, now],
    );
    conn::run(tx, sql).await
}

/// What a person waits for, each address once.
pub async fn waiting(conn: &impl Conn, person: PersonId, now: Timestamp) -> Result<Vec<Waiting>, StoreError> {
    let sql = Sql::with(
        "SELECT address, MAX(expires_at) AS until FROM address_proofs
         WHERE person_id = $1 AND used_at IS NULL AND expires_at > $2 GROUP BY address ORDER BY address LIMIT $3",
        bind![person, now, LISTED_MAX],
    );
    conn::all(conn, sql).await
}

/// Forgets those whose links have expired; how many.
pub async fn delete_expired(tx: &WriteTx, now: Timestamp) -> Result<u64, StoreError> {
    conn::run(
        tx,
        Sql::with("DELETE FROM address_proofs WHERE expires_at <= $1", bind![now]),
    )
    .await
}
