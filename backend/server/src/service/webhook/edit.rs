//! List, make, change and delete webhooks. What happens in every queue leaves the house by them, so they are the administrators' alone.

use std::sync::Arc;

use pult_domain::{policy::permit_catalog, refusal::Refusal, webhook::check_webhook};
use pult_shared::{
    api::webhook::{NewWebhook, WebhookDef, WebhookList, WebhookView},
    error::ErrorCode,
    filter::Filter,
    ids::WebhookId,
    limits::WEBHOOKS_MAX,
};
use pult_store::{
    WriteTx, catalog, queues,
    webhooks::{self, Webhook},
};
use serde_json::json;

use super::{sign, view};
use crate::{
    app::App,
    service::{
        ServiceError,
        session::who::SignedIn,
        settings_log::{self, Thing},
        setup::Setup,
        ticket::asked::read_filter,
    },
};

/// All webhooks, by name.
///
/// # Errors
/// `forbidden` for everybody but administrators.
pub async fn list(app: &App, signed_in: &SignedIn) -> Result<WebhookList, ServiceError> {
    permit_catalog(&signed_in.actor)?;
    let setup = signed_in.setup();
    let found = webhooks::list(&app.store).await?.into_iter();
    Ok(WebhookList {
        items: found.map(|found| view(&setup, found)).collect(),
    })
}

/// Makes a webhook with a fresh secret, which is shown this once.
///
/// # Errors
/// `forbidden` for everybody but administrators; `invalid` and `invalid_filter` with the fields at fault.
pub async fn create(app: &App, signed_in: &SignedIn, webhook: &WebhookDef) -> Result<NewWebhook, ServiceError> {
    permit_catalog(&signed_in.actor)?;
    let tx = settings_log::begin(app).await?;
    if webhooks::list(&tx).await?.len() >= WEBHOOKS_MAX {
        let detail = "There are as many webhooks as there may be.";
        return Err(Refusal::because(ErrorCode::Invalid, detail).into());
    }
    let secret = sign::fresh(app.rng.as_ref());
    let setup = now(&tx).await?;
    let made = Webhook {
        id: WebhookId(app.fresh()),
        webhook: checked(signed_in, &setup, webhook)?,
        secret: secret.clone(),
        failing_since: None,
        disabled_at: None,
    };
    keep(app, signed_in, tx, None, &made).await?;
    Ok(NewWebhook {
        webhook: view(&setup, made),
        secret: format!("{}{secret}", sign::PREFIX),
    })
}

/// Changes a webhook; one that was switched off because nothing was taken begins anew. Its secret stays.
///
/// # Errors
/// `forbidden`, `webhook_not_found`, `invalid` and `invalid_filter` with the fields at fault.
pub async fn save(
    app: &App,
    signed_in: &SignedIn,
    id: WebhookId,
    webhook: &WebhookDef,
) -> Result<WebhookView, ServiceError> {
    permit_catalog(&signed_in.actor)?;
    let tx = settings_log::begin(app).await?;
    let before = find(&tx, id).await?;
    let setup = now(&tx).await?;
    let saved = Webhook {
        webhook: checked(signed_in, &setup, webhook)?,
        failing_since: None,
        disabled_at: None,
        ..before.clone()
    };
    keep(app, signed_in, tx, Some(&before.webhook), &saved).await?;
    app.work.webhooks.notify_one();
    Ok(view(&setup, saved))
}

/// What the line of the log about another secret has, and no other.
pub const SECRET_RENEWED: &str = "secret_renewed_at";

/// Gives a webhook another secret, which is shown this once.
///
/// # Errors
/// `forbidden`, `webhook_not_found`.
pub async fn renew_secret(app: &App, signed_in: &SignedIn, id: WebhookId) -> Result<NewWebhook, ServiceError> {
    permit_catalog(&signed_in.actor)?;
    let tx = settings_log::begin(app).await?;
    let before = find(&tx, id).await?;
    let setup = now(&tx).await?;
    let secret = sign::fresh(app.rng.as_ref());
    let renewed = Webhook {
        secret: secret.clone(),
        ..before
    };
    webhooks::save(&tx, &renewed).await?;
    // That there is another one; what it is stands in no log.
    let line = settings_log::line(app, signed_in, Thing::Webhook, id);
    let name = &renewed.webhook.name;
    let after = json!({"name": name, SECRET_RENEWED: app.now()});
    line.write(&tx, Some(&json!({ "name": name })), Some(&after)).await?;
    settings_log::finish(app, tx).await?;
    Ok(NewWebhook {
        webhook: view(&setup, renewed),
        secret: format!("{}{secret}", sign::PREFIX),
    })
}

/// Deletes a webhook with the log of its messages.
///
/// # Errors
/// `forbidden`, `webhook_not_found`.
pub async fn delete(app: &App, signed_in: &SignedIn, id: WebhookId) -> Result<(), ServiceError> {
    permit_catalog(&signed_in.actor)?;
    let tx = settings_log::begin(app).await?;
    let before = find(&tx, id).await?;
    webhooks::delete(&tx, id).await?;
    let line = settings_log::line(app, signed_in, Thing::Webhook, id);
    line.write(&tx, Some(&before.webhook), None).await?;
    settings_log::finish(app, tx).await
}

async fn find(tx: &WriteTx, id: WebhookId) -> Result<Webhook, ServiceError> {
    let found = webhooks::list(tx).await?.into_iter().find(|known| known.id == id);
    found.ok_or_else(|| ServiceError::code(ErrorCode::WebhookNotFound))
}

/// Not the kept set-up: this transaction has another version, which may never be.
async fn now(tx: &WriteTx) -> Result<Setup, ServiceError> {
    Ok(Setup {
        tree: Arc::new(queues::tree(tx).await?),
        catalog: Arc::new(catalog::load(tx).await?),
    })
}

fn checked(signed_in: &SignedIn, setup: &Setup, webhook: &WebhookDef) -> Result<WebhookDef, ServiceError> {
    let filter = match webhook.when.trim() {
        "" => Filter::All,
        text => read_filter(signed_in, text, "when")?,
    };
    Ok(check_webhook(webhook, &filter, &setup.tree)?)
}

async fn keep(
    app: &App,
    signed_in: &SignedIn,
    tx: WriteTx,
    before: Option<&WebhookDef>,
    saved: &Webhook,
) -> Result<(), ServiceError> {
    webhooks::save(&tx, saved).await?;
    let line = settings_log::line(app, signed_in, Thing::Webhook, saved.id);
    line.write(&tx, before, Some(&saved.webhook)).await?;
    settings_log::finish(app, tx).await
}
