//! What answers and new tickets have in common: a text with its recipients and files, kept while it is written.

pub mod mailbox_field;
pub mod text_area;

pub use crate::writing::{Keeper, KeptLine, Restored, Sheet, Written};
pub use mailbox_field::MailboxField;
