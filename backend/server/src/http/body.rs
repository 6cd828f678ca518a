//! Reading bodies, queries and paths, with errors that name the field.

use std::{future::Future, pin::Pin};

use actix_web::{
    FromRequest, HttpRequest,
    dev::Payload,
    web::{Bytes, FormConfig, PathConfig, QueryConfig},
};
use pult_shared::{
    command::CommandName,
    error::{ErrorCode, FieldCode},
    limits::FORM_FILES_MAX_BYTES,
};
use serde::{
    Deserialize,
    de::{self, DeserializeOwned, value::StrDeserializer},
};

use super::error::ApiError;

/// The largest JSON body, in bytes: a reply of the longest text with everything escaped.
const JSON_MAX: usize = 2 * 1024 * 1024;

/// The largest form, in bytes.
const FORM_MAX: usize = 64 * 1024;

/// The largest JSON body that carries files in Base64, in bytes.
pub const FILES_MAX: usize = JSON_MAX + FORM_FILES_MAX_BYTES.div_ceil(3) * 4;

/// A JSON body of so many bytes at the most.
pub struct Body<T, const MAX: usize = JSON_MAX>(pub T);

impl<T: DeserializeOwned + 'static, const MAX: usize> FromRequest for Body<T, MAX> {
    type Error = ApiError;
    type Future = Pin<Box<dyn Future<Output = Result<Self, ApiError>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let json = actix_web::HttpMessage::mime_type(request)
            .ok()
            .flatten()
            .is_some_and(|mime| mime.subtype() == "json" || mime.suffix().is_some_and(|suffix| suffix == "json"));
        let read = read(payload, MAX);
        Box::pin(async move {
            if !json {
                return Err(ApiError::because(
                    ErrorCode::UnsupportedMediaType,
                    "Send application/json.",
                ));
            }
            parse(&read.await?).map(Self)
        })
    }
}

/// The raw body, up to a limit in bytes.
pub async fn read_raw(mut payload: Payload, limit: usize) -> Result<Bytes, ApiError> {
    read(&mut payload, limit).await
}

fn read(payload: &mut Payload, limit: usize) -> impl Future<Output = Result<Bytes, ApiError>> + 'static {
    let mut payload = payload.take();
    async move {
        let mut bytes = actix_web::web::BytesMut::new();
        while let Some(chunk) = futures_util::StreamExt::next(&mut payload).await {
            let chunk = chunk.map_err(|error| ApiError::because(ErrorCode::BadRequest, error.to_string()))?;
            if bytes.len() + chunk.len() > limit {
                return Err(ApiError::because(
                    ErrorCode::TooLarge,
                    format!("At most {limit} bytes."),
                ));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes.freeze())
    }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    let unreadable = |error: &serde_json::Error| ApiError::because(ErrorCode::BadRequest, error.to_string());
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        if error.inner().classify() != serde_json::error::Category::Data {
            return unreadable(error.inner());
        }
        let path = error.path().to_string().replace('[', ".").replace(']', "");
        if let Some(unknown) = path.starts_with("commands.").then(|| unknown_command(bytes)).flatten() {
            return unknown;
        }
        ApiError::field(
            ErrorCode::Invalid,
            &path,
            FieldCode::Malformed,
            error.inner().to_string(),
        )
    })?;
    reader.end().map_err(|error| unreadable(&error))?;
    Ok(value)
}

/// What of a list of commands is looked at to tell a command that does not exist from one with a wrong value.
#[derive(Deserialize)]
struct Types {
    commands: Vec<Type>,
}

#[derive(Deserialize)]
struct Type {
    r#type: String,
}

/// The first command whose type is none.
fn unknown_command(bytes: &[u8]) -> Option<ApiError> {
    // Where not even this can be read, it is not the type that is at fault.
    let Types { commands } = serde_json::from_slice(bytes).ok()?;
    let is_known = |name: &str| CommandName::deserialize(StrDeserializer::<de::value::Error>::new(name)).is_ok();
    let (index, unknown) = commands
        .iter()
        .enumerate()
        .find(|(_, given)| !is_known(&given.r#type))?;
    let field = format!("commands.{index}.type");
    let detail = format!("There is no command {:?}.", unknown.r#type);
    Some(ApiError::field(
        ErrorCode::UnknownCommand,
        &field,
        FieldCode::Unknown,
        detail,
    ))
}

/// A query that cannot be read is a problem document too.
#[must_use]
pub fn query_config() -> QueryConfig {
    QueryConfig::default().error_handler(|error, _| ApiError::because(ErrorCode::BadRequest, error.to_string()).into())
}

/// A form that cannot be read, or is large, is a problem document too.
#[must_use]
pub fn form_config() -> FormConfig {
    FormConfig::default()
        .limit(FORM_MAX)
        .error_handler(|error, _| ApiError::because(ErrorCode::BadRequest, error.to_string()).into())
}

/// A path segment that is no id names nothing.
#[must_use]
pub fn path_config() -> PathConfig {
    PathConfig::default().error_handler(|_, _| ApiError::new(ErrorCode::NotFound).into())
}
