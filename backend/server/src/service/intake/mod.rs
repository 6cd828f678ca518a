//! Incoming mail: recorded first, then worked on. Whatever happens in between, the ledger has the bytes.

pub mod facts;
mod prepare;
pub mod process;
pub mod receive;
mod work;

pub use process::process_pending;
pub use receive::{ServiceIntake, receive};
