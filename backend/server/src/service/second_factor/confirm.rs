//! Set an app up: its first code shows that it has the secret.

use pult_domain::{refusal::Refusal, second_factor::plain};
use pult_shared::{
    api::second_factor::{ConfirmTotp, RecoveryCodes},
    error::{ErrorCode, FieldCode},
};
use pult_store::{second_factors, sessions};

use super::{person, recovery};
use crate::{
    app::App,
    identity::totp,
    service::{ServiceError, account::letter, session::who::SignedIn},
};

/// The app counts from now on. This session has shown the second factor; the person's other sessions end, and they are told by mail.
///
/// # Errors
/// `not_applicable` where nothing is being set up; `invalid` with the field `code` where it is wrong; `too_many_requests` after ten wrong ones.
pub async fn confirm(app: &App, signed_in: &SignedIn, request: &ConfirmTotp) -> Result<RecoveryCodes, ServiceError> {
    let person = person(app, signed_in.actor.person_id).await?;
    let now = app.now();
    let key = person.id.to_string();
    let attempt = app
        .codes
        .begin(&key, &key, now)
        .map_err(ServiceError::TooManyRequests)?;
    let tx = app.store.begin().await?;
    let pending = second_factors::totp(&tx, person.id).await?.pending;
    let Some(pending) = pending else {
        return Err(Refusal::because(ErrorCode::NotApplicable, "Nothing is being set up.").into());
    };
    let wrong = || ServiceError::from(Refusal::field("code", FieldCode::Wrong));
    let step = totp::step_of(&pending, &plain(&request.code), now).ok_or_else(wrong)?;
    if !second_factors::confirm_totp(&tx, person.id, &pending, step).await? {
        return Err(wrong());
    }
    let codes = recovery::replace(app, &tx, person.id).await?;
    let ended = sessions::delete_others(&tx, person.id, Some(signed_in.session_id)).await?;
    sessions::strengthen(&tx, signed_in.session_id).await?;
    let values = [("name", person.name.as_str())];
    letter::send(app, &tx, &person, "second-factor-set", &values, now).await?;
    tx.commit().await?;
    app.codes.succeeded(&attempt);
    app.work.outbox.notify_one();
    tracing::info!(person = %person.id, ended, "a second factor was set up");
    Ok(codes)
}
