//! Signing in and out, and who is signed in.

use gloo_net::http::Method;
use pult_shared::{
    api::{
        second_factor::{CompleteSession, PasskeyChallenge, PasskeySignIn, SecondStep},
        session::{CreateSession, SessionView, SignInOptions, SignedOut, UpdateSession},
    },
    person::Language,
};

use super::{ApiError, Target};

pub async fn get_session() -> Result<SessionView, ApiError> {
    super::get(Target::new("/session")).await
}

/// What a right password leads to.
pub enum SignIn {
    Done(SessionView),
    /// A second factor is still missing.
    SecondStep(SecondStep),
}

pub async fn create_session(login: String, password: String) -> Result<SignIn, ApiError> {
    let body = CreateSession { login, password };
    let answer = super::send_for_text(Method::POST, Target::new("/session"), &body).await?;
    match super::read::<SecondStep>(&answer) {
        Ok(step) => Ok(SignIn::SecondStep(step)),
        Err(_) => super::read(&answer).map(SignIn::Done),
    }
}

pub async fn complete_session(second_step: String, code: String) -> Result<SessionView, ApiError> {
    let body = CompleteSession { second_step, code };
    super::send_json(Method::POST, Target::new("/session/second-step"), None, &body).await
}

pub async fn start_passkey_sign_in() -> Result<PasskeyChallenge, ApiError> {
    super::send_json(Method::POST, Target::new("/session/passkey-challenge"), None, &()).await
}

pub async fn sign_in_with_passkey(body: &PasskeySignIn) -> Result<SessionView, ApiError> {
    super::send_json(Method::POST, Target::new("/session/passkey"), None, body).await
}

pub async fn update_session(language: Language) -> Result<SessionView, ApiError> {
    super::send_json(
        Method::PATCH,
        Target::new("/session"),
        None,
        &UpdateSession { language },
    )
    .await
}

/// Signs out. Where the browser is to sign out elsewhere too, the address.
pub async fn delete_session() -> Result<Option<String>, ApiError> {
    let answer: Option<SignedOut> = super::send_perhaps(Method::DELETE, Target::new("/session")).await?;
    Ok(answer.map(|answer| answer.location))
}

pub async fn list_sign_in_options() -> Result<SignInOptions, ApiError> {
    super::get(Target::new("/sign-in-options")).await
}
