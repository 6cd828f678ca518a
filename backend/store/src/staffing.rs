//! Who could be there: agents, administrators and deputies, and when they are away. What that means at a moment is
//! `pult_domain::staffing`.

use std::collections::BTreeSet;

use pult_domain::staffing::StaffFacts;
use pult_shared::{Timestamp, ids::PersonId};

use crate::{
    StoreError, absences,
    conn::{self, Conn},
    notifications,
    row::{FromRow, Row},
    sql::Sql,
};

struct PersonRow {
    id: PersonId,
    administrator: bool,
    away_until: Option<Timestamp>,
}

impl FromRow for PersonRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            administrator: row.get("administrator")?,
            away_until: row.get("away_until")?,
        })
    }
}

/// All that is known about who works where and who is away when. Three queries, and one more where somebody is.
pub async fn facts(conn: &impl Conn) -> Result<StaffFacts, StoreError> {
    let absences = absences::open(conn).await?;
    let deputies: BTreeSet<PersonId> = absences
        .iter()
        .flat_map(|row| row.absence.by_queue.values().copied().chain(row.absence.deputy))
        .collect();
    let mut sql = Sql::new(
        "SELECT p.id, p.administrator, p.away_until FROM people p WHERE p.active AND (p.administrator
         OR p.id IN (SELECT m.person_id FROM role_members m) OR p.id IN ",
    );
    sql.list(deputies.into_iter().chain([PersonId::NIL])).push(")");
    let people: Vec<PersonRow> = conn::all(conn, sql).await?;
    Ok(StaffFacts {
        workers: notifications::workers(conn).await?,
        away_until: people
            .iter()
            .filter_map(|row| Some((row.id, row.away_until?)))
            .collect(),
        active: people.into_iter().map(|row| (row.id, row.administrator)).collect(),
        absences: absences.into_iter().map(|row| (row.absence, row.rights)).collect(),
    })
}
