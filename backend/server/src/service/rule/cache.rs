//! The rules of the desk, ready to run: read again when the version of the settings has grown.

use std::sync::{Arc, PoisonError, RwLock};

use pult_domain::rule::Compiled;
use pult_store::{
    Conn, StoreError,
    rules::{self, Rule},
};

/// The rules as this process has read them last, with the version of the settings.
#[derive(Debug, Default)]
pub struct RuleCache {
    kept: RwLock<Option<(i64, Arc<Vec<Compiled>>)>>,
}

impl RuleCache {
    /// The rules at a version of the settings, in order. Costs nothing while that does not grow.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn read(&self, conn: &impl Conn, version: i64) -> Result<Arc<Vec<Compiled>>, StoreError> {
        if let Some((known, rules)) = &*self.kept.read().unwrap_or_else(PoisonError::into_inner)
            && *known == version
        {
            return Ok(Arc::clone(rules));
        }
        let rules = rules::list(conn).await?.into_iter().map(Rule::compiled);
        let rules = Arc::new(rules.collect::<Vec<_>>());
        *self.kept.write().unwrap_or_else(PoisonError::into_inner) = Some((version, Arc::clone(&rules)));
        Ok(rules)
    }
}
