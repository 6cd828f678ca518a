//! Every error that leaves is a problem document (RFC 9457) with a code from the one table.

use actix_web::{
    HttpResponse, ResponseError,
    http::{StatusCode, header},
};
use pult_domain::refusal::Refusal;
use pult_shared::error::{ErrorCode, FieldCode, FieldError, Problem};

use crate::service::ServiceError;

/// An error on its way out.
#[derive(Debug)]
pub struct ApiError(Problem);

impl ApiError {
    #[must_use]
    pub fn new(code: ErrorCode) -> Self {
        Self(Problem::new(code))
    }

    #[must_use]
    pub fn because(code: ErrorCode, detail: impl Into<String>) -> Self {
        Self(Problem {
            detail: Some(detail.into()),
            ..Problem::new(code)
        })
    }

    #[must_use]
    pub fn field(code: ErrorCode, field: &str, field_code: FieldCode, detail: impl Into<String>) -> Self {
        let errors = vec![FieldError::new(field, field_code)];
        Self(Problem {
            detail: Some(detail.into()),
            errors,
            ..Problem::new(code)
        })
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.code.code())
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        if matches!(self.0.code, ErrorCode::TooManyRequests | ErrorCode::Unavailable) {
            response.insert_header((header::RETRY_AFTER, "30"));
        }
        response.content_type("application/problem+json").json(&self.0)
    }
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        Self(Problem {
            detail: refusal.detail,
            errors: refusal.errors,
            ..Problem::new(refusal.code)
        })
    }
}

impl From<ServiceError> for ApiError {
    /// What broke inside is told to the log, not to the caller.
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::Refused(refusal) => refusal.into(),
            ServiceError::Unavailable(reason) => {
                tracing::error!(%reason, "the database cannot be reached");
                Self::new(ErrorCode::Unavailable)
            }
            ServiceError::Internal(reason) => {
                tracing::error!(%reason, "something went wrong inside");
                Self::new(ErrorCode::Internal)
            }
        }
    }
}
