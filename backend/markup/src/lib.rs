//! Untrusted markup → what can be shown; plain text → the markup that says the same.
//!
//! Knows HTML as mail programs write it and as attackers write it, and how quoted history looks in plain text. Must not
//! know tickets, people, a database or a network. No regular expression that backtracks is used anywhere, and every
//! function is linear in its input, whatever the input is.

mod bounded;
mod clean;
mod links;
mod plain;
mod quotes;
mod remote;
mod safe;
mod shown;
mod split;
mod tags;
mod uploads;
mod written;

pub use plain::plain_text;
pub use safe::{SafeHtml, safe_html};
pub use shown::{Showing, remote_images, show, with_images};
pub use split::{Split, fold_at, signature_at, split_quote, split_signature};
pub use uploads::named_uploads;
pub use written::{mail_document, text_to_html, text_to_plain};
