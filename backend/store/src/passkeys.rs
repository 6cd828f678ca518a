//! Passkeys of people, and challenges that wait for their answer. What a public key and a challenge look like is the business of whoever verifies them.

use pult_shared::{
    Timestamp,
    ids::{PasskeyId, PersonId},
};

use crate::{
    StoreError, WriteTx,
    conn::{self, Conn, Single},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// Passkeys of one person that are listed at the most; nobody has more.
const LISTED_MAX: i64 = 100;

/// A passkey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    pub id: PasskeyId,
    pub person_id: PersonId,
    /// What the authenticator calls it, in base64url.
    pub credential_id: String,
    /// What the person calls it.
    pub name: String,
    /// Public key, counter and flags, as text.
    pub public_key: String,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
}

impl FromRow for Passkey {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            person_id: row.get("person_id")?,
            credential_id: row.get("credential_id")?,
            name: row.get("name")?,
            public_key: row.get("public_key")?,
            created_at: row.get("created_at")?,
            last_used_at: row.get("last_used_at")?,
        })
    }
}

const COLUMNS: &str =
    "SELECT id, person_id, credential_id, name, public_key, created_at, last_used_at FROM passkeys WHERE ";

/// The passkeys of a person, the oldest first.
pub async fn of_person(conn: &impl Conn, person: PersonId) -> Result<Vec<Passkey>, StoreError> {
    let text = format!("{COLUMNS}person_id = $1 ORDER BY created_at, id LIMIT $2");
    conn::all(conn, Sql::with(&text, bind![person, LISTED_MAX])).await
}

/// Enters a passkey; whether its credential was not known, of whomever.
pub async fn insert(tx: &WriteTx, passkey: &Passkey) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "INSERT INTO passkeys (id, person_id, credential_id, name, public_key, created_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (credential_id) DO NOTHING",
        bind![
            passkey.id,
            passkey.person_id,
            &passkey.credential_id,
            &passkey.name,
            &passkey.public_key,
            passkey.created_at,
        ],
    );
    Ok(conn::run(tx, sql).await? > 0)
}

/// The passkey of a person with this credential, which is noted as used. Whoever else uses it waits until the transaction has ended.
pub async fn take_in_use(
    tx: &WriteTx,
    person: PersonId,
    credential_id: &str,
    now: Timestamp,
) -> Result<Option<Passkey>, StoreError> {
    let sql = Sql::with(
        "UPDATE passkeys SET last_used_at = $3 WHERE person_id = $1 AND credential_id = $2",
        bind![person, credential_id, now],
    );
    conn::run(tx, sql).await?;
    let text = format!("{COLUMNS}person_id = $1 AND credential_id = $2");
    conn::one(tx, Sql::with(&text, bind![person, credential_id])).await
}

/// Keeps what a passkey has become by being used: its counter, for example.
pub async fn keep(tx: &WriteTx, id: PasskeyId, public_key: &str) -> Result<(), StoreError> {
    let sql = Sql::with(
        "UPDATE passkeys SET public_key = $2 WHERE id = $1",
        bind![id, public_key],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// Forgets a passkey of a person; whether there was one.
pub async fn delete_of(tx: &WriteTx, person: PersonId, id: PasskeyId) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "DELETE FROM passkeys WHERE id = $1 AND person_id = $2",
        bind![id, person],
    );
    Ok(conn::run(tx, sql).await? > 0)
}

/// A challenge that waits for its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// Who sets a passkey up; nobody where somebody signs in by one.
    pub person: Option<PersonId>,
    /// The network address that it was asked for from.
    pub address: String,
    /// What its answer is compared with.
    pub state: String,
    pub expires_at: Timestamp,
}

impl FromRow for Challenge {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            person: row.get("person_id")?,
            address: row.get("address")?,
            state: row.get("state")?,
            expires_at: row.get("expires_at")?,
        })
    }
}

/// Enters a challenge under the hash of what the browser holds.
pub async fn insert_challenge(tx: &WriteTx, token_hash: &str, challenge: &Challenge) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO passkey_challenges (token_hash, person_id, address, state, expires_at) VALUES ($1, $2, $3, $4, $5)",
        bind![
            token_hash,
            challenge.person,
            &challenge.address,
            &challenge.state,
            challenge.expires_at,
        ],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// Takes a challenge out, so that it is answered once. It may have expired: the caller compares the time. Of several at once, one gets it.
pub async fn take_challenge(tx: &WriteTx, token_hash: &str) -> Result<Option<Challenge>, StoreError> {
    let sql = Sql::with(
        "SELECT person_id, address, state, expires_at FROM passkey_challenges WHERE token_hash = $1",
        bind![token_hash],
    );
    let found: Option<Challenge> = conn::one(tx, sql).await?;
    let sql = Sql::with(
        "DELETE FROM passkey_challenges WHERE token_hash = $1",
        bind![token_hash],
    );
    let taken = conn::run(tx, sql).await? > 0;
    Ok(found.filter(|_| taken))
}

/// Challenges for a sign-in that were asked for from an address and have not expired.
pub async fn count_sign_ins(conn: &impl Conn, address: &str, now: Timestamp) -> Result<u64, StoreError> {
    let sql = Sql::with(
        "SELECT COUNT(*) AS value FROM passkey_challenges WHERE address = $1 AND expires_at > $2 AND person_id IS NULL",
        bind![address, now],
    );
    let count: Option<Single<u64>> = conn::one(conn, sql).await?;
    Ok(count.map_or(0, |count| count.0))
}

/// Forgets challenges that have waited too long; how many.
pub async fn delete_expired(tx: &WriteTx, now: Timestamp) -> Result<u64, StoreError> {
    let sql = Sql::with("DELETE FROM passkey_challenges WHERE expires_at <= $1", bind![now]);
    conn::run(tx, sql).await
}
