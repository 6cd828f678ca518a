//! Set a password by the link of a mail: once, and every session of the person ends.

use pult_domain::refusal::Refusal;
use pult_shared::{
    api::account::SetPassword,
    error::{ErrorCode, FieldCode},
};
use pult_store::{accounts, people, sessions};

use super::{checked, letter, refuse_led};
use crate::{app::App, identity::token, service::ServiceError};

/// Sets the password of whoever the link was sent to.
///
/// # Errors
/// `link_expired` for a link that was used, is too old or never was one; `invalid` with the field `password`, which leaves the link as it
/// was; `password_elsewhere` for whom a directory leads by now.
pub async fn set_password(app: &App, request: SetPassword) -> Result<(), ServiceError> {
    if request.password.is_empty() {
        return Err(Refusal::field("password", FieldCode::Required).into());
    }
    let expired = || ServiceError::code(ErrorCode::LinkExpired);
    let (hash, now) = (token::hash(&request.token), app.now());
    // Looked at before the slow hash, so that guessing costs us nothing.
    let link = accounts::link(&app.store, &hash).await?;
    let link = link
        .filter(|link| !link.used && link.expires_at > now)
        .ok_or_else(expired)?;
    let person = people::find(&app.store, link.person_id).await?;
    let person = person.filter(|person| person.active).ok_or_else(expired)?;
    refuse_led(app, person.id).await?;
    let password_hash = checked::hashed(app, &person, request.password).await?;
    let tx = app.store.begin().await?;
    if !accounts::use_link(&tx, &hash, now).await? {
        return Err(expired());
    }
    people::set_password(&tx, person.id, &password_hash).await?;
    accounts::void_links(&tx, person.id, now).await?;
    let ended = sessions::delete_others(&tx, person.id, None).await?;
    let values = [("name", person.name.as_str())];
    letter::send(app, &tx, &person, "password-changed", &values, now).await?;
    tx.commit().await?;
    app.work.outbox.notify_one();
    tracing::info!(person = %person.id, ended, "a password was set by link");
    Ok(())
}
