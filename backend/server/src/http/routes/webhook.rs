//! `/webhooks`: other programs that are told what happens to tickets.

use actix_web::{
    HttpResponse, delete, get, post, put,
    web::{Data, Path},
};
use pult_shared::{
    api::webhook::{NewWebhook, WebhookDef, WebhookDeliveryList, WebhookList, WebhookView},
    ids::{WebhookDeliveryId, WebhookId},
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{body::Body, error::ApiError, signed_in::Caller},
    service::webhook::{deliveries, edit},
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config
        .service(list_webhooks)
        .service(create_webhook)
        .service(save_webhook)
        .service(delete_webhook)
        .service(renew_webhook_secret)
        .service(list_webhook_deliveries)
        .service(replay_webhook_delivery);
}

/// List webhooks
///
/// By name; never with their secrets. For administrators.
#[utoipa::path(
    tag = "webhooks",
    responses((status = OK, description = "The webhooks", body = WebhookList), Problems)
)]
#[get("/webhooks")]
pub async fn list_webhooks(app: Data<App>, caller: Caller) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(edit::list(&app, &caller).await?))
}

/// Make a webhook
///
/// The answer has the secret of its signatures, this once. Messages are sent by POST as JSON with `webhook-id`, `webhook-timestamp` and
/// `webhook-signature` (`v1,` and the HMAC-SHA-256 of `id.timestamp.body` in Base64), as Standard Webhooks describes it. Any answer
/// from 200 to 299 within ten seconds counts; else it is tried again for four days, with the same id. For administrators.
#[utoipa::path(
    tag = "webhooks",
    request_body(content = WebhookDef, example = json!({
        "name": "Chat", "url": "https://chat.example/hooks/4711", "events": ["created", "escalated"], "when": "priority:>=4"
    })),
    responses((status = CREATED, description = "The new webhook and its secret", body = NewWebhook), Problems)
)]
#[post("/webhooks")]
pub async fn create_webhook(app: Data<App>, caller: Caller, body: Body<WebhookDef>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Created().json(edit::create(&app, &caller, &body.0).await?))
}

/// Change a webhook
///
/// Its secret stays. One that was switched off because nothing was taken begins anew. For administrators.
#[utoipa::path(
    tag = "webhooks",
    params(("webhook_id" = WebhookId, Path, description = "The webhook")),
    request_body = WebhookDef,
    responses((status = OK, description = "The webhook as it was saved", body = WebhookView), Problems)
)]
#[put("/webhooks/{webhook_id}")]
pub async fn save_webhook(
    app: Data<App>,
    caller: Caller,
    id: Path<WebhookId>,
    body: Body<WebhookDef>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(edit::save(&app, &caller, *id, &body.0).await?))
}

/// Delete a webhook
///
/// With the log of its messages. For administrators.
#[utoipa::path(
    tag = "webhooks",
    params(("webhook_id" = WebhookId, Path, description = "The webhook")),
    responses((status = NO_CONTENT, description = "It is gone"), Problems)
)]
#[delete("/webhooks/{webhook_id}")]
pub async fn delete_webhook(app: Data<App>, caller: Caller, id: Path<WebhookId>) -> Result<HttpResponse, ApiError> {
    edit::delete(&app, &caller, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Give a webhook another secret
///
/// The answer has it, this once; the old one signs nothing any more. For administrators.
#[utoipa::path(
    tag = "webhooks",
    params(("webhook_id" = WebhookId, Path, description = "The webhook")),
    responses((status = OK, description = "The webhook and its new secret", body = NewWebhook), Problems)
)]
#[post("/webhooks/{webhook_id}/secret")]
pub async fn renew_webhook_secret(
    app: Data<App>,
    caller: Caller,
    id: Path<WebhookId>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(edit::renew_secret(&app, &caller, *id).await?))
}

/// List what a webhook has sent
///
/// The last 100 messages, newest first, each with its last answer. For administrators.
#[utoipa::path(
    tag = "webhooks",
    params(("webhook_id" = WebhookId, Path, description = "The webhook")),
    responses((status = OK, description = "Its messages", body = WebhookDeliveryList), Problems)
)]
#[get("/webhooks/{webhook_id}/deliveries")]
pub async fn list_webhook_deliveries(
    app: Data<App>,
    caller: Caller,
    id: Path<WebhookId>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(deliveries::list(&app, &caller, *id).await?))
}

/// Send a message of a webhook once more
///
/// Under the same id. For administrators.
#[utoipa::path(
    tag = "webhooks",
    params(
        ("webhook_id" = WebhookId, Path, description = "The webhook"),
        ("delivery_id" = WebhookDeliveryId, Path, description = "The message")
    ),
    responses((status = NO_CONTENT, description = "It will be sent"), Problems)
)]
#[post("/webhooks/{webhook_id}/deliveries/{delivery_id}/replay")]
pub async fn replay_webhook_delivery(
    app: Data<App>,
    caller: Caller,
    path: Path<(WebhookId, WebhookDeliveryId)>,
) -> Result<HttpResponse, ApiError> {
    let (webhook, delivery) = path.into_inner();
    deliveries::replay(&app, &caller, webhook, delivery).await?;
    Ok(HttpResponse::NoContent().finish())
}
