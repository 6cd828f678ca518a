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
pub mod list;
pub mod open;
pub mod original;
mod others;
pub mod screen;
pub mod show;
mod split;
pub mod step;
pub mod view;
pub mod write;
