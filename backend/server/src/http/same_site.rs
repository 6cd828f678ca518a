//! Protection against cross-site requests (CSRF) by what browsers say of where a request comes from.
//!
//! Fetch metadata (`Sec-Fetch-Site`) where the browser sends it, else `Origin` against `Host`. Tools send neither, and
//! have no cookie that somebody else could make them send. The cookie is `SameSite=Lax` beside.

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::{Method, header},
    middleware::Next,
};
use pult_shared::error::ErrorCode;

use super::error::ApiError;

/// Refuses what changes something and comes from another site.
pub async fn only(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if !safe && is_cross_site(&request) {
        return Err(ApiError::new(ErrorCode::CrossSite).into());
    }
    next.call(request).await
}

fn is_cross_site(request: &ServiceRequest) -> bool {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    match (header("sec-fetch-site"), header(header::ORIGIN.as_str())) {
        (Some("same-origin" | "none"), _) | (None, None) => false,
        (Some(_), _) => true,
        (None, Some(origin)) => {
            let host = header(header::HOST.as_str()).unwrap_or_default();
            origin.split_once("://").map(|(_, origin_host)| origin_host) != Some(host)
        }
    }
}
