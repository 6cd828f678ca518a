//! The history: append-only, chained by hash within each ticket, numbered through for the live stream.

use pult_domain::{
    history::{ChainEntry, verify as verify_chain},
    ticket::Ticket,
};
use pult_shared::{
    Timestamp,
    event::TicketEvent,
    ids::{ArticleId, PersonId, TicketId},
    ticket::Direction,
};
use sea_orm::Value;
use uuid::Uuid;

use crate::{
    Page, StoreError, WriteTx, articles,
    conn::{self, Conn, Single},
    dialect::Dialect,
    page::{Cursor, list, rows_for},
    row::{FromRow, Row},
    sql::{Sql, bind},
    tickets,
};

/// One entry of a ticket's history.
#[derive(Clone, Debug, PartialEq)]
pub struct HistoryRow {
    pub seq: i64,
    /// Within the ticket; counts from 1.
    pub position: i64,
    pub at: Timestamp,
    /// Nobody: the system itself.
    pub actor_id: Option<PersonId>,
    pub event: TicketEvent,
    /// The event to the byte, as the hash covers it.
    pub stored: String,
    pub hash: String,
    /// The ticket's version that it belongs to; nothing for entries from before versions were noted.
    pub version: Option<i64>,
}

impl FromRow for HistoryRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            seq: row.get("seq")?,
            position: row.get("position")?,
            at: row.get("at")?,
            actor_id: row.get("actor_id")?,
            event: row.json("event")?,
            stored: row.get("event")?,
            hash: row.get("hash")?,
            version: row.get("version")?,
        })
    }
}

/// One entry of everybody's history, with the ticket as it is now.
#[derive(Clone, Debug, PartialEq)]
pub struct LiveRow {
    pub seq: i64,
    pub at: Timestamp,
    /// The ticket's version that it belongs to: what came at once has the same.
    pub entry_version: Option<i64>,
    pub ticket: Ticket,
    pub actor_id: Option<PersonId>,
    pub event: TicketEvent,
    /// The other ticket that the event speaks of, as it is now: who may not see it must not learn of the event.
    pub other: Option<Ticket>,
    /// The message that the event speaks of can still be taken back: customers must not learn of it yet.
    pub waits: bool,
    /// Told once more, to customers: the message waited until now.
    pub late: bool,
}

impl LiveRow {
    /// The message to the customer that the event tells of.
    #[must_use]
    pub fn message(&self) -> Option<ArticleId> {
        match &self.event {
            TicketEvent::ArticleAdded {
                article_id,
                direction: Direction::Outgoing,
                visible_to_customer: true,
                ..
            } => Some(*article_id),
            _ => None,
        }
    }
}

impl FromRow for LiveRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            seq: row.get("seq")?,
            at: row.get("entry_at")?,
            entry_version: row.get("entry_version")?,
            ticket: Ticket::from_row(row)?,
            actor_id: row.get("actor_id")?,
            event: row.json("event")?,
            other: None,
            waits: false,
            late: false,
        })
    }
}

const ENTRY: &str = "SELECT seq, position, at, actor_id, event, hash, version FROM history WHERE ticket_id = ";

/// A ticket's history, oldest first; `visible_only` leaves out what its customer must not know.
///
/// # Errors
/// `BadCursor` for a cursor of another list.
pub async fn page(
    conn: &impl Conn,
    ticket: TicketId,
    visible_only: bool,
    cursor: Option<&str>,
    limit: u32,
) -> Result<Page<HistoryRow>, StoreError> {
    let mut sql = Sql::new(ENTRY);
    sql.bind(ticket);
    if visible_only {
        sql.push(" AND visible_to_customer");
    }
    if let Some(after) = Cursor::decode(list::HISTORY, cursor)? {
        sql.push(" AND position > (SELECT o.position FROM history o WHERE o.seq = ")
            .bind(after.first);
        sql.push(" AND o.ticket_id = ").bind(ticket).push(")");
    }
    sql.push(" ORDER BY position LIMIT ").bind(rows_for(limit));
    let rows = conn::all(conn, sql).await?;
    Ok(Page::cut(rows, limit, |last: &HistoryRow| {
        Cursor::at(list::HISTORY, last.seq, Uuid::nil())
    }))
}

/// Entries that [`since_version`] gives at the most.
const CHANGES_MAX: u32 = 1_000;

/// What happened to a ticket after a version of it, oldest first.
pub async fn since_version(conn: &impl Conn, ticket: TicketId, version: i64) -> Result<Vec<HistoryRow>, StoreError> {
    let mut sql = Sql::new(ENTRY);
    sql.bind(ticket).push(" AND version > ").bind(version);
    sql.push(" ORDER BY position LIMIT ").bind(CHANGES_MAX);
    conn::all(conn, sql).await
}

/// What came of one change of a ticket, in order.
pub async fn of_version(conn: &impl Conn, ticket: TicketId, version: i64) -> Result<Vec<HistoryRow>, StoreError> {
    let mut sql = Sql::new(ENTRY);
    sql.bind(ticket).push(" AND version = ").bind(version);
    sql.push(" ORDER BY position LIMIT ").bind(CHANGES_MAX);
    conn::all(conn, sql).await
}

/// One entry of the history of one of several tickets.
#[derive(Clone, Debug, PartialEq)]
pub struct EntryOf {
    pub ticket_id: TicketId,
    pub version: Option<i64>,
    pub at: Timestamp,
    pub event: TicketEvent,
}

impl FromRow for EntryOf {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            ticket_id: row.get("ticket_id")?,
            version: row.get("version")?,
            at: row.get("at")?,
            event: row.json("event")?,
        })
    }
}

/// Entries of some kinds (as in `type`) of several tickets, the newest first.
pub async fn of_kinds(
    conn: &impl Conn,
    tickets: &[TicketId],
    kinds: &[&'static str],
    limit: u32,
) -> Result<Vec<EntryOf>, StoreError> {
    if tickets.is_empty() || kinds.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new("SELECT ticket_id, version, at, event FROM history WHERE ticket_id IN ");
    sql.list(tickets.iter().copied()).push(" AND (");
    for (index, kind) in kinds.iter().enumerate() {
        // The tag comes first in the text of an event.
        sql.push(if index == 0 { "event LIKE '" } else { " OR event LIKE '" });
        sql.push("{\"type\":\"").push(kind).push("\"%'");
    }
    sql.push(") ORDER BY at DESC, seq DESC LIMIT ").bind(limit);
    conn::all(conn, sql).await
}

struct EventRow(TicketEvent);

impl FromRow for EventRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(row.json("event")?))
    }
}

/// The last merge of a ticket into another one.
pub async fn last_merge(conn: &impl Conn, ticket: TicketId) -> Result<Option<TicketEvent>, StoreError> {
    // The tag comes first in the text of an event.
    let sql = Sql::with(
        "SELECT event FROM history WHERE ticket_id = $1 AND event LIKE '{\"type\":\"merged_into\"%' ORDER BY position DESC LIMIT 1",
        bind![ticket],
    );
    Ok(conn::one::<EventRow>(conn, sql).await?.map(|row| row.0))
}

/// What happened after an entry, in order, for the live stream. Never leaves out an entry that comes to light later with a
/// smaller number: entries wait until all before them are committed.
pub async fn since(conn: &impl Conn, after_seq: i64, limit: u32) -> Result<Vec<LiveRow>, StoreError> {
    let settled = settled(conn).await?;
    let mut sql = Sql::new("SELECT h.seq, h.at AS entry_at, h.version AS entry_version, h.actor_id, h.event, ");
    tickets::push_columns(&mut sql, conn::dialect(conn));
    sql.push(" FROM history h JOIN tickets t ON t.id = h.ticket_id WHERE h.seq > ");
    sql.bind(after_seq).push(" AND h.seq <= ").bind(settled);
    sql.push(" ORDER BY h.seq LIMIT ").bind(limit);
    let mut rows: Vec<LiveRow> = conn::all(conn, sql).await?;
    let others: Vec<TicketId> = rows.iter().filter_map(|row| row.event.other_ticket()).collect();
    let others = tickets::find_many(conn, &others).await?;
    let messages: Vec<ArticleId> = rows.iter().filter_map(LiveRow::message).collect();
    let waiting = articles::waiting(conn, &messages).await?;
    for row in &mut rows {
        row.waits = row.message().is_some_and(|id| waiting.contains(&id));
        row.other = row.event.other_ticket().and_then(|id| others.get(&id).cloned());
    }
    Ok(rows)
}

/// Where a stream that begins now begins: all up to here is committed.
pub async fn last_seq(conn: &impl Conn) -> Result<i64, StoreError> {
    settled(conn).await
}

/// The keys of advisory locks by which writers announce the number from which on they write; the low bits are the number.
const WRITER_LOCK: i64 = 0x50 << 48;
const WRITER_LOCK_MASK: i64 = (1 << 48) - 1;

/// The number up to which no entry is missing any more.
///
/// PostgreSQL hands out numbers before the commit, so a smaller number may become visible after a greater one. Each writer
/// announces, before it takes numbers, the last number taken (see [`insert`]). Reading the last number first and the
/// announcements after it makes this exact: whoever takes a number up to the last one has announced before.
async fn settled(conn: &impl Conn) -> Result<i64, StoreError> {
    if conn::dialect(conn) == Dialect::Sqlite {
        let sql = Sql::new("SELECT COALESCE(MAX(seq), 0) AS value FROM history");
        return Ok(conn::one::<Single<i64>>(conn, sql).await?.map_or(0, |last| last.0));
    }
    let last = Sql::new("SELECT CASE WHEN is_called THEN last_value ELSE 0 END AS value FROM history_seq_seq");
    let last = conn::one::<Single<i64>>(conn, last).await?.map_or(0, |last| last.0);
    let writers = Sql::with(
        "SELECT MIN(key & $2) AS value FROM (
           SELECT (CAST(CAST(classid AS BIGINT) << 32 AS BIGINT) | CAST(objid AS BIGINT)) AS key FROM pg_locks
           WHERE locktype = 'advisory' AND granted AND objsubid = 1
             AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
         ) held WHERE (key & ~$2) = $1",
        bind![WRITER_LOCK, WRITER_LOCK_MASK],
    );
    let writing = conn::one::<Single<Option<i64>>>(conn, writers)
        .await?
        .and_then(|least| least.0);
    Ok(writing.map_or(last, |least| least.min(last)))
}

/// Appends entries to a ticket's history.
pub(crate) async fn insert(tx: &WriteTx, ticket: TicketId, rows: Vec<Vec<Value>>) -> Result<(), StoreError> {
    debug_assert!(rows.iter().all(|row| row.first() == Some(&Value::Uuid(Some(ticket.0)))));
    append(tx, rows).await
}

/// Appends entries to the histories of several tickets.
pub(crate) async fn append(tx: &WriteTx, rows: Vec<Vec<Value>>) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    if conn::dialect(tx) == Dialect::Postgres {
        let announce = Sql::with(
            "SELECT pg_advisory_xact_lock_shared($1 | CASE WHEN is_called THEN last_value ELSE 0 END) FROM history_seq_seq",
            bind![WRITER_LOCK],
        );
        conn::run(tx, announce).await?;
    }
    let mut sql = Sql::new(
        "INSERT INTO history (ticket_id, position, at, actor_id, event, visible_to_customer, hash, version) VALUES ",
    );
    sql.rows(rows);
    conn::run(tx, sql).await.map(|_| ())
}

struct EntryRow(ChainEntry);

impl FromRow for EntryRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(ChainEntry {
            position: row.get("position")?,
            at: row.get("at")?,
            actor: row.get("actor_id")?,
            event_json: row.get("event")?,
            hash: row.get("hash")?,
            redacted: row.get::<i64>("redacted")? > 0,
        }))
    }
}

/// An entry says less than it did only where a later one tells that something was removed, by whom and why.
fn refuse_unexplained(ticket: TicketId, rows: &[EntryRow]) -> Result<(), StoreError> {
    let told = |row: &EntryRow| !row.0.redacted && row.0.event_json.contains(r#""type":"redacted""#);
    let last = rows.iter().rev().find(|row| told(row)).map_or(0, |row| row.0.position);
    match rows.iter().find(|row| row.0.redacted && row.0.position > last) {
        Some(row) => Err(StoreError::Corrupt(format!(
            "history of {ticket}: entry {} was altered, and nothing says why",
            row.0.position
        ))),
        None => Ok(()),
    }
}

/// Recomputes a ticket's whole chain, and that it ends where the ticket says.
///
/// # Errors
/// `Corrupt` with the position of the first entry that does not fit.
pub async fn verify(conn: &impl Conn, ticket: TicketId) -> Result<(), StoreError> {
    let sql = Sql::with(
        "SELECT h.position, h.at, h.actor_id, h.event, h.hash, CASE WHEN r.position IS NULL THEN CAST(0 AS BIGINT) ELSE 1 END AS redacted
         FROM history h LEFT JOIN history_redactions r ON r.ticket_id = h.ticket_id AND r.position = h.position
         WHERE h.ticket_id = $1 ORDER BY h.position",
        bind![ticket],
    );
    let rows: Vec<EntryRow> = conn::all(conn, sql).await?;
    refuse_unexplained(ticket, &rows)?;
    let last = rows.last().map(|row| row.0.hash.clone()).unwrap_or_default();
    verify_chain(ticket, rows.into_iter().map(|row| row.0))
        .map_err(|position| StoreError::Corrupt(format!("history of {ticket}: entry {position} was altered")))?;
    let sql = Sql::with("SELECT history_hash AS value FROM tickets WHERE id = $1", bind![ticket]);
    let end: Option<Single<String>> = conn::one(conn, sql).await?;
    if end.is_none_or(|end| end.0 == last) {
        Ok(())
    } else {
        Err(StoreError::Corrupt(format!(
            "history of {ticket}: entries are missing at the end"
        )))
    }
}
