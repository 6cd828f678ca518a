//! The front end: hashed files for ever, the start page for every path of the UI, and the texts.

use actix_web::{
    HttpRequest, HttpResponse, ResponseError,
    http::{Method, header},
    middleware::from_fn,
    web::{self, Data, Path},
};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use pult_shared::{error::ErrorCode, i18n::ui_source, person::Language};
use sha2::{Digest, Sha256};

use super::{error::ApiError, head};
use crate::{
    app::App,
    assets::{self, Asset},
};

/// Mounts the site; it takes whatever nothing else takes.
pub fn mount(config: &mut web::ServiceConfig) {
    config
        .service(
            web::resource("/locales/{file}")
                .wrap(from_fn(head::as_get))
                .route(web::get().to(locale)),
        )
        .default_service(web::to(page_or_file));
}

async fn page_or_file(app: Data<App>, request: HttpRequest) -> HttpResponse {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return ApiError::new(ErrorCode::MethodNotAllowed).error_response();
    }
    let accepted = header_text(&request, &header::ACCEPT_ENCODING);
    if let Some(asset) = assets::asset(request.path(), accepted) {
        return send(&request, asset, None);
    }
    if !assets::is_page(request.path()) {
        return ApiError::new(ErrorCode::NotFound).error_response();
    }
    let nonce = nonce(&app);
    match assets::index(&nonce) {
        Some(page) => send(&request, page, Some(policy(&nonce))),
        None => ApiError::because(ErrorCode::NotFound, "This binary was built without the front end.").error_response(),
    }
}

/// What the pages may load: only what this server gives them. Mail is shown in frames without scripts.
fn policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'; font-src 'self'; frame-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'"
    )
}

fn nonce(app: &App) -> String {
    let mut bytes = [0_u8; 16];
    app.rng.fill(&mut bytes);
    STANDARD_NO_PAD.encode(bytes)
}

fn send(request: &HttpRequest, asset: Asset, policy: Option<String>) -> HttpResponse {
    if header_text(request, &header::IF_NONE_MATCH) == asset.etag {
        return HttpResponse::NotModified()
            .insert_header((header::ETAG, asset.etag))
            .finish();
    }
    let mut response = HttpResponse::Ok();
    response
        .content_type(asset.media_type)
        .insert_header((header::CACHE_CONTROL, asset.cache_control()))
        .insert_header((header::VARY, "Accept-Encoding"))
        .insert_header((header::ETAG, asset.etag));
    // Also says "identity", so that what lies here compressed already is not compressed once more.
    response.insert_header((header::CONTENT_ENCODING, asset.encoding.unwrap_or("identity")));
    if let Some(policy) = policy {
        response.insert_header((header::CONTENT_SECURITY_POLICY, policy));
    }
    response.body(asset.bytes.into_owned())
}

/// The texts of one language, as Fluent source.
async fn locale(request: HttpRequest, file: Path<String>) -> HttpResponse {
    let language = file
        .strip_suffix(".ftl")
        .and_then(|tag| Language::ALL.into_iter().find(|known| known.tag() == tag));
    let Some(language) = language else {
        return ApiError::new(ErrorCode::NotFound).error_response();
    };
    let source = ui_source(language);
    let hash: String = Sha256::digest(source.as_bytes())
        .iter()
        .take(12)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let etag = format!("\"{hash}\"");
    if header_text(&request, &header::IF_NONE_MATCH) == etag {
        return HttpResponse::NotModified().insert_header((header::ETAG, etag)).finish();
    }
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-cache"))
        .insert_header((header::ETAG, etag))
        .body(source)
}

fn header_text<'a>(request: &'a HttpRequest, name: &header::HeaderName) -> &'a str {
    request
        .headers()
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}
