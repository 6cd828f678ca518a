//! Signals between the instances that share a database: PostgreSQL's LISTEN and NOTIFY. A signal may be lost while the connection is;
//! so it only ever says that something is worth a look now. With SQLite there is one instance, and nothing to do.

use sea_orm::sqlx::postgres::PgListener;

use crate::{
    Store, StoreError,
    conn::{self, Conn, sealed::Sealed},
    dialect::Dialect,
    error::from_driver,
    sql::{Sql, bind},
};

/// The one channel of this program.
const CHANNEL: &str = "pult";
/// PostgreSQL takes no longer ones (8,000 bytes, with the end).
pub const PAYLOAD_MAX: usize = 7_900;

/// Says something to all instances that listen, this one too; inside a transaction when it is committed.
///
/// # Errors
/// `Database` for a payload that is too long, `Unavailable` when the database cannot be reached.
pub async fn notify(conn: &impl Conn, payload: &str) -> Result<(), StoreError> {
    if conn::dialect(conn) == Dialect::Sqlite {
        return Ok(());
    }
    if payload.len() > PAYLOAD_MAX {
        return Err(StoreError::Database(format!(
            "a signal of {} bytes is too long",
            payload.len()
        )));
    }
    let sql = Sql::with("SELECT pg_notify($1, $2)", bind![CHANNEL, payload]);
    conn::run(conn, sql).await.map(|_| ())
}

/// What instances say to each other, as it comes. Holds a connection.
#[derive(Debug)]
pub struct Signals {
    listener: PgListener,
}

/// Listens from now on; nothing with SQLite.
///
/// # Errors
/// `Unavailable` when the database cannot be reached.
pub async fn listen(store: &Store) -> Result<Option<Signals>, StoreError> {
    if store.dialect() == Dialect::Sqlite {
        return Ok(None);
    }
    let pool = store.raw().get_postgres_connection_pool();
    let mut listener = PgListener::connect_with(pool)
        .await
        .map_err(|error| from_driver(&error))?;
    listener.listen(CHANNEL).await.map_err(|error| from_driver(&error))?;
    Ok(Some(Signals { listener }))
}

impl Signals {
    /// The next signal. Nothing when the connection was lost and is there again: some may have been missed, so look at everything.
    ///
    /// # Errors
    /// `Unavailable` when the database cannot be reached; call it again after a while.
    pub async fn next(&mut self) -> Result<Option<String>, StoreError> {
        let signal = self.listener.try_recv().await.map_err(|error| from_driver(&error))?;
        Ok(signal.map(|signal| signal.payload().to_owned()))
    }
}
