//! What administrators define: one state, priority, type, service or custom field at a time. Reading them is `catalog`'s matter.

use gloo_net::http::Method;
use pult_shared::calendar::{CalendarPreview, PreviewCalendar, ReadClosures, ReadClosuresResult};
use serde::{Serialize, de::DeserializeOwned};

use super::{ApiError, Target};
use crate::web;

/// Saves a definition, or makes it where there is none with this key. `collection` is the path's word: `states`.
pub async fn save<T: Serialize + DeserializeOwned>(collection: &str, key: &str, definition: &T) -> Result<T, ApiError> {
    super::send_json(Method::PUT, target(collection, key), None, definition).await
}

/// Deletes a definition that nothing refers to; else 409 `in_use`.
pub async fn delete(collection: &str, key: &str) -> Result<(), ApiError> {
    super::send_empty(Method::DELETE, target(collection, key)).await
}

/// Reads closed days from the text of an iCalendar; nothing is saved.
pub async fn read_closures(ical: String) -> Result<ReadClosuresResult, ApiError> {
    super::send_json(
        Method::POST,
        target("calendars", "read-closures"),
        None,
        &ReadClosures { ical },
    )
    .await
}

/// When a calendar as it stands in the form would be open; nothing is saved.
pub async fn preview_calendar(asked: PreviewCalendar) -> Result<CalendarPreview, ApiError> {
    super::send_json(Method::POST, target("calendars", "preview"), None, &asked).await
}

fn target(collection: &str, key: &str) -> Target {
    Target::new(format!("/{collection}/{}", web::encoded(key)))
}
