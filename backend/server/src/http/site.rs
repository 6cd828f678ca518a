//! The front end: hashed files for ever, a start page for every path of the UI, and the texts.

use actix_web::{
    HttpRequest, HttpResponse, ResponseError,
    http::{Method, header, uri::PathAndQuery},
    middleware::from_fn,
    web::{self, Data, Path},
};
use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use pult_shared::{area::Area, error::ErrorCode, i18n::area_source, person::Language};
use sha2::{Digest, Sha256};

use super::{error::ApiError, head, seeing_banner, sign_in_page, signed_in};
use crate::{
    app::App,
    assets::{self, Asset},
    service::{
        session::who::{self, SignedIn},
        web_form::show,
    },
};

/// Mounts the site; it takes whatever nothing else takes.
pub fn mount(config: &mut web::ServiceConfig) {
    config
        .service(
            web::resource("/locales/{area}/{file}")
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
    if let Some(location) = sign_in_first(&app, &request) {
        return HttpResponse::SeeOther()
            .insert_header((header::LOCATION, location))
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .finish();
    }
    let nonce = nonce(&app);
    let frames = framed_by(&app, &request).await;
    let signed_in = signed_in(&app, &request).await;
    let banner = signed_in
        .as_ref()
        .and_then(|signed_in| seeing_banner::of(&app, signed_in, &request, &nonce));
    let area = area(request.path(), signed_in.as_ref());
    match assets::start_page(area, &nonce, banner.as_deref().unwrap_or_default()) {
        Some(page) => {
            let mut response = send(&request, page, Some(policy(&nonce, &frames)));
            if banner.is_some() {
                // Nor does the browser keep it for its Back button: once it is ended, the page would say what is not so any more.
                response
                    .headers_mut()
                    .insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
            }
            response
        }
        None => ApiError::because(ErrorCode::NotFound, "This binary was built without the front end.").error_response(),
    }
}

/// Which area's program a page starts. Pages that every area has (the links of mails) come with the one that the person will need next,
/// so that they load one program and not two; any of them would do.
fn area(path: &str, person: Option<&SignedIn>) -> Area {
    Area::of_path(path).unwrap_or_else(|| {
        person.map_or(Area::Portal, |person| {
            Area::of_person(person.actor.is_agent(), person.actor.administrator)
        })
    })
}

/// Who asks for a page.
async fn signed_in(app: &App, request: &HttpRequest) -> Option<SignedIn> {
    let token = signed_in::shown(app, request)?;
    who::by_token(app, &token).await.unwrap_or_else(|error| {
        // The page itself must come: it is what tells the person that the service is not available.
        tracing::warn!(?error, "who asks for a page is not known");
        None
    })
}

/// Where whoever has no session is sent in place of a page that is for those who are signed in: there is no use in loading a program that
/// can only send them on. The portal's program has the sign-in page, and pages for strangers.
fn sign_in_first(app: &App, request: &HttpRequest) -> Option<String> {
    let closed = Area::of_path(request.path()).is_some_and(|area| area != Area::Portal);
    if !closed || signed_in::shown(app, request).is_some() {
        return None;
    }
    let wanted = request.uri().path_and_query().map_or("/", PathAndQuery::as_str);
    Some(sign_in_page::address(None, wanted))
}

/// Which sites may show the page in a frame: those of a web form that is asked for to be shown so; of everything else, none.
async fn framed_by(app: &App, request: &HttpRequest) -> String {
    let slug = request.path().strip_prefix("/form/").filter(|slug| !slug.contains('/'));
    let embedded = request.query_string().split('&').any(|pair| pair == "embed=1");
    let (Some(slug), true) = (slug, embedded) else {
        return "'none'".to_owned();
    };
    match show::framed_by(app, slug).await {
        Ok(sites) if !sites.is_empty() => sites.join(" "),
        Ok(_) => "'none'".to_owned(),
        Err(error) => {
            tracing::warn!(?error, "which sites may show a form is not known");
            "'none'".to_owned()
        }
    }
}

/// What the pages may load: only what this server gives them. Mail is shown in frames without scripts.
fn policy(nonce: &str, frames: &str) -> String {
    format!(
        "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'; font-src 'self'; frame-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
         frame-ancestors {frames}"
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

/// The texts of one area in one language, as Fluent source.
async fn locale(request: HttpRequest, path: Path<(String, String)>) -> HttpResponse {
    let (area, file) = path.into_inner();
    let area = Area::ALL.into_iter().find(|known| known.name() == area);
    let language = file
        .strip_suffix(".ftl")
        .and_then(|tag| Language::ALL.into_iter().find(|known| known.tag() == tag));
    let (Some(area), Some(language)) = (area, language) else {
        return ApiError::new(ErrorCode::NotFound).error_response();
    };
    let source = area_source(area, language);
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
