//! Sign in with login and password: of a local account, else of the directory.

use jiff::SignedDuration;
use pult_domain::refusal::Refusal;
use pult_shared::{
    api::{second_factor::SecondStep, session::CreateSession},
    error::{ErrorCode, FieldCode},
    ids::{PersonId, SessionId},
    limits::PASSWORD_MAX,
};
use pult_store::{
    people, second_factors,
    sessions::{self, ProviderSession},
};

use super::{
    second_step,
    who::{self, SignedIn},
};
use crate::{
    app::App,
    identity::token,
    service::{ServiceError, directory},
};

/// A session that has just begun, with the token that the browser keeps.
pub struct NewSession {
    pub token: String,
    pub signed_in: SignedIn,
}

/// What a right password leads to.
pub enum SignIn {
    Done(Box<NewSession>),
    /// A code is still missing.
    SecondStep(SecondStep),
}

/// What a session begins with.
pub(in crate::service) enum Begun {
    /// A password, and nothing more was asked for.
    Password,
    /// A second factor beside it.
    Strong,
    /// A sign-on elsewhere: what is asked for there is the provider's to say.
    Provider(ProviderSession),
}

/// Where a sign-in comes from.
pub struct Origin {
    pub address: String,
    pub user_agent: String,
}

/// Signs a person in, or has them asked for their second factor.
///
/// # Errors
/// `directory_unavailable` while a directory does not answer, for all but the right password of a local account; `wrong_credentials` whatever of login, password or account is at fault; `too_many_requests` after ten failures
/// with one login, or a hundred from one address.
pub async fn sign_in(app: &App, request: CreateSession, origin: Origin) -> Result<SignIn, ServiceError> {
    check(&request)?;
    let now = app.now();
    let login = request.login.trim().to_lowercase();
    // Counted before the slow look at the password, so that guessing in parallel gains nothing.
    let attempt = app
        .sign_ins
        .begin(&login, &origin.address, now)
        .map_err(ServiceError::TooManyRequests)?;
    match verify(app, &login, request.password).await {
        Ok(Some(person)) => {
            app.sign_ins.succeeded(&attempt);
            if second_factors::is_set_up(&app.store, person).await? {
                return second_step::wait(app, person).await.map(SignIn::SecondStep);
            }
            let session = begin(app, person, origin, Begun::Password).await?;
            Ok(SignIn::Done(Box::new(session)))
        }
        Ok(None) => {
            tracing::info!(login = %login, address = %origin.address, "sign-in refused");
            Err(ServiceError::code(ErrorCode::WrongCredentials))
        }
        Err(error) => {
            // While the directory is away guessing goes on counting, or nobody would slow it down at local accounts.
            if !is_away(&error) {
                app.sign_ins.take_back(&attempt);
            }
            Err(error)
        }
    }
}

fn is_away(error: &ServiceError) -> bool {
    matches!(error, ServiceError::Refused(refusal) if refusal.code == ErrorCode::DirectoryUnavailable)
}

/// Whose login and password these are. As slow for a login that does not exist.
async fn verify(app: &App, login: &str, password: String) -> Result<Option<PersonId>, ServiceError> {
    let credentials = people::credentials(&app.store, login).await?;
    let hash = credentials
        .as_ref()
        .filter(|found| found.active)
        .and_then(|found| found.password_hash.clone());
    let right = app
        .passwords
        .verify(password.clone(), hash)
        .await
        .map_err(|error| ServiceError::Internal(error.to_string()))?;
    if !right {
        return directory::sign_in::verify(app, login, &password, credentials.as_ref()).await;
    }
    Ok(credentials.map(|found| found.person_id))
}

fn check(request: &CreateSession) -> Result<(), Refusal> {
    if request.login.trim().is_empty() {
        return Err(Refusal::field("login", FieldCode::Required));
    }
    if request.password.is_empty() {
        return Err(Refusal::field("password", FieldCode::Required));
    }
    if request.password.len() > PASSWORD_MAX || request.login.len() > 320 {
        return Err(Refusal::new(ErrorCode::WrongCredentials));
    }
    Ok(())
}

/// Begins a session of a person who has shown who they are.
///
/// # Errors
/// `wrong_credentials` where they may not sign in.
pub(in crate::service) async fn begin(
    app: &App,
    person_id: PersonId,
    origin: Origin,
    begun: Begun,
) -> Result<NewSession, ServiceError> {
    let now = app.now();
    let token = token::fresh(&*app.rng);
    let (strong, provider) = match begun {
        Begun::Password => (false, None),
        Begun::Strong => (true, None),
        Begun::Provider(provider) => (true, Some(provider)),
    };
    let idle = SignedDuration::from_mins(i64::from(app.config.session.idle_minutes));
    let session = sessions::NewSession {
        id: SessionId(app.fresh()),
        token_hash: token::hash(&token),
        person_id,
        created_at: now,
        expires_at: now.saturating_add(idle).unwrap_or(now),
        user_agent: origin.user_agent,
        address: origin.address,
        provider,
        strong,
    };
    let tx = app.store.begin().await?;
    sessions::insert(&tx, &session).await?;
    who::note_visit(&tx, person_id, now).await?;
    tx.commit().await?;
    let signed_in = who::by_token(app, &token)
        .await?
        .ok_or_else(|| ServiceError::code(ErrorCode::WrongCredentials))?;
    Ok(NewSession { token, signed_in })
}
