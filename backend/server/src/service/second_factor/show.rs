//! Show what a person has set up.

use pult_shared::{
    api::second_factor::{PasskeyView, SecondFactorView},
    ids::PersonId,
};
use pult_store::{passkeys, second_factors};

use crate::{
    app::App,
    service::{ServiceError, passkey},
};

/// A person's second factor; `available`: they sign in with a password.
///
/// # Errors
/// When the database fails.
pub async fn show(app: &App, person: PersonId, available: bool) -> Result<SecondFactorView, ServiceError> {
    let left = second_factors::count_recovery_codes(&app.store, person).await?;
    let administrators = app.config.session.administrators_second_factor;
    let known = passkeys::of_person(&app.store, person).await?;
    Ok(SecondFactorView {
        available,
        totp: second_factors::totp(&app.store, person).await?.secret.is_some(),
        passkeys_available: available && passkey::available(app),
        passkeys: known.into_iter().map(view).collect(),
        recovery_codes: u32::try_from(left).unwrap_or(u32::MAX),
        required: second_factors::is_required(&app.store, person, administrators).await?,
    })
}

fn view(passkey: passkeys::Passkey) -> PasskeyView {
    PasskeyView {
        id: passkey.id,
        name: passkey.name,
        created_at: passkey.created_at,
        last_used_at: passkey.last_used_at,
    }
}
