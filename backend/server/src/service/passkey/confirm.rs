//! Set a passkey up: what the authenticator made is kept.

use pult_domain::refusal::Refusal;
use pult_shared::{
    api::second_factor::{ConfirmPasskey, RecoveryCodes},
    error::{ErrorCode, FieldCode},
    ids::PasskeyId,
};
use pult_store::{
    passkeys::{self, Passkey},
    second_factors, sessions,
};

use super::{PASSKEYS_MAX, site, take, told};
use crate::{
    app::App,
    service::{
        ServiceError,
        account::letter,
        second_factor::{person, recovery},
        session::who::SignedIn,
    },
};

const NAME_MAX: usize = 100;

/// The passkey counts from now on, and the person is told by mail. This session has shown it; where it is the first second factor, the person's
/// other sessions end and recovery codes are made.
///
/// # Errors
/// `invalid` with the field `name`; `sign_in_expired` where the challenge is not waiting any more; `passkey_refused` where the answer is not for
/// it, or somebody has set this passkey up already; `not_applicable` with ten passkeys.
pub async fn confirm(app: &App, signed_in: &SignedIn, request: ConfirmPasskey) -> Result<RecoveryCodes, ServiceError> {
    let name = request.name.trim();
    check(name)?;
    let (site, now) = (site(app)?, app.now());
    let owner = signed_in.actor.person_id;
    let challenge = take(app, &request.challenge, now).await?;
    let challenge = challenge.filter(|challenge| challenge.person == Some(owner));
    let challenge = challenge.ok_or_else(|| ServiceError::code(ErrorCode::SignInExpired))?;
    let made = site.register(&challenge.state, request.credential).map_err(told)?;
    let person = person(app, owner).await?;
    let tx = app.store.begin().await?;
    let first = !second_factors::is_set_up(&tx, owner).await?;
    if passkeys::of_person(&tx, owner).await?.len() >= PASSKEYS_MAX {
        return Err(Refusal::because(ErrorCode::NotApplicable, "There are ten passkeys already.").into());
    }
    let passkey = Passkey {
        id: PasskeyId(app.fresh()),
        person_id: owner,
        credential_id: made.credential_id,
        name: name.to_owned(),
        public_key: made.public_key,
        created_at: now,
        last_used_at: None,
    };
    if !passkeys::insert(&tx, &passkey).await? {
        return Err(ServiceError::code(ErrorCode::PasskeyRefused));
    }
    let codes = if first {
        sessions::delete_others(&tx, owner, Some(signed_in.session_id)).await?;
        recovery::replace(app, &tx, owner).await?
    } else {
        RecoveryCodes { codes: Vec::new() }
    };
    sessions::strengthen(&tx, signed_in.session_id).await?;
    let values = [("name", person.name.as_str()), ("passkey", name)];
    letter::send(app, &tx, &person, "passkey-set", &values, now).await?;
    tx.commit().await?;
    app.work.outbox.notify_one();
    tracing::info!(person = %owner, passkey = %passkey.id, first, "a passkey was set up");
    Ok(codes)
}

fn check(name: &str) -> Result<(), Refusal> {
    if name.is_empty() {
        return Err(Refusal::field("name", FieldCode::Required));
    }
    if name.chars().count() > NAME_MAX {
        return Err(Refusal::field("name", FieldCode::TooLong));
    }
    Ok(())
}
