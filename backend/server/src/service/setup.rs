//! What administrators have set up — queues and catalog — as everybody reads it all day: kept in memory, and read again when its
//! version in the database has grown, by whichever instance.

use std::sync::{Arc, RwLock};

use pult_domain::{catalog::Catalog, queue::QueueTree};
use pult_store::{Conn, StoreError, catalog, queues};

/// Queues and catalog of one version.
#[derive(Clone, Debug)]
pub struct Setup {
    pub tree: Arc<QueueTree>,
    pub catalog: Arc<Catalog>,
}

/// The set-up as this process has read it last.
#[derive(Debug, Default)]
pub struct SetupCache(RwLock<Option<Setup>>);

impl SetupCache {
    /// The set-up as it is. Costs one small query while nothing changes.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn read(&self, conn: &impl Conn) -> Result<Setup, StoreError> {
        let version = catalog::version(conn).await?;
        if let Some(known) = self.known(version) {
            return Ok(known);
        }
        let setup = Setup {
            catalog: Arc::new(catalog::load(conn).await?),
            tree: Arc::new(queues::tree(conn).await?),
        };
        // Read between two changes it may be newer than its version says; then the next one reads it again.
        if let Ok(mut kept) = self.0.write() {
            *kept = Some(setup.clone());
        }
        Ok(setup)
    }

    fn known(&self, version: i64) -> Option<Setup> {
        let kept = self.0.read().ok()?;
        kept.clone().filter(|setup| setup.catalog.version == version)
    }
}
