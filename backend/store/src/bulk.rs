//! Bulk jobs: claimed by lease like mails of the outbox, worked off ticket by ticket, stopped by a word.

use std::collections::BTreeMap;

use pult_shared::{
    Timestamp,
    api::{
        bulk::{BulkFailure, BulkJobView, BulkStatus},
        queue::Names,
    },
    catalog::StateKey,
    command::{Command, LinkKind},
    error::{ErrorCode, FieldError},
    ids::{BulkJobId, PersonId, TicketId},
};

use crate::{
    StoreError, WriteTx,
    apply::{insert_rows, to_json},
    conn::{self, Conn, Single},
    row::{Column, FromRow, Row},
    sql::{Sql, bind},
};

/// Jobs that a list shows.
const JOBS_MAX: u32 = 20;
/// Failures of a job that are told.
const FAILURES_MAX: u32 = 200;

/// A job to be entered.
#[derive(Clone, Debug, PartialEq)]
pub struct NewBulkJob {
    pub id: BulkJobId,
    pub person_id: PersonId,
    pub commands: Vec<Command>,
    /// In the order in which they are worked on.
    pub tickets: Vec<TicketId>,
    /// Where it is the one answer to an incident.
    pub answer: Option<Answer>,
    pub created_at: Timestamp,
}

/// One answer to all below a ticket: each gets the text in their own language.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub texts: Names,
    pub parent_id: TicketId,
    /// The state that each gets once it is answered.
    pub closes: Option<StateKey>,
}

/// A job that was claimed.
#[derive(Clone, Debug, PartialEq)]
pub struct BulkJob {
    pub id: BulkJobId,
    /// On whose behalf the commands are applied.
    pub person_id: PersonId,
    pub commands: Vec<Command>,
    pub answer: Option<Answer>,
    /// Until when it is ours.
    pub lease_until: Timestamp,
}

impl FromRow for BulkJob {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            person_id: row.get("person_id")?,
            commands: row.json("commands")?,
            answer: answer(row)?,
            lease_until: row.get("lease_until")?,
        })
    }
}

fn answer(row: &Row) -> Result<Option<Answer>, StoreError> {
    let texts: Option<Names> = row.json_or_null("texts")?;
    let parent: Option<TicketId> = row.get("parent_id")?;
    let closes: Option<String> = row.get("closes")?;
    Ok(texts.zip(parent).map(|(texts, parent_id)| Answer {
        texts,
        parent_id,
        closes: closes.map(StateKey::new),
    }))
}

/// A ticket of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BulkItem {
    pub position: i64,
    pub ticket_id: TicketId,
}

impl FromRow for BulkItem {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            position: row.get("position")?,
            ticket_id: row.get("ticket_id")?,
        })
    }
}

/// Why a ticket could not be changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BulkRefusal {
    pub code: ErrorCode,
    pub detail: Option<String>,
    pub errors: Vec<FieldError>,
}

impl Column for ErrorCode {
    fn read(row: &Row, column: &str) -> Result<Self, StoreError> {
        let code: String = row.get(column)?;
        let known = Self::ALL.iter().copied().find(|known| known.code() == code);
        known.ok_or_else(|| StoreError::Corrupt(format!("error code: {code}")))
    }
}

/// Enters a job. One without tickets is finished at once.
pub async fn insert(tx: &WriteTx, job: &NewBulkJob) -> Result<(), StoreError> {
    let empty = job.tickets.is_empty();
    let status = if empty {
        BulkStatus::Finished
    } else {
        BulkStatus::Running
    };
    let sql = Sql::with(
        "INSERT INTO bulk_jobs (id, person_id, commands, status, total, done, failed, created_at, finished_at, lease_until, texts, parent_id, closes)
         VALUES ($1, $2, $3, $4, $5, 0, 0, $6, $7, 0, $8, $9, $10)",
        bind![
            job.id,
            job.person_id,
            to_json(&job.commands)?,
            status.name(),
            job.tickets.len() as u64,
            job.created_at,
            empty.then_some(job.created_at),
            job.answer.as_ref().map(|answer| to_json(&answer.texts)).transpose()?,
            job.answer.as_ref().map(|answer| answer.parent_id),
            job.answer
                .as_ref()
                .and_then(|answer| answer.closes.as_ref())
                .map(|state| state.0.clone()),
        ],
    );
    conn::run(tx, sql).await?;
    let rows = (0i64..)
        .zip(&job.tickets)
        .map(|(position, ticket)| bind![job.id, position, *ticket, "waiting"]);
    let statement = "INSERT INTO bulk_items (job_id, position, ticket_id, state) VALUES ";
    insert_rows(tx, statement, rows.collect()).await
}

/// Takes the job that nobody has worked on for longest, so that jobs take turns, and keeps other workers off it until `lease_until`: who dies in between gives it back
/// by time.
pub async fn claim(tx: &WriteTx, now: Timestamp, lease_until: Timestamp) -> Result<Option<BulkJob>, StoreError> {
    let mut sql = Sql::with(
        "UPDATE bulk_jobs SET lease_until = $2 WHERE id = (
           SELECT id FROM bulk_jobs WHERE status = 'running' AND lease_until <= $1 ORDER BY lease_until, id LIMIT 1",
        bind![now, lease_until],
    );
    sql.push(conn::dialect(tx).for_update_skip_locked());
    sql.push(") RETURNING id, person_id, commands, lease_until, texts, parent_id, closes");
    conn::one(tx, sql).await
}

/// Keeps a claimed job for longer. False when it was stopped, or the claim has run out and another worker has it.
pub async fn renew(tx: &WriteTx, job: &mut BulkJob, lease_until: Timestamp) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "UPDATE bulk_jobs SET lease_until = $3 WHERE id = $1 AND lease_until = $2 AND status = 'running'",
        bind![job.id, job.lease_until, lease_until],
    );
    let ours = conn::run(tx, sql).await? > 0;
    if ours {
        job.lease_until = lease_until;
    }
    Ok(ours)
}

/// The tickets that a job works on next.
pub async fn waiting(conn: &impl Conn, job: BulkJobId, limit: u32) -> Result<Vec<BulkItem>, StoreError> {
    let sql = Sql::with(
        "SELECT position, ticket_id FROM bulk_items WHERE job_id = $1 AND state = 'waiting' ORDER BY position LIMIT $2",
        bind![job, limit],
    );
    conn::all(conn, sql).await
}

/// A ticket was changed; noted in the transaction that changed it. False when it is not to be changed (any more): the job was
/// stopped, or another worker has it. Nothing of it is to be committed then.
pub async fn done(tx: &WriteTx, job: &BulkJob, item: &BulkItem) -> Result<bool, StoreError> {
    settle(tx, job, item, None).await
}

/// A ticket could not be changed. False as for [`done`].
pub async fn failed(tx: &WriteTx, job: &BulkJob, item: &BulkItem, why: &BulkRefusal) -> Result<bool, StoreError> {
    settle(tx, job, item, Some(why)).await
}

async fn settle(tx: &WriteTx, job: &BulkJob, item: &BulkItem, why: Option<&BulkRefusal>) -> Result<bool, StoreError> {
    let (done, failed) = if why.is_some() { (0i64, 1i64) } else { (1, 0) };
    let sql = Sql::with(
        "UPDATE bulk_jobs SET done = done + $3, failed = failed + $4 WHERE id = $1 AND lease_until = $2 AND status = 'running'",
        bind![job.id, job.lease_until, done, failed],
    );
    if conn::run(tx, sql).await? == 0 {
        return Ok(false);
    }
    let sql = Sql::with(
        "UPDATE bulk_items SET state = $3, code = $4, detail = $5, errors = $6
         WHERE job_id = $1 AND position = $2 AND state = 'waiting'",
        bind![
            job.id,
            item.position,
            if why.is_some() { "failed" } else { "done" },
            why.map(|why| why.code.code().to_owned()),
            why.and_then(|why| why.detail.clone()),
            why.map(|why| to_json(&why.errors)).transpose()?,
        ],
    );
    Ok(conn::run(tx, sql).await? > 0)
}

/// Ends a job that has nothing waiting any more. Tells whether it ended now.
pub async fn finish(tx: &WriteTx, job: &BulkJob, now: Timestamp) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "UPDATE bulk_jobs SET status = 'finished', finished_at = $2, lease_until = 0 WHERE id = $1 AND status = 'running'
         AND NOT EXISTS (SELECT 1 FROM bulk_items i WHERE i.job_id = $1 AND i.state = 'waiting')",
        bind![job.id, now],
    );
    Ok(conn::run(tx, sql).await? > 0)
}

/// Stops a person's job: what was done stays done. Tells whether it was running.
pub async fn stop(tx: &WriteTx, id: BulkJobId, person: PersonId, now: Timestamp) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "UPDATE bulk_jobs SET status = 'stopped', finished_at = $3, lease_until = 0
         WHERE id = $1 AND person_id = $2 AND status = 'running'",
        bind![id, person, now],
    );
    Ok(conn::run(tx, sql).await? > 0)
}

impl FromRow for BulkJobView {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            status: row.get("status")?,
            total: row.get("total")?,
            done: row.get("done")?,
            failed: row.get("failed")?,
            failures: Vec::new(),
            above: above(&row.json::<Vec<Command>>("commands")?),
            created_at: row.get("created_at")?,
            finished_at: row.get("finished_at")?,
        })
    }
}

fn above(commands: &[Command]) -> Option<String> {
    commands.iter().find_map(|command| match command {
        Command::Link(to) if to.kind == LinkKind::Parent => Some(to.ticket.clone()),
        _ => None,
    })
}

struct FailureRow(BulkJobId, BulkFailure);

impl FromRow for FailureRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let failure = BulkFailure {
            ticket_id: row.get("ticket_id")?,
            number: row.get("number")?,
            code: row.get("code")?,
            detail: row.get("detail")?,
            errors: row.json_or_null("errors")?.unwrap_or_default(),
        };
        Ok(Self(row.get("job_id")?, failure))
    }
}

const JOB: &str =
    "SELECT id, status, total, done, failed, commands, created_at, finished_at FROM bulk_jobs WHERE person_id = $1 ";

/// A person's jobs, newest first, with their first failures. Two queries.
pub async fn list(conn: &impl Conn, person: PersonId) -> Result<Vec<BulkJobView>, StoreError> {
    let mut sql = Sql::with(JOB, bind![person]);
    sql.push("ORDER BY created_at DESC, id DESC LIMIT ").bind(JOBS_MAX);
    with_failures(conn, conn::all(conn, sql).await?).await
}

/// A person's own job.
pub async fn find(conn: &impl Conn, id: BulkJobId, person: PersonId) -> Result<Option<BulkJobView>, StoreError> {
    let mut sql = Sql::with(JOB, bind![person]);
    sql.push("AND id = ").bind(id);
    Ok(with_failures(conn, conn::all(conn, sql).await?).await?.pop())
}

async fn with_failures(conn: &impl Conn, mut jobs: Vec<BulkJobView>) -> Result<Vec<BulkJobView>, StoreError> {
    let failed = jobs.iter().filter(|job| job.failed > 0).map(|job| job.id);
    let failed: Vec<BulkJobId> = failed.collect();
    if failed.is_empty() {
        return Ok(jobs);
    }
    let mut sql = Sql::new(
        "SELECT f.job_id, f.ticket_id, t.number, f.code, f.detail, f.errors FROM (
           SELECT i.*, ROW_NUMBER() OVER (PARTITION BY i.job_id ORDER BY i.position) AS place
           FROM bulk_items i WHERE i.state = 'failed' AND i.job_id IN ",
    );
    sql.list(failed)
        .push(") f JOIN tickets t ON t.id = f.ticket_id WHERE f.place <= ")
        .bind(FAILURES_MAX)
        .push(" ORDER BY f.job_id, f.place");
    let mut by_job: BTreeMap<BulkJobId, Vec<BulkFailure>> = BTreeMap::new();
    for FailureRow(job, failure) in conn::all::<FailureRow>(conn, sql).await? {
        by_job.entry(job).or_default().push(failure);
    }
    for job in &mut jobs {
        job.failures = by_job.remove(&job.id).unwrap_or_default();
    }
    Ok(jobs)
}

/// Forgets jobs that ended before a time; how many.
pub async fn delete_older(tx: &WriteTx, before: Timestamp) -> Result<u64, StoreError> {
    let sql = Sql::with(
        "DELETE FROM bulk_jobs WHERE finished_at IS NOT NULL AND finished_at < $1",
        bind![before],
    );
    conn::run(tx, sql).await
}

/// Whether a job waits for a worker.
pub async fn any_waiting(conn: &impl Conn, now: Timestamp) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "SELECT id AS value FROM bulk_jobs WHERE status = 'running' AND lease_until <= $1 LIMIT 1",
        bind![now],
    );
    Ok(conn::one::<Single<BulkJobId>>(conn, sql).await?.is_some())
}
