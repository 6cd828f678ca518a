//! Signatures of persons and desks (S/MIME): those of mail that comes in are verified against the authorities of the configuration, mail of
//! addresses that have a key is signed.
//!
//! Knows certificates and keys; the cryptography is rustls' (webpki and ring), the formats are `pult_mail`'s. Must not know tickets, and opens
//! nothing but the files of the configuration: whether a certificate was revoked is not asked.

mod sign;
#[cfg(test)]
mod tests;
mod verify;

pub use sign::SigningKeys;
pub use verify::Authorities;
