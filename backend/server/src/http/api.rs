//! The API under `/api/v1`: one list from which both routing and the OpenAPI document come.

use actix_web::{
    App as ActixApp, HttpResponse, Scope,
    middleware::from_fn,
    web::{self, Data},
};
use pult_shared::error::Problem;
use utoipa::{
    Modify, OpenApi,
    openapi::{
        self,
        security::{ApiKey, ApiKeyValue, SecurityScheme},
    },
};
use utoipa_actix_web::{AppExt, UtoipaApp, scope, service_config::ServiceConfig};
use utoipa_swagger_ui::SwaggerUi;

use super::{examples, head, methods, routes, same_site, signed_in::COOKIE};

/// What the document says about the whole.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Pult",
        description = "The service desk of a university: tickets by mail, portal and API.\n\nSign in with `create_session`; \
                       the session lives in a cookie. Errors are `application/problem+json` (RFC 9457) with a stable `code`. \
                       Lists are paged by cursor: pass `next_cursor` as `cursor`. Changes of a ticket are commands; send the \
                       ticket's version as `If-Match` to be told (412) when somebody was faster.",
        license(name = "EUPL-1.2", identifier = "EUPL-1.2")
    ),
    components(schemas(Problem)),
    modifiers(&SessionCookie),
    security(("session" = []))
)]
struct Document;

struct SessionCookie;

impl Modify for SessionCookie {
    fn modify(&self, document: &mut openapi::OpenApi) {
        let scheme = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(
            COOKIE,
            "Set by `create_session`; HttpOnly.",
        )));
        document
            .components
            .get_or_insert_default()
            .add_security_scheme("session", scheme);
    }
}

fn routes(config: &mut ServiceConfig<'_>) {
    config
        .configure(routes::session::register)
        .configure(routes::catalog::register)
        .configure(routes::queue::register)
        .configure(routes::screen::register)
        .configure(routes::role::register)
        .configure(routes::person::register)
        .configure(routes::template::register)
        .configure(routes::ticket::register)
        .configure(routes::export::register)
        .configure(routes::presence::register)
        .configure(routes::article::register)
        .configure(routes::upload::register)
        .configure(routes::draft::register)
        .configure(routes::view::register)
        .configure(routes::dashboard::register)
        .configure(routes::tag::register)
        .configure(routes::bulk::register)
        .configure(routes::preferences::register)
        .configure(routes::mail::register)
        .configure(routes::settings_log::register)
        .configure(routes::live::register)
        .configure(routes::health::register);
}

/// The OpenAPI document, as committed in `openapi/openapi.json`.
#[must_use]
pub fn document() -> openapi::OpenApi {
    let app: UtoipaApp<_> = ActixApp::new().into_utoipa_app();
    let (_, mut document) = app
        .openapi(Document::openapi())
        .service(scope::scope("/api/v1").configure(routes))
        .split_for_parts();
    examples::add_to(&mut document);
    document
}

/// The document as committed: stable, and easy to compare.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn document_json() -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(&document()).map(|json| json + "\n")
}

/// Mounts the API and its documentation page (its content policy is in `headers`).
pub fn mount(config: &mut web::ServiceConfig) {
    let document = document();
    config.app_data(Data::new(methods::Methods::of(&document)));
    let api: Scope<_> = web::scope("/api/v1")
        .wrap(from_fn(head::as_get))
        .wrap(from_fn(same_site::only))
        .configure(|config| routes(&mut ServiceConfig::new(config)))
        .default_service(web::to(methods::no_such_route));
    config.service(api);
    config.service(web::resource("/api/docs").to(|| async {
        HttpResponse::PermanentRedirect()
            .insert_header(("location", "/api/docs/"))
            .finish()
    }));
    config.service(SwaggerUi::new("/api/docs/{_:.*}").url("/api/openapi.json", document));
}
