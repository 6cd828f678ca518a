//! The store on both databases: every test runs on SQLite, and on PostgreSQL where `PULT_TEST_POSTGRES_URL` names a server.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    reason = "tests, and what they share"
)]

mod absences;
mod blobs;
mod desk;
mod duplicates;
mod history;
mod ledger;
mod once;
mod organisations;
mod outbox;
mod parts;
mod people;
mod schema;
mod search;
mod settings;
mod support;
mod tickets;
mod upgrade;
mod writers;
