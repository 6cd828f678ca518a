//! What answers and new tickets have in common: a text with its recipients and files, kept while it is written.

pub mod keep;
pub mod mailbox_field;
pub mod sheet;
pub mod text_area;

pub use keep::{Keeper, KeptLine};
pub use mailbox_field::MailboxField;
pub use sheet::{Sheet, Written};
