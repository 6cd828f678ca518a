//! The filters of the desk, ready to run: read and compiled again when the version of the settings has grown.

use std::sync::{Arc, PoisonError, RwLock};

use pult_domain::inbound::postmaster::Compiled;
use pult_store::{Conn, StoreError, postmaster};

/// The filters as this process has read them last, with the version of the settings.
#[derive(Debug, Default)]
pub struct PostmasterCache {
    kept: RwLock<Option<(i64, Arc<Vec<Compiled>>)>>,
}

impl PostmasterCache {
    /// The filters at a version of the settings. Costs nothing while that does not grow.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn read(&self, conn: &impl Conn, version: i64) -> Result<Arc<Vec<Compiled>>, StoreError> {
        if let Some((known, filters)) = &*self.kept.read().unwrap_or_else(PoisonError::into_inner)
            && *known == version
        {
            return Ok(Arc::clone(filters));
        }
        let filters = postmaster::list(conn).await?;
        let compiled = filters
            .into_iter()
            .map(|found| Compiled::new(Some(found.id), found.filter));
        let compiled = Arc::new(compiled.collect::<Vec<_>>());
        *self.kept.write().unwrap_or_else(PoisonError::into_inner) = Some((version, Arc::clone(&compiled)));
        Ok(compiled)
    }
}
