//! Incoming mail: recorded first, then worked on. Whatever happens in between, the ledger has the bytes.

pub mod by_hand;
mod content;
mod effects;
pub mod facts;
mod filters;
mod invitations;
mod late;
mod not_accepted;
mod prepare;
pub mod process;
pub mod receive;
pub mod trial;
pub mod turns;
mod work;

pub use process::process_pending;
pub use receive::{ServiceIntake, receive};
pub use turns::Turns;
