//! Why a command was not carried out.

use pult_shared::error::{ErrorCode, FieldCode, FieldError};

/// A refusal: a code from the one table, with the field at fault where there is one.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}{}", .code.code(), .detail.as_deref().map(|text| format!(": {text}")).unwrap_or_default())]
pub struct Refusal {
    pub code: ErrorCode,
    pub detail: Option<String>,
    pub errors: Vec<FieldError>,
}

impl Refusal {
    #[must_use]
    pub fn new(code: ErrorCode) -> Self {
        Self {
            code,
            detail: None,
            errors: Vec::new(),
        }
    }

    /// A refusal with a sentence in English for those who read the API.
    #[must_use]
    pub fn because(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self {
            code,
            detail: Some(detail.into()),
            errors: Vec::new(),
        }
    }

    /// One field has a value that is not allowed.
    #[must_use]
    pub fn field(field: impl Into<String>, code: FieldCode) -> Self {
        Self {
            code: ErrorCode::Invalid,
            detail: None,
            errors: vec![FieldError::new(field, code)],
        }
    }
}
