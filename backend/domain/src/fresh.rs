//! Fresh ids, handed in by the caller, so that a decision can name what it creates.

use pult_shared::ids::ArticleId;
use uuid::Uuid;

/// A supply of ids that were never used before (UUID version 7).
pub trait FreshIds: Send {
    fn fresh(&mut self) -> Uuid;

    fn article(&mut self) -> ArticleId {
        ArticleId(self.fresh())
    }
}
