//! The real application in process, on both databases: a fresh database a test, a clock that stands still, actors who are
//! signed in.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking, and its helpers stand outside of #[test]"
)]

mod account;
mod admin;
mod desk;
mod http;
mod invariants;
mod mail;
mod rules;
mod support;
mod ticket;
