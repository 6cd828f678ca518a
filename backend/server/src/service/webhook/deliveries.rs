//! What a webhook has sent, and sending it once more.

use pult_domain::policy::permit_catalog;
use pult_shared::{
    api::webhook::WebhookDeliveryList,
    error::ErrorCode,
    ids::{WebhookDeliveryId, WebhookId},
};
use pult_store::webhooks;

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// Messages that are shown.
const SHOWN: u32 = 100;

/// The last messages of a webhook, newest first.
///
/// # Errors
/// `forbidden` for everybody but administrators; `webhook_not_found`.
pub async fn list(app: &App, signed_in: &SignedIn, id: WebhookId) -> Result<WebhookDeliveryList, ServiceError> {
    permit_catalog(&signed_in.actor)?;
    if !webhooks::list(&app.store).await?.iter().any(|known| known.id == id) {
        return Err(ServiceError::code(ErrorCode::WebhookNotFound));
    }
    let items = webhooks::deliveries(&app.store, id, SHOWN).await?;
    Ok(WebhookDeliveryList { items })
}

/// Sends a message once more, under the same id.
///
/// # Errors
/// `forbidden` for everybody but administrators; `webhook_not_found`, also for a message that is not its own.
pub async fn replay(
    app: &App,
    signed_in: &SignedIn,
    webhook: WebhookId,
    id: WebhookDeliveryId,
) -> Result<(), ServiceError> {
    permit_catalog(&signed_in.actor)?;
    let tx = app.store.begin().await?;
    if !webhooks::replay(&tx, webhook, id, app.now()).await? {
        return Err(ServiceError::code(ErrorCode::WebhookNotFound));
    }
    tx.commit().await?;
    app.work.webhooks.notify_one();
    Ok(())
}
