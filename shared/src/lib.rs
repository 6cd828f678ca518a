//! The contract between server, browser and mails: ids, values, `Filter`, `Command`, request and view types, error codes,
//! limits and locales.
//!
//! Knows nobody. No I/O, no clock, no randomness; it builds natively and for the browser. `utoipa` comes in only behind
//! the feature `openapi`.

pub mod api;
pub mod catalog;
pub mod command;
pub mod error;
pub mod event;
pub mod filter;
pub mod i18n;
pub mod ids;
pub mod limits;
pub mod mailbox;
pub mod person;
pub mod ticket;

pub use jiff::Timestamp;
