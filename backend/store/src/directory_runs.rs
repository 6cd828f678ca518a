//! Comparisons with directories: asked for, held by one worker at a time, with their reports.

use pult_shared::{
    Timestamp,
    api::directory::{DirectoryReport, RunState},
    ids::{DirectoryRunId, PersonId},
};

use crate::{
    StoreError, WriteTx,
    apply::to_json,
    conn::{self, Conn, Single},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// A comparison.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub id: DirectoryRunId,
    pub directory: String,
    pub dry: bool,
    /// The comparison that was confirmed by this one.
    pub confirms: Option<DirectoryRunId>,
    pub state: RunState,
    pub asked_by: Option<PersonId>,
    pub created_at: Timestamp,
    pub ended_at: Option<Timestamp>,
    pub steps_done: u64,
    pub steps_all: Option<u64>,
    pub report: Option<DirectoryReport>,
    pub fault: Option<String>,
}

impl FromRow for Run {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            directory: row.get("directory")?,
            dry: row.get("dry")?,
            confirms: row.get("confirms")?,
            state: row.get("state")?,
            asked_by: row.get("asked_by")?,
            created_at: row.get("created_at")?,
            ended_at: row.get("ended_at")?,
            steps_done: row.get("steps_done")?,
            steps_all: row.get("steps_all")?,
            report: row.json_or_null("report")?,
            fault: row.get("fault")?,
        })
    }
}

const COLUMNS: &str = "SELECT id, directory, dry, confirms, state, asked_by, created_at, ended_at, steps_done, steps_all, report, fault \
     FROM directory_runs WHERE ";

/// The comparison with this id.
pub async fn find(conn: &impl Conn, id: DirectoryRunId) -> Result<Option<Run>, StoreError> {
    let mut sql = Sql::new(COLUMNS);
    sql.push("id = ").bind(id);
    conn::one(conn, sql).await
}

/// The newest comparisons with a directory.
pub async fn newest(conn: &impl Conn, directory: &str, limit: u32) -> Result<Vec<Run>, StoreError> {
    let mut sql = Sql::new(COLUMNS);
    sql.push("directory = ").bind(directory);
    sql.push(" ORDER BY created_at DESC, id DESC LIMIT ").bind(limit);
    conn::all(conn, sql).await
}

/// Whether one is asked for or under way.
pub async fn is_open(conn: &impl Conn, directory: &str) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "SELECT COUNT(*) AS value FROM directory_runs WHERE directory = $1 AND state IN ('queued', 'running')",
        bind![directory],
    );
    Ok(conn::one::<Single<u64>>(conn, sql)
        .await?
        .is_some_and(|count| count.0 > 0))
}

/// When one was asked for last that was no dry run.
pub async fn last_asked(conn: &impl Conn, directory: &str) -> Result<Option<Timestamp>, StoreError> {
    let sql = Sql::with(
        "SELECT MAX(created_at) AS value FROM directory_runs WHERE directory = $1 AND NOT dry",
        bind![directory],
    );
    let row: Option<Single<Option<Timestamp>>> = conn::one(conn, sql).await?;
    Ok(row.and_then(|row| row.0))
}

/// Asks for one.
pub async fn insert(tx: &WriteTx, run: &Run) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO directory_runs (id, directory, dry, confirms, state, asked_by, created_at, steps_done)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 0)",
        bind![
            run.id,
            &run.directory,
            run.dry,
            run.confirms,
            run.state.name(),
            run.asked_by,
            run.created_at
        ],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// Takes the oldest that waits, or whose worker has died; it is held until then.
pub async fn claim(tx: &WriteTx, now: Timestamp, until: Timestamp) -> Result<Option<Run>, StoreError> {
    let mut sql = Sql::new(
        "SELECT id AS value FROM directory_runs WHERE state IN ('queued', 'running') AND (state = 'queued' OR held_until < ",
    );
    sql.bind(now).push(") ORDER BY created_at, id LIMIT 1");
    sql.push(conn::dialect(tx).for_update_skip_locked());
    let Some(Single(id)) = conn::one::<Single<DirectoryRunId>>(tx, sql).await? else {
        return Ok(None);
    };
    let sql = Sql::with(
        "UPDATE directory_runs SET state = 'running', held_until = $2, steps_done = 0 WHERE id = $1",
        bind![id, until],
    );
    conn::run(tx, sql).await?;
    find(tx, id).await
}

/// Notes how far it is, and holds it on.
pub async fn progress(
    tx: &WriteTx,
    id: DirectoryRunId,
    done: u64,
    all: Option<u64>,
    until: Timestamp,
) -> Result<(), StoreError> {
    let sql = Sql::with(
        "UPDATE directory_runs SET steps_done = $2, steps_all = $3, held_until = $4 WHERE id = $1",
        bind![id, done, all_of(all), until],
    );
    conn::run(tx, sql).await.map(|_| ())
}

fn all_of(all: Option<u64>) -> Option<i64> {
    all.map(|all| i64::try_from(all).unwrap_or(i64::MAX))
}

/// Ends it, with what was found or what went wrong.
pub async fn end(
    tx: &WriteTx,
    id: DirectoryRunId,
    state: RunState,
    report: Option<&DirectoryReport>,
    fault: Option<&str>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = Sql::with(
        "UPDATE directory_runs SET state = $2, report = $3, fault = $4, ended_at = $5, held_until = NULL WHERE id = $1",
        bind![
            id,
            state.name(),
            report.map(to_json).transpose()?,
            fault.map(str::to_owned),
            now
        ],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// A comparison that waited was confirmed by another one: it waits no more.
pub async fn confirmed(tx: &WriteTx, id: DirectoryRunId) -> Result<(), StoreError> {
    let sql = Sql::with(
        "UPDATE directory_runs SET state = 'done' WHERE id = $1 AND state = 'waiting'",
        bind![id],
    );
    conn::run(tx, sql).await.map(|_| ())
}
