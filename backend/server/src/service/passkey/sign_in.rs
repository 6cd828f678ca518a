//! Sign in with a passkey: in place of a password, or after it.

use pult_shared::{
    Timestamp,
    api::second_factor::{PasskeyChallenge, PasskeySignIn},
    error::ErrorCode,
    ids::PersonId,
};
use pult_store::{WriteTx, passkeys, second_factors};
use serde_json::Value;

use super::{site, take, told, wait};
use crate::{
    app::App,
    identity::{
        passkey::{PasskeyError, named},
        token,
    },
    service::{
        ServiceError,
        session::sign_in::{self, Begun, NewSession, Origin},
    },
};

/// Challenges that one network address may have open. Whole houses go out by one address, and each is over with its sign-in.
const OPEN_MAX: u64 = 200;
/// When to come back with more than that, in seconds.
const COME_BACK: i64 = 60;

/// What is asked of whatever passkey of this site somebody has at hand. Says nothing of who there is.
///
/// # Errors
/// `not_applicable` where browsers know no passkeys; `too_many_requests` with two hundred open challenges from one address.
pub async fn start(app: &App, origin: Origin) -> Result<PasskeyChallenge, ServiceError> {
    let (site, now) = (site(app)?, app.now());
    let asked = site.ask_anybody().map_err(told)?;
    let tx = app.store.begin().await?;
    if passkeys::count_sign_ins(&tx, &origin.address, now).await? >= OPEN_MAX {
        return Err(ServiceError::TooManyRequests(COME_BACK));
    }
    let challenge = wait(app, &tx, None, origin.address, asked.state, now).await?;
    tx.commit().await?;
    Ok(PasskeyChallenge {
        challenge,
        options: asked.options,
    })
}

/// Ends a sign-in by the answer of a passkey, which is two factors in one: what somebody has, and the PIN or finger that it asks for.
///
/// # Errors
/// `sign_in_expired` where the challenge is not waiting any more; `passkey_refused` where the answer is not for it, where nobody here has this passkey
/// or they may not sign in, and where its counter went back.
pub async fn complete(app: &App, request: PasskeySignIn, origin: Origin) -> Result<NewSession, ServiceError> {
    let now = app.now();
    let person = match second_step(app, &request.challenge, now).await? {
        Some((person, state)) => after_password(app, person, &state, request, now).await?,
        None => alone(app, request, now).await?,
    };
    let session = sign_in::begin(app, person, origin, Begun::Strong).await;
    session.map_err(|error| match error {
        // Nobody has shown a password that could be wrong.
        ServiceError::Refused(refusal) if refusal.code == ErrorCode::WrongCredentials => {
            ServiceError::code(ErrorCode::PasskeyRefused)
        }
        other => other,
    })
}

/// The sign-in that waits under this for one of the person's passkeys.
async fn second_step(app: &App, text: &str, now: Timestamp) -> Result<Option<(PersonId, String)>, ServiceError> {
    let hash = token::hash(text);
    let tx = app.store.begin().await?;
    let person = second_factors::waiting(&tx, &hash, now).await?;
    let state = second_factors::take_passkey(&tx, &hash, now).await?;
    tx.commit().await?;
    Ok(person.zip(state))
}

async fn after_password(
    app: &App,
    person: PersonId,
    state: &str,
    request: PasskeySignIn,
    now: Timestamp,
) -> Result<PersonId, ServiceError> {
    let site = site(app)?;
    let (named, id) = named(request.credential.clone()).map_err(told)?;
    if named.is_some_and(|named| named != person.0) {
        return Err(told(PasskeyError::Refused("it names somebody else".to_owned())));
    }
    let tx = app.store.begin().await?;
    let check = |credential: Value, key: &str| site.check_one_of(state, credential, key);
    used(&tx, person, &id, request.credential, now, check).await?;
    // Of several answers at once, one signs in.
    second_factors::delete_step(&tx, &token::hash(&request.challenge)).await?;
    tx.commit().await?;
    Ok(person)
}

async fn alone(app: &App, request: PasskeySignIn, now: Timestamp) -> Result<PersonId, ServiceError> {
    let site = site(app)?;
    let challenge = take(app, &request.challenge, now).await?;
    let challenge = challenge.filter(|challenge| challenge.person.is_none());
    let challenge = challenge.ok_or_else(|| ServiceError::code(ErrorCode::SignInExpired))?;
    let (named, id) = named(request.credential.clone()).map_err(told)?;
    let nobody = || told(PasskeyError::Refused("it names nobody".to_owned()));
    let person = PersonId(named.ok_or_else(nobody)?);
    let tx = app.store.begin().await?;
    let check = |credential: Value, key: &str| site.check_anybody(&challenge.state, credential, key);
    used(&tx, person, &id, request.credential, now, check).await?;
    tx.commit().await?;
    Ok(person)
}

/// Verifies an answer by the person's passkey, and keeps what its use has changed.
async fn used(
    tx: &WriteTx,
    person: PersonId,
    credential_id: &str,
    credential: Value,
    now: Timestamp,
    check: impl Fn(Value, &str) -> Result<String, PasskeyError>,
) -> Result<(), ServiceError> {
    let passkey = passkeys::take_in_use(tx, person, credential_id, now).await?;
    let Some(passkey) = passkey else {
        tracing::info!(%person, "a passkey was shown that nobody here has");
        return Err(ServiceError::code(ErrorCode::PasskeyRefused));
    };
    let kept = check(credential, &passkey.public_key)
        .inspect_err(|error| tracing::warn!(%person, passkey = %passkey.id, %error, "a passkey was refused"))
        .map_err(told)?;
    Ok(passkeys::keep(tx, passkey.id, &kept).await?)
}
