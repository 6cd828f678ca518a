//! Tickets: open, change, list, show. What people and mails change goes through `write`, which hands decisions to the store.

pub mod apply_commands;
pub mod articles;
pub mod asked;
pub mod attachment;
pub mod count;
mod expand;
pub mod export;
pub mod facts;
pub mod find;
pub mod history;
pub mod incident;
pub mod list;
pub mod open;
pub mod original;
pub mod others;
pub mod reading;
pub mod redact;
pub mod screen;
pub mod show;
pub mod similar;
mod split;
pub mod step;
pub mod try_commands;
pub mod unrestrict;
pub mod verify;
pub mod view;
pub mod write;
