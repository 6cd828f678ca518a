//! The store itself: its connections, its schema, and the gate that lets SQLite's writers queue up.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use object_store::local::LocalFileSystem;
use pult_migrations::{Migrator, MigratorTrait};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, SqliteTransactionMode, TransactionOptions,
    TransactionTrait, sqlx::Connection as _,
};
use tokio::sync::{Mutex, Notify};

use crate::{
    StoreError, WriteTx,
    conn::{self, Conn, Single, sealed::Sealed},
    dialect::Dialect,
    sql::Sql,
};

/// How long a caller waits for a connection.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a writer waits in the queue before SQLite; writes take milliseconds, so this is thousands of them.
const GATE_TIMEOUT: Duration = Duration::from_secs(30);
/// How long SQLite waits for another process that writes.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// PostgreSQL ends a statement that takes longer, and a transaction that idles.
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(30);
/// Statements are few but have several forms each (lists of different lengths).
const STATEMENT_CACHE: usize = 256;

/// Rows of an index that SQLite looks at for its statistics.
const ANALYSIS_LIMIT: u32 = 400;

/// Where the data is.
#[derive(Clone, Debug)]
pub struct Options {
    /// `sqlite:///path/pult.db` or `postgres://…`.
    pub url: String,
    /// The folder for contents too large for a row.
    pub blobs: PathBuf,
    /// Connections at the most; for SQLite those that read.
    pub max_connections: u32,
}

/// The store. Cheap to clone; all clones share their connections.
#[derive(Clone, Debug)]
pub struct Store {
    shared: Arc<Shared>,
}

#[derive(Debug)]
pub struct Shared {
    pub(crate) dialect: Dialect,
    read: DatabaseConnection,
    /// SQLite: one connection, so that its caches stay warm and readers never take it. PostgreSQL: the same pool.
    write: DatabaseConnection,
    gate: Arc<Mutex<()>>,
    changed: Notify,
    queries: AtomicU64,
    pub(crate) objects: LocalFileSystem,
}

impl Shared {
    pub(crate) fn count_query(&self) {
        self.queries.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn notify(&self) {
        self.changed.notify_waiters();
    }
}

impl Sealed for Store {
    type Raw = DatabaseConnection;

    fn raw(&self) -> &DatabaseConnection {
        &self.shared.read
    }

    fn shared(&self) -> &Shared {
        &self.shared
    }
}

impl Conn for Store {}

impl Store {
    /// Connects, and makes the database file and the folder where they are missing. Does not touch the schema.
    ///
    /// # Errors
    /// `Unavailable` when the database or the folder cannot be reached.
    pub async fn open(options: Options) -> Result<Self, StoreError> {
        let dialect = dialect_of(&options.url)?;
        let objects = crate::blobs::open_folder(&options.blobs).await?;
        let (read, write) = match dialect {
            Dialect::Sqlite => {
                // The writer comes first: it makes the file and turns WAL on.
                let write = Database::connect(sqlite_options(&options.url, 1)).await?;
                let read = Database::connect(sqlite_options(&options.url, readers(options.max_connections))).await?;
                (read, write)
            }
            Dialect::Postgres => {
                let pool = Database::connect(postgres_options(&options.url, options.max_connections.max(2))).await?;
                (pool.clone(), pool)
            }
        };
        Ok(Self {
            shared: Arc::new(Shared {
                dialect,
                read,
                write,
                gate: Arc::default(),
                changed: Notify::new(),
                queries: AtomicU64::new(0),
                objects,
            }),
        })
    }

    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.shared.dialect
    }

    /// Starts a write transaction. On SQLite writers wait for each other here, in the order in which they came.
    ///
    /// # Errors
    /// `Unavailable` when the wait is too long or the database cannot be reached.
    pub async fn begin(&self) -> Result<WriteTx, StoreError> {
        let (guard, mode) = match self.shared.dialect {
            Dialect::Sqlite => {
                let gate = Arc::clone(&self.shared.gate).lock_owned();
                let guard = tokio::time::timeout(GATE_TIMEOUT, gate).await.map_err(|_| {
                    StoreError::Unavailable("other writers have held the database for too long".to_owned())
                })?;
                (Some(guard), Some(SqliteTransactionMode::Immediate))
            }
            Dialect::Postgres => (None, None),
        };
        let options = TransactionOptions {
            sqlite_transaction_mode: mode,
            ..TransactionOptions::default()
        };
        let tx = self.shared.write.begin_with_options(options).await?;
        Ok(WriteTx::new(self.clone(), tx, guard))
    }

    /// Brings the schema up to this program, all steps in one transaction; several instances may try at once.
    ///
    /// # Errors
    /// `NewerSchema` when the database knows steps that this program does not.
    pub async fn migrate(&self) -> Result<u32, StoreError> {
        let tx = self.begin().await?;
        if self.shared.dialect == Dialect::Postgres {
            // The number has no meaning beyond being the same in every instance.
            tx.raw()
                .execute_unprepared("SELECT pg_advisory_xact_lock(7285311); SET LOCAL statement_timeout = 0")
                .await?;
        }
        let pending = pending(&tx).await?;
        if !pending.is_empty() {
            Migrator::up(tx.raw(), None).await?;
            if pending.iter().any(|step| step == "m0027_person_words") {
                crate::people::enter_everybody(&tx).await?;
            }
            tx.commit().await?;
            self.maintain().await?;
        }
        Ok(u32::try_from(pending.len()).unwrap_or(u32::MAX))
    }

    /// The steps that `migrate` would do, in order. Changes nothing.
    ///
    /// # Errors
    /// `NewerSchema` when the database knows steps that this program does not.
    pub async fn pending_migrations(&self) -> Result<Vec<String>, StoreError> {
        pending(self).await
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// `Unavailable` when it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        let answer: Option<Single<i64>> = conn::one(self, Sql::new("SELECT CAST(1 AS BIGINT) AS value")).await?;
        answer
            .map(|_| ())
            .ok_or_else(|| StoreError::Unavailable("no answer".to_owned()))
    }

    /// Keeps the planner's statistics current: without them SQLite sorts whole queues to show a page. Takes milliseconds; call it
    /// now and then. PostgreSQL does this by itself.
    ///
    /// # Errors
    /// `Unavailable` when the database cannot be reached.
    pub async fn maintain(&self) -> Result<(), StoreError> {
        if self.shared.dialect == Dialect::Sqlite {
            let _turn = self.shared.gate.lock().await;
            let optimize = format!("PRAGMA analysis_limit = {ANALYSIS_LIMIT}; PRAGMA optimize = 0x10002");
            self.shared.write.execute_unprepared(&optimize).await?;
        }
        Ok(())
    }

    /// After very many new rows: statistics for the planner, and what PostgreSQL's housekeeping would do in the minutes to come.
    ///
    /// # Errors
    /// As [`Store::maintain`].
    pub async fn gather_statistics(&self) -> Result<(), StoreError> {
        if self.shared.dialect == Dialect::Postgres {
            self.shared.write.execute_unprepared("VACUUM (ANALYZE)").await?;
        }
        self.maintain().await
    }

    /// Wakes all waiters after each commit of this process. Ask for the next wake-up (`notified()`, `enable`) before looking
    /// at the data, or a commit in between is missed.
    #[must_use]
    pub fn changed(&self) -> &Notify {
        &self.shared.changed
    }

    /// How many statements have run so far; tests hold lists to a fixed number by it.
    #[must_use]
    pub fn query_count(&self) -> u64 {
        self.shared.queries.load(Ordering::Relaxed)
    }

    /// Closes all connections, after what is running has ended.
    pub async fn close(&self) {
        for connection in [&self.shared.read, &self.shared.write] {
            if let Err(error) = connection.close_by_ref().await {
                tracing::warn!(%error, "a database connection did not close cleanly");
            }
        }
    }
}

async fn pending(conn: &impl Conn) -> Result<Vec<String>, StoreError> {
    let table = match conn::dialect(conn) {
        Dialect::Sqlite => "SELECT name AS value FROM sqlite_master WHERE type = 'table' AND name = 'seaql_migrations'",
        Dialect::Postgres => {
            "SELECT CAST(tablename AS TEXT) AS value FROM pg_tables
             WHERE schemaname = current_schema() AND tablename = 'seaql_migrations'"
        }
    };
    let known = pult_migrations::names();
    if conn::one::<Single<String>>(conn, Sql::new(table)).await?.is_none() {
        return Ok(known.into_iter().map(str::to_owned).collect());
    }
    let applied: Vec<Single<String>> = conn::all(
        conn,
        Sql::new("SELECT version AS value FROM seaql_migrations ORDER BY version"),
    )
    .await?;
    let applied: Vec<String> = applied.into_iter().map(|row| row.0).collect();
    let unknown: Vec<String> = applied
        .iter()
        .filter(|name| !known.contains(&name.as_str()))
        .cloned()
        .collect();
    if !unknown.is_empty() {
        return Err(StoreError::NewerSchema { unknown });
    }
    Ok(known
        .into_iter()
        .filter(|name| !applied.iter().any(|done| done == name))
        .map(str::to_owned)
        .collect())
}

fn dialect_of(url: &str) -> Result<Dialect, StoreError> {
    if url.starts_with("sqlite:") {
        Ok(Dialect::Sqlite)
    } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        Ok(Dialect::Postgres)
    } else {
        Err(StoreError::Database(
            "the address of the database begins with sqlite: or postgres:".to_owned(),
        ))
    }
}

fn common_options(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .sqlx_logging(false)
        // Statements carry no values, but they would fill the log.
        .record_stmt_in_spans(false);
    options
}

fn sqlite_options(url: &str, connections: u32) -> ConnectOptions {
    let mut options = common_options(url, connections);
    options
        .min_connections(1)
        .test_before_acquire(false)
        .idle_timeout(None)
        .max_lifetime(None);
    // Where SQLite cannot write (a full disk), it ends the transaction by itself, and the library goes on counting it: what comes next would
    // be part of a transaction that nobody commits, said to be safe and gone at the end. Such a connection is given up.
    options.map_sqlx_sqlite_before_acquire(|connection, _| {
        let open = connection.is_in_transaction();
        if open {
            tracing::warn!("a transaction ended in a way that leaves its connection in doubt; another one is opened");
        }
        Box::pin(std::future::ready(Ok(!open)))
    });
    options.map_sqlx_sqlite_opts(|options| {
        options
            .create_if_missing(true)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT)
            .statement_cache_capacity(STATEMENT_CACHE)
            .pragma("journal_mode", "WAL")
            .pragma("synchronous", "FULL")
            // Pages in memory, in KiB (negative); temporary tables and sorts stay there too.
            .pragma("cache_size", "-8192")
            .pragma("temp_store", "MEMORY")
            // Closing brings the planner's statistics up to date, looking at so many rows of an index at the most.
            .optimize_on_close(true, ANALYSIS_LIMIT)
    });
    options
}

/// Connections that read: SQLite computes in this process, so that more than two for a core wait for each other, each with a thread and a
/// cache of its own.
fn readers(max: u32) -> u32 {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let useful = u32::try_from(cores.saturating_mul(2)).unwrap_or(u32::MAX);
    useful.min(max).max(1)
}

fn postgres_options(url: &str, connections: u32) -> ConnectOptions {
    // sea-orm knows the scheme under one of its two names only.
    let url = url.replacen("postgresql://", "postgres://", 1);
    let mut options = common_options(&url, connections);
    options
        .statement_timeout(STATEMENT_TIMEOUT)
        .test_before_acquire_if_idle_for(Duration::from_secs(10));
    options.set_application_name("pult");
    options.map_sqlx_postgres_opts(|options| {
        options
            .statement_cache_capacity(STATEMENT_CACHE)
            // Compiling one of these statements takes ten times as long as running it.
            .options([
                ("lock_timeout", "10s"),
                ("idle_in_transaction_session_timeout", "60s"),
                ("jit", "off"),
            ])
    });
    options
}

#[cfg(test)]
mod tests;
