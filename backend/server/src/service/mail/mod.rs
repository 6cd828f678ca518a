//! The ledger of incoming mail and the outbox, as administrators see them.

pub mod incoming;
pub mod outgoing;
