//! Outgoing mail: composed in the transaction that wants it, delivered afterwards by a worker.

pub mod compose;
mod content;
pub mod deliver;

pub use deliver::{AT_ONCE, deliver_due};
