//! S/MIME (RFC 8551): where in a mail the signed bytes and the signature stand, what a signature (CMS SignedData, RFC 5652) says, and how one is
//! written.
//!
//! Knows formats only; must not verify anything: there is no cryptography here, and whom to believe is decided elsewhere. One pass over the
//! bytes, no recursion, bounded by the length of the input.

mod ber;
mod certificate;
mod content;
mod message;
mod signed_data;
mod write;

pub use certificate::{CertificateFacts, certificate_facts};
pub use content::signed_content;
pub use message::{SignedMessage, signed_message};
pub use signed_data::{Digest, Signature, SignedData, SignerId, signed_data};
pub use write::{SignedAs, Unsigned, signed_attributes, unsigned};
