//! Show one's own account.

use pult_shared::{api::account::AccountView, error::ErrorCode};
use pult_store::{accounts, people};

use super::reauthenticate;
use crate::{
    app::App,
    service::{ServiceError, second_factor, session::who::SignedIn},
};

/// How the person signs in.
///
/// # Errors
/// `person_not_found` where the account has gone in the meantime.
pub async fn show(app: &App, signed_in: &SignedIn) -> Result<AccountView, ServiceError> {
    let id = signed_in.actor.person_id;
    let gone = || ServiceError::code(ErrorCode::PersonNotFound);
    let person = people::find(&app.store, id).await?.ok_or_else(gone)?;
    let credentials = accounts::credentials(&app.store, id).await?.ok_or_else(gone)?;
    let has_password = credentials.password_hash.is_some();
    let available = has_password || (person.login.is_some() && reauthenticate::asks_directories(app));
    Ok(AccountView {
        login: person.login,
        addresses: person.addresses,
        has_password,
        second_factor: second_factor::show::show(app, id, available).await?,
    })
}
