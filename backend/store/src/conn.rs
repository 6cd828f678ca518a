//! Where a read runs: on the store itself, or inside a write transaction.

use sea_orm::{ConnectionTrait, Statement};

use crate::{
    StoreError,
    dialect::Dialect,
    row::{FromRow, Row},
    sql::Sql,
};

pub(crate) mod sealed {
    use sea_orm::ConnectionTrait;

    use crate::store::Shared;

    pub trait Sealed: Sync {
        type Raw: ConnectionTrait;
        fn raw(&self) -> &Self::Raw;
        fn shared(&self) -> &Shared;
    }
}

/// The store, or a write transaction of it. A read inside a transaction sees what the transaction has written.
pub trait Conn: sealed::Sealed {}

pub(crate) fn dialect(conn: &impl Conn) -> Dialect {
    conn.shared().dialect
}

fn statement(conn: &impl Conn, sql: Sql) -> Statement {
    conn.shared().count_query();
    Statement::from_sql_and_values(conn.raw().get_database_backend(), sql.text, sql.values)
}

/// All rows.
pub(crate) async fn all<T: FromRow>(conn: &impl Conn, sql: Sql) -> Result<Vec<T>, StoreError> {
    let rows = conn.raw().query_all_raw(statement(conn, sql)).await?;
    rows.into_iter().map(|row| T::from_row(&Row(row))).collect()
}

/// The first row.
pub(crate) async fn one<T: FromRow>(conn: &impl Conn, sql: Sql) -> Result<Option<T>, StoreError> {
    let row = conn.raw().query_one_raw(statement(conn, sql)).await?;
    row.map(|row| T::from_row(&Row(row))).transpose()
}

/// Runs a statement; how many rows it touched.
pub(crate) async fn run(conn: &impl Conn, sql: Sql) -> Result<u64, StoreError> {
    Ok(conn.raw().execute_raw(statement(conn, sql)).await?.rows_affected())
}

/// The one column `value` of each row.
pub(crate) struct Single<T>(pub(crate) T);

impl<T: crate::row::Column> FromRow for Single<T> {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        row.get("value").map(Self)
    }
}
