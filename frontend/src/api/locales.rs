//! The texts of one language, as the server gives them out.

use gloo_net::http::Request;
use pult_shared::{area::Area, person::Language};

use super::ApiError;

/// The Fluent source of the texts that an area shows.
pub async fn get_texts(area: Area, language: Language) -> Result<String, ApiError> {
    let url = format!("/locales/{}/{}.ftl", area.name(), language.tag());
    let response = Request::get(&url).send().await.map_err(|_| ApiError::Offline)?;
    if !response.ok() {
        return Err(ApiError::Unreadable);
    }
    response.text().await.map_err(|_| ApiError::Offline)
}
