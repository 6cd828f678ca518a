//! A fresh database of either kind.

use std::{
    process::Command,
    sync::atomic::{AtomicU32, Ordering},
};

use tempfile::TempDir;

/// An empty database, with the folder for what lies beside it.
pub struct Engine {
    pub url: String,
    pub folder: TempDir,
}

impl Engine {
    pub fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self {
            url: format!("sqlite://{}", folder.path().join("pult.db").display()),
            folder,
        }
    }

    /// A new database in the cluster that `PULT_TEST_POSTGRES_URL` names. Without it there is nothing to test on: CI
    /// refuses that, a developer is told.
    pub fn postgres() -> Option<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let Ok(cluster) = std::env::var("PULT_TEST_POSTGRES_URL") else {
            assert!(std::env::var_os("CI").is_none(), "CI needs PULT_TEST_POSTGRES_URL");
            eprintln!("PULT_TEST_POSTGRES_URL is not set: PostgreSQL is left out (`make test` sets it)");
            return None;
        };
        let name = format!(
            "integration_{}_{}",
            std::process::id(),
            NEXT.fetch_add(1, Ordering::Relaxed)
        );
        let create = [
            "--quiet",
            "--no-psqlrc",
            "--command",
            &format!("CREATE DATABASE {name}"),
            &cluster,
        ];
        let status = Command::new("psql").args(create).status().expect("psql runs");
        assert!(status.success(), "a new database");
        let base = cluster.rsplit_once('/').map_or(cluster.as_str(), |(base, _)| base);
        Some(Self {
            url: format!("{base}/{name}"),
            folder: tempfile::tempdir().expect("a temporary folder"),
        })
    }
}
