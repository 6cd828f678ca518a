//! The outbox: mails that wait, that went and that could not go, a row for each recipient.

use std::collections::HashMap;

use pult_shared::{
    Timestamp,
    api::{
        article::Delivery,
        mail::{OutgoingMailView, OutgoingStatus},
    },
    event::MailKind,
    ids::{OutgoingMailId, TicketId},
};

use crate::{
    Page, StoreError, WriteTx,
    apply::NewOutgoing,
    conn::{self, Conn, Single},
    page::{Cursor, list, rows_for},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// A mail that is to be delivered now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutgoingJob {
    pub id: OutgoingMailId,
    pub ticket_id: TicketId,
    pub envelope_from: String,
    pub to: String,
    pub message_id: String,
    pub raw_blob: String,
    /// This attempt included.
    pub attempts: u32,
    /// Until when it is ours.
    pub lease_until: Timestamp,
}

impl FromRow for OutgoingJob {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            ticket_id: row.get("ticket_id")?,
            envelope_from: row.get("envelope_from")?,
            to: row.get("recipient")?,
            message_id: row.get("message_id")?,
            raw_blob: row.get("raw_blob")?,
            attempts: row.get("attempts")?,
            lease_until: row.get("lease_until")?,
        })
    }
}

/// A mail as it stands, with where its text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutgoingRow {
    pub mail: OutgoingMailView,
    pub raw_blob: String,
}

impl FromRow for OutgoingRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            mail: OutgoingMailView {
                id: row.get("id")?,
                kind: row.get("kind")?,
                ticket_id: row.get("ticket_id")?,
                ticket_number: row.get("number")?,
                message_id: row.get("message_id")?,
                from: row.get("envelope_from")?,
                to: row.get("recipient")?,
                subject: row.get("subject")?,
                status: row.get("status")?,
                attempts: row.get("attempts")?,
                last_answer: row.get("last_answer")?,
                created_at: row.get("created_at")?,
                next_attempt_at: row.get("next_attempt_at")?,
                sent_at: row.get("sent_at")?,
            },
            raw_blob: row.get("raw_blob")?,
        })
    }
}

const SELECT: &str = "SELECT m.id, m.kind, m.ticket_id, t.number, m.message_id, m.envelope_from, m.recipient, m.subject, \
     m.status, m.attempts, m.last_answer, m.created_at, m.next_attempt_at, m.sent_at, m.raw_blob \
     FROM outgoing_mails m JOIN tickets t ON t.id = m.ticket_id WHERE ";

pub(crate) async fn insert(tx: &WriteTx, mails: &[NewOutgoing], now: Timestamp) -> Result<(), StoreError> {
    if mails.is_empty() {
        return Ok(());
    }
    let mut sql = Sql::new(
        "INSERT INTO outgoing_mails (id, kind, ticket_id, message_id, envelope_from, recipient, subject, raw_blob, status,
         attempts, created_at, next_attempt_at, lease_until) VALUES ",
    );
    sql.rows(mails.iter().map(|mail| {
        bind![
            mail.id,
            mail.kind.name(),
            mail.ticket_id,
            &mail.message_id,
            &mail.from,
            mail.to.to_lowercase(),
            &mail.subject,
            &mail.raw_blob,
            OutgoingStatus::Queued.name(),
            0i64,
            now,
            mail.not_before.map_or(now, |at| at.max(now)),
            0i64,
        ]
    }));
    conn::run(tx, sql).await.map(|_| ())
}

/// Takes mails out of the outbox, by their Message-IDs, before anybody has tried to deliver them.
///
/// # Errors
/// `MailLeft` when one of them has left for one of its recipients, is on its way, or was never there.
pub(crate) async fn take_back(tx: &WriteTx, message_ids: &[String], now: Timestamp) -> Result<(), StoreError> {
    for id in message_ids {
        // A worker that has just claimed it holds its row; once it lets go, it has been tried.
        let sql = Sql::with(
            "DELETE FROM outgoing_mails WHERE message_id = $1 AND status = 'queued' AND attempts = 0 AND lease_until <= $2",
            bind![id, now],
        );
        let taken = conn::run(tx, sql).await?;
        let left = Sql::with(
            "SELECT COUNT(*) AS value FROM outgoing_mails WHERE message_id = $1",
            bind![id],
        );
        let left = conn::one::<Single<u64>>(tx, left).await?.map_or(0, |count| count.0);
        if taken == 0 || left > 0 {
            return Err(StoreError::MailLeft);
        }
    }
    Ok(())
}

/// What became of mails, each recipient by itself; by Message-ID.
pub(crate) async fn deliveries(
    conn: &impl Conn,
    message_ids: &[&str],
) -> Result<HashMap<String, Vec<Delivery>>, StoreError> {
    let mut by_id: HashMap<String, Vec<Delivery>> = HashMap::new();
    if message_ids.is_empty() {
        return Ok(by_id);
    }
    let mut sql =
        Sql::new("SELECT message_id, recipient, status, next_attempt_at FROM outgoing_mails WHERE message_id IN ");
    sql.list(message_ids.iter().copied()).push(" ORDER BY id");
    for row in conn::all::<DeliveryRow>(conn, sql).await? {
        by_id.entry(row.message_id).or_default().push(row.delivery);
    }
    Ok(by_id)
}

struct DeliveryRow {
    message_id: String,
    delivery: Delivery,
}

impl FromRow for DeliveryRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            message_id: row.get("message_id")?,
            delivery: Delivery {
                to: row.get("recipient")?,
                status: row.get("status")?,
                next_attempt_at: row.get("next_attempt_at")?,
            },
        })
    }
}

/// How many mails could not be delivered, and nobody has looked after them.
pub async fn count_failed(conn: &impl Conn) -> Result<u64, StoreError> {
    let sql = Sql::new("SELECT COUNT(*) AS value FROM outgoing_mails WHERE status = 'failed'");
    Ok(conn::one::<Single<u64>>(conn, sql).await?.map_or(0, |count| count.0))
}

/// Takes mails that are due, oldest first, and keeps other workers off them until `lease_until`: who dies in between gives them
/// back by time. Counts the attempt.
pub async fn claim_due(
    tx: &WriteTx,
    now: Timestamp,
    lease_until: Timestamp,
    limit: u32,
) -> Result<Vec<OutgoingJob>, StoreError> {
    let mut sql = Sql::with(
        "UPDATE outgoing_mails SET lease_until = $2, attempts = attempts + 1 WHERE id IN (
           SELECT id FROM outgoing_mails WHERE status = 'queued' AND next_attempt_at <= $1 AND lease_until <= $1
           ORDER BY next_attempt_at, id LIMIT $3",
        bind![now, lease_until, limit],
    );
    sql.push(conn::dialect(tx).for_update_skip_locked());
    sql.push(") RETURNING id, ticket_id, envelope_from, recipient, message_id, raw_blob, attempts, lease_until");
    let mut jobs: Vec<OutgoingJob> = conn::all(tx, sql).await?;
    // RETURNING has no order; ids grow with time.
    jobs.sort_by_key(|job| job.id);
    Ok(jobs)
}

/// The transport has taken it. True also when the claim has run out in between: it is not to go once more. Whether it still
/// waited.
pub async fn sent(tx: &WriteTx, job: &OutgoingJob, now: Timestamp, answer: &str) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "UPDATE outgoing_mails SET status = 'sent', sent_at = $2, last_answer = $3, next_attempt_at = NULL, lease_until = 0
         WHERE id = $1 AND status = 'queued'",
        bind![job.id, now, answer],
    );
    conn::run(tx, sql).await.map(|rows| rows > 0)
}

/// It did not go; it is tried again at `next_at`. False, and nothing is noted, when the claim has run out: another worker has
/// it.
pub async fn retry(tx: &WriteTx, job: &OutgoingJob, next_at: Timestamp, answer: &str) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "UPDATE outgoing_mails SET next_attempt_at = $3, last_answer = $4, lease_until = 0
         WHERE id = $1 AND lease_until = $2 AND status = 'queued'",
        bind![job.id, job.lease_until, next_at, answer],
    );
    conn::run(tx, sql).await.map(|rows| rows > 0)
}

/// It did not go and never will. False, and nothing is noted, when the claim has run out: another worker has it.
pub async fn failed(tx: &WriteTx, job: &OutgoingJob, answer: &str) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "UPDATE outgoing_mails SET status = 'failed', last_answer = $3, next_attempt_at = NULL, lease_until = 0
         WHERE id = $1 AND lease_until = $2 AND status = 'queued'",
        bind![job.id, job.lease_until, answer],
    );
    conn::run(tx, sql).await.map(|rows| rows > 0)
}

/// All outgoing mails, newest first.
///
/// # Errors
/// `BadCursor` for a cursor of another list.
pub async fn page(conn: &impl Conn, cursor: Option<&str>, limit: u32) -> Result<Page<OutgoingMailView>, StoreError> {
    let mut sql = Sql::new(SELECT);
    match Cursor::decode(list::OUTGOING, cursor)? {
        Some(after) => sql.push("(m.created_at, m.id) < ").tuple(bind![after.first, after.id]),
        None => sql.push("(1 = 1)"),
    };
    sql.push(" ORDER BY m.created_at DESC, m.id DESC LIMIT ")
        .bind(rows_for(limit));
    let rows: Vec<OutgoingRow> = conn::all(conn, sql).await?;
    let page = Page::cut(rows, limit, |last| {
        Cursor::at(list::OUTGOING, last.mail.created_at.as_millisecond(), last.mail.id.0)
    });
    Ok(page.map(|row| row.mail))
}

/// The outgoing mail with this id.
pub async fn find(conn: &impl Conn, id: OutgoingMailId) -> Result<Option<OutgoingRow>, StoreError> {
    let mut sql = Sql::new(SELECT);
    sql.push("m.id = ").bind(id);
    conn::one(conn, sql).await
}

/// The rows of a mail, one for each recipient; none where the id is not one of ours.
pub async fn find_by_message_id(conn: &impl Conn, message_id: &str) -> Result<Vec<OutgoingRow>, StoreError> {
    let mut sql = Sql::new(SELECT);
    sql.push("m.message_id = ").bind(message_id).push(" ORDER BY m.id");
    conn::all(conn, sql).await
}

/// How many receipts an address was sent since a time: the brake on mail loops.
pub async fn receipts_since(conn: &impl Conn, address: &str, since: Timestamp) -> Result<u64, StoreError> {
    let sql = Sql::with(
        "SELECT COUNT(*) AS value FROM outgoing_mails WHERE recipient = $1 AND kind = $2 AND created_at >= $3",
        bind![address.to_lowercase(), MailKind::Receipt.name(), since],
    );
    Ok(conn::one::<Single<u64>>(conn, sql).await?.map_or(0, |count| count.0))
}

/// A mail that had been sent came back for this recipient: it has failed after all. One that still waits, or has failed
/// already, stays as it is.
pub async fn bounced(tx: &WriteTx, message_id: &str, recipient: &str, answer: &str) -> Result<(), StoreError> {
    let sql = Sql::with(
        "UPDATE outgoing_mails SET status = 'failed', last_answer = $3, next_attempt_at = NULL, lease_until = 0
         WHERE message_id = $1 AND recipient = $2 AND status = 'sent'",
        bind![message_id, recipient.to_lowercase(), answer],
    );
    conn::run(tx, sql).await.map(|_| ())
}
