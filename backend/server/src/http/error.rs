//! Every error that leaves is a problem document (RFC 9457) with a code from the one table.

use actix_web::{
    HttpResponse, ResponseError,
    http::{StatusCode, header},
};
use pult_domain::refusal::Refusal;
use pult_shared::error::{ErrorCode, FieldCode, FieldError, Problem};

use crate::service::ServiceError;

/// Seconds until it is worth asking again, where nobody knows better.
const RETRY_AFTER: i64 = 30;

/// An error on its way out.
#[derive(Debug)]
pub struct ApiError {
    problem: Box<Problem>,
    /// Seconds until it is worth asking again.
    retry_after: Option<i64>,
}

impl ApiError {
    #[must_use]
    pub fn new(code: ErrorCode) -> Self {
        Problem::new(code).into()
    }

    #[must_use]
    pub fn because(code: ErrorCode, detail: impl Into<String>) -> Self {
        let detail = Some(detail.into());
        Problem {
            detail,
            ..Problem::new(code)
        }
        .into()
    }

    #[must_use]
    pub fn field(code: ErrorCode, field: &str, field_code: FieldCode, detail: impl Into<String>) -> Self {
        let errors = vec![FieldError::new(field, field_code)];
        let detail = Some(detail.into());
        Problem {
            detail,
            errors,
            ..Problem::new(code)
        }
        .into()
    }
}

impl From<Problem> for ApiError {
    fn from(problem: Problem) -> Self {
        let retry = matches!(problem.code, ErrorCode::TooManyRequests | ErrorCode::Unavailable);
        Self {
            retry_after: retry.then_some(RETRY_AFTER),
            problem: Box::new(problem),
        }
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.problem.code.code())
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        if let Some(seconds) = self.retry_after {
            response.insert_header((header::RETRY_AFTER, seconds));
        }
        response.content_type("application/problem+json").json(&*self.problem)
    }
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        Problem {
            detail: refusal.detail,
            errors: refusal.errors,
            ..Problem::new(refusal.code)
        }
        .into()
    }
}

impl From<ServiceError> for ApiError {
    /// What broke inside is told to the log, not to the caller.
    fn from(error: ServiceError) -> Self {
        match error {
            ServiceError::Refused(refusal) => refusal.into(),
            ServiceError::Stale { detail, changes } => Problem {
                detail: Some(detail),
                changes,
                ..Problem::new(ErrorCode::StaleVersion)
            }
            .into(),
            ServiceError::TooManyRequests(seconds) => Self {
                retry_after: Some(seconds),
                ..Self::because(ErrorCode::TooManyRequests, format!("Try again in {seconds} seconds."))
            },
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
