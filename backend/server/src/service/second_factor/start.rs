//! Begin to set up an app.

use pult_shared::api::second_factor::{PasswordAgain, TotpSetup};
use pult_store::second_factors;

use super::{qr, shown};
use crate::{
    app::App,
    identity::totp,
    service::{
        ServiceError,
        session::{sign_in::Origin, who::SignedIn},
    },
};

/// Makes a secret for the person's app. Until its first code ([`super::confirm`]) nothing changes; an app that was set up before counts until
/// then, and no longer.
///
/// # Errors
/// `invalid` with the field `password` where it is wrong, `not_applicable` for whoever has no password here, `too_many_requests` after ten
/// wrong ones.
pub async fn start(
    app: &App,
    signed_in: &SignedIn,
    request: PasswordAgain,
    origin: &Origin,
) -> Result<TotpSetup, ServiceError> {
    let person = shown(app, signed_in.actor.person_id, request.password, origin).await?;
    let secret = totp::fresh_secret(&*app.rng);
    let tx = app.store.begin().await?;
    second_factors::begin_totp(&tx, person.id, &secret).await?;
    tx.commit().await?;
    let account = person
        .login
        .as_ref()
        .or(person.addresses.first())
        .unwrap_or(&person.name);
    let uri = totp::uri(&secret, &issuer(app), account);
    let qr = qr::drawn(&uri).ok_or_else(|| ServiceError::Internal("the QR code cannot be drawn".to_owned()))?;
    Ok(TotpSetup { secret, uri, qr })
}

/// What the app calls this desk: with the host, since people have several.
fn issuer(app: &App) -> String {
    let url = &app.config.http.public_url;
    let host = url.split("://").nth(1).and_then(|rest| rest.split(['/', ':']).next());
    format!("Pult {}", host.unwrap_or_default()).trim().to_owned()
}
