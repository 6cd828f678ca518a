//! Incoming mail: recorded first, then worked on. Whatever happens in between, the ledger has the bytes.

pub mod facts;
pub mod process;
pub mod receive;

pub use process::process_pending;
pub use receive::{ServiceIntake, receive};
