//! `If-Match`: the version that a change was made for (RFC 9110 §13.1.1).

use actix_web::{HttpRequest, http::header};
use pult_shared::error::{ErrorCode, FieldCode};

use super::error::ApiError;

/// The version that the caller has seen; `None` without the header or with `*`.
///
/// # Errors
/// `bad_request` for anything that is no version.
pub fn version(request: &HttpRequest) -> Result<Option<i64>, ApiError> {
    let Some(value) = request.headers().get(header::IF_MATCH) else {
        return Ok(None);
    };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    text.trim_start_matches("W/")
        .trim_matches('"')
        .parse()
        .map(Some)
        .map_err(|_| {
            ApiError::field(
                ErrorCode::BadRequest,
                "If-Match",
                FieldCode::Malformed,
                "Send the version, for example \"3\".",
            )
        })
}

/// The `ETag` of a version.
#[must_use]
pub fn etag(version: i64) -> (header::HeaderName, String) {
    (header::ETAG, format!("\"{version}\""))
}
