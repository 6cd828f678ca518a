//! The only room with SQL: what the domain has decided becomes rows, and rows become what the domain asks for.
//!
//! Knows `shared` and `domain`. No rule is made here, no clock is read, nothing goes outward except to the database and the
//! folder of large contents. Reads take a [`Conn`], writes a [`WriteTx`]; tickets are written by [`tickets::apply`] alone.

mod apply;
pub mod articles;
pub mod attachments;
pub mod blobs;
pub mod bulk;
pub mod catalog;
mod conn;
mod dialect;
pub mod drafts;
mod error;
mod filter;
pub mod history;
pub mod idempotency;
pub mod ledger;
pub mod numbers;
pub mod outbox;
mod page;
pub mod people;
pub mod queues;
pub mod roles;
mod row;
mod search;
pub mod sessions;
pub mod setting_changes;
pub mod signals;
mod sql;
mod store;
pub mod tags;
pub mod templates;
pub mod threads;
pub mod tickets;
mod tx;
pub mod uploads;
pub mod views;

pub use conn::Conn;
pub use dialect::Dialect;
pub use error::StoreError;
pub use page::Page;
pub use store::{Options, Store};
pub use tx::WriteTx;
