//! DomainKeys Identified Mail (RFC 6376, RFC 8463): mails that leave are signed with the keys of the configuration, mails that come are checked
//! against the keys in the DNS.
//!
//! Knows bytes, keys and the DNS. Must not know tickets or queues, nor what a proven sender may do.

pub mod key;
pub mod signing;
pub mod verify;

pub use key::{Keys, SigningKey};
pub use signing::Signing;
pub use verify::{SenderCheck, Verifier};

#[cfg(test)]
mod tests;
