//! How mail leaves: one trait, three ways.
//!
//! Knows finished mails (bytes and an envelope). Does not know the outbox, retries or tickets: it tries once and tells what
//! came of it.

pub mod files;
pub mod memory;
pub mod smtp;

use futures_util::future::BoxFuture;
use pult_shared::api::mail::TransportKind;

/// One mail to one recipient.
#[derive(Clone, Copy, Debug)]
pub struct OutboundMail<'a> {
    /// The envelope's sender; empty for mail that must not bounce.
    pub envelope_from: &'a str,
    pub to: &'a str,
    /// Without angle brackets; for the log.
    pub message_id: &'a str,
    pub raw: &'a [u8],
}

/// Why a mail did not leave, with what the other side said.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// Worth another attempt.
    #[error("not delivered for now: {0}")]
    Temporary(String),
    /// No attempt will change it.
    #[error("refused: {0}")]
    Permanent(String),
}

/// Takes mail out of the house.
pub trait Transport: Send + Sync {
    fn kind(&self) -> TransportKind;

    /// Tries once. Resolves to what the other side answered.
    fn deliver<'a>(&'a self, mail: OutboundMail<'a>) -> BoxFuture<'a, Result<String, TransportError>>;
}
