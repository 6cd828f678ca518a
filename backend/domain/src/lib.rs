//! The rules of the desk: pure functions from facts to decisions.
//!
//! Knows `shared` only. No async, no SQL, no HTTP, no clock, no randomness: time and fresh ids come in as values, so that
//! every rule is tested by a table.

pub mod actor;
pub mod catalog;
pub mod customer_filter;
pub mod dashboard;
mod faults;
pub mod fresh;
pub mod history;
pub mod inbound;
pub mod known;
pub mod matches;
pub mod number;
pub mod policy;
pub mod queue;
pub mod refusal;
pub mod role;
pub mod template;
pub mod text;
pub mod ticket;
