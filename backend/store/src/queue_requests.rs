//! Requests for queues, each beside its ticket.

use pult_shared::{
    Timestamp,
    api::queue_request::{QueueRequestDef, QueueRequestStatus},
    ids::{PersonId, QueueId, TicketId},
    limits::QUEUE_REQUESTS_MAX,
    ticket::TicketNumber,
};

use crate::{
    StoreError, WriteTx,
    apply::to_json,
    conn::{self, Conn},
    filter::push_named_of,
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// A request with what is known of its ticket.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueRequest {
    pub ticket_id: TicketId,
    pub number: TicketNumber,
    /// Who asked: the requester of the ticket.
    pub requester_id: PersonId,
    pub wanted: QueueRequestDef,
    pub status: QueueRequestStatus,
    pub requested_at: Timestamp,
    pub decided_at: Option<Timestamp>,
    pub decided_by: Option<PersonId>,
    pub refusal: Option<String>,
    /// The queue that was made.
    pub queue_id: Option<QueueId>,
}

impl FromRow for QueueRequest {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            ticket_id: row.get("ticket_id")?,
            number: row.get("number")?,
            requester_id: row.get("requester_id")?,
            wanted: row.json("wanted")?,
            status: row.get("status")?,
            requested_at: row.get("requested_at")?,
            decided_at: row.get("decided_at")?,
            decided_by: row.get("decided_by")?,
            refusal: row.get("refusal")?,
            queue_id: row.get("queue_id")?,
        })
    }
}

/// How a request was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    pub status: QueueRequestStatus,
    pub at: Timestamp,
    pub by: PersonId,
    pub refusal: Option<String>,
    pub queue_id: Option<QueueId>,
}

const COLUMNS: &str = "SELECT r.ticket_id, t.number, t.requester_id, r.wanted, r.status, r.requested_at, r.decided_at, r.decided_by, r.refusal, r.queue_id
     FROM queue_requests r JOIN tickets t ON t.id = r.ticket_id WHERE ";

/// Enters a request beside a ticket that is there.
pub async fn insert(
    tx: &WriteTx,
    ticket: TicketId,
    wanted: &QueueRequestDef,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO queue_requests (ticket_id, parent_id, wanted, status, requested_at) VALUES ($1, $2, $3, $4, $5)",
        bind![
            ticket,
            wanted.parent_id,
            to_json(wanted)?,
            QueueRequestStatus::Open.name(),
            now
        ],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// What is talked about in a ticket for named persons only is theirs, and that of whoever asked.
fn push_readable(sql: &mut Sql, reader: PersonId) {
    sql.push("(NOT t.named_only OR t.requester_id = ")
        .bind(reader)
        .push(" OR t.id IN (");
    push_named_of(sql, reader);
    sql.push("))");
}

/// The request beside the ticket with this number, where the reader may know of it.
pub async fn find(
    conn: &impl Conn,
    number: &TicketNumber,
    reader: PersonId,
) -> Result<Option<QueueRequest>, StoreError> {
    let mut sql = Sql::new(COLUMNS);
    sql.push("t.number = ").bind(&number.0).push(" AND ");
    push_readable(&mut sql, reader);
    conn::one(conn, sql).await
}

/// Requests of one status that the reader may know of, newest first, bounded: below these queues, or all.
pub async fn list(
    conn: &impl Conn,
    status: QueueRequestStatus,
    below: Option<&[QueueId]>,
    reader: PersonId,
) -> Result<Vec<QueueRequest>, StoreError> {
    let mut sql = Sql::new(COLUMNS);
    sql.push("r.status = ").bind(status.name()).push(" AND ");
    push_readable(&mut sql, reader);
    match below {
        Some([]) => return Ok(Vec::new()),
        Some(below) => {
            sql.push(" AND r.parent_id IN ").list(below.iter().copied());
        }
        None => {}
    }
    sql.push(" ORDER BY r.requested_at DESC, r.ticket_id DESC LIMIT ")
        .bind(QUEUE_REQUESTS_MAX);
    conn::all(conn, sql).await
}

/// Notes how a request was decided. Tells whether nobody had decided before.
pub async fn settle(tx: &WriteTx, ticket: TicketId, settled: &Settled) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "UPDATE queue_requests SET status = $2, decided_at = $3, decided_by = $4, refusal = $5, queue_id = $6
         WHERE ticket_id = $1 AND status = 'open'",
        bind![
            ticket,
            settled.status.name(),
            settled.at,
            settled.by,
            settled.refusal.as_deref(),
            settled.queue_id,
        ],
    );
    Ok(conn::run(tx, sql).await? > 0)
}
