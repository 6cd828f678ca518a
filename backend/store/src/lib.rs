//! The only room with SQL: what the domain has decided becomes rows, and rows become what the domain asks for.
//!
//! Knows `shared` and `domain`. No rule is made here, no clock is read, nothing goes outward except to the database and the
//! folder of large contents. Reads take a [`Conn`], writes a [`WriteTx`]; tickets are written by [`tickets::apply`] alone.

pub mod absences;
pub mod accounts;
pub mod api_tokens;
mod apply;
pub mod articles;
pub mod attachments;
pub mod blobs;
pub mod bulk;
pub mod catalog;
mod conn;
mod dialect;
pub mod directory_runs;
pub mod drafts;
pub mod duplicates;
mod error;
mod filter;
pub mod history;
pub mod idempotency;
pub mod identities;
pub mod ledger;
pub mod macros;
pub mod mail_texts;
pub mod mailboxes;
pub mod notifications;
pub mod numbers;
pub mod outbox;
mod page;
pub mod passkeys;
pub mod people;
pub mod postmaster;
pub mod queue_requests;
pub mod queues;
pub mod readings;
pub mod redaction;
pub mod roles;
mod row;
pub mod rules;
mod search;
pub mod second_factors;
pub mod sessions;
pub mod setting_changes;
pub mod signals;
mod sql;
pub mod staffing;
mod store;
pub mod tags;
pub mod templates;
pub mod threads;
pub mod tickets;
mod tx;
pub mod uploads;
pub mod views;
pub mod web_forms;
pub mod webhooks;

pub use conn::Conn;
pub use dialect::Dialect;
pub use error::StoreError;
pub use page::Page;
pub use store::{Options, Store};
pub use tx::WriteTx;
