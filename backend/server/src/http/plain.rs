//! Bodies are read as they come: whoever packs one could let a few kilobytes become a gigabyte (OWASP ASVS V5.2.3).

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header,
    middleware::Next,
};
use pult_shared::error::ErrorCode;

use super::error::ApiError;

/// Refuses requests with a content coding, as RFC 9110 §8.4 has it: 415.
pub async fn only(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let mut codings = request.headers().get_all(header::CONTENT_ENCODING);
    if codings.any(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"identity")) {
        return Err(ApiError::because(
            ErrorCode::UnsupportedMediaType,
            "Send the body without a content coding.",
        )
        .into());
    }
    next.call(request).await
}
