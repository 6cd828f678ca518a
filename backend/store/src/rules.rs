//! Rules in the order in which they run; the changes of tickets that they still have to look at; what they have done.

use std::collections::BTreeMap;

use pult_domain::{queue::QueueTree, rule::Compiled};
use pult_shared::{
    Timestamp,
    api::rule::RuleOutcome,
    ids::{QueueId, RuleId, TicketId},
    postmaster::SkippedEffect,
    rule::{RuleDef, RuleStop, RuleTrigger},
    ticket::TicketNumber,
};

use crate::{
    StoreError, WriteTx,
    apply::to_json,
    conn::{self, Conn, Single},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// A rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    pub id: RuleId,
    pub rule: RuleDef,
    /// Since when it runs as it is.
    pub since: Timestamp,
}

impl Rule {
    /// With its condition read.
    #[must_use]
    pub fn compiled(self) -> Compiled {
        Compiled::new(self.id, self.rule, self.since)
    }

    /// Whether it holds for tickets of a queue.
    #[must_use]
    pub fn holds_in(&self, queue: QueueId, tree: &QueueTree) -> bool {
        pult_domain::rule::holds_in(self.rule.queue_id, queue, tree)
    }
}

impl FromRow for Rule {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            rule: row.json("definition")?,
            since: row.get("since")?,
        })
    }
}

/// All rules in order. One query.
pub async fn list(conn: &impl Conn) -> Result<Vec<Rule>, StoreError> {
    let sql = Sql::new("SELECT id, definition, since FROM rules ORDER BY position, id");
    conn::all(conn, sql).await
}

/// Enters a rule behind all others, or changes it where it stands.
pub async fn save(tx: &WriteTx, rule: &Rule) -> Result<(), StoreError> {
    let on_events = rule.rule.valid && matches!(rule.rule.on, RuleTrigger::Events(_));
    let sql = Sql::with(
        "INSERT INTO rules (id, position, definition, on_events, since)
         VALUES ($1, (SELECT COALESCE(MAX(position), 0) + 1 FROM rules), $2, $3, $4)
         ON CONFLICT (id) DO UPDATE SET definition = $2, on_events = $3, since = $4",
        bind![rule.id, to_json(&rule.rule)?, on_events, rule.since],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// Puts rules into this order.
pub async fn reorder(tx: &WriteTx, ids: &[RuleId]) -> Result<(), StoreError> {
    for (position, id) in ids.iter().enumerate() {
        let position = i64::try_from(position).unwrap_or(i64::MAX);
        let sql = Sql::with(
            "UPDATE rules SET position = $2 WHERE id = $1 AND position <> $2",
            bind![*id, position],
        );
        conn::run(tx, sql).await?;
    }
    Ok(())
}

/// Deletes a rule with the log of its runs. Tells whether it was there.
pub async fn delete(tx: &WriteTx, id: RuleId) -> Result<bool, StoreError> {
    let gone = conn::run(tx, Sql::with("DELETE FROM rules WHERE id = $1", bind![id])).await?;
    Ok(gone > 0)
}

/// A change of a ticket that rules have not looked at yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occasion {
    pub ticket_id: TicketId,
    /// The ticket's version that came of the change.
    pub version: i64,
    /// How many rules in a row have led to it.
    pub depth: u32,
    pub at: Timestamp,
    /// How often somebody has begun to look at it, this time included.
    pub attempts: u32,
}

impl FromRow for Occasion {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            ticket_id: row.get("ticket_id")?,
            version: row.get("version")?,
            depth: row.get("depth")?,
            at: row.get("at")?,
            attempts: row.get("attempts")?,
        })
    }
}

/// Notes a change of a ticket for the rules to look at, in its own transaction; nothing where neither a rule nor a webhook waits for any.
pub(crate) async fn note(tx: &WriteTx, ticket: TicketId, at: Timestamp) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO rule_occasions (ticket_id, version, depth, at, attempts, lease_until)
         SELECT t.id, t.version, CAST($2 AS BIGINT), CAST($3 AS BIGINT), 0, 0 FROM tickets t
         WHERE t.id = $1 AND (EXISTS (SELECT 1 FROM rules r WHERE r.on_events)
           OR EXISTS (SELECT 1 FROM webhooks w WHERE w.listens))",
        bind![ticket, tx.rule_depth(), at],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// Takes the oldest changes that nobody looks at, and keeps others off them until `lease_until`: who dies in between gives them back by
/// time.
pub async fn claim(
    tx: &WriteTx,
    now: Timestamp,
    lease_until: Timestamp,
    limit: u32,
) -> Result<Vec<Occasion>, StoreError> {
    let mut sql = Sql::with(
        "UPDATE rule_occasions SET lease_until = $2, attempts = attempts + 1 WHERE (ticket_id, version) IN (
           SELECT o.ticket_id, o.version FROM rule_occasions o WHERE o.lease_until <= $1 ORDER BY o.at, o.version LIMIT $3",
        bind![now, lease_until, limit],
    );
    sql.push(conn::dialect(tx).for_update_skip_locked());
    sql.push(") RETURNING ticket_id, version, depth, at, attempts");
    let mut claimed: Vec<Occasion> = conn::all(tx, sql).await?;
    claimed.sort_by_key(|occasion| (occasion.at, occasion.version));
    Ok(claimed)
}

/// Settles a change in the transaction in which the rules act on it. False when somebody else has done so; nothing of the transaction is
/// to be committed then.
pub async fn settle(tx: &WriteTx, occasion: &Occasion) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "DELETE FROM rule_occasions WHERE ticket_id = $1 AND version = $2",
        bind![occasion.ticket_id, occasion.version],
    );
    Ok(conn::run(tx, sql).await? > 0)
}

/// Notes that a timed rule has looked at a ticket for a moment of it. False when it has done so already.
pub async fn mark_time(tx: &WriteTx, rule: RuleId, ticket: TicketId, occasion: Timestamp) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "INSERT INTO rule_times (rule_id, ticket_id, occasion) VALUES ($1, $2, $3)
         ON CONFLICT (rule_id, ticket_id) DO UPDATE SET occasion = $3 WHERE rule_times.occasion <> $3",
        bind![rule, ticket, occasion],
    );
    Ok(conn::run(tx, sql).await? > 0)
}

/// A run to be entered.
#[derive(Clone, Debug, PartialEq)]
pub struct NewRun {
    pub rule_id: RuleId,
    pub ticket_id: TicketId,
    pub at: Timestamp,
    pub outcome: RuleOutcome,
    pub done: Vec<String>,
    pub skipped: Vec<SkippedEffect>,
    pub stop: Option<RuleStop>,
}

impl NewRun {
    /// Of a rule at which something broke.
    #[must_use]
    pub fn failed(rule_id: RuleId, ticket_id: TicketId, at: Timestamp) -> Self {
        Self {
            rule_id,
            ticket_id,
            at,
            outcome: RuleOutcome::Failed,
            done: Vec::new(),
            skipped: Vec::new(),
            stop: None,
        }
    }
}

/// Enters a run.
pub async fn insert_run(tx: &WriteTx, run: &NewRun) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO rule_runs (rule_id, ticket_id, at, outcome, done, skipped, stop) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        bind![
            run.rule_id,
            run.ticket_id,
            run.at,
            run.outcome.name(),
            to_json(&run.done)?,
            to_json(&run.skipped)?,
            run.stop.map(|stop| stop.name().to_owned()),
        ],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// How often rules have changed a ticket since a time.
pub async fn applied_since(conn: &impl Conn, ticket: TicketId, since: Timestamp) -> Result<u64, StoreError> {
    let sql = Sql::with(
        "SELECT COUNT(*) AS value FROM rule_runs WHERE ticket_id = $1 AND at >= $2 AND outcome = 'applied'",
        bind![ticket, since],
    );
    Ok(conn::one::<Single<u64>>(conn, sql).await?.map_or(0, |count| count.0))
}

/// Whether a rule was stopped on a ticket since a time: it is told once, and not at every turn of a loop.
pub async fn was_stopped(
    conn: &impl Conn,
    rule: RuleId,
    ticket: TicketId,
    since: Timestamp,
) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "SELECT COUNT(*) AS value FROM rule_runs WHERE ticket_id = $2 AND rule_id = $1 AND at >= $3 AND outcome = 'stopped'",
        bind![rule, ticket, since],
    );
    Ok(conn::one::<Single<u64>>(conn, sql)
        .await?
        .is_some_and(|count| count.0 > 0))
}

/// How often a rule has acted, and was stopped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RunCounts {
    pub applied: u64,
    pub stopped: u64,
    pub last_at: Option<Timestamp>,
}

struct CountRow(RuleId, RunCounts);

impl FromRow for CountRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let counts = RunCounts {
            applied: row.get("applied")?,
            stopped: row.get("stopped")?,
            last_at: row.get("last_at")?,
        };
        Ok(Self(row.get("rule_id")?, counts))
    }
}

/// How often each rule has acted since a time. One query.
pub async fn counts(conn: &impl Conn, since: Timestamp) -> Result<BTreeMap<RuleId, RunCounts>, StoreError> {
    let sql = Sql::with(
        "SELECT rule_id, COUNT(*) FILTER (WHERE outcome = 'applied') AS applied,
           COUNT(*) FILTER (WHERE outcome = 'stopped') AS stopped, MAX(at) AS last_at
         FROM rule_runs WHERE at >= $1 GROUP BY rule_id",
        bind![since],
    );
    let rows: Vec<CountRow> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| (row.0, row.1)).collect())
}

/// A run with its ticket as it is now.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    pub run: NewRun,
    pub number: TicketNumber,
    pub subject: String,
    pub queue_id: QueueId,
}

impl FromRow for Run {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            run: NewRun {
                rule_id: row.get("rule_id")?,
                ticket_id: row.get("ticket_id")?,
                at: row.get("at")?,
                outcome: row.get("outcome")?,
                done: row.json("done")?,
                skipped: row.json("skipped")?,
                stop: row.get("stop")?,
            },
            number: row.get("number")?,
            subject: row.get("subject")?,
            queue_id: row.get("queue_id")?,
        })
    }
}

/// The last runs of a rule, newest first.
pub async fn runs(conn: &impl Conn, rule: RuleId, limit: u32) -> Result<Vec<Run>, StoreError> {
    let sql = Sql::with(
        "SELECT r.rule_id, r.ticket_id, r.at, r.outcome, r.done, r.skipped, r.stop, t.number, t.subject, t.queue_id
         FROM rule_runs r JOIN tickets t ON t.id = r.ticket_id WHERE r.rule_id = $1 ORDER BY r.seq DESC LIMIT $2",
        bind![rule, limit],
    );
    conn::all(conn, sql).await
}

/// Removes runs from before a time.
pub async fn delete_runs_older(tx: &WriteTx, before: Timestamp) -> Result<u64, StoreError> {
    conn::run(tx, Sql::with("DELETE FROM rule_runs WHERE at < $1", bind![before])).await
}
