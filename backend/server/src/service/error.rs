//! What a use case may fail with.

use pult_domain::refusal::Refusal;
use pult_shared::{
    api::ticket::HistoryEntry,
    error::{ErrorCode, FieldCode},
};
use pult_store::StoreError;

/// A refusal by the rules, or something that did not work.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// Somebody was faster in what the command is about; what happened since.
    #[error("the ticket has changed: {detail}")]
    Stale { detail: String, changes: Vec<HistoryEntry> },
    /// Too many attempts; how long to wait.
    #[error("too many attempts; {0} seconds to wait")]
    TooManyRequests(i64),
    /// The database cannot be reached; later it may.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// Something that must not happen; the text is for the log.
    #[error("{0}")]
    Internal(String),
}

impl ServiceError {
    #[must_use]
    pub fn code(code: ErrorCode) -> Self {
        Self::Refused(Refusal::new(code))
    }
}

impl From<StoreError> for ServiceError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::StaleVersion => Self::code(ErrorCode::StaleVersion),
            StoreError::BadCursor => Self::Refused(Refusal::field("cursor", FieldCode::Malformed)),
            StoreError::InUse => Self::code(ErrorCode::InUse),
            StoreError::MailLeft => {
                Self::Refused(Refusal::because(ErrorCode::NotApplicable, "The mail has left already."))
            }
            StoreError::Unavailable(reason) => Self::Unavailable(reason),
            other => Self::Internal(other.to_string()),
        }
    }
}
