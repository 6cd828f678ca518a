//! The texts of one language, as the server gives them out.

use gloo_net::http::Request;
use pult_shared::person::Language;

use super::ApiError;

/// The Fluent source of the browser's texts.
pub async fn get_texts(language: Language) -> Result<String, ApiError> {
    let url = format!("/locales/{}.ftl", language.tag());
    let response = Request::get(&url).send().await.map_err(|_| ApiError::Offline)?;
    if !response.ok() {
        return Err(ApiError::Unreadable);
    }
    response.text().await.map_err(|_| ApiError::Offline)
}
