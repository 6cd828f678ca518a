//! The API under `/api/v1`: one list from which both routing and the OpenAPI document come.

use std::sync::LazyLock;

use actix_web::{
    App as ActixApp, HttpResponse, Scope,
    http::header::ContentType,
    middleware::from_fn,
    web::{self, Bytes, Data},
};
use pult_shared::{
    api::ticket::TicketScope,
    error::{ErrorCode, Problem},
};
use utoipa::{
    Modify, OpenApi,
    openapi::{
        self,
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};
use utoipa_actix_web::{AppExt, UtoipaApp, scope, service_config::ServiceConfig};
use utoipa_swagger_ui::{Config, SwaggerUi};

use super::{
    composed,
    error::ApiError,
    examples, head,
    methods::{self, Methods},
    plain, routes, same_site,
    signed_in::COOKIE,
};

const DOCUMENT_PATH: &str = "/api/openapi.json";

/// What the document says about the whole.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Pult",
        description = "The service desk of a university: tickets by mail, portal and API.\n\nSign in with `create_session`; \
                       the session lives in a cookie. Programs send a personal token as `Authorization: Bearer …`. Errors are `application/problem+json` (RFC 9457) with a stable `code`. \
                       Lists are paged by cursor: pass `next_cursor` as `cursor`. Changes of a ticket are commands; send the \
                       ticket's version as `If-Match` to be told (412) when somebody was faster.",
        license(name = "EUPL-1.2", identifier = "EUPL-1.2")
    ),
    components(schemas(Problem, TicketScope)),
    modifiers(&SessionCookie),
    security(("session" = []), ("token" = []))
)]
struct Document;

struct SessionCookie;

impl Modify for SessionCookie {
    fn modify(&self, document: &mut openapi::OpenApi) {
        let scheme = SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::with_description(
            COOKIE,
            "Set by `create_session`; HttpOnly. With HTTPS its name begins with `__Host-`.",
        )));
        document
            .components
            .get_or_insert_default()
            .add_security_scheme("session", scheme);
        let scheme = SecurityScheme::Http(
            HttpBuilder::new()
                .scheme(HttpAuthScheme::Bearer)
                .description(Some("A personal API token, made by `create_api_token`."))
                .build(),
        );
        document
            .components
            .get_or_insert_default()
            .add_security_scheme("token", scheme);
    }
}

/// What registers routes, room by room.
///
/// Each is given a list of its own to note its schemas in: the library notes the schemas of every operation with all that they consist of,
/// again and again, and throws the doubles away in the end. One list for all would be tens of megabytes.
type Register = fn(&mut ServiceConfig<'_>);

const ROOMS: &[Register] = &[
    routes::session::register,
    routes::seeing::register,
    routes::second_factor::register,
    routes::passkey::register,
    routes::account::register,
    routes::own_address::register,
    routes::api_token::register,
    routes::sign_on::register,
    routes::catalog::register,
    routes::queue::register,
    routes::queue_request::register,
    routes::screen::register,
    routes::role::register,
    routes::person::register,
    routes::person_merge::register,
    routes::directory::register,
    routes::template::register,
    routes::ticket::register,
    routes::similar::register,
    routes::export::register,
    routes::presence::register,
    routes::article::register,
    routes::upload::register,
    routes::draft::register,
    routes::view::register,
    routes::dashboard::register,
    routes::tag::register,
    routes::bulk::register,
    routes::preferences::register,
    routes::notification::register,
    routes::organisation::register,
    routes::absence::register,
    routes::mail::register,
    routes::mail_texts::register,
    routes::postmaster::register,
    routes::rule::register,
    routes::macros::register,
    routes::webhook::register,
    routes::web_form::register,
    routes::settings_log::register,
    routes::live::register,
    routes::health::register,
];

/// The document of one room's routes.
fn document_of(register: Register) -> openapi::OpenApi {
    let app: UtoipaApp<_> = ActixApp::new().into_utoipa_app();
    app.service(scope::scope("/api/v1").configure(register))
        .split_for_parts()
        .1
}

/// The OpenAPI document, as committed in `openapi/openapi.json`.
#[must_use]
pub fn document() -> openapi::OpenApi {
    let mut document = Document::openapi();
    for register in ROOMS {
        document.merge(document_of(*register));
    }
    composed::open_parts(&mut document);
    examples::add_to(&mut document);
    document
}

/// What is kept of the document while the program runs.
struct Published {
    json: serde_json::Result<Bytes>,
    methods: Methods,
}

/// Made once for all workers.
static PUBLISHED: LazyLock<Published> = LazyLock::new(|| {
    let document = document();
    Published {
        json: document.to_json().map(Bytes::from),
        methods: Methods::of(&document),
    }
});

/// The document as committed: stable, and easy to compare.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn document_json() -> Result<String, serde_json::Error> {
    serde_json::to_string_pretty(&document()).map(|json| json + "\n")
}

async fn published() -> Result<HttpResponse, ApiError> {
    let json = PUBLISHED.json.as_ref().map_err(|error| {
        tracing::error!(%error, "the OpenAPI document cannot be written");
        ApiError::new(ErrorCode::Internal)
    })?;
    Ok(HttpResponse::Ok().content_type(ContentType::json()).body(json.clone()))
}

/// Mounts the API and its documentation page (its content policy is in `headers`).
pub fn mount(config: &mut web::ServiceConfig) {
    config.app_data(Data::new(&PUBLISHED.methods));
    let api: Scope<_> = web::scope("/api/v1")
        .wrap(from_fn(head::as_get))
        .wrap(from_fn(same_site::only))
        .wrap(from_fn(plain::only))
        .configure(|config| {
            for register in ROOMS {
                register(&mut ServiceConfig::new(config));
            }
        })
        .default_service(web::to(methods::no_such_route));
    config.service(api);
    config.service(web::resource(DOCUMENT_PATH).route(web::get().to(published)));
    config.service(web::resource("/api/docs").to(|| async {
        HttpResponse::PermanentRedirect()
            .insert_header(("location", "/api/docs/"))
            .finish()
    }));
    config.service(SwaggerUi::new("/api/docs/{_:.*}").config(Config::from(DOCUMENT_PATH)));
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{ROOMS, document_of};

    #[test]
    fn a_name_of_a_schema_means_one_thing() {
        let mut seen = BTreeMap::new();
        for register in ROOMS {
            let schemas = document_of(*register).components.unwrap_or_default().schemas;
            for (name, schema) in schemas {
                let schema = serde_json::to_value(schema).unwrap();
                let known = seen.entry(name.clone()).or_insert_with(|| schema.clone());
                assert_eq!(*known, schema, "two types are called {name}");
            }
        }
        assert!(seen.len() > 200, "{} schemas", seen.len());
    }
}
