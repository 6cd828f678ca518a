//! The log of settings: who changed what, from what to what. Entered in the transaction that changes it.

use pult_shared::{Timestamp, ids::PersonId};
use serde_json::Value as Json;
use uuid::Uuid;

use crate::{
    Page, StoreError, WriteTx,
    apply::to_json,
    conn::{self, Conn},
    page::{Cursor, list, rows_for},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// A change of a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingChange {
    /// Given by the store.
    pub seq: i64,
    pub at: Timestamp,
    /// Nobody: the command line.
    pub actor_id: Option<PersonId>,
    pub kind: String,
    pub key: String,
    pub before: Option<Json>,
    pub after: Option<Json>,
}

impl FromRow for SettingChange {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            seq: row.get("seq")?,
            at: row.get("at")?,
            actor_id: row.get("actor_id")?,
            kind: row.get("kind")?,
            key: row.get("key")?,
            before: row.json_or_null("before")?,
            after: row.json_or_null("after")?,
        })
    }
}

/// Enters a change; its `seq` is given here.
pub async fn insert(tx: &WriteTx, change: &SettingChange) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO setting_changes (at, actor_id, kind, key, before, after) VALUES ($1, $2, $3, $4, $5, $6)",
        bind![
            change.at,
            change.actor_id,
            &change.kind,
            &change.key,
            change.before.as_ref().map(to_json).transpose()?,
            change.after.as_ref().map(to_json).transpose()?,
        ],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// One line of the log.
pub async fn find(conn: &impl Conn, seq: i64) -> Result<Option<SettingChange>, StoreError> {
    let sql = Sql::with(
        "SELECT seq, at, actor_id, kind, key, before, after FROM setting_changes WHERE seq = $1",
        bind![seq],
    );
    conn::one(conn, sql).await
}

/// Of which things lines are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys {
    /// Ids and keys, whatever kind has them.
    pub any: Vec<String>,
    /// Keys of calendars: things of other kinds may have the same.
    pub calendars: Vec<String>,
}

impl Keys {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.any.is_empty() && self.calendars.is_empty()
    }
}

impl From<Vec<String>> for Keys {
    fn from(any: Vec<String>) -> Self {
        Self {
            any,
            calendars: Vec::new(),
        }
    }
}

/// The log, newest first: of one kind, of these keys, or all.
///
/// # Errors
/// `BadCursor` for a cursor of another list.
pub async fn page(
    conn: &impl Conn,
    kind: Option<&str>,
    keys: Option<&Keys>,
    cursor: Option<&str>,
    limit: u32,
) -> Result<Page<SettingChange>, StoreError> {
    let mut sql = Sql::new("SELECT seq, at, actor_id, kind, key, before, after FROM setting_changes WHERE (1 = 1)");
    if let Some(kind) = kind {
        sql.push(" AND kind = ").bind(kind);
    }
    if let Some(keys) = keys {
        sql.push(" AND (key IN ").list(&keys.any);
        sql.push(" OR (kind = 'calendar' AND key IN ")
            .list(&keys.calendars)
            .push("))");
    }
    if let Some(after) = Cursor::decode(list::SETTING_CHANGES, cursor)? {
        sql.push(" AND seq < ").bind(after.first);
    }
    sql.push(" ORDER BY seq DESC LIMIT ").bind(rows_for(limit));
    let rows = conn::all(conn, sql).await?;
    Ok(Page::cut(rows, limit, |last: &SettingChange| {
        Cursor::at(list::SETTING_CHANGES, last.seq, Uuid::nil())
    }))
}
