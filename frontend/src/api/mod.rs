//! The HTTP API as functions: one file a resource, the contract's types in and out, typed errors.
//!
//! Knows paths, headers and `pult_shared`; must not know pages or texts.

pub mod articles;
pub mod attachments;
pub mod bulk;
pub mod catalog;
pub mod dashboard;
pub mod definitions;
pub mod drafts;
pub mod locales;
pub mod mails;
pub mod people;
pub mod preferences;
pub mod presence;
pub mod queue_settings;
pub mod queues;
pub mod rights;
pub mod roles;
pub mod sessions;
pub mod settings_log;
pub mod tags;
pub mod templates;
pub mod tickets;
pub mod views;

use std::sync::LazyLock;

use gloo_net::http::{Method, RequestBuilder, Response};
use leptos::prelude::{ArcTrigger, Notify};
use pult_shared::error::{ErrorCode, Problem};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::JsValue;

use crate::web;

const BASE: &str = "/api/v1";

/// Why a request brought no answer that can be used.
#[derive(Clone, Debug, PartialEq)]
pub enum ApiError {
    /// The server refused, and says why.
    Problem(Box<Problem>),
    /// The server was not reached.
    Offline,
    /// Something answered, but not in the words of the contract (a proxy's page, a newer server).
    Unreadable,
}

impl ApiError {
    /// The code, when the server gave one.
    pub fn code(&self) -> Option<ErrorCode> {
        match self {
            Self::Problem(problem) => Some(problem.code),
            Self::Offline | Self::Unreadable => None,
        }
    }

    /// Whether the person has to sign in (again).
    pub fn signed_out(&self) -> bool {
        matches!(self.code(), Some(ErrorCode::NotSignedIn | ErrorCode::SessionExpired))
    }
}

static SIGNED_OUT: LazyLock<ArcTrigger> = LazyLock::new(ArcTrigger::new);

/// Fires when any request was answered by "sign in first".
pub fn signed_out() -> ArcTrigger {
    SIGNED_OUT.clone()
}

/// A path below the API with its query, built up pair by pair.
pub struct Target {
    path: String,
    query: String,
}

impl Target {
    pub fn new(path: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            query: String::new(),
        }
    }

    /// Adds a query parameter.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.query.push(if self.query.is_empty() { '?' } else { '&' });
        self.query.push_str(name);
        self.query.push('=');
        self.query.push_str(&web::encoded(value));
        self
    }

    /// Adds a query parameter where there is a value.
    #[must_use]
    pub fn with_some(self, name: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    fn url(&self) -> String {
        format!("{BASE}{}{}", self.path, self.query)
    }
}

/// Reads something.
pub async fn get<T: DeserializeOwned>(target: Target) -> Result<T, ApiError> {
    let response = send(request(Method::GET, &target), None).await?;
    read(&response).await
}

/// Sends JSON and reads the answer.
pub async fn send_json<B: Serialize, T: DeserializeOwned>(
    method: Method,
    target: Target,
    header: Option<(&str, &str)>,
    body: &B,
) -> Result<T, ApiError> {
    let body = serde_json::to_string(body).map_err(|_| ApiError::Unreadable)?;
    let mut request = request(method, &target).header("Content-Type", "application/json");
    if let Some((name, value)) = header {
        request = request.header(name, value);
    }
    let response = send(request, Some(body.into())).await?;
    read(&response).await
}

/// Sends bytes of a file and reads the answer.
pub async fn send_file<T: DeserializeOwned>(target: Target, media_type: &str, body: JsValue) -> Result<T, ApiError> {
    let request = request(Method::POST, &target).header("Content-Type", media_type);
    let response = send(request, Some(body)).await?;
    read(&response).await
}

/// Sends something without a body and reads the answer.
pub async fn send_plain<T: DeserializeOwned>(method: Method, target: Target) -> Result<T, ApiError> {
    let response = send(request(method, &target), None).await?;
    read(&response).await
}

/// Sends something whose answer has no body that matters.
pub async fn send_empty(method: Method, target: Target) -> Result<(), ApiError> {
    send(request(method, &target), None).await.map(|_| ())
}

/// Sends JSON while the page goes away: the browser finishes the request (`keepalive`), and nobody waits for the answer.
pub fn send_leaving<B: Serialize>(method: Method, target: &Target, body: &B) {
    let Ok(body) = serde_json::to_string(body) else { return };
    let headers = js_sys::Object::new();
    let options = js_sys::Object::new();
    let pairs: [(&js_sys::Object, &str, JsValue); 4] = [
        (&headers, "Content-Type", "application/json".into()),
        (&options, "method", method.as_ref().into()),
        (&options, "body", body.into()),
        (&options, "keepalive", true.into()),
    ];
    for (object, name, value) in &pairs {
        if let Err(error) = js_sys::Reflect::set(object, &(*name).into(), value) {
            leptos::logging::error!("{error:?}");
            return;
        }
    }
    if let Err(error) = js_sys::Reflect::set(&options, &"headers".into(), &headers) {
        leptos::logging::error!("{error:?}");
        return;
    }
    web::fetch_and_forget(&target.url(), &options);
}

fn request(method: Method, target: &Target) -> RequestBuilder {
    RequestBuilder::new(&target.url())
        .method(method)
        .header("Accept", "application/json, application/problem+json")
}

async fn send(request: RequestBuilder, body: Option<JsValue>) -> Result<Response, ApiError> {
    let request = match body {
        Some(body) => request.body(body),
        None => request.build(),
    };
    let response = request
        .map_err(|_| ApiError::Unreadable)?
        .send()
        .await
        .map_err(|_| ApiError::Offline)?;
    if response.ok() {
        return Ok(response);
    }
    let error = match response.json::<Problem>().await {
        Ok(problem) => ApiError::Problem(Box::new(problem)),
        Err(_) if response.status() == 503 || response.status() == 502 => ApiError::Offline,
        Err(_) => ApiError::Unreadable,
    };
    if error.signed_out() {
        SIGNED_OUT.notify();
    }
    Err(error)
}

async fn read<T: DeserializeOwned>(response: &Response) -> Result<T, ApiError> {
    response.json().await.map_err(|_| ApiError::Unreadable)
}
