//! Tickets for which a time has come: what the timers look for.

use pult_shared::{Timestamp, catalog::StateType, ids::TicketId};

use crate::{
    StoreError,
    conn::{self, Conn, Single},
    sql::{Sql, bind},
};

/// Locked tickets whose lock is due to be released: nobody has worked under it for as long as the queue says, or its holder is away
/// or may not sign in any more (requirements B16, E4). Work is what the holder does to the ticket.
pub async fn locks_due(conn: &impl Conn, now: Timestamp, limit: u32) -> Result<Vec<TicketId>, StoreError> {
    let sql = Sql::with(
        "SELECT t.id AS value FROM tickets t JOIN queues q ON q.id = t.queue_id JOIN people p ON p.id = t.locked_by
         WHERE t.locked_by IS NOT NULL AND (
           NOT p.active OR (p.away_until IS NOT NULL AND p.away_until > $1)
           OR (q.unlock_minutes IS NOT NULL AND t.locked_at <= $1 - q.unlock_minutes * 60000 AND NOT EXISTS (
             SELECT 1 FROM history h WHERE h.ticket_id = t.id AND h.actor_id = t.locked_by
             AND h.at > $1 - q.unlock_minutes * 60000)))
         ORDER BY t.locked_at, t.id LIMIT $2",
        bind![now, limit],
    );
    ids(conn, sql).await
}

/// Tickets that wait for a time which is over, and then go on to another state by themselves. The longest over first.
pub async fn waits_over(conn: &impl Conn, now: Timestamp, limit: u32) -> Result<Vec<TicketId>, StoreError> {
    // Written as in the index.
    let sql = Sql::with(
        "SELECT t.id AS value FROM tickets t WHERE t.closed_at IS NULL
         AND COALESCE(t.pending_until, 9223372036854775807) <= $1 AND t.state_type = $2 ORDER BY COALESCE(t.pending_until, 9223372036854775807), t.id LIMIT $3",
        bind![now, StateType::PendingAuto.name(), limit],
    );
    ids(conn, sql).await
}

async fn ids(conn: &impl Conn, sql: Sql) -> Result<Vec<TicketId>, StoreError> {
    let rows: Vec<Single<TicketId>> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}
