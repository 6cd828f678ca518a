//! Untrusted markup → what can be shown.
//!
//! Knows HTML as mail programs write it and as attackers write it, and how quoted history looks in plain text. Must not
//! know tickets, people, a database or a network. No regular expression that backtracks is used anywhere, and every
//! function is linear in its input, whatever the input is.

mod bounded;
mod clean;
mod plain;
mod safe;
mod split;
mod tags;

pub use plain::plain_text;
pub use safe::{SafeHtml, safe_html};
pub use split::{Split, split_quote};
