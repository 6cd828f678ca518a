//! The password once more: before something changes by which the account could be taken over.

use pult_domain::refusal::Refusal;
use pult_shared::{
    error::{ErrorCode, FieldCode},
    ids::PersonId,
    limits::PASSWORD_MAX,
};
use pult_store::{
    accounts,
    people::{self, Credentials},
};

use crate::{
    app::App,
    service::{ServiceError, directory, session::sign_in::Origin},
};

/// Checks the present password of a person; slowed down, since somebody else's open session must not be a way to guess it.
///
/// # Errors
/// `invalid` with the field where it is missing or wrong; `not_applicable` for whoever has no password here; `too_many_requests` after ten
/// wrong ones.
pub async fn reauthenticate(
    app: &App,
    id: PersonId,
    password: String,
    field: &str,
    origin: &Origin,
) -> Result<(), ServiceError> {
    if password.is_empty() {
        return Err(Refusal::field(field, FieldCode::Required).into());
    }
    if password.len() > PASSWORD_MAX * 4 {
        return Err(Refusal::field(field, FieldCode::Wrong).into());
    }
    let credentials = accounts::credentials(&app.store, id).await?;
    let credentials = credentials.ok_or_else(|| ServiceError::code(ErrorCode::PersonNotFound))?;
    let person = people::find(&app.store, id).await?;
    let login = person.and_then(|person| person.login);
    if credentials.password_hash.is_none() && (login.is_none() || !asks_directories(app)) {
        return Err(Refusal::because(ErrorCode::NotApplicable, "There is no password of this account here.").into());
    }
    let attempt = app
        .sign_ins
        .begin(&id.to_string(), &origin.address, app.now())
        .map_err(ServiceError::TooManyRequests)?;
    let right = verify(app, &credentials, login, password).await;
    if !right.inspect_err(|_| app.sign_ins.take_back(&attempt))? {
        return Err(Refusal::field(field, FieldCode::Wrong).into());
    }
    app.sign_ins.succeeded(&attempt);
    Ok(())
}

/// Whether passwords of directories open anything here.
pub(in crate::service) fn asks_directories(app: &App) -> bool {
    app.directories.iter().any(|one| one.settings().sign_in)
}

/// Whether it is the password that the person signs in with: the one here, else that of the directory.
async fn verify(
    app: &App,
    credentials: &Credentials,
    login: Option<String>,
    password: String,
) -> Result<bool, ServiceError> {
    let here = app
        .passwords
        .verify(password.clone(), credentials.password_hash.clone())
        .await;
    if here.map_err(|error| ServiceError::Internal(error.to_string()))? {
        return Ok(true);
    }
    // A local account's password is here only.
    if credentials.password_hash.is_some() && credentials.directory.is_none() {
        return Ok(false);
    }
    let Some(login) = login.filter(|_| asks_directories(app)) else {
        return Ok(false);
    };
    let found = directory::sign_in::verify(app, &login, &password, Some(credentials)).await?;
    Ok(found == Some(credentials.person_id))
}
