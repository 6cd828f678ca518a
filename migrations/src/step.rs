//! One step: a name and the SQL that goes forward. There is no way back (see the README).

use sea_orm_migration::{
    MigrationName, MigrationTrait, SchemaManager, async_trait,
    sea_orm::{ConnectionTrait, DbBackend, DbErr},
};

/// A step of the schema.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Step {
    pub(crate) name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

impl Step {
    /// The same text for both engines. SQLite takes PostgreSQL's type names, as it takes any; what differs is a key that the
    /// database counts up, written `{serial}`, and a text that is compared byte by byte, `{bytewise}`: SQLite does so by itself.
    pub(crate) const fn both(name: &'static str, sql: &'static str) -> Self {
        Self {
            name,
            sqlite: sql,
            postgres: sql,
        }
    }

    /// A text for each engine, where they have no common one.
    pub(crate) const fn each(name: &'static str, sqlite: &'static str, postgres: &'static str) -> Self {
        Self { name, sqlite, postgres }
    }
}

impl MigrationName for Step {
    fn name(&self) -> &str {
        self.name
    }
}

#[expect(
    elided_lifetimes_in_paths,
    reason = "as the trait is written; async_trait holds another form for another lifetime"
)]
#[async_trait::async_trait]
impl MigrationTrait for Step {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let sql = match manager.get_database_backend() {
            DbBackend::Sqlite => self
                .sqlite
                .replace("{serial}", "INTEGER PRIMARY KEY AUTOINCREMENT")
                .replace(" {bytewise}", ""),
            DbBackend::Postgres => self
                .postgres
                .replace("{serial}", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY")
                .replace("{bytewise}", "COLLATE \"C\""),
            other => return Err(DbErr::Migration(format!("there is no schema for {other:?}"))),
        };
        manager.get_connection().execute_unprepared(&sql).await.map(|_| ())
    }
}
