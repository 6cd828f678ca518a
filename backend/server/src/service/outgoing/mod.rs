//! Outgoing mail: composed in the transaction that wants it, delivered afterwards by a worker.

mod automatic;
pub mod compose;
mod content;
mod conversation;
pub mod deliver;
pub mod sign;

pub use deliver::{AT_ONCE, deliver_due};
