//! What administrators have set up — queues and catalog — as everybody reads it all day: kept in memory, and read again when its
//! version in the database has grown, by whichever instance.

use std::sync::{Arc, RwLock};

use pult_domain::{catalog::Catalog, queue::QueueTree};
use pult_store::{Conn, StoreError, catalog, queues};
use tokio::sync::watch;

/// Queues and catalog of one version.
#[derive(Clone, Debug)]
pub struct Setup {
    pub tree: Arc<QueueTree>,
    pub catalog: Arc<Catalog>,
}

/// The set-up as this process has read it last.
#[derive(Debug, Default)]
pub struct SetupCache {
    kept: RwLock<Option<Setup>>,
    version: watch::Sender<i64>,
}

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
        if let Ok(mut kept) = self.kept.write() {
            *kept = Some(setup.clone());
        }
        self.version.send_if_modified(|known| {
            let newer = version > *known;
            *known = version.max(*known);
            newer
        });
        Ok(setup)
    }

    /// Tells when the set-up has another version, from now on. Somebody has to [`read`](Self::read) now and then to notice.
    #[must_use]
    pub fn versions(&self) -> watch::Receiver<i64> {
        self.version.subscribe()
    }

    fn known(&self, version: i64) -> Option<Setup> {
        let kept = self.kept.read().ok()?;
        kept.clone().filter(|setup| setup.catalog.version == version)
    }
}
