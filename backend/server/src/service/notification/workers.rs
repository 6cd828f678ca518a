//! Who works in which queue, kept by the version of what is set up.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, RwLock},
};

use pult_domain::queue::QueueTree;
use pult_shared::ids::{PersonId, QueueId};
use pult_store::{Conn, StoreError, notifications};

/// People by the queue in which a role of theirs permits it.
pub type ByQueue = BTreeMap<QueueId, Vec<PersonId>>;

/// What this process has read last.
#[derive(Debug, Default)]
pub struct Workers {
    kept: RwLock<Option<(i64, Arc<ByQueue>)>>,
}

impl Workers {
    /// Who works where, for a version of the set-up that was read just now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of_version(&self, conn: &impl Conn, version: i64) -> Result<Arc<ByQueue>, StoreError> {
        let known = self.kept.read().ok().and_then(|kept| kept.clone());
        if let Some((_, workers)) = known.filter(|(known, _)| *known == version) {
            return Ok(workers);
        }
        let workers = Arc::new(notifications::workers(conn).await?);
        if let Ok(mut kept) = self.kept.write() {
            *kept = Some((version, Arc::clone(&workers)));
        }
        Ok(workers)
    }

    /// Everybody who may own tickets somewhere.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn agents(&self, conn: &impl Conn, version: i64) -> Result<BTreeSet<PersonId>, StoreError> {
        let workers = self.of_version(conn, version).await?;
        Ok(workers.values().flatten().copied().collect())
    }
}

/// Who works in a queue: by a role there or above.
#[must_use]
pub fn in_queue(workers: &ByQueue, tree: &QueueTree, queue: QueueId) -> BTreeSet<PersonId> {
    let lineage = tree.line(queue).filter_map(|queue| workers.get(&queue.id));
    lineage.flatten().copied().collect()
}
