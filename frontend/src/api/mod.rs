//! The HTTP API as functions: one file a resource, the contract's types in and out, typed errors.
//!
//! Knows paths, headers and `pult_shared`; must not know pages or texts.

pub mod absences;
pub mod account;
pub mod articles;
pub mod attachments;
pub mod bulk;
pub mod catalog;
pub mod dashboard;
pub mod definitions;
pub mod directory;
pub mod drafts;
pub mod failures;
pub mod locales;
pub mod macros;
pub mod mail_texts;
pub mod mails;
pub mod notifications;
pub mod organisations;
pub mod people;
pub mod postmaster;
pub mod preferences;
pub mod presence;
pub mod queue_requests;
pub mod queue_settings;
pub mod queues;
pub mod rights;
pub mod roles;
pub mod rules;
pub mod second_factor;
pub mod sessions;
pub mod settings_log;
pub mod tags;
pub mod templates;
pub mod tickets;
pub mod views;
pub mod web_forms;
pub mod webhooks;

use std::{fmt, sync::LazyLock};

use gloo_net::http::{Method, RequestBuilder, Response};
use leptos::prelude::{ArcTrigger, Notify};
use pult_shared::error::{ErrorCode, Problem};
use serde::{Serialize, de::DeserializeOwned};
use wasm_bindgen::JsValue;

use crate::web;

const BASE: &str = "/api/v1";

/// Why a request brought no answer that can be used.
#[derive(Clone, PartialEq)]
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

/// What stands in the console. By hand: all that a problem can carry, written out, would be a good part of the program.
impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Problem(problem) => write!(f, "{}: {:?}", problem.code.code(), problem.detail),
            Self::Offline => f.write_str("the server was not reached"),
            Self::Unreadable => f.write_str("the answer could not be read"),
        }
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
    read(&exchange(request(Method::GET, &target), None).await?)
}

/// Reads the first bytes of something, at most about `limit`; whether there were more.
pub async fn get_bytes(target: Target, limit: usize) -> Result<(Vec<u8>, bool), ApiError> {
    let request = RequestBuilder::new(&target.url()).method(Method::GET);
    let response = send(request, None).await?;
    let Some(stream) = response.body() else {
        return Ok((Vec::new(), false));
    };
    web::read_start(&stream, limit).await.ok_or(ApiError::Unreadable)
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
    read(&exchange(request, Some(body.into())).await?)
}

/// Sends JSON; the answer as it is, where it may be one of several things.
async fn send_for_text<B: Serialize>(method: Method, target: Target, body: &B) -> Result<String, ApiError> {
    let body = serde_json::to_string(body).map_err(|_| ApiError::Unreadable)?;
    let request = request(method, &target).header("Content-Type", "application/json");
    exchange(request, Some(body.into())).await
}

/// Sends bytes of a file and reads the answer.
pub async fn send_file<T: DeserializeOwned>(target: Target, media_type: &str, body: JsValue) -> Result<T, ApiError> {
    let request = request(Method::POST, &target).header("Content-Type", media_type);
    read(&exchange(request, Some(body)).await?)
}

/// Sends something without a body and reads the answer.
pub async fn send_plain<T: DeserializeOwned>(method: Method, target: Target) -> Result<T, ApiError> {
    read(&exchange(request(method, &target), None).await?)
}

/// Sends something whose answer may have no body.
pub async fn send_perhaps<T: DeserializeOwned>(method: Method, target: Target) -> Result<Option<T>, ApiError> {
    let text = exchange(request(method, &target), None).await?;
    if text.is_empty() {
        Ok(None)
    } else {
        read(&text).map(Some)
    }
}

/// Sends something whose answer has no body that matters.
pub async fn send_empty(method: Method, target: Target) -> Result<(), ApiError> {
    send(request(method, &target), None).await.map(|_| ())
}

/// Sends JSON; the answer has no body that matters.
pub async fn send_only<B: Serialize>(method: Method, target: Target, body: &B) -> Result<(), ApiError> {
    let body = serde_json::to_string(body).map_err(|_| ApiError::Unreadable)?;
    let request = request(method, &target).header("Content-Type", "application/json");
    send(request, Some(body.into())).await.map(|_| ())
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

/// The text of an answer. Apart from what it means, so that there is one of this and not one for each type of answer.
async fn exchange(request: RequestBuilder, body: Option<JsValue>) -> Result<String, ApiError> {
    let response = send(request, body).await?;
    response.text().await.map_err(|_| ApiError::Offline)
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, ApiError> {
    serde_json::from_str(text).map_err(|_| ApiError::Unreadable)
}
