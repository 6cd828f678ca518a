//! The schema: steps run once, a newer one is noticed, and the committed dumps are current.

use std::path::PathBuf;

use pult_shared::ids::{PersonId, RoleId};
use pult_store::{Dialect, Store, StoreError, people, redaction};
use sea_orm::{ConnectionTrait, Database, QueryResult, Statement};

use crate::support::{Fixture, on_each_engine};

async fn query(db: &Fixture, sql: &str) -> Vec<QueryResult> {
    let connection = Database::connect(&db.options.url).await.unwrap();
    let backend = connection.get_database_backend();
    let rows = connection
        .query_all_raw(Statement::from_string(backend, sql))
        .await
        .unwrap();
    connection.close().await.unwrap();
    rows
}

#[test]
fn steps_run_once() {
    on_each_engine(async |db: Fixture| {
        assert_eq!(db.store.pending_migrations().await.unwrap(), Vec::<String>::new());
        assert_eq!(db.store.migrate().await.unwrap(), 0);
        db.store.ping().await.unwrap();
        db.store.maintain().await.unwrap();
        assert_eq!(people::count(&db.store).await.unwrap(), 0);
    });
}

#[test]
fn an_empty_database_tells_all_steps_and_several_instances_may_migrate_it_at_once() {
    on_each_engine(async |db: Fixture| {
        let mut options = db.options.clone();
        match db.store.dialect() {
            Dialect::Sqlite => options.url = options.url.replace("pult.db", "fresh.db"),
            Dialect::Postgres => {
                query(&db, "CREATE SCHEMA fresh").await;
                options.url.push_str("?options=-csearch_path%3Dfresh");
            }
        }
        let instances = [
            Store::open(options.clone()).await.unwrap(),
            Store::open(options).await.unwrap(),
        ];
        let all = instances[0].pending_migrations().await.unwrap();
        assert_eq!(all.first().map(String::as_str), Some("m0001_people"));
        let (one, two) = tokio::join!(instances[0].migrate(), instances[1].migrate());
        let (one, two) = (one.unwrap() as usize, two.unwrap() as usize);
        assert_eq!((one.min(two), one.max(two)), (0, all.len()));
        for instance in instances {
            instance.close().await;
        }
    });
}

#[test]
fn a_schema_of_a_newer_program_is_left_alone() {
    on_each_engine(async |db: Fixture| {
        query(
            &db,
            "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_later', 0)",
        )
        .await;
        for refused in [
            db.store.migrate().await.map(|_| ()),
            db.store.pending_migrations().await.map(|_| ()),
        ] {
            assert!(matches!(refused, Err(StoreError::NewerSchema { unknown }) if unknown == ["m9999_later"]));
        }
    });
}

#[test]
fn sqlite_is_durable_and_strict() {
    on_each_engine(async |db: Fixture| {
        if db.store.dialect() == Dialect::Postgres {
            return;
        }
        let rows = query(&db, "PRAGMA journal_mode").await;
        assert_eq!(rows[0].try_get_by_index::<String>(0).unwrap(), "wal");
        let tx = db.store.begin().await.unwrap();
        let orphan = pult_store::roles::add_member(&tx, RoleId(db.id()), PersonId(db.id())).await;
        assert!(matches!(orphan, Err(StoreError::Database(_))), "foreign keys are held");
    });
}

/// Regenerate with `PULT_WRITE_SCHEMA=1`.
#[test]
fn the_committed_dumps_are_current() {
    on_each_engine(async |db: Fixture| {
        let (file, dump) = match db.store.dialect() {
            Dialect::Sqlite => ("schema.sqlite.sql", sqlite_dump(&db).await),
            Dialect::Postgres => ("schema.postgres.txt", postgres_dump(&db).await),
        };
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(file);
        if std::env::var_os("PULT_WRITE_SCHEMA").is_some() {
            std::fs::write(&path, &dump).unwrap();
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            committed == dump,
            "{file} is not current: run this test with PULT_WRITE_SCHEMA=1 and look at the difference"
        );
    });
}

async fn sqlite_dump(db: &Fixture) -> String {
    let sql =
        "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type DESC, name";
    let rows = query(db, sql).await;
    rows.iter()
        .map(|row| row.try_get_by_index::<String>(0).unwrap() + ";\n")
        .collect()
}

async fn postgres_dump(db: &Fixture) -> String {
    let columns = "SELECT CAST(table_name || '.' || column_name || ' ' || data_type ||
            CASE is_nullable WHEN 'NO' THEN ' NOT NULL' ELSE '' END AS TEXT) AS line
        FROM information_schema.columns WHERE table_schema = 'public' ORDER BY table_name, ordinal_position";
    let indexes =
        "SELECT CAST(indexdef AS TEXT) AS line FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexname";
    let constraints =
        "SELECT CAST(conrelid::regclass || ' ' || pg_get_constraintdef(oid) AS TEXT) AS line FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND contype <> 'p' ORDER BY conrelid::regclass::text COLLATE \"C\", conname";
    let triggers =
        "SELECT CAST(pg_get_triggerdef(oid) AS TEXT) AS line FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname";
    let mut dump = String::new();
    for sql in [columns, indexes, constraints, triggers] {
        for row in query(db, sql).await {
            dump.push_str(&row.try_get::<String>("", "line").unwrap());
            dump.push('\n');
        }
    }
    dump
}

// req: D5
#[test]
fn each_column_that_holds_text_loses_secrets_or_says_why_not() {
    let dump = include_str!("../../schema.postgres.txt");
    let texts = ["text", "tsvector", "bytea", "character", "json", "jsonb"];
    let columns: Vec<(&str, &str)> = dump
        .lines()
        .filter_map(|line| {
            let (name, kind) = line.split_once(' ')?;
            texts
                .contains(&kind.split(' ').next()?)
                .then_some(name.split_once('.')?)
        })
        .collect();
    assert!(columns.len() > 200, "the dump is read: {}", columns.len());
    let unknown: Vec<_> = columns
        .iter()
        .filter(|(table, column)| !redaction::is_known(table, column))
        .collect();
    assert!(
        unknown.is_empty(),
        "is a ticket's text in them? Then PLACES, else EXEMPT with the reason: {unknown:?}"
    );
    let is_there = |table: &str, column: &str| {
        columns
            .iter()
            .any(|(of, name)| *of == table && (column == "*" || *name == column))
    };
    for place in redaction::PLACES {
        assert!(is_there(place.table, place.column), "{place:?} is gone");
    }
    for (table, gone) in redaction::EXEMPT
        .iter()
        .flat_map(|(table, columns, _)| columns.iter().map(move |column| (table, column)))
    {
        assert!(is_there(table, gone), "{table}.{gone} is gone");
        let both = redaction::PLACES
            .iter()
            .any(|place| place.table == *table && place.column == *gone);
        assert!(!both, "{table}.{gone} is in both lists");
    }
}
