//! The queues in which nobody is present though there is something to do: noted as long as it lasts, so that it is told once.

use std::collections::{BTreeMap, BTreeSet};

use pult_shared::{Timestamp, ids::QueueId};

use crate::{
    StoreError, WriteTx,
    conn::{self, Conn, Single},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

struct UnstaffedRow(QueueId, Timestamp);

impl FromRow for UnstaffedRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(row.get("queue_id")?, row.get("since")?))
    }
}

/// Of which queues it was told that nobody is there, and since when.
pub async fn unstaffed(conn: &impl Conn) -> Result<BTreeMap<QueueId, Timestamp>, StoreError> {
    let rows: Vec<UnstaffedRow> = conn::all(conn, Sql::new("SELECT queue_id, since FROM unstaffed_queues")).await?;
    Ok(rows.into_iter().map(|row| (row.0, row.1)).collect())
}

/// Those of some queues that have active tickets.
pub async fn with_open_tickets(conn: &impl Conn, among: &BTreeSet<QueueId>) -> Result<BTreeSet<QueueId>, StoreError> {
    if among.is_empty() {
        return Ok(BTreeSet::new());
    }
    let mut sql = Sql::new(
        "SELECT q.id AS value FROM queues q WHERE EXISTS (SELECT 1 FROM tickets t WHERE t.queue_id = q.id AND t.closed_at IS NULL)
         AND q.id IN ",
    );
    sql.list(among.iter().copied());
    let rows: Vec<Single<QueueId>> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Notes that nobody is in a queue. False where that is known.
pub async fn begin_unstaffed(tx: &WriteTx, queue: QueueId, since: Timestamp) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "INSERT INTO unstaffed_queues (queue_id, since) VALUES ($1, $2) ON CONFLICT (queue_id) DO NOTHING",
        bind![queue, since],
    );
    Ok(conn::run(tx, sql).await? > 0)
}

/// Notes that somebody is there again, in all queues but these.
pub async fn end_unstaffed(tx: &WriteTx, still: &BTreeSet<QueueId>) -> Result<(), StoreError> {
    let mut sql = Sql::new("DELETE FROM unstaffed_queues WHERE queue_id NOT IN ");
    sql.list(still.iter().copied().chain([QueueId::NIL]));
    conn::run(tx, sql).await.map(|_| ())
}
