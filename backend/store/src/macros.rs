//! Macros of the desk.

use pult_shared::{api::macros::MacroDef, ids::MacroId};

use crate::{
    StoreError, WriteTx,
    apply::to_json,
    conn::{self, Conn},
    row::{FromRow, Row},
    sql::{Sql, bind},
};

/// A macro.
#[derive(Clone, Debug, PartialEq)]
pub struct Macro {
    pub id: MacroId,
    pub definition: MacroDef,
}

impl FromRow for Macro {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            definition: row.json("definition")?,
        })
    }
}

/// All macros, by their German name. One query.
pub async fn list(conn: &impl Conn) -> Result<Vec<Macro>, StoreError> {
    let mut all: Vec<Macro> = conn::all(conn, Sql::new("SELECT id, definition FROM macros ORDER BY id")).await?;
    all.sort_by_cached_key(|found| (found.definition.names.de.to_lowercase(), found.id));
    Ok(all)
}

/// Enters a macro, or changes it.
pub async fn save(tx: &WriteTx, id: MacroId, definition: &MacroDef) -> Result<(), StoreError> {
    let sql = Sql::with(
        "INSERT INTO macros (id, definition) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET definition = $2",
        bind![id, to_json(definition)?],
    );
    conn::run(tx, sql).await.map(|_| ())
}

/// Deletes a macro. Tells whether it was there.
pub async fn delete(tx: &WriteTx, id: MacroId) -> Result<bool, StoreError> {
    let gone = conn::run(tx, Sql::with("DELETE FROM macros WHERE id = $1", bind![id])).await?;
    Ok(gone > 0)
}
