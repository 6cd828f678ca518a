//! Sign in with login and password of a local account.

use jiff::SignedDuration;
use pult_domain::refusal::Refusal;
use pult_shared::{
    api::session::CreateSession,
    error::{ErrorCode, FieldCode},
    ids::{PersonId, SessionId},
    limits::PASSWORD_MAX,
};
use pult_store::{people, sessions};

use super::who::{self, SignedIn};
use crate::{
    app::App,
    identity::{password, token},
    service::ServiceError,
};

/// A session that has just begun, with the token that the browser keeps.
pub struct NewSession {
    pub token: String,
    pub signed_in: SignedIn,
}

/// Where a sign-in comes from.
pub struct Origin {
    pub address: String,
    pub user_agent: String,
}

/// Signs a person in.
///
/// # Errors
/// `wrong_credentials` whatever of login, password or account is at fault; `too_many_requests` after ten failures
/// with one login, or a hundred from one address.
pub async fn sign_in(app: &App, request: CreateSession, origin: Origin) -> Result<NewSession, ServiceError> {
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
            begin(app, person, origin).await
        }
        Ok(None) => {
            tracing::info!(login = %login, address = %origin.address, "sign-in refused");
            Err(ServiceError::code(ErrorCode::WrongCredentials))
        }
        Err(error) => {
            app.sign_ins.take_back(&attempt);
            Err(error)
        }
    }
}

/// Whose login and password these are. As slow for a login that does not exist.
async fn verify(app: &App, login: &str, password: String) -> Result<Option<PersonId>, ServiceError> {
    let credentials = people::credentials(&app.store, login).await?;
    let hash = credentials
        .as_ref()
        .filter(|found| found.active)
        .and_then(|found| found.password_hash.clone());
    let right = password::verify(password, hash)
        .await
        .map_err(|error| ServiceError::Internal(error.to_string()))?;
    Ok(credentials.filter(|_| right).map(|found| found.person_id))
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

async fn begin(app: &App, person_id: PersonId, origin: Origin) -> Result<NewSession, ServiceError> {
    let now = app.now();
    let token = token::fresh(&*app.rng);
    let idle = SignedDuration::from_mins(i64::from(app.config.session.idle_minutes));
    let session = sessions::NewSession {
        id: SessionId(app.fresh()),
        token_hash: token::hash(&token),
        person_id,
        created_at: now,
        expires_at: now.saturating_add(idle).unwrap_or(now),
        user_agent: origin.user_agent,
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
