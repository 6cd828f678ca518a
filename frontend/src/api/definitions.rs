//! What administrators define: one state, priority, type, service or custom field at a time. Reading them is `catalog`'s matter.

use gloo_net::http::Method;
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

fn target(collection: &str, key: &str) -> Target {
    Target::new(format!("/{collection}/{}", web::encoded(key)))
}
