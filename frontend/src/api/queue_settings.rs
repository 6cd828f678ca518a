//! Everything that is set up for a queue.

use gloo_net::http::Method;
use pult_shared::{
    api::{
        queue::{QueueSettings, QueueSettingsView},
        reading::ReadingPage,
    },
    ids::QueueId,
};

use super::{ApiError, Target};

pub async fn get_queue_settings(id: QueueId) -> Result<QueueSettingsView, ApiError> {
    super::get(settings(id)).await
}

pub async fn create_queue(queue: &QueueSettings) -> Result<QueueSettingsView, ApiError> {
    super::send_json(Method::POST, Target::new("/queues"), None, queue).await
}

pub async fn save_queue_settings(id: QueueId, queue: &QueueSettings) -> Result<QueueSettingsView, ApiError> {
    super::send_json(Method::PUT, settings(id), None, queue).await
}

pub async fn delete_queue(id: QueueId) -> Result<(), ApiError> {
    super::send_empty(Method::DELETE, Target::new(format!("/queues/{id}"))).await
}

fn settings(id: QueueId) -> Target {
    Target::new(format!("/queues/{id}/settings"))
}

/// Who has read tickets of a sensitive queue, newest first.
pub async fn list_readings(
    queue: QueueId,
    ticket: Option<&str>,
    cursor: Option<&str>,
) -> Result<ReadingPage, ApiError> {
    let target = Target::new(format!("/queues/{queue}/readings"))
        .with_some("ticket", ticket)
        .with_some("cursor", cursor);
    super::get(target).await
}
