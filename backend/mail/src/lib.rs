//! Mail: bytes ↔ values.
//!
//! Knows the formats of Internet mail (RFC 5322, MIME, RFC 3834, RFC 3464) and what real mailers make of them.
//! Must not know tickets, queues, people, a database, a clock or a network: what a mail *means* for the desk is
//! decided elsewhere, from the facts found here. Reading never fails and never panics; its work is bounded by
//! the size of the mail, whatever the bytes say.

mod address;
mod authentication;
mod bounce;
mod calendar;
mod compose;
mod forward;
mod html_text;
mod identity;
mod language;
mod parse;
mod parsed;
mod quote;
mod redirect;
mod smime;
mod thread;
mod tnef;
mod verdicts;
mod wire;

pub use address::Mailbox;
pub use authentication::{AuthenticationResults, MethodResult, parse_authentication_results, trusted_results};
pub use bounce::{DeliveryReport, Outcome, RecipientReport, Returned, delivery_report, returned};
pub use calendar::{Attendee, Invitation, Moment, read as read_calendar};
pub use compose::{
    ComposeError, LOOP_HEADER, Outgoing, OutgoingAttachment, can_be_written_to, compose, tagged_subject,
};
pub use forward::{forwarded, forwarded_subject};
pub use identity::identity;
pub use language::Lang;
pub use parse::parse;
pub use parsed::{Automatic, Defect, HeaderField, ParsedAttachment, ParsedMail, Protection, Sign};
pub use quote::quote;
pub use redirect::{Resent, redirect};
pub use smime::{
    CertificateFacts, Digest, Signature, SignedAs, SignedData, SignedMessage, SignerId, Unsigned, certificate_facts,
    signed_attributes, signed_message, unsigned,
};
pub use thread::{ForeignTag, foreign_tags, strip_subject, subject_tags, thread_ids};
pub use verdicts::{Verdicts, Virus};
