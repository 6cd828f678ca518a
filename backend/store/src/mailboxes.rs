//! Mailboxes: which process fetches from each; which of their mails were found in the ledger, and what each comparison came to.

use std::collections::BTreeSet;

use pult_shared::{
    Timestamp,
    api::mail::{ReconciliationView, UnrecordedMail},
    ids::{IncomingMailId, PersonId},
};

use uuid::Uuid;

use crate::{
    StoreError, WriteTx,
    apply::{insert_rows, to_json},
    conn::{self, Conn, Single},
    row::{FromRow, Row},
    sql::{Sql, bind, key},
};

/// The UIDs of a mailbox whose mails were found in the ledger before.
pub async fn seen(conn: &impl Conn, account: &str, uid_validity: u32) -> Result<BTreeSet<u32>, StoreError> {
    let sql = Sql::with(
        "SELECT uid AS value FROM mailbox_seen WHERE account = $1 AND uid_validity = $2",
        bind![account, uid_validity],
    );
    let rows: Vec<Single<u32>> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Notes which mails of a mailbox are in the ledger, and forgets what its UIDs meant before.
pub async fn note_seen(
    tx: &WriteTx,
    account: &str,
    uid_validity: u32,
    mails: &[(u32, IncomingMailId)],
) -> Result<(), StoreError> {
    let sql = Sql::with(
        "DELETE FROM mailbox_seen WHERE account = $1 AND uid_validity <> $2",
        bind![account, uid_validity],
    );
    conn::run(tx, sql).await?;
    for (uid, mail) in mails {
        let sql = Sql::with(
            "INSERT INTO mailbox_seen (account, uid_validity, uid, mail_id) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
            bind![account, uid_validity, *uid, *mail],
        );
        conn::run(tx, sql).await?;
    }
    Ok(())
}

/// The mail of the ledger with this identity.
pub async fn recorded(conn: &impl Conn, identity: &str) -> Result<Option<IncomingMailId>, StoreError> {
    let sql = Sql::with(
        "SELECT id AS value FROM incoming_mails WHERE dedup_key = $1",
        bind![key(identity)],
    );
    Ok(conn::one::<Single<IncomingMailId>>(conn, sql).await?.map(|row| row.0))
}

/// Takes a mailbox to compare it, and keeps others off until a time. Tells whether nobody else has it.
pub async fn claim(tx: &WriteTx, account: &str, now: Timestamp, until: Timestamp) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "INSERT INTO mailbox_leases (account, lease_until) VALUES ($1, $3)
         ON CONFLICT (account) DO UPDATE SET lease_until = $3 WHERE mailbox_leases.lease_until <= $2",
        bind![account, now, until],
    );
    Ok(conn::run(tx, sql).await? > 0)
}

/// Gives a mailbox back.
pub async fn release(tx: &WriteTx, account: &str) -> Result<(), StoreError> {
    let sql = Sql::with(
        "UPDATE mailbox_leases SET lease_until = 0 WHERE account = $1",
        bind![account],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// Whether another process may fetch from a mailbox now. Asked before [`watch`], so that whoever waits writes nothing.
pub async fn watched_by_another(
    conn: &impl Conn,
    account: &str,
    holder: Uuid,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "SELECT COUNT(*) AS value FROM mailbox_watchers WHERE account = $1 AND holder <> $2 AND lease_until > $3",
        bind![account, holder, now],
    );
    Ok(conn::one::<Single<u64>>(conn, sql)
        .await?
        .is_some_and(|count| count.0 > 0))
}

/// Lets one process fetch from a mailbox until a time, or longer than before. Tells whether no other one may.
pub async fn watch(
    tx: &WriteTx,
    account: &str,
    holder: Uuid,
    now: Timestamp,
    until: Timestamp,
) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "INSERT INTO mailbox_watchers (account, holder, lease_until) VALUES ($1, $2, $4)
         ON CONFLICT (account) DO UPDATE SET holder = $2, lease_until = $4
         WHERE mailbox_watchers.lease_until <= $3 OR mailbox_watchers.holder = $2",
        bind![account, holder, now, until],
    );
    Ok(conn::run(tx, sql).await? > 0)
}

/// A process does not fetch from a mailbox any more; the next one may at once.
pub async fn unwatch(tx: &WriteTx, account: &str, holder: Uuid) -> Result<(), StoreError> {
    let sql = Sql::with(
        "UPDATE mailbox_watchers SET lease_until = 0 WHERE account = $1 AND holder = $2",
        bind![account, holder],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// Enters what a comparison came to.
pub async fn enter(tx: &WriteTx, result: &ReconciliationView, asked_by: Option<PersonId>) -> Result<(), StoreError> {
    let row = bind![
        &result.account,
        result.started_at,
        result.finished_at,
        result.uid_validity,
        asked_by,
        result.done,
        result.waiting,
        result.gone,
        result.unchecked,
        to_json(&result.unrecorded)?,
        result.error.clone(),
    ];
    let statement = "INSERT INTO reconciliations (account, started_at, finished_at, uid_validity, asked_by, done, waiting, gone, unchecked, unrecorded, \
                     error) VALUES ";
    insert_rows(tx, statement, vec![row]).await
}

impl FromRow for ReconciliationView {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let unrecorded: Vec<UnrecordedMail> = row.json("unrecorded")?;
        Ok(Self {
            account: row.get("account")?,
            started_at: row.get("started_at")?,
            finished_at: row.get("finished_at")?,
            uid_validity: row.get("uid_validity")?,
            done: row.get("done")?,
            waiting: row.get("waiting")?,
            gone: row.get("gone")?,
            unchecked: row.get("unchecked")?,
            unrecorded,
            error: row.get("error")?,
        })
    }
}

/// The latest comparison of each mailbox.
pub async fn latest(conn: &impl Conn) -> Result<Vec<ReconciliationView>, StoreError> {
    let sql = Sql::new(
        "SELECT account, started_at, finished_at, uid_validity, done, waiting, gone, unchecked, unrecorded, error FROM reconciliations
         WHERE id IN (SELECT MAX(id) FROM reconciliations GROUP BY account) ORDER BY account",
    );
    conn::all(conn, sql).await
}

/// Forgets comparisons from before a time.
pub async fn delete_older(tx: &WriteTx, before: Timestamp) -> Result<(), StoreError> {
    let sql = Sql::with("DELETE FROM reconciliations WHERE finished_at < $1", bind![before]);
    conn::run(tx, sql).await.map(|_| ())
}
