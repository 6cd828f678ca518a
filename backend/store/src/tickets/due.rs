//! Tickets for which a time has come: what the timers look for.

use pult_shared::{
    Timestamp,
    catalog::StateType,
    ids::{QueueId, RuleId, TicketId},
    rule::Since,
};

use super::list::Question;
use crate::{
    StoreError, WriteTx,
    conn::{self, Conn, Single},
    filter::{push_filter, sharing},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// A ticket for which a time has come, and when it was: the place from which a timer goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    pub ticket: TicketId,
    pub at: Timestamp,
}

impl FromRow for Due {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            ticket: row.get("ticket_id")?,
            at: row.get("at")?,
        })
    }
}

/// Goes on behind a place, in the order of moment and id: what could not be worked on keeps nothing behind it waiting.
fn push_order(sql: &mut Sql, moment: &str, after: Option<Due>, limit: u32) {
    if let Some(after) = after {
        sql.push(" AND (").push(moment).push(" > ").bind(after.at);
        sql.push(" OR (").push(moment).push(" = ").bind(after.at);
        sql.push(" AND t.id > ").bind(after.ticket).push("))");
    }
    sql.push(" ORDER BY ").push(moment).push(", t.id LIMIT ").bind(limit);
}

/// Locked tickets whose lock is due to be released: nobody has worked under it for as long as the queue says, or its holder is away
/// or may not sign in any more (requirements B16, E4). Work is what the holder does to the ticket. `timed_out`: in which queues those
/// locks are due under which nobody has worked since which moment.
pub async fn locks_due(
    conn: &impl Conn,
    now: Timestamp,
    timed_out: &[(Timestamp, Vec<QueueId>)],
    after: Option<Due>,
    limit: u32,
) -> Result<Vec<Due>, StoreError> {
    let mut sql = Sql::new("SELECT t.id AS ticket_id, t.locked_at AS at");
    push_locks_due(&mut sql, now, timed_out);
    push_order(&mut sql, "t.locked_at", after, limit);
    conn::all(conn, sql).await
}

/// Whether the lock of one ticket is among them.
pub async fn lock_is_due(
    conn: &impl Conn,
    ticket: TicketId,
    now: Timestamp,
    timed_out: &[(Timestamp, Vec<QueueId>)],
) -> Result<bool, StoreError> {
    let mut sql = Sql::new("SELECT t.id AS ticket_id, t.locked_at AS at");
    push_locks_due(&mut sql, now, timed_out);
    sql.push(" AND t.id = ").bind(ticket);
    Ok(conn::one::<Due>(conn, sql).await?.is_some())
}

fn push_locks_due(sql: &mut Sql, now: Timestamp, timed_out: &[(Timestamp, Vec<QueueId>)]) {
    sql.push(
        " FROM tickets t JOIN people p ON p.id = t.locked_by WHERE t.locked_by IS NOT NULL AND (
           NOT p.active OR (p.away_until IS NOT NULL AND p.away_until > ",
    )
    .bind(now)
    .push(")");
    for (since, queues) in timed_out {
        sql.push(" OR (t.queue_id IN ").list(queues.iter().copied());
        sql.push(" AND t.locked_at <= ").bind(*since);
        sql.push(
            " AND NOT EXISTS (SELECT 1 FROM history h WHERE h.ticket_id = t.id AND h.actor_id = t.locked_by AND h.at > ",
        );
        sql.bind(*since).push("))");
    }
    sql.push(")");
}

/// Tickets that wait for a time which is over, and then go on to another state by themselves. The longest over first.
pub async fn waits_over(
    conn: &impl Conn,
    now: Timestamp,
    after: Option<Due>,
    limit: u32,
) -> Result<Vec<Due>, StoreError> {
    let mut sql = Sql::with(
        "SELECT t.id AS ticket_id, t.pending_until AS at FROM tickets t WHERE t.closed_at IS NULL
         AND COALESCE(t.pending_until, 9223372036854775807) <= $1 AND t.state_type = $2",
        bind![now, StateType::PendingAuto.name()],
    );
    // Written as in the index.
    push_order(&mut sql, "COALESCE(t.pending_until, 9223372036854775807)", after, limit);
    conn::all(conn, sql).await
}

/// Tickets of whose clocks something is to be told by now: a warning, a breach, a reminder. The longest due first.
pub async fn escalations_due(
    conn: &impl Conn,
    now: Timestamp,
    after: Option<Due>,
    limit: u32,
) -> Result<Vec<Due>, StoreError> {
    let mut sql = Sql::with(
        "SELECT t.id AS ticket_id, t.next_escalation_at AS at FROM tickets t
         WHERE t.next_escalation_at IS NOT NULL AND t.next_escalation_at <= $1",
        bind![now],
    );
    push_order(&mut sql, "t.next_escalation_at", after, limit);
    conn::all(conn, sql).await
}

/// How far all clocks were counted anew after the set-up has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountPass {
    /// Of the set-up by which it is counted.
    pub fingerprint: String,
    /// The ticket up to which it has come; nothing: it is done.
    pub after: Option<TicketId>,
}

impl FromRow for CountPass {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            fingerprint: row.get("fingerprint")?,
            after: row.get("after_id")?,
        })
    }
}

const PASS: &str = "SELECT fingerprint, after_id FROM clock_counts WHERE id = 1";

/// How far it is.
pub async fn count_pass(conn: &impl Conn) -> Result<Option<CountPass>, StoreError> {
    conn::one(conn, Sql::new(PASS)).await
}

/// The same for a step of it: until the transaction ends nobody else takes one.
pub async fn count_pass_for_update(tx: &WriteTx) -> Result<Option<CountPass>, StoreError> {
    let mut sql = Sql::new(PASS);
    sql.push(conn::dialect(tx).for_update());
    conn::one(tx, sql).await
}

/// Notes how far it is.
pub async fn note_count_pass(tx: &WriteTx, pass: &CountPass) -> Result<(), StoreError> {
    let sql = Sql::with(
        "UPDATE clock_counts SET fingerprint = $1, after_id = $2 WHERE id = 1",
        bind![&pass.fingerprint, pass.after],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// Active tickets in the order of their ids, behind one.
pub async fn active_after(conn: &impl Conn, after: TicketId, limit: u32) -> Result<Vec<TicketId>, StoreError> {
    let sql = Sql::with(
        "SELECT t.id AS value FROM tickets t WHERE t.closed_at IS NULL AND t.id > $1 ORDER BY t.id LIMIT $2",
        bind![after, limit],
    );
    ids(conn, sql).await
}

async fn ids(conn: &impl Conn, sql: Sql) -> Result<Vec<TicketId>, StoreError> {
    let rows: Vec<Single<TicketId>> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// What the time of a timed rule is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleClock {
    /// The same moment for all tickets.
    At(Timestamp),
    /// A moment of each ticket, of those at which it lies before a time.
    Since(Since, Timestamp),
}

struct DueRow(TicketId, Timestamp);

impl FromRow for DueRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(row.get("ticket_id")?, row.get("occasion")?))
    }
}

/// Tickets that a timed rule has to look at, each with the moment for which it has not done so yet.
pub async fn due_for_rule(
    conn: &impl Conn,
    question: &Question<'_>,
    rule: RuleId,
    clock: RuleClock,
    limit: u32,
) -> Result<Vec<(TicketId, Timestamp)>, StoreError> {
    let dialect = conn::dialect(conn);
    let sharing = sharing(conn).await?;
    let asked = question.context(dialect).for_count().sharing(&sharing);
    let column = match clock {
        RuleClock::At(_) => "",
        RuleClock::Since(Since::Created, _) => "t.created_at",
        RuleClock::Since(Since::Contact, _) => "t.last_contact_at",
        RuleClock::Since(Since::Pending, _) => "t.pending_until",
        RuleClock::Since(Since::Closed, _) => "t.closed_at",
        RuleClock::Since(Since::Due, _) => "t.due_at",
    };
    let push_moment = |sql: &mut Sql| match clock {
        RuleClock::At(at) => {
            sql.push("CAST(").bind(at).push(" AS BIGINT)");
        }
        RuleClock::Since(..) => {
            sql.push(column);
        }
    };
    let mut sql = Sql::new("SELECT t.id AS ticket_id, ");
    push_moment(&mut sql);
    sql.push(" AS occasion FROM tickets t WHERE t.merged_into IS NULL AND ");
    if let RuleClock::Since(_, before) = clock {
        sql.push(column).push(" <= ").bind(before).push(" AND ");
    }
    push_filter(&mut sql, question.filter, &asked);
    sql.push(" AND NOT EXISTS (SELECT 1 FROM rule_times f WHERE f.ticket_id = t.id AND f.rule_id = ")
        .bind(rule)
        .push(" AND f.occasion = ");
    push_moment(&mut sql);
    sql.push(") ORDER BY t.id LIMIT ").bind(limit);
    drop(asked);
    let rows: Vec<DueRow> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| (row.0, row.1)).collect())
}
