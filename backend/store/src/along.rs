//! What is closed along with the ticket above: entered with the closing, taken up ticket by ticket, kept for a while so that it can be taken back.

use jiff::SignedDuration;
use pult_domain::ticket::{Along, CloseAlong};
use pult_shared::{
    Timestamp,
    catalog::StateKey,
    command::LinkKind,
    ids::{PersonId, TicketId},
};

use crate::{
    StoreError, WriteTx,
    conn::{self, Conn, Single},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// For so long it is remembered what was closed along: many times as long as closing can be taken back.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24);

/// A ticket that is to be closed along, or opened again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlongRow {
    pub ticket_id: TicketId,
    pub parent_id: TicketId,
    /// Who has closed the one above, or opened it again; nobody: a rule, or time.
    pub actor_id: Option<PersonId>,
    pub what: What,
    pub at: Timestamp,
}

/// What is to happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    Close(CloseAlong),
    /// To the state that it had, unless it was changed since.
    Open {
        state: StateKey,
        /// As it was closed.
        closed: StateKey,
        closed_at: Option<Timestamp>,
    },
}

impl FromRow for AlongRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let status: String = row.get("status")?;
        let before: Option<String> = row.get("state_before")?;
        let what = if status == "opening" {
            What::Open {
                state: StateKey::new(before.unwrap_or_default()),
                closed: StateKey::new(row.get::<String>("state")?),
                closed_at: row.get("closed_at")?,
            }
        } else {
            What::Close(CloseAlong {
                state: StateKey::new(row.get::<String>("state")?),
                notify: row.get("notify")?,
                undo_seconds: row
                    .get::<Option<i64>>("undo_seconds")?
                    .and_then(|seconds| u32::try_from(seconds).ok()),
            })
        };
        Ok(Self {
            ticket_id: row.get("ticket_id")?,
            parent_id: row.get("parent_id")?,
            actor_id: row.get("actor_id")?,
            what,
            at: row.get("at")?,
        })
    }
}

const INSERT: &str =
    "INSERT INTO closings_along (ticket_id, parent_id, status, state, actor_id, notify, undo_seconds, at) ";
const AGAIN: &str = " ON CONFLICT (ticket_id) DO UPDATE SET parent_id = excluded.parent_id, status = excluded.status, state = excluded.state,
     actor_id = excluded.actor_id, notify = excluded.notify, undo_seconds = excluded.undo_seconds, at = excluded.at, state_before = NULL,
     closed_at = NULL, reason = NULL";

/// Enters what a decision means for the tickets below: one statement, two where a ticket is opened again.
pub(crate) async fn note(
    tx: &WriteTx,
    parent: TicketId,
    along: &Along,
    actor: Option<PersonId>,
    at: Timestamp,
) -> Result<(), StoreError> {
    match along {
        Along::Close(close) => {
            let mut sql = Sql::new(INSERT);
            sql.push("SELECT t.id, l.ticket_id, 'closing', ").bind(&close.state);
            sql.push(", ").bind(actor).push(", ").bind(close.notify).push(", ");
            sql.bind(close.undo_seconds.map(i64::from)).push(", ").bind(at);
            sql.push(" FROM ticket_links l JOIN tickets t ON t.id = l.other_id WHERE l.ticket_id = ")
                .bind(parent);
            sql.push(" AND l.kind = ").bind(LinkKind::Child.name());
            sql.push(" AND t.closed_at IS NULL").push(AGAIN);
            conn::run(tx, sql).await?;
        }
        Along::Open { again } => {
            let sql = Sql::with(
                "DELETE FROM closings_along WHERE parent_id = $1 AND status = 'closing'",
                bind![parent],
            );
            conn::run(tx, sql).await?;
            if *again {
                let sql = Sql::with(
                    "UPDATE closings_along SET status = 'opening', actor_id = $2, at = $3 WHERE parent_id = $1 AND status = 'closed'",
                    bind![parent, actor, at],
                );
                conn::run(tx, sql).await?;
            }
        }
    }
    Ok(())
}

/// Enters one ticket to be closed along, as [`note`] does for all below one.
pub async fn enter(
    tx: &WriteTx,
    ticket: TicketId,
    parent: TicketId,
    close: &CloseAlong,
    actor: Option<PersonId>,
    at: Timestamp,
) -> Result<(), StoreError> {
    let mut sql = Sql::new(INSERT);
    sql.push("VALUES ").tuple(bind![
        ticket,
        parent,
        "closing",
        &close.state,
        actor,
        close.notify,
        close.undo_seconds.map(i64::from),
        at
    ]);
    sql.push(AGAIN);
    conn::run(tx, sql).await.map(|_| ())
}

const SELECT: &str = "SELECT ticket_id, parent_id, status, state, actor_id, notify, undo_seconds, at, state_before, closed_at FROM closings_along WHERE ";

/// What is to be done, oldest first.
pub async fn due(conn: &impl Conn, limit: u32) -> Result<Vec<AlongRow>, StoreError> {
    let mut sql = Sql::new(SELECT);
    sql.push("status IN ('closing', 'opening') ORDER BY at, ticket_id LIMIT ")
        .bind(limit);
    conn::all(conn, sql).await
}

/// The same of one ticket, once it is locked: somebody else may have done it, or have taken it back.
pub async fn still_due(tx: &WriteTx, ticket: TicketId) -> Result<Option<AlongRow>, StoreError> {
    let mut sql = Sql::new(SELECT);
    sql.push("status IN ('closing', 'opening') AND ticket_id = ")
        .bind(ticket);
    conn::one(tx, sql).await
}

/// It was closed: remembers how it was before.
pub async fn closed(
    tx: &WriteTx,
    ticket: TicketId,
    before: &StateKey,
    at: Option<Timestamp>,
) -> Result<(), StoreError> {
    let sql = Sql::with(
        "UPDATE closings_along SET status = 'closed', state_before = $2, closed_at = $3 WHERE ticket_id = $1",
        bind![ticket, before, at],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// It could not be closed: remembers why, until it is.
pub async fn left(tx: &WriteTx, ticket: TicketId, reason: &str) -> Result<(), StoreError> {
    let sql = Sql::with(
        "UPDATE closings_along SET status = 'left', reason = $2 WHERE ticket_id = $1",
        bind![ticket, reason],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// There is nothing to do any more.
pub async fn forget(tx: &WriteTx, ticket: TicketId) -> Result<(), StoreError> {
    let sql = Sql::with("DELETE FROM closings_along WHERE ticket_id = $1", bind![ticket]);
    conn::run(tx, sql).await.map(|_| ())
}

struct LeftRow(TicketId, String);

impl FromRow for LeftRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(row.get("ticket_id")?, row.get("reason")?))
    }
}

/// The tickets below one that could not be closed along and are open still, with the reason.
pub async fn left_below(conn: &impl Conn, parent: TicketId) -> Result<Vec<(TicketId, String)>, StoreError> {
    let sql = Sql::with(
        "SELECT c.ticket_id, COALESCE(c.reason, '') AS reason FROM closings_along c JOIN tickets t ON t.id = c.ticket_id
         WHERE c.parent_id = $1 AND c.status = 'left' AND t.closed_at IS NULL ORDER BY c.ticket_id",
        bind![parent],
    );
    let rows: Vec<LeftRow> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| (row.0, row.1)).collect())
}

/// Whether the last that a customer got is a mail that somebody wrote after a moment: then they need not be told once more that it is done.
pub async fn was_answered_since(conn: &impl Conn, ticket: TicketId, since: Timestamp) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "SELECT CASE WHEN a.direction = 'outgoing' AND a.channel = 'mail' AND NOT a.automatic AND a.created_at >= $2
           THEN CAST(1 AS BIGINT) ELSE 0 END AS value
         FROM articles a WHERE a.ticket_id = $1 AND a.visible_to_customer AND NOT a.recalled ORDER BY a.created_at DESC, a.id DESC LIMIT 1",
        bind![ticket, since],
    );
    Ok(conn::one::<Single<i64>>(conn, sql)
        .await?
        .is_some_and(|found| found.0 > 0))
}

/// Forgets what can be taken back no more.
pub async fn delete_older(tx: &WriteTx, now: Timestamp) -> Result<u64, StoreError> {
    let before = now.saturating_sub(REMEMBERED).unwrap_or(now);
    let sql = Sql::with(
        "DELETE FROM closings_along WHERE status IN ('closed', 'left') AND at < $1
         AND EXISTS (SELECT 1 FROM tickets t WHERE t.id = closings_along.ticket_id AND t.closed_at IS NOT NULL)",
        bind![before],
    );
    conn::run(tx, sql).await
}
