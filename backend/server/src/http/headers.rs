//! Headers that every answer carries, and a request log without query strings (they may hold search words and names).

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    http::header::{self, HeaderName, HeaderValue},
    middleware::Next,
    web::Data,
};
use tracing::Span;
use tracing_actix_web::{DefaultRootSpanBuilder, RootSpanBuilder};

use crate::app::App;

/// The policy for everything that sets none of its own: nothing may be loaded, nothing may frame it.
const STRICT_POLICY: &str = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// The documentation page writes style attributes and data images; its scripts are files of ours.
const DOCUMENTATION_POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'";

/// In the policy of a page that no site may show in a frame.
const NO_FRAMES: &str = "frame-ancestors 'none'";

/// Puts the protective headers on every answer.
pub async fn secure(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let api = request.path().starts_with("/api/v1");
    let https = request
        .app_data::<Data<App>>()
        .is_some_and(|app| app.config.http.is_https());
    let documentation = request.path().starts_with("/api/docs/");
    let mut response = next.call(request).await?;
    let headers = response.headers_mut();
    let framed = headers
        .get(header::CONTENT_SECURITY_POLICY)
        .and_then(|policy| policy.to_str().ok())
        .is_some_and(|policy| policy.contains("frame-ancestors") && !policy.contains(NO_FRAMES));
    let mut set = |name: HeaderName, value: &'static str| {
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    };
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(header::REFERRER_POLICY, "same-origin");
    // It knows no lists of sites: where some may show the page, the policy says which.
    if !framed {
        set(header::X_FRAME_OPTIONS, "DENY");
    }
    set(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    set(
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=()",
    );
    set(
        header::CONTENT_SECURITY_POLICY,
        if documentation {
            DOCUMENTATION_POLICY
        } else {
            STRICT_POLICY
        },
    );
    if https {
        // A year, for this host alone: what other hosts of the site do is not the desk's to say.
        set(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
    }
    if api {
        set(header::CACHE_CONTROL, "no-store");
    }
    Ok(response)
}

/// A span per request: method, route and status; no query string, no cookie, no address.
pub struct QuietSpan;

impl RootSpanBuilder for QuietSpan {
    fn on_request_start(request: &ServiceRequest) -> Span {
        let route = request.match_pattern().unwrap_or_else(|| "unmatched".to_owned());
        tracing::info_span!("request", method = %request.method(), route = %route)
    }

    fn on_request_end<B: MessageBody>(span: Span, outcome: &Result<ServiceResponse<B>, Error>) {
        DefaultRootSpanBuilder::on_request_end(span, outcome);
    }
}
