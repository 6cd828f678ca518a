//! The ledger of incoming mail and the outbox, as administrators see them.

pub(crate) mod hidden;
pub mod incoming;
pub mod outgoing;
pub mod reconcile;
pub mod settle;
pub mod texts;
