//! The rules of the desk: pure functions from facts to decisions.
//!
//! Knows `shared` only. No async, no SQL, no HTTP, no clock, no randomness: time and fresh ids come in as values, so that
//! every rule is tested by a table.

pub mod absence;
pub mod actor;
pub mod calendar;
pub mod catalog;
pub mod customer_filter;
pub mod dashboard;
pub mod device;
pub mod directory;
pub mod duplicates;
mod faults;
pub mod fresh;
pub mod history;
pub mod inbound;
pub mod known;
pub mod macros;
pub mod matches;
pub mod notification;
pub mod number;
pub mod organisation;
pub mod outgoing;
pub mod own_address;
pub mod password;
pub mod person;
pub mod person_merge;
pub mod policy;
pub mod queue;
pub mod refusal;
pub mod role;
pub mod rule;
pub mod second_factor;
pub mod seeing;
pub mod service_token;
pub mod sign_on;
pub mod staffing;
pub mod template;
pub mod text;
pub mod ticket;
pub mod token_scope;
pub mod web_form;
pub mod webhook;
