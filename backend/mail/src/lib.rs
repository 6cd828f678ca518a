//! Mail: bytes ↔ values.
//!
//! Knows the formats of Internet mail (RFC 5322, MIME, RFC 3834, RFC 3464) and what real mailers make of them.
//! Must not know tickets, queues, people, a database, a clock or a network: what a mail *means* for the desk is
//! decided elsewhere, from the facts found here. Reading never fails and never panics; its work is bounded by
//! the size of the mail, whatever the bytes say.

mod address;
mod bounce;
mod compose;
mod forward;
mod html_text;
mod identity;
mod language;
mod parse;
mod parsed;
mod quote;
mod redirect;
mod thread;
mod wire;

pub use address::Mailbox;
pub use bounce::{Returned, returned};
pub use compose::{
    ComposeError, LOOP_HEADER, Outgoing, OutgoingAttachment, can_be_written_to, compose, tagged_subject,
};
pub use forward::{forwarded, forwarded_subject};
pub use identity::identity;
pub use language::Lang;
pub use parse::parse;
pub use parsed::{Automatic, Defect, ParsedAttachment, ParsedMail};
pub use quote::quote;
pub use redirect::{Resent, redirect};
pub use thread::{strip_subject, subject_tags, thread_ids};
