//! The ledger of incoming mail: entered raw before anything looks at it, then worked on once, by one.

use pult_shared::{
    Timestamp,
    api::mail::{Door, MailOutcome},
    ids::{ArticleId, IncomingMailId, TicketId},
    ticket::TicketNumber,
};

use crate::{
    Page, StoreError, WriteTx,
    apply::to_json,
    conn::{self, Conn, Single},
    page::{Cursor, list, rows_for},
    row::{FromRow, Row},
    sql::{Sql, bind, key},
};

/// A mail as it arrived; its bytes are in `blobs` already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewIncoming {
    pub id: IncomingMailId,
    pub door: Door,
    pub received_at: Timestamp,
    /// Of the raw bytes, in hex.
    pub sha256: String,
    pub size: u64,
    pub envelope_from: String,
    pub envelope_to: Vec<String>,
    /// Which account fetched it, where one did.
    pub account: Option<String>,
    pub raw_blob: String,
    /// What makes it the same mail as another: chosen by the caller.
    pub dedup_key: String,
}

/// What became of a mail that was to be entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// It is new.
    New(IncomingMailId),
    /// It has been here before, through this door or another; the arrival is noted.
    Known(IncomingMailId, MailOutcome),
}

/// A mail that was claimed, to be worked on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incoming {
    pub id: IncomingMailId,
    pub door: Door,
    pub account: Option<String>,
    pub received_at: Timestamp,
    pub size: u64,
    pub envelope_from: String,
    /// The envelope recipients of all arrivals.
    pub envelope_to: Vec<String>,
    pub raw_blob: String,
    /// This attempt included.
    pub attempts: u32,
}

/// A row of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncomingRow {
    pub id: IncomingMailId,
    pub door: Door,
    pub account: Option<String>,
    pub received_at: Timestamp,
    pub sha256: String,
    pub size: u64,
    pub envelope_from: String,
    pub envelope_to: Vec<String>,
    pub raw_blob: String,
    /// As far as it could be read.
    pub from: String,
    /// As far as it could be read.
    pub subject: String,
    pub outcome: MailOutcome,
    pub reason: Option<String>,
    pub ticket_id: Option<TicketId>,
    pub ticket_number: Option<TicketNumber>,
    pub article_id: Option<ArticleId>,
    pub attempts: u32,
}

impl FromRow for IncomingRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            door: row.get("door")?,
            account: row.get("account")?,
            received_at: row.get("received_at")?,
            sha256: row.get("sha256")?,
            size: row.get("size")?,
            envelope_from: row.get("envelope_from")?,
            envelope_to: row.json("envelope_to")?,
            raw_blob: row.get("raw_blob")?,
            from: row.get("header_from")?,
            subject: row.get("subject")?,
            outcome: row.get("outcome")?,
            reason: row.get("reason")?,
            ticket_id: row.get("ticket_id")?,
            ticket_number: row.get("number")?,
            article_id: row.get("article_id")?,
            attempts: row.get("attempts")?,
        })
    }
}

const SELECT: &str = "SELECT i.id, i.door, i.account, i.received_at, i.sha256, i.size, i.envelope_from, i.envelope_to, i.raw_blob, \
     i.header_from, i.subject, i.outcome, i.reason, i.ticket_id, t.number, i.article_id, i.attempts \
     FROM incoming_mails i LEFT JOIN tickets t ON t.id = i.ticket_id WHERE ";

struct KnownRow(IncomingMailId, MailOutcome);

impl FromRow for KnownRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(row.get("id")?, row.get("outcome")?))
    }
}

/// Enters a mail. The same one again (by its `dedup_key`) is no new row; only its arrival is noted.
pub async fn record(tx: &WriteTx, mail: &NewIncoming) -> Result<Recorded, StoreError> {
    let envelope_to = to_json(&mail.envelope_to)?;
    let sql = Sql::with(
        "INSERT INTO incoming_mails (id, dedup_key, door, account, received_at, sha256, size, envelope_from, envelope_to,
         raw_blob, outcome, header_from, subject, lease_until, attempts)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'received', '', '', 0, 0)
         ON CONFLICT (dedup_key) DO NOTHING",
        bind![
            mail.id,
            key(&mail.dedup_key),
            mail.door.name(),
            mail.account.clone(),
            mail.received_at,
            &mail.sha256,
            mail.size,
            &mail.envelope_from,
            &envelope_to,
            &mail.raw_blob,
        ],
    );
    if conn::run(tx, sql).await? > 0 {
        return Ok(Recorded::New(mail.id));
    }
    let sql = Sql::with(
        "SELECT id, outcome FROM incoming_mails WHERE dedup_key = $1",
        bind![key(&mail.dedup_key)],
    );
    let KnownRow(id, outcome) = conn::one(tx, sql)
        .await?
        .ok_or_else(|| StoreError::Corrupt(format!("the mail {} is known and not there", mail.dedup_key)))?;
    let sql = Sql::with(
        "INSERT INTO incoming_arrivals (mail_id, door, account, received_at, envelope_from, envelope_to)
         VALUES ($1, $2, $3, $4, $5, $6)",
        bind![
            id,
            mail.door.name(),
            mail.account.clone(),
            mail.received_at,
            &mail.envelope_from,
            &envelope_to,
        ],
    );
    conn::run(tx, sql).await?;
    Ok(Recorded::Known(id, outcome))
}

/// Mails that nobody has worked on or is working on, oldest first.
pub async fn pending(conn: &impl Conn, now: Timestamp, limit: u32) -> Result<Vec<IncomingMailId>, StoreError> {
    let sql = Sql::with(
        "SELECT id AS value FROM incoming_mails WHERE outcome = 'received' AND lease_until <= $1
         ORDER BY received_at, id LIMIT $2",
        bind![now, limit],
    );
    let rows: Vec<Single<IncomingMailId>> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

impl FromRow for Incoming {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            door: row.get("door")?,
            account: row.get("account")?,
            received_at: row.get("received_at")?,
            size: row.get("size")?,
            envelope_from: row.get("envelope_from")?,
            envelope_to: row.json("envelope_to")?,
            raw_blob: row.get("raw_blob")?,
            attempts: row.get("attempts")?,
        })
    }
}

/// Takes a mail to work on it, and keeps others off until a time. Nothing where it is done, or somebody else has it.
pub async fn claim(
    tx: &WriteTx,
    id: IncomingMailId,
    now: Timestamp,
    until: Timestamp,
) -> Result<Option<Incoming>, StoreError> {
    let sql = Sql::with(
        "UPDATE incoming_mails SET lease_until = $3, attempts = attempts + 1
         WHERE id = $1 AND outcome = 'received' AND lease_until <= $2
         RETURNING id, door, account, received_at, size, envelope_from, envelope_to, raw_blob, attempts",
        bind![id, now, until],
    );
    let Some(mut mail) = conn::one::<Incoming>(tx, sql).await? else {
        return Ok(None);
    };
    let sql = Sql::with(
        "SELECT envelope_to AS value FROM incoming_arrivals WHERE mail_id = $1 ORDER BY id",
        bind![id],
    );
    for Single(arrival) in conn::all::<Single<Recipients>>(tx, sql).await? {
        for recipient in arrival.0 {
            if !mail.envelope_to.contains(&recipient) {
                mail.envelope_to.push(recipient);
            }
        }
    }
    Ok(Some(mail))
}

struct Recipients(Vec<String>);

impl crate::row::Column for Recipients {
    fn read(row: &Row, column: &str) -> Result<Self, StoreError> {
        row.json(column).map(Self)
    }
}

/// Notes what became of a mail, and gives the claim back.
#[expect(
    clippy::too_many_arguments,
    reason = "a row's columns; a struct would only be taken apart again"
)]
pub async fn finish(
    tx: &WriteTx,
    id: IncomingMailId,
    outcome: MailOutcome,
    reason: Option<&str>,
    from: &str,
    subject: &str,
    ticket_id: Option<TicketId>,
    article_id: Option<ArticleId>,
) -> Result<(), StoreError> {
    let sql = Sql::with(
        "UPDATE incoming_mails SET outcome = $2, reason = $3, header_from = $4, subject = $5, ticket_id = $6, article_id = $7,
         lease_until = 0 WHERE id = $1",
        bind![id, outcome.name(), reason, from, subject, ticket_id, article_id],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// Has a mail worked on again, from the raw bytes. Nothing happens to one that has a ticket: it would get a second one.
/// Tells whether it will be.
pub async fn reopen(tx: &WriteTx, id: IncomingMailId) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "UPDATE incoming_mails SET outcome = 'received', reason = NULL, lease_until = 0
         WHERE id = $1 AND ticket_id IS NULL",
        bind![id],
    );
    Ok(conn::run(tx, sql).await? > 0)
}

/// The ledger, newest first.
///
/// # Errors
/// `BadCursor` for a cursor of another list.
pub async fn page(conn: &impl Conn, cursor: Option<&str>, limit: u32) -> Result<Page<IncomingRow>, StoreError> {
    let mut sql = Sql::new(SELECT);
    match Cursor::decode(list::INCOMING, cursor)? {
        Some(after) => sql.push("(i.received_at, i.id) < ").tuple(bind![after.first, after.id]),
        None => sql.push("(1 = 1)"),
    };
    sql.push(" ORDER BY i.received_at DESC, i.id DESC LIMIT ")
        .bind(rows_for(limit));
    let rows = conn::all(conn, sql).await?;
    Ok(Page::cut(rows, limit, |last: &IncomingRow| {
        Cursor::at(list::INCOMING, last.received_at.as_millisecond(), last.id.0)
    }))
}

/// The row of the ledger with this id.
pub async fn find(conn: &impl Conn, id: IncomingMailId) -> Result<Option<IncomingRow>, StoreError> {
    let mut sql = Sql::new(SELECT);
    sql.push("i.id = ").bind(id);
    conn::one(conn, sql).await
}
