//! Second factors: the secrets of apps, recovery codes, and sign-ins that wait for a code. Of codes and tokens the store sees hashes only; the
//! secret of an app is needed as it is.

use pult_shared::{Timestamp, ids::PersonId};

use crate::{
    StoreError, WriteTx,
    apply::insert_rows,
    conn::{self, Conn, Single},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// The secret that a person's app shares with us.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Totp {
    /// Asked for at sign-in, in base32.
    pub secret: Option<String>,
    /// Being set up: counts after its first code.
    pub pending: Option<String>,
}

impl FromRow for Totp {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            secret: row.get("secret")?,
            pending: row.get("pending")?,
        })
    }
}

/// What a person's app shares with us; nothing where there is none.
pub async fn totp(conn: &impl Conn, person: PersonId) -> Result<Totp, StoreError> {
    let sql = Sql::with(
        "SELECT secret, pending FROM totp_secrets WHERE person_id = $1",
        bind![person],
    );
    Ok(conn::one(conn, sql).await?.unwrap_or_default())
}

/// Whether a person's sign-in asks for more than the password: an app or a passkey is set up.
pub async fn is_set_up(conn: &impl Conn, person: PersonId) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "SELECT (SELECT COUNT(*) FROM totp_secrets WHERE person_id = $1 AND secret IS NOT NULL)
           + (SELECT COUNT(*) FROM passkeys WHERE person_id = $1) AS value",
        bind![person],
    );
    let count: Option<Single<u64>> = conn::one(conn, sql).await?;
    Ok(count.is_some_and(|count| count.0 > 0))
}

/// Whether a role of the person asks for a second factor; with `administrators`, also whether they are one.
pub async fn is_required(conn: &impl Conn, person: PersonId, administrators: bool) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "SELECT COUNT(*) AS value FROM people p WHERE p.id = $1 AND (($2 AND p.administrator)
           OR EXISTS (SELECT 1 FROM role_members m JOIN roles r ON r.id = m.role_id
             WHERE m.person_id = p.id AND r.requires_second_factor))",
        bind![person, administrators],
    );
    let count: Option<Single<u64>> = conn::one(conn, sql).await?;
    Ok(count.is_some_and(|count| count.0 > 0))
}

/// Enters a secret that is being set up, in place of one that was.
pub async fn begin_totp(tx: &WriteTx, person: PersonId, pending: &str) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO totp_secrets (person_id, pending) VALUES ($1, $2) ON CONFLICT (person_id) DO UPDATE SET pending = $2",
        bind![person, pending],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// The secret that is being set up counts from now on; `step` is that of its first code. Whether it was still the one being set up.
pub async fn confirm_totp(tx: &WriteTx, person: PersonId, pending: &str, step: u64) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "UPDATE totp_secrets SET secret = pending, pending = NULL, last_step = $3 WHERE person_id = $1 AND pending = $2",
        bind![person, pending, step],
    );
    Ok(conn::run(tx, sql).await? > 0)
}

/// Uses the code of a step up; not where it, or a later one, was used before (RFC 6238 §5.2). Of several at once, one gets it.
pub async fn use_step(tx: &WriteTx, person: PersonId, step: u64) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "UPDATE totp_secrets SET last_step = $2 WHERE person_id = $1 AND last_step < $2",
        bind![person, step],
    );
    Ok(conn::run(tx, sql).await? > 0)
}

/// Forgets a person's app, and the sign-ins that wait for its code; whether there was one.
pub async fn remove_totp(tx: &WriteTx, person: PersonId) -> Result<bool, StoreError> {
    delete_all(tx, "second_steps", person).await?;
    Ok(delete_all(tx, "totp_secrets", person).await? > 0)
}

/// Forgets all that a person has as a second factor, and the sign-ins that wait for it; whether there was one.
pub async fn remove(tx: &WriteTx, person: PersonId) -> Result<bool, StoreError> {
    for table in ["second_steps", "recovery_codes", "passkey_challenges"] {
        delete_all(tx, table, person).await?;
    }
    let apps = delete_all(tx, "totp_secrets", person).await?;
    Ok(apps + delete_all(tx, "passkeys", person).await? > 0)
}

/// Forgets the sign-ins of a person that wait for a second factor.
pub async fn forget_steps(tx: &WriteTx, person: PersonId) -> Result<(), StoreError> {
    delete_all(tx, "second_steps", person).await.map(|_| ())
}

async fn delete_all(tx: &WriteTx, table: &str, person: PersonId) -> Result<u64, StoreError> {
    let text = format!("DELETE FROM {table} WHERE person_id = $1");
    conn::run(tx, Sql::with(&text, bind![person])).await
}

/// Enters recovery codes in place of those that there were.
pub async fn replace_recovery_codes(tx: &WriteTx, person: PersonId, hashes: &[String]) -> Result<(), StoreError> {
    let sql = Sql::with("DELETE FROM recovery_codes WHERE person_id = $1", bind![person]);
    conn::run(tx, sql).await?;
    let rows = hashes.iter().map(|hash| bind![person, hash]);
    let statement = "INSERT INTO recovery_codes (person_id, code_hash) VALUES ";
    insert_rows(tx, statement, rows.collect()).await
}

/// Uses a recovery code up; whether it could still be used. Of several at once, one gets it.
pub async fn use_recovery_code(
    tx: &WriteTx,
    person: PersonId,
    code_hash: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "UPDATE recovery_codes SET used_at = $3 WHERE person_id = $1 AND code_hash = $2 AND used_at IS NULL",
        bind![person, code_hash, now],
    );
    Ok(conn::run(tx, sql).await? > 0)
}

/// Recovery codes of a person that were not used yet.
pub async fn count_recovery_codes(conn: &impl Conn, person: PersonId) -> Result<u64, StoreError> {
    let sql = Sql::with(
        "SELECT COUNT(*) AS value FROM recovery_codes WHERE person_id = $1 AND used_at IS NULL",
        bind![person],
    );
    let count: Option<Single<u64>> = conn::one(conn, sql).await?;
    Ok(count.map_or(0, |count| count.0))
}

/// Enters a sign-in that waits for its second factor, under the hash of what the browser holds; `passkey`: the challenge for the person's
/// passkeys, where they have any.
pub async fn insert_step(
    tx: &WriteTx,
    token_hash: &str,
    person: PersonId,
    expires_at: Timestamp,
    passkey: Option<String>,
) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO second_steps (token_hash, person_id, expires_at, passkey) VALUES ($1, $2, $3, $4)",
        bind![token_hash, person, expires_at, passkey],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// The challenge for a passkey that waits under a token, if it has not expired. Taken out, so that it is answered once; the sign-in goes on
/// waiting for a code. Of several at once, one gets it.
pub async fn take_passkey(tx: &WriteTx, token_hash: &str, now: Timestamp) -> Result<Option<String>, StoreError> {
    let sql = Sql::with(
        "SELECT passkey AS value FROM second_steps WHERE token_hash = $1 AND expires_at > $2 AND passkey IS NOT NULL",
        bind![token_hash, now],
    );
    let found: Option<Single<String>> = conn::one(tx, sql).await?;
    let sql = Sql::with(
        "UPDATE second_steps SET passkey = NULL WHERE token_hash = $1 AND passkey IS NOT NULL",
        bind![token_hash],
    );
    let taken = conn::run(tx, sql).await? > 0;
    Ok(found.map(|row| row.0).filter(|_| taken))
}

/// Whose sign-in waits under a token, if it has not expired.
pub async fn waiting(conn: &impl Conn, token_hash: &str, now: Timestamp) -> Result<Option<PersonId>, StoreError> {
    let sql = Sql::with(
        "SELECT person_id AS value FROM second_steps WHERE token_hash = $1 AND expires_at > $2",
        bind![token_hash, now],
    );
    Ok(conn::one::<Single<PersonId>>(conn, sql).await?.map(|row| row.0))
}

/// Takes one of the tries that a sign-in has; whether there was one left.
pub async fn take_try(tx: &WriteTx, token_hash: &str, now: Timestamp, tries_max: u32) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "UPDATE second_steps SET tries = tries + 1 WHERE token_hash = $1 AND expires_at > $2 AND tries < $3",
        bind![token_hash, now, tries_max],
    );
    Ok(conn::run(tx, sql).await? > 0)
}

/// Forgets a sign-in that waited.
pub async fn delete_step(tx: &WriteTx, token_hash: &str) -> Result<(), StoreError> {
    let sql = Sql::with("DELETE FROM second_steps WHERE token_hash = $1", bind![token_hash]);
    conn::run(tx, sql).await.map(|_| ())
}

/// Forgets sign-ins that have waited too long; how many.
pub async fn delete_expired(tx: &WriteTx, now: Timestamp) -> Result<u64, StoreError> {
    let sql = Sql::with("DELETE FROM second_steps WHERE expires_at <= $1", bind![now]);
    conn::run(tx, sql).await
}
