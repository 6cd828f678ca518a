//! Begin to set up a passkey.

use pult_domain::refusal::Refusal;
use pult_shared::{
    api::second_factor::{PasskeyChallenge, PasswordAgain},
    error::ErrorCode,
};
use pult_store::passkeys;

use super::{PASSKEYS_MAX, keys, site, told, wait};
use crate::{
    app::App,
    service::{
        ServiceError,
        second_factor::shown,
        session::{sign_in::Origin, who::SignedIn},
    },
};

/// What the person's authenticator is asked for. Until its answer ([`super::confirm`]) nothing changes.
///
/// # Errors
/// `invalid` with the field `password` where it is wrong; `not_applicable` for whoever has no password here, with ten passkeys, and where
/// browsers know none; `too_many_requests` after ten wrong passwords.
pub async fn start(
    app: &App,
    signed_in: &SignedIn,
    request: PasswordAgain,
    origin: &Origin,
) -> Result<PasskeyChallenge, ServiceError> {
    let site = site(app)?;
    let person = shown(app, signed_in.actor.person_id, request.password, origin).await?;
    let tx = app.store.begin().await?;
    let known = passkeys::of_person(&tx, person.id).await?;
    if known.len() >= PASSKEYS_MAX {
        return Err(Refusal::because(ErrorCode::NotApplicable, "There are ten passkeys already.").into());
    }
    let account = person.login.as_ref().or(person.addresses.first());
    let asked = site
        .ask_to_register(
            person.id.0,
            account.unwrap_or(&person.name),
            &person.name,
            &keys(&known),
        )
        .map_err(told)?;
    let address = origin.address.clone();
    let challenge = wait(app, &tx, Some(person.id), address, asked.state, app.now()).await?;
    tx.commit().await?;
    Ok(PasskeyChallenge {
        challenge,
        options: asked.options,
    })
}
