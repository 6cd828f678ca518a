//! A code that somebody shows at sign-in: right, and used up with it.

use pult_domain::second_factor::plain;
use pult_shared::{Timestamp, ids::PersonId};
use pult_store::{WriteTx, second_factors};

use crate::{
    identity::{token, totp},
    service::ServiceError,
};

/// What a code was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spent {
    Totp,
    Recovery,
}

/// Uses a code up; nothing where it is wrong, or was used before. An app's code counts once, although it is shown for half a minute: whoever
/// looks over a shoulder comes too late. Recovery codes stand in for passkeys as for an app.
///
/// # Errors
/// When the database fails.
pub async fn spend(tx: &WriteTx, person: PersonId, code: &str, now: Timestamp) -> Result<Option<Spent>, ServiceError> {
    let code = plain(code);
    let secret = second_factors::totp(tx, person).await?.secret;
    if let Some(step) = secret.and_then(|secret| totp::step_of(&secret, &code, now)) {
        let first = second_factors::use_step(tx, person, step).await?;
        return Ok(first.then_some(Spent::Totp));
    }
    let used = second_factors::use_recovery_code(tx, person, &token::hash(&code), now).await?;
    Ok(used.then_some(Spent::Recovery))
}
