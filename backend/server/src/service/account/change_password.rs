//! Change one's own password.

use pult_domain::refusal::Refusal;
use pult_shared::{
    api::account::ChangePassword,
    error::{ErrorCode, FieldCode},
};
use pult_store::{accounts, people, sessions};

use super::{checked, letter, reauthenticate::reauthenticate, refuse_led};
use crate::{
    app::App,
    service::{
        ServiceError,
        session::{sign_in::Origin, who::SignedIn},
    },
};

/// Changes the password; every other session of the person ends.
///
/// # Errors
/// `not_applicable` for whoever has no password here; `password_elsewhere` for whom a directory leads; `invalid` with the field `current` where it is wrong, or with `password` where the
/// new one may not be; `too_many_requests` after ten wrong ones.
pub async fn change_password(
    app: &App,
    signed_in: &SignedIn,
    request: ChangePassword,
    origin: &Origin,
) -> Result<(), ServiceError> {
    check(&request)?;
    let id = signed_in.actor.person_id;
    let gone = || ServiceError::code(ErrorCode::PersonNotFound);
    let person = people::find(&app.store, id).await?.ok_or_else(gone)?;
    let credentials = accounts::credentials(&app.store, id).await?.ok_or_else(gone)?;
    if credentials.password_hash.is_none() {
        return Err(Refusal::because(ErrorCode::NotApplicable, "There is no password to change.").into());
    }
    refuse_led(app, id).await?;
    reauthenticate(app, id, request.current, "current", origin).await?;
    let hash = checked::hashed(app, &person, request.password).await?;
    let now = app.now();
    let tx = app.store.begin().await?;
    people::set_password(&tx, id, &hash).await?;
    accounts::void_links(&tx, id, now).await?;
    let ended = sessions::delete_others(&tx, id, Some(signed_in.session_id)).await?;
    let values = [("name", person.name.as_str())];
    letter::send(app, &tx, &person, "password-changed", &values, now).await?;
    tx.commit().await?;
    app.work.outbox.notify_one();
    tracing::info!(person = %id, ended, "a password was changed");
    Ok(())
}

fn check(request: &ChangePassword) -> Result<(), Refusal> {
    if request.password.is_empty() {
        return Err(Refusal::field("password", FieldCode::Required));
    }
    Ok(())
}
