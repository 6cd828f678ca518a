//! The contract between server, browser and mails: ids, values, `Filter`, `Command`, request and view types, error codes,
//! limits and locales.
//!
//! Knows nobody. No I/O, no clock, no randomness; it builds natively and for the browser. `utoipa` comes in only behind
//! the feature `openapi`.

pub mod absence;
pub mod api;
pub mod area;
pub mod calendar;
pub mod catalog;
pub mod command;
pub mod error;
pub mod event;
pub mod filter;
pub mod i18n;
pub mod ids;
pub mod limits;
pub mod local_path;
mod mail_kind;
pub mod mailbox;
pub mod notification;
#[cfg(feature = "openapi")]
mod openapi;
pub mod person;
pub mod postmaster;
pub mod rule;
pub mod secrets;
pub mod sla;
pub mod stamp;
pub mod ticket;
pub mod time;

pub use time::Timestamp;
