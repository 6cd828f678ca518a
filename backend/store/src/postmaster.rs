//! Postmaster filters, in the order in which they run.

use pult_shared::{ids::PostmasterFilterId, postmaster::PostmasterFilterDef};

use crate::{
    StoreError, WriteTx,
    apply::to_json,
    conn::{self, Conn},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// A postmaster filter.
#[derive(Clone, Debug, PartialEq)]
pub struct PostmasterFilter {
    pub id: PostmasterFilterId,
    pub filter: PostmasterFilterDef,
}

impl FromRow for PostmasterFilter {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            filter: row.json("definition")?,
        })
    }
}

/// All filters in order. One query.
pub async fn list(conn: &impl Conn) -> Result<Vec<PostmasterFilter>, StoreError> {
    let sql = Sql::new("SELECT id, definition FROM postmaster_filters ORDER BY position, id");
    conn::all(conn, sql).await
}

/// Enters a filter behind all others, or changes it where it stands.
pub async fn save(tx: &WriteTx, id: PostmasterFilterId, filter: &PostmasterFilterDef) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO postmaster_filters (id, position, definition)
         VALUES ($1, (SELECT COALESCE(MAX(position), 0) + 1 FROM postmaster_filters), $2)
         ON CONFLICT (id) DO UPDATE SET definition = $2",
        bind![id, to_json(filter)?],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// Puts filters into this order.
pub async fn reorder(tx: &WriteTx, ids: &[PostmasterFilterId]) -> Result<(), StoreError> {
    for (position, id) in ids.iter().enumerate() {
        let position = i64::try_from(position).unwrap_or(i64::MAX);
        let sql = Sql::with(
            "UPDATE postmaster_filters SET position = $2 WHERE id = $1 AND position <> $2",
            bind![*id, position],
        );
        conn::run(tx, sql).await?;
    }
    Ok(())
}

/// Deletes a filter. Tells whether it was there.
pub async fn delete(tx: &WriteTx, id: PostmasterFilterId) -> Result<bool, StoreError> {
    let gone = conn::run(tx, Sql::with("DELETE FROM postmaster_filters WHERE id = $1", bind![id])).await?;
    Ok(gone > 0)
}
