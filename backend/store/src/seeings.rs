//! Who looks, or has looked, as whom. The session that looks is named as long as it does; `sessions::by_token_hash` joins it.

use pult_shared::{
    Timestamp,
    ids::{PersonId, SessionId},
};
use uuid::Uuid;

use crate::{
    StoreError, WriteTx,
    conn::{self, Conn, Single},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// Lines that are listed at the most.
const LISTED_MAX: i64 = 50;

/// An administrator who looks as somebody from now on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSeeing {
    pub id: Uuid,
    pub session: SessionId,
    pub seer: PersonId,
    pub person: PersonId,
    pub reason: String,
    pub began_at: Timestamp,
    pub ends_at: Timestamp,
}

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seeing {
    pub seer: PersonId,
    pub reason: String,
    pub began_at: Timestamp,
    /// When it ended at the latest.
    pub ends_at: Timestamp,
    /// When it was ended; none where it still lasts, or where nobody has said so.
    pub ended_at: Option<Timestamp>,
}

impl FromRow for Seeing {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            seer: row.get("seer_id")?,
            reason: row.get("reason")?,
            began_at: row.get("began_at")?,
            ends_at: row.get("ends_at")?,
            ended_at: row.get("ended_at")?,
        })
    }
}

/// Enters that somebody looks as another person from now on.
///
/// # Errors
/// When the database fails; also where the session looks as somebody already.
pub async fn insert(tx: &WriteTx, seeing: &NewSeeing) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO seeings (id, session_id, seer_id, person_id, reason, began_at, ends_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        bind![
            seeing.id,
            seeing.session,
            seeing.seer,
            seeing.person,
            &seeing.reason,
            seeing.began_at,
            seeing.ends_at,
        ],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// Ends it; as whom the session looked, if it did.
pub async fn end(tx: &WriteTx, session: SessionId, now: Timestamp) -> Result<Option<PersonId>, StoreError> {
    let sql = Sql::with(
        "SELECT person_id AS value FROM seeings WHERE session_id = $1",
        bind![session],
    );
    let person: Option<Single<PersonId>> = conn::one(tx, sql).await?;
    let Some(person) = person else { return Ok(None) };
    // What had ended by time is not noted as longer.
    let sql = Sql::with(
        "UPDATE seeings SET session_id = NULL, ended_at = CASE WHEN ends_at < $2 THEN ends_at ELSE $2 END WHERE session_id = $1",
        bind![session, now],
    );
    conn::run(tx, sql).await?;
    Ok(Some(person.0))
}

/// Who has looked as a person, and as those who have become one with them; the newest first.
pub async fn of_person(conn: &impl Conn, person: PersonId) -> Result<Vec<Seeing>, StoreError> {
    let sql = Sql::with(
        "SELECT seer_id, reason, began_at, ends_at, ended_at FROM seeings
         WHERE person_id = $1 OR person_id IN (SELECT id FROM people WHERE merged_into = $1)
         ORDER BY began_at DESC, id DESC LIMIT $2",
        bind![person, LISTED_MAX],
    );
    conn::all(conn, sql).await
}
