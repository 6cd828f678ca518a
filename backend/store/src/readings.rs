//! The log of reading: who has read what of a ticket in a sensitive queue.

use pult_shared::{
    Timestamp,
    api::reading::ReadingOf,
    ids::{PersonId, QueueId, TicketId},
    ticket::TicketNumber,
};
use uuid::Uuid;

use crate::{
    Page, StoreError, WriteTx,
    conn::{self, Conn, Single},
    page::{Cursor, list, rows_for},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// Somebody reads something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewReading {
    pub id: Uuid,
    pub at: Timestamp,
    pub ticket_id: TicketId,
    pub queue_id: QueueId,
    pub person_id: PersonId,
    /// As whom they looked.
    pub seen_as: Option<PersonId>,
    pub what: ReadingOf,
}

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadingRow {
    id: Uuid,
    pub at: Timestamp,
    pub number: TicketNumber,
    pub queue_id: QueueId,
    pub person_id: PersonId,
    pub seen_as: Option<PersonId>,
    pub what: ReadingOf,
}

impl FromRow for ReadingRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            at: row.get("at")?,
            number: row.get("number")?,
            queue_id: row.get("queue_id")?,
            person_id: row.get("person_id")?,
            seen_as: row.get("seen_as")?,
            what: row.get("what")?,
        })
    }
}

/// Whether the same person has read the same since then, so that a page that loads again is one reading.
pub async fn is_known(conn: &impl Conn, reading: &NewReading, since: Timestamp) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "SELECT COUNT(*) AS value FROM readings WHERE ticket_id = $1 AND person_id = $2 AND what = $3 AND at > $4
           AND COALESCE(seen_as, person_id) = $5",
        bind![
            reading.ticket_id,
            reading.person_id,
            reading.what.name(),
            since,
            reading.seen_as.unwrap_or(reading.person_id),
        ],
    );
    let known: Option<Single<i64>> = conn::one(conn, sql).await?;
    Ok(known.is_some_and(|count| count.0 > 0))
}

/// Enters a reading.
pub async fn insert(tx: &WriteTx, reading: &NewReading) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO readings (id, at, ticket_id, queue_id, person_id, what, seen_as) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        bind![
            reading.id,
            reading.at,
            reading.ticket_id,
            reading.queue_id,
            reading.person_id,
            reading.what.name(),
            reading.seen_as,
        ],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// The log of these queues, newest first; of one ticket, or of all.
///
/// # Errors
/// `BadCursor` for a cursor of another list.
pub async fn page(
    conn: &impl Conn,
    queues: &[QueueId],
    ticket: Option<&TicketNumber>,
    cursor: Option<&str>,
    limit: u32,
) -> Result<Page<ReadingRow>, StoreError> {
    let mut sql = Sql::new(
        "SELECT r.id, r.at, t.number, r.queue_id, r.person_id, r.seen_as, r.what FROM readings r JOIN tickets t ON t.id = r.ticket_id
         WHERE r.queue_id IN ",
    );
    sql.list(queues.iter().copied());
    if let Some(number) = ticket {
        sql.push(" AND t.number = ").bind(&number.0);
    }
    if let Some(after) = Cursor::decode(list::READINGS, cursor)? {
        sql.push(" AND (r.at, r.id) < ").tuple(bind![after.first, after.id]);
    }
    sql.push(" ORDER BY r.at DESC, r.id DESC LIMIT ").bind(rows_for(limit));
    let rows: Vec<ReadingRow> = conn::all(conn, sql).await?;
    Ok(Page::cut(rows, limit, |last| {
        Cursor::at(list::READINGS, last.at.as_millisecond(), last.id)
    }))
}
