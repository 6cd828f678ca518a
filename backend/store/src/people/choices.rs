//! What a person has chosen for themselves, and when they were here.

use pult_shared::{Timestamp, api::preferences::Preferences, ids::PersonId};

use crate::{
    StoreError, WriteTx, absences,
    apply::to_json,
    conn::{self, Conn, Single},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

struct PreferencesRow(Preferences);

impl FromRow for PreferencesRow {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        row.json("preferences").map(Self)
    }
}

/// A person's preferences; the usual ones where they chose nothing.
pub async fn preferences(conn: &impl Conn, id: PersonId) -> Result<Preferences, StoreError> {
    let sql = Sql::with("SELECT preferences FROM people WHERE id = $1", bind![id]);
    let row: Option<PreferencesRow> = conn::one(conn, sql).await?;
    Ok(row.map(|row| row.0).unwrap_or_default())
}

/// Replaces a person's preferences.
pub async fn save_preferences(tx: &WriteTx, id: PersonId, preferences: &Preferences) -> Result<(), StoreError> {
    let sql = Sql::with(
        "UPDATE people SET preferences = $2 WHERE id = $1",
        bind![id, to_json(preferences)?],
    );
    conn::run(tx, sql).await?;
    // Until when somebody is away stands by itself too, for the locks that are released meanwhile.
    absences::set_away(tx, id, preferences.away_until).await
}

/// A person is here. Where nothing was seen of them since `silent_since`, this begins a visit: when they were here last is the visit
/// before from now on.
pub async fn note_visit(tx: &WriteTx, id: PersonId, now: Timestamp, silent_since: Timestamp) -> Result<(), StoreError> {
    let sql = Sql::with(
        "UPDATE people SET last_visit_at = $2,
           previous_visit_at = CASE WHEN last_visit_at < $3 THEN last_visit_at ELSE previous_visit_at END
         WHERE id = $1",
        bind![id, now, silent_since],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// When a person was here before this visit.
pub async fn previous_visit(conn: &impl Conn, id: PersonId) -> Result<Option<Timestamp>, StoreError> {
    let sql = Sql::with("SELECT previous_visit_at AS value FROM people WHERE id = $1", bind![id]);
    let row: Option<Single<Option<Timestamp>>> = conn::one(conn, sql).await?;
    Ok(row.and_then(|row| row.0))
}
