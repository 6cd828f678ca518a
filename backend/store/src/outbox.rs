//! The outbox: mails that wait, that went and that could not go, a row for each recipient.
//!
//! A row is `queued`, `sent` or `failed`; what is noted beside it makes a waiting mail `deferred` and a failed one `bounced`.

use std::collections::HashMap;

use pult_domain::policy::Visibility;
use pult_shared::{
    Timestamp,
    api::{
        article::Delivery,
        mail::{OutgoingMailFilter, OutgoingMailView, OutgoingStatus},
    },
    event::MailKind,
    ids::{OutgoingMailId, QueueId, TicketId},
    mailbox::is_address,
};

use crate::{
    Page, StoreError, WriteTx,
    apply::NewOutgoing,
    conn::{self, Conn, Single},
    filter::{FilterContext, push_filter},
    page::{Cursor, list, rows_for},
    row::{FromRow, Row},
    search,
    sql::{Sql, bind},
};

/// A mail that is to be delivered now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutgoingJob {
    pub id: OutgoingMailId,
    /// None for the answer to a mail that has opened no ticket.
    pub ticket_id: Option<TicketId>,
    pub envelope_from: String,
    pub to: String,
    pub message_id: String,
    pub raw_blob: String,
    /// This attempt included.
    pub attempts: u32,
    /// Until when it is ours.
    pub lease_until: Timestamp,
    /// It was not to go at once: it could be taken back.
    pub waited: bool,
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
            waited: row.get::<i64>("next_attempt_at")? > row.get::<i64>("created_at")?,
        })
    }
}

/// A mail as it stands, with where its text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutgoingRow {
    pub mail: OutgoingMailView,
    /// Where its ticket is.
    pub queue_id: Option<QueueId>,
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
                delayed_at: row.get("delayed_at")?,
                delay: row.get("delay")?,
                given_up_at: row.get("given_up_at")?,
            },
            queue_id: row.get("queue_id")?,
            raw_blob: row.get("raw_blob")?,
        })
    }
}

/// Where a mail stands, in the words of the contract.
macro_rules! status {
    () => {
        "CASE WHEN m.status = 'queued' AND m.last_answer IS NOT NULL THEN 'deferred' \
         WHEN m.status = 'failed' AND m.bounced_at IS NOT NULL THEN 'bounced' ELSE m.status END AS status"
    };
}

const SELECT: &str = concat!(
    "SELECT m.id, m.kind, m.ticket_id, t.number, t.queue_id, m.message_id, m.envelope_from, m.recipient, m.subject, ",
    status!(),
    ", m.attempts, m.last_answer, m.created_at, m.next_attempt_at, m.sent_at, m.delayed_at, m.delay, m.given_up_at, m.raw_blob \
     FROM outgoing_mails m LEFT JOIN tickets t ON t.id = m.ticket_id WHERE "
);

/// Did not arrive, and nobody has looked after it: what the index of these mails is made for.
const UNDELIVERED: &str = "m.status = 'failed' AND m.given_up_at IS NULL";

/// Puts mails into the outbox. Those that belong to a ticket come here with its change.
pub async fn insert(tx: &WriteTx, mails: &[NewOutgoing], now: Timestamp) -> Result<(), StoreError> {
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

/// The Message-IDs of a ticket's mails of a kind that nobody has tried to send yet.
///
/// # Errors
/// When the database fails.
pub async fn waiting(conn: &impl Conn, ticket: TicketId, kind: MailKind) -> Result<Vec<String>, StoreError> {
    let sql = Sql::with(
        "SELECT DISTINCT message_id AS value FROM outgoing_mails WHERE ticket_id = $1 AND kind = $2 AND status = 'queued' AND attempts = 0",
        bind![ticket, kind.name()],
    );
    let ids = conn::all::<Single<String>>(conn, sql).await?;
    Ok(ids.into_iter().map(|id| id.0).collect())
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
    let mut sql = Sql::new(concat!(
        "SELECT m.message_id, m.recipient, ",
        status!(),
        ", m.next_attempt_at FROM outgoing_mails m WHERE m.message_id IN "
    ));
    sql.list(message_ids.iter().copied()).push(" ORDER BY m.id");
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

/// The condition that the article `a` can still be taken back: its mail waits for that time, and nobody has tried to deliver it.
/// Customers see nothing of it until then.
pub(crate) const WAITS: &str = "EXISTS (SELECT 1 FROM outgoing_mails m WHERE m.message_id = a.message_id AND m.status = 'queued' \
     AND m.attempts = 0 AND m.next_attempt_at > m.created_at)";

/// How many mails did not arrive, and nobody has looked after them.
pub async fn count_failed(conn: &impl Conn) -> Result<u64, StoreError> {
    let mut sql = Sql::new("SELECT COUNT(*) AS value FROM outgoing_mails m WHERE ");
    sql.push(UNDELIVERED);
    Ok(conn::one::<Single<u64>>(conn, sql).await?.map_or(0, |count| count.0))
}

/// Mails that did not arrive and that nobody has looked after, in tickets that somebody may see: the newest, and how many there
/// are, counted up to `cap`.
pub async fn undelivered(
    conn: &impl Conn,
    visibility: &Visibility,
    limit: u32,
    cap: u64,
) -> Result<(Vec<OutgoingRow>, u64), StoreError> {
    let dialect = conn::dialect(conn);
    let push_seen = |sql: &mut Sql| {
        // These mails are few: they are found first, and then their tickets.
        let context = FilterContext::of_visibility(dialect).by_person();
        sql.push(UNDELIVERED).push(" AND ");
        push_filter(sql, visibility.filter(), &context);
    };
    let mut sql = Sql::new(
        "SELECT COUNT(*) AS value FROM (SELECT 1 AS one FROM outgoing_mails m LEFT JOIN tickets t ON t.id = m.ticket_id WHERE ",
    );
    push_seen(&mut sql);
    sql.push(" LIMIT ").bind(cap).push(") counted");
    let count = conn::one::<Single<u64>>(conn, sql).await?.map_or(0, |count| count.0);
    if count == 0 {
        return Ok((Vec::new(), 0));
    }
    let mut sql = Sql::new(SELECT);
    push_seen(&mut sql);
    sql.push(" ORDER BY m.created_at DESC, m.id DESC LIMIT ").bind(limit);
    Ok((conn::all(conn, sql).await?, count))
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
    sql.push(
        ") RETURNING id, ticket_id, envelope_from, recipient, message_id, raw_blob, attempts, lease_until, \
         created_at, next_attempt_at",
    );
    let mut jobs: Vec<OutgoingJob> = conn::all(tx, sql).await?;
    // RETURNING has no order; ids grow with time.
    jobs.sort_by_key(|job| job.id);
    // What could be taken back until now stands: customers find it too.
    let mut standing: Vec<(TicketId, &str)> = jobs
        .iter()
        .filter(|job| job.waited && job.attempts == 1)
        .filter_map(|job| Some((job.ticket_id?, job.message_id.as_str())))
        .collect();
    standing.dedup();
    for (ticket, message_id) in standing {
        search::show(tx, ticket, message_id).await?;
    }
    Ok(jobs)
}

/// Makes a claim longer. False, and nothing changes, when it has run out.
pub async fn renew(tx: &WriteTx, job: &OutgoingJob, lease_until: Timestamp) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "UPDATE outgoing_mails SET lease_until = $3 WHERE id = $1 AND lease_until = $2 AND status = 'queued'",
        bind![job.id, job.lease_until, lease_until],
    );
    conn::run(tx, sql).await.map(|rows| rows > 0)
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

/// The outgoing mails of a filter, newest first.
///
/// # Errors
/// `BadCursor` for a cursor of another list.
pub async fn page(
    conn: &impl Conn,
    filter: &OutgoingMailFilter,
    cursor: Option<&str>,
    limit: u32,
) -> Result<Page<OutgoingMailView>, StoreError> {
    let mut sql = Sql::new(SELECT);
    match Cursor::decode(list::OUTGOING, cursor)? {
        Some(after) => sql.push("(m.created_at, m.id) < ").tuple(bind![after.first, after.id]),
        None => sql.push("(1 = 1)"),
    };
    push_outgoing(&mut sql, filter);
    sql.push(" ORDER BY m.created_at DESC, m.id DESC LIMIT ")
        .bind(rows_for(limit));
    let rows: Vec<OutgoingRow> = conn::all(conn, sql).await?;
    let page = Page::cut(rows, limit, |last| {
        Cursor::at(list::OUTGOING, last.mail.created_at.as_millisecond(), last.mail.id.0)
    });
    Ok(page.map(|row| row.mail))
}

/// The ids of those mails of a filter that did not arrive and that nobody has looked after, oldest first.
pub async fn undelivered_ids(
    conn: &impl Conn,
    filter: &OutgoingMailFilter,
    limit: u32,
) -> Result<Vec<OutgoingMailId>, StoreError> {
    let mut sql =
        Sql::new("SELECT m.id AS value FROM outgoing_mails m LEFT JOIN tickets t ON t.id = m.ticket_id WHERE ");
    sql.push(UNDELIVERED);
    push_outgoing(&mut sql, filter);
    sql.push(" ORDER BY m.created_at, m.id LIMIT ").bind(limit);
    let rows: Vec<Single<OutgoingMailId>> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

fn push_outgoing(sql: &mut Sql, filter: &OutgoingMailFilter) {
    sql.push(match filter.status {
        None => "",
        Some(OutgoingStatus::Queued) => " AND m.status = 'queued' AND m.last_answer IS NULL",
        Some(OutgoingStatus::Deferred) => " AND m.status = 'queued' AND m.last_answer IS NOT NULL",
        Some(OutgoingStatus::Sent) => " AND m.status = 'sent'",
        Some(OutgoingStatus::Failed) => " AND m.status = 'failed' AND m.bounced_at IS NULL",
        Some(OutgoingStatus::Bounced) => " AND m.status = 'failed' AND m.bounced_at IS NOT NULL",
    });
    if filter.unsettled {
        sql.push(" AND ").push(UNDELIVERED);
    }
    if let Some(number) = &filter.ticket {
        sql.push(" AND t.number = ").bind(number);
    }
    if let Some(to) = filter.to.as_deref().map(str::to_lowercase) {
        // A whole address has an index; a part of one is looked for from the newest mail on.
        if is_address(&to) {
            sql.push(" AND m.recipient = ").bind(to);
        } else {
            let escaped = to.replace('!', "!!").replace('%', "!%").replace('_', "!_");
            sql.push(" AND m.recipient LIKE ")
                .bind(format!("%{escaped}%"))
                .push(" ESCAPE '!'");
        }
    }
    if let Some(from) = filter.from {
        sql.push(" AND m.created_at >= ").bind(from);
    }
    if let Some(until) = filter.until {
        sql.push(" AND m.created_at < ").bind(until);
    }
}

/// Has a mail that did not arrive tried once more: the same bytes under the same Message-ID. It counts as tried, since what was on its
/// way once cannot be taken back. Whether it was one.
pub async fn send_again(tx: &WriteTx, id: OutgoingMailId, now: Timestamp) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "UPDATE outgoing_mails SET status = 'queued', attempts = 1, last_answer = NULL, sent_at = NULL, bounced_at = NULL,
         given_up_at = NULL, next_attempt_at = $2, lease_until = 0 WHERE id = $1 AND status = 'failed'",
        bind![id, now],
    );
    conn::run(tx, sql).await.map(|rows| rows > 0)
}

/// Notes that a mail which did not arrive needs nothing more. Whether it was one that nobody had given up before.
pub async fn give_up(tx: &WriteTx, id: OutgoingMailId, now: Timestamp) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "UPDATE outgoing_mails SET given_up_at = $2 WHERE id = $1 AND status = 'failed' AND given_up_at IS NULL",
        bind![id, now],
    );
    conn::run(tx, sql).await.map(|rows| rows > 0)
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

/// What an address was sent by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SentByItself {
    /// Receipts, and answers that refuse something.
    pub answers: u64,
    /// Of these, answers that no ticket was opened.
    pub not_accepted: u64,
}

impl FromRow for SentByItself {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            answers: row.get("answers")?,
            not_accepted: row.get("not_accepted")?,
        })
    }
}

/// How many answers an address got by itself since a time: the brake on mail loops.
pub async fn answers_since(conn: &impl Conn, address: &str, since: Timestamp) -> Result<SentByItself, StoreError> {
    let mut sql = Sql::with(
        "SELECT COUNT(*) AS answers, COUNT(*) FILTER (WHERE kind = $2) AS not_accepted FROM outgoing_mails
         WHERE recipient = $1 AND created_at >= $3",
        bind![address.to_lowercase(), MailKind::NotAccepted.name(), since],
    );
    sql.push(" AND kind IN ").list(MailKind::ANSWERS.map(MailKind::name));
    Ok(conn::one(conn, sql).await?.unwrap_or_default())
}

/// Another server has reported that a mail which had been sent to this recipient is late: noted, and nothing else. Tells whether there is
/// such a mail.
pub async fn delayed(
    tx: &WriteTx,
    message_id: &str,
    recipient: &str,
    report: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "UPDATE outgoing_mails SET delayed_at = $3, delay = $4 WHERE message_id = $1 AND recipient = $2 AND status = 'sent'",
        bind![message_id, recipient.to_lowercase(), now, report],
    );
    Ok(conn::run(tx, sql).await? > 0)
}

/// A mail that had been sent came back for this recipient: it has failed after all. One that still waits, or has failed
/// already, stays as it is.
pub async fn bounced(
    tx: &WriteTx,
    message_id: &str,
    recipient: &str,
    answer: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = Sql::with(
        "UPDATE outgoing_mails SET status = 'failed', last_answer = $3, bounced_at = $4, next_attempt_at = NULL, lease_until = 0
         WHERE message_id = $1 AND recipient = $2 AND status = 'sent'",
        bind![message_id, recipient.to_lowercase(), answer, now],
    );
    conn::run(tx, sql).await.map(|_| ())
}
