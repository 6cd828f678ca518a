//! What a person wants to be told of.

use pult_domain::{notification::check_settings, policy};
use pult_shared::notification::NotificationSettings;
use pult_store::notifications;

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// What the person has chosen; the usual where they have chosen nothing.
///
/// # Errors
/// `forbidden` for customers.
pub async fn get(app: &App, signed_in: &SignedIn) -> Result<NotificationSettings, ServiceError> {
    policy::may_be_notified(&signed_in.actor)?;
    Ok(notifications::settings(&app.store, signed_in.actor.person_id).await?)
}

/// Keeps what the person has chosen, for what happens from now on.
///
/// # Errors
/// `invalid` with the field; `forbidden` for customers.
pub async fn save(app: &App, signed_in: &SignedIn, settings: &NotificationSettings) -> Result<(), ServiceError> {
    policy::may_be_notified(&signed_in.actor)?;
    check_settings(settings)?;
    let tx = app.store.begin().await?;
    notifications::save_settings(&tx, signed_in.actor.person_id, settings).await?;
    tx.commit().await?;
    Ok(())
}
