//! Tags: which ones are in use.

pub mod list;
