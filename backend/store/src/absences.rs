//! Absences: who is away when, who stands in, and what that means for locks and rights as long as it lasts.

use std::collections::BTreeMap;

use pult_domain::{
    absence::{self, Absence},
    actor::Grants,
    policy::Visibility,
    queue::QueueTree,
};
use pult_shared::{
    Timestamp,
    absence::{AbsenceDef, AbsencePhase, OrphanView},
    ids::{AbsenceId, PersonId, QueueId},
};

use crate::{
    StoreError, WriteTx,
    apply::insert_rows,
    catalog,
    conn::{self, Conn, Single},
    filter::{FilterContext, push_filter},
    people, roles,
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// Absences that are looked at together at the most: those of a whole house.
const OPEN_MAX: u32 = 10_000;

/// An absence with all that was said about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AbsenceRow {
    pub absence: Absence,
    pub from: String,
    pub until: String,
    pub rights: bool,
    pub note: String,
    pub phase: AbsencePhase,
}

impl FromRow for AbsenceRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            absence: Absence {
                id: row.get("id")?,
                person: row.get("person_id")?,
                begins: row.get("begins_at")?,
                ends: row.get("ends_at")?,
                deputy: row.get("deputy_id")?,
                by_queue: BTreeMap::new(),
            },
            from: row.get("from_day")?,
            until: row.get("until_day")?,
            rights: row.get("rights")?,
            note: row.get("note")?,
            phase: row.get("phase")?,
        })
    }
}

struct DeputyRow(AbsenceId, QueueId, PersonId);

impl FromRow for DeputyRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(
            row.get("absence_id")?,
            row.get("queue_id")?,
            row.get("deputy_id")?,
        ))
    }
}

const SELECT: &str = "SELECT id, person_id, from_day, until_day, begins_at, ends_at, deputy_id, rights, note, phase FROM absences WHERE ";

/// All that are not over, by their beginning. Two queries.
pub async fn open(conn: &impl Conn) -> Result<Vec<AbsenceRow>, StoreError> {
    let mut sql = Sql::new(SELECT);
    sql.push("phase <> 'over' ORDER BY begins_at, id LIMIT ").bind(OPEN_MAX);
    let mut rows: Vec<AbsenceRow> = conn::all(conn, sql).await?;
    if rows.is_empty() {
        return Ok(rows);
    }
    let sql = Sql::new(
        "SELECT d.absence_id, d.queue_id, d.deputy_id FROM absence_deputies d JOIN absences a ON a.id = d.absence_id
         WHERE a.phase <> 'over'",
    );
    let mut deputies: BTreeMap<AbsenceId, BTreeMap<QueueId, PersonId>> = BTreeMap::new();
    for DeputyRow(absence, queue, deputy) in conn::all(conn, sql).await? {
        deputies.entry(absence).or_default().insert(queue, deputy);
    }
    for row in &mut rows {
        row.absence.by_queue = deputies.remove(&row.absence.id).unwrap_or_default();
    }
    Ok(rows)
}

/// Enters an absence, or changes it. The rest of what it means follows by [`advance`].
pub async fn save(tx: &WriteTx, absence: &Absence, def: &AbsenceDef) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO absences (id, person_id, from_day, until_day, begins_at, ends_at, deputy_id, rights, note, phase)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'planned')
         ON CONFLICT (id) DO UPDATE SET from_day = $3, until_day = $4, begins_at = $5, ends_at = $6, deputy_id = $7, rights = $8,
           note = $9, phase = 'planned'",
        bind![
            absence.id,
            absence.person,
            &def.from,
            &def.until,
            absence.begins,
            absence.ends,
            absence.deputy,
            def.rights,
            def.note.trim(),
        ],
    );
    conn::run(tx, sql).await?;
    let gone = Sql::with("DELETE FROM absence_deputies WHERE absence_id = $1", bind![absence.id]);
    conn::run(tx, gone).await?;
    let rows = absence
        .by_queue
        .iter()
        .map(|(queue, deputy)| bind![absence.id, *queue, *deputy]);
    let statement = "INSERT INTO absence_deputies (absence_id, queue_id, deputy_id) VALUES ";
    insert_rows(tx, statement, rows.collect()).await
}

/// Deletes an absence. Tells whether it was there.
pub async fn delete(tx: &WriteTx, id: AbsenceId) -> Result<bool, StoreError> {
    let gone = conn::run(tx, Sql::with("DELETE FROM absences WHERE id = $1", bind![id])).await?;
    Ok(gone > 0)
}

/// Whether an absence has begun or ended since it was looked last.
pub async fn any_due(conn: &impl Conn, now: Timestamp) -> Result<bool, StoreError> {
    let sql = Sql::with(
        "SELECT COUNT(*) AS value FROM absences WHERE (phase = 'planned' AND begins_at <= $1) OR (phase = 'active' AND ends_at <= $1)",
        bind![now],
    );
    Ok(conn::one::<Single<u64>>(conn, sql)
        .await?
        .is_some_and(|count| count.0 > 0))
}

/// Takes all absences to where they stand at a moment, with what follows: whose locks are released, and whose rights somebody has. Raises
/// the version of what is set up, by which rights are kept in memory.
pub async fn advance(tx: &WriteTx, now: Timestamp) -> Result<(), StoreError> {
    catalog::changed(tx).await?;
    let phases = Sql::with(
        "UPDATE absences SET phase = CASE WHEN ends_at <= $1 THEN 'over' WHEN begins_at <= $1 THEN 'active' ELSE 'planned' END
         WHERE phase <> 'over'",
        bind![now],
    );
    conn::run(tx, phases).await?;
    settle_away(tx, now).await
}

/// Until when people are away stands with them too, for the locks. What they chose by themselves stays where it is later.
pub(crate) async fn settle_away(tx: &WriteTx, now: Timestamp) -> Result<(), StoreError> {
    let sql = Sql::with(
        "UPDATE people SET away_until = (SELECT MAX(a.ends_at) FROM absences a WHERE a.person_id = people.id AND a.phase = 'active')
         WHERE id IN (SELECT a.person_id FROM absences a WHERE a.phase = 'active' AND a.ends_at > $1)
           AND COALESCE(away_until, 0) < (SELECT MAX(a.ends_at) FROM absences a WHERE a.person_id = people.id AND a.phase = 'active')",
        bind![now],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// Somebody's absences were changed: they are away no longer than what is still entered says, and what they chose by themselves. That
/// stands with their preferences, so that an absence that comes and goes leaves it as it was.
pub async fn back(tx: &WriteTx, person: PersonId) -> Result<(), StoreError> {
    let chosen = people::preferences(tx, person).await?.away_until;
    set_away(tx, person, chosen).await
}

/// Notes until when somebody is away: the latest of what they chose and of the absences that have begun.
pub(crate) async fn set_away(tx: &WriteTx, person: PersonId, chosen: Option<Timestamp>) -> Result<(), StoreError> {
    let sql = Sql::with(
        "UPDATE people SET away_until = (SELECT MAX(w.away) FROM (
           SELECT a.ends_at AS away FROM absences a WHERE a.person_id = $1 AND a.phase = 'active'
           UNION ALL SELECT CAST($2 AS BIGINT) AS away) w) WHERE id = $1",
        bind![person, chosen],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// What a person may do besides, because they stand in for others now, and for whom. Two queries, and one for each of those.
pub async fn lent(conn: &impl Conn, deputy: PersonId, tree: &QueueTree) -> Result<Vec<(PersonId, Grants)>, StoreError> {
    let mut open = open(conn).await?;
    open.retain(|row| row.phase == AbsencePhase::Active);
    let away: Vec<Absence> = open.iter().map(|row| row.absence.clone()).collect();
    let mut found = Vec::new();
    for row in open.iter().filter(|row| row.rights && row.absence.person != deputy) {
        let person = row.absence.person;
        let grants = tree.inherit(&roles::granted(conn, person).await?);
        let lent = absence::lent(grants, deputy, person, &away);
        if !lent.is_empty() {
            found.push((person, lent));
        }
    }
    Ok(found)
}

struct OwnedRow(OrphanView);

impl FromRow for OwnedRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(OrphanView {
            number: row.get("number")?,
            subject: row.get("subject")?,
            queue_id: row.get("queue_id")?,
            pending_until: row.get("pending_until")?,
        }))
    }
}

/// Active tickets that a person owns or is responsible for, as far as the reader sees them; those that wait come first.
pub async fn owned(
    conn: &impl Conn,
    person: PersonId,
    visibility: &Visibility,
    limit: u32,
) -> Result<Vec<OrphanView>, StoreError> {
    let mut sql = Sql::with(
        "SELECT t.number, t.subject, t.queue_id, t.pending_until FROM tickets t WHERE t.closed_at IS NULL
         AND (t.owner_id = $1 OR t.responsible_id = $1) AND ",
        bind![person],
    );
    let context = FilterContext::of_visibility(conn::dialect(conn)).by_person();
    push_filter(&mut sql, visibility.filter(), &context);
    sql.push(" ORDER BY COALESCE(t.pending_until, 9223372036854775807), t.id LIMIT ")
        .bind(limit);
    let rows: Vec<OwnedRow> = conn::all(conn, sql).await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}
