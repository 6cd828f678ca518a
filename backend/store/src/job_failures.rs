//! At what the jobs fail: a row for each thing, counted up as long as it goes on.

use pult_domain::policy::Visibility;
use pult_shared::{
    Timestamp,
    api::failure::{Job, JobFailure},
    ids::{PersonId, TicketId},
};

use crate::{
    StoreError, WriteTx,
    conn::{self, Conn},
    filter::{FilterContext, push_filter},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// What a job works on at the moment: itself, a ticket, a person, or a ticket for a person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Item {
    pub ticket: Option<TicketId>,
    pub person: Option<PersonId>,
}

impl Item {
    #[must_use]
    pub fn ticket(ticket: TicketId) -> Self {
        Self {
            ticket: Some(ticket),
            person: None,
        }
    }

    #[must_use]
    pub fn person(person: PersonId) -> Self {
        Self {
            ticket: None,
            person: Some(person),
        }
    }
}

impl std::fmt::Display for Item {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.ticket, self.person) {
            (None, None) => f.write_str("all"),
            (Some(ticket), None) => ticket.fmt(f),
            (None, Some(person)) => person.fmt(f),
            (Some(ticket), Some(person)) => write!(f, "{ticket}, {person}"),
        }
    }
}

/// Notes that a job has failed at something, once more.
pub async fn note(tx: &WriteTx, job: Job, item: Item, error: &str, now: Timestamp) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO job_failures (job, item, ticket_id, person_id, error, times, first_at, last_at)
         VALUES ($1, $2, (SELECT id FROM tickets WHERE id = $3), (SELECT id FROM people WHERE id = $4), $5, 1, $6, $6)
         ON CONFLICT (job, item) DO UPDATE SET error = $5, times = job_failures.times + 1, last_at = $6",
        bind![job.name(), item.to_string(), item.ticket, item.person, error, now],
    );
    conn::run(tx, sql).await.map(|_| ())
}

impl FromRow for JobFailure {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            job: row.get("job")?,
            number: row.get("number")?,
            person: row.get("person")?,
            error: row.get("error")?,
            times: row.get("times")?,
            first_at: row.get("first_at")?,
            last_at: row.get("last_at")?,
        })
    }
}

/// What has failed since a time, the newest first; tickets are named as far as the reader sees them. One query.
pub async fn since(
    conn: &impl Conn,
    since: Timestamp,
    visibility: &Visibility,
    limit: u32,
) -> Result<Vec<JobFailure>, StoreError> {
    let mut sql = Sql::new("SELECT f.*, CASE WHEN t.id IS NOT NULL AND ");
    let context = FilterContext::of_visibility(conn::dialect(conn)).by_person();
    push_filter(&mut sql, visibility.filter(), &context);
    sql.push(
        " THEN t.number END AS number, p.name AS person FROM job_failures f LEFT JOIN tickets t ON t.id = f.ticket_id
         LEFT JOIN people p ON p.id = f.person_id WHERE f.last_at >= ",
    );
    sql.bind(since)
        .push(" ORDER BY f.last_at DESC, f.job, f.item LIMIT ")
        .bind(limit);
    conn::all(conn, sql).await
}

/// Forgets what has not failed since a time.
pub async fn delete_older(tx: &WriteTx, before: Timestamp) -> Result<u64, StoreError> {
    conn::run(
        tx,
        Sql::with("DELETE FROM job_failures WHERE last_at < $1", bind![before]),
    )
    .await
}
