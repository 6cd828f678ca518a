//! Tickets: open, change, list, show. What people and mails change goes through `write`, which hands decisions to the store.

pub mod apply_commands;
pub mod articles;
pub mod attachment;
pub mod find;
pub mod history;
pub mod list;
pub mod open;
pub mod show;
pub mod view;
pub mod write;
