//! Notifications: agents are told what happens to their tickets, in the browser and by mail.
//!
//! The history is the queue that this works off: what was committed is told, whatever stood still meanwhile, and each thing by one
//! instance. Mails wait some minutes, so that what happens together comes together, and what was read in the browser does not come at all.

pub mod digest;
pub mod list;
pub mod mail;
pub mod note;
pub mod read;
pub mod remind;
pub mod settings;
mod tell;
mod words;
mod workers;

pub(in crate::service) use tell::{Notice, notices};
pub use workers::{Workers, in_queue};
