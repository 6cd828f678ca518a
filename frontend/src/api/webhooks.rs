//! Webhooks and what they have sent.

use gloo_net::http::Method;
use pult_shared::{
    api::webhook::{NewWebhook, WebhookDef, WebhookDeliveryList, WebhookList, WebhookView},
    ids::{WebhookDeliveryId, WebhookId},
};

use serde::Deserialize;

use super::{ApiError, Target};

pub async fn list_webhooks() -> Result<WebhookList, ApiError> {
    super::get(Target::new("/webhooks")).await
}

/// How many were switched off because nothing was taken for days: the overview reads no more of them.
pub async fn count_disabled() -> Result<usize, ApiError> {
    #[derive(Deserialize)]
    struct One {
        disabled_at: Option<String>,
    }
    #[derive(Deserialize)]
    struct All {
        items: Vec<One>,
    }
    let all: All = super::get(Target::new("/webhooks")).await?;
    Ok(all.items.iter().filter(|one| one.disabled_at.is_some()).count())
}

/// The answer has the secret, this once.
pub async fn create_webhook(webhook: &WebhookDef) -> Result<NewWebhook, ApiError> {
    super::send_json(Method::POST, Target::new("/webhooks"), None, webhook).await
}

pub async fn save_webhook(id: WebhookId, webhook: &WebhookDef) -> Result<WebhookView, ApiError> {
    super::send_json(Method::PUT, Target::new(format!("/webhooks/{id}")), None, webhook).await
}

pub async fn delete_webhook(id: WebhookId) -> Result<(), ApiError> {
    super::send_empty(Method::DELETE, Target::new(format!("/webhooks/{id}"))).await
}

/// The answer has the new secret, this once.
pub async fn renew_webhook_secret(id: WebhookId) -> Result<NewWebhook, ApiError> {
    super::send_plain(Method::POST, Target::new(format!("/webhooks/{id}/secret"))).await
}

pub async fn list_webhook_deliveries(id: WebhookId) -> Result<WebhookDeliveryList, ApiError> {
    super::get(Target::new(format!("/webhooks/{id}/deliveries"))).await
}

pub async fn replay_webhook_delivery(id: WebhookId, delivery: WebhookDeliveryId) -> Result<(), ApiError> {
    let target = Target::new(format!("/webhooks/{id}/deliveries/{delivery}/replay"));
    super::send_empty(Method::POST, target).await
}
