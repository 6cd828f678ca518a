//! Recovery codes: ten, each for one sign-in without the app.

use pult_domain::second_factor::grouped;
use pult_shared::{
    api::second_factor::{PasswordAgain, RecoveryCodes},
    ids::PersonId,
};
use pult_store::{WriteTx, second_factors};

use super::{nothing_there, shown};
use crate::{
    app::App,
    identity::{token, totp},
    service::{
        ServiceError,
        session::{sign_in::Origin, who::SignedIn},
    },
};

const CODES: usize = 10;

/// Makes new codes; those before work no more.
pub(in crate::service) async fn replace(
    app: &App,
    tx: &WriteTx,
    person: PersonId,
) -> Result<RecoveryCodes, ServiceError> {
    let codes: Vec<String> = (0..CODES).map(|_| totp::fresh_recovery_code(&*app.rng)).collect();
    let hashes: Vec<String> = codes.iter().map(|code| token::hash(code)).collect();
    second_factors::replace_recovery_codes(tx, person, &hashes).await?;
    Ok(RecoveryCodes {
        codes: codes.iter().map(|code| grouped(code)).collect(),
    })
}

/// Makes new codes for the person.
///
/// # Errors
/// `not_applicable` without a second factor, `invalid` with the field `password` where it is wrong, `too_many_requests` after ten wrong ones.
pub async fn renew(
    app: &App,
    signed_in: &SignedIn,
    request: PasswordAgain,
    origin: &Origin,
) -> Result<RecoveryCodes, ServiceError> {
    let person = shown(app, signed_in.actor.person_id, request.password, origin).await?;
    let tx = app.store.begin().await?;
    if !second_factors::is_set_up(&tx, person.id).await? {
        return Err(nothing_there());
    }
    let codes = replace(app, &tx, person.id).await?;
    tx.commit().await?;
    tracing::info!(person = %person.id, "recovery codes were renewed");
    Ok(codes)
}
