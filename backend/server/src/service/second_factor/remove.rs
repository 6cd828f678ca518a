//! Switch a second factor off: one's own, as an administrator that of somebody who has lost everything, or from the command line that of the
//! last administrator.

use pult_domain::{policy, refusal::Refusal};
use pult_shared::{api::second_factor::PasswordAgain, error::ErrorCode, ids::PersonId};
use pult_store::{
    WriteTx,
    people::{self, Person},
    second_factors, sessions,
};
use serde::Serialize;

use super::{nothing_there, person, shown};
use crate::{
    app::App,
    service::{
        ServiceError,
        account::letter,
        session::{sign_in::Origin, who::SignedIn},
        settings_log::{self, Thing},
    },
};

/// Switches one's own app off; the person is told by mail. Without a passkey nothing more is asked for beside the password.
///
/// # Errors
/// `not_applicable` without one, and where a role asks for a second factor and there is no passkey; `invalid` with the field `password` where it is
/// wrong, `too_many_requests` after ten wrong ones.
pub async fn remove(
    app: &App,
    signed_in: &SignedIn,
    request: PasswordAgain,
    origin: &Origin,
) -> Result<(), ServiceError> {
    let person = shown(app, signed_in.actor.person_id, request.password, origin).await?;
    let tx = app.store.begin().await?;
    if !second_factors::remove_totp(&tx, person.id).await? {
        return Err(nothing_there());
    }
    without_the_last(app, &tx, person.id).await?;
    tell(app, &tx, &person).await?;
    tx.commit().await?;
    app.work.outbox.notify_one();
    tracing::info!(person = %person.id, "a second factor was switched off");
    Ok(())
}

/// What goes with a person's last second factor, if that was it.
///
/// # Errors
/// `not_applicable` where a role asks for one, or administrators need one and the person is one.
pub(in crate::service) async fn without_the_last(
    app: &App,
    tx: &WriteTx,
    person: PersonId,
) -> Result<(), ServiceError> {
    if second_factors::is_set_up(tx, person).await? {
        return Ok(());
    }
    if second_factors::is_required(tx, person, app.config.session.administrators_second_factor).await? {
        return Err(Refusal::because(ErrorCode::NotApplicable, "This account needs a second factor.").into());
    }
    second_factors::remove(tx, person).await?;
    Ok(())
}

/// What the log of settings keeps.
#[derive(Serialize)]
struct Logged {
    second_factor: bool,
}

/// Takes a person's second factor off, as an administrator: their sessions end, they are told by mail, and the log of settings says it.
/// Of one's own account only the password does that.
///
/// # Errors
/// `forbidden`, `person_not_found`, `not_applicable` without one.
pub async fn remove_of(app: &App, signed_in: &SignedIn, of: PersonId) -> Result<(), ServiceError> {
    policy::permit_account_reset(&signed_in.actor, of)?;
    let person = person(app, of).await?;
    let tx = settings_log::begin(app).await?;
    if !second_factors::remove(&tx, of).await? {
        return Err(nothing_there());
    }
    let ended = sessions::delete_others(&tx, of, None).await?;
    let line = settings_log::line(app, signed_in, Thing::Person, of);
    let (before, after) = (Logged { second_factor: true }, Logged { second_factor: false });
    line.write(&tx, Some(&before), Some(&after)).await?;
    tell(app, &tx, &person).await?;
    settings_log::finish(app, tx).await?;
    app.work.outbox.notify_one();
    tracing::info!(person = %of, by = %signed_in.actor.person_id, ended, "a second factor was taken off");
    Ok(())
}

/// Takes the second factor off whose login, or address, this is: for whoever has the server itself, so that no lost telephone locks the last
/// administrator out. Their sessions end, and they are told by mail. Their name.
///
/// # Errors
/// `person_not_found`, `not_applicable` without one.
pub async fn reset(app: &App, login: &str) -> Result<String, ServiceError> {
    let found = people::credentials(&app.store, &login.trim().to_lowercase()).await?;
    let found = found.ok_or_else(|| ServiceError::code(ErrorCode::PersonNotFound))?;
    let person = person(app, found.person_id).await?;
    let tx = app.store.begin().await?;
    if !second_factors::remove(&tx, person.id).await? {
        return Err(nothing_there());
    }
    let ended = sessions::delete_others(&tx, person.id, None).await?;
    tell(app, &tx, &person).await?;
    tx.commit().await?;
    tracing::warn!(person = %person.id, ended, "a second factor was taken off from the command line");
    Ok(person.name)
}

async fn tell(app: &App, tx: &WriteTx, person: &Person) -> Result<(), ServiceError> {
    let values = [("name", person.name.as_str())];
    letter::send(app, tx, person, "second-factor-removed", &values, app.now()).await
}
