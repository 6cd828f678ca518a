//! The one way in for mail: what a door hands over, and the promise that it gets back.
//!
//! Knows bytes and envelopes only. The service behind it records the mail in the ledger; a door may let go of a mail only after
//! `Ok`, which means *committed*.

use bytes::Bytes;
use futures_util::future::BoxFuture;
use pult_shared::{api::mail::Door, ids::IncomingMailId};

/// How much of a mail over the size limit is kept.
pub const STUB_BYTES: usize = 64 * 1024;

/// A mail at the door.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    pub door: Door,
    /// Empty for bounces.
    pub envelope_from: String,
    pub envelope_to: Vec<String>,
    /// The mailbox that it was fetched from, by its name in the configuration.
    pub account: Option<String>,
    /// The path of the queue that this mailbox feeds, where one is set.
    pub queue: Option<String>,
    /// The mail as it came, or its beginning when it is over the limit.
    pub raw: Bytes,
    /// Bytes of the whole mail; more than `raw` holds when it is over the limit.
    pub original_size: u64,
}

/// Why a mail was not recorded. The door keeps it, or leaves it with whoever has it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IntakeError {
    /// The database (or the folder of blobs) cannot be reached; later it may.
    #[error("the mail could not be recorded now: {0}")]
    Unavailable(String),
}

/// A mail that is in the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Received {
    pub id: IncomingMailId,
}

/// Records mail durably.
pub trait Intake: Send + Sync + 'static {
    /// Resolves to `Ok` once the mail is committed to the ledger, or was there before.
    fn receive(&self, arrival: Arrival) -> BoxFuture<'_, Result<Received, IntakeError>>;
}
