//! Signing in and out, and who is signed in.

use gloo_net::http::Method;
use pult_shared::{
    api::session::{CreateSession, SessionView, UpdateSession},
    person::Language,
};

use super::{ApiError, Target};

pub async fn get_session() -> Result<SessionView, ApiError> {
    super::get(Target::new("/session")).await
}

pub async fn create_session(login: String, password: String) -> Result<SessionView, ApiError> {
    super::send_json(
        Method::POST,
        Target::new("/session"),
        None,
        &CreateSession { login, password },
    )
    .await
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

pub async fn delete_session() -> Result<(), ApiError> {
    super::send_empty(Method::DELETE, Target::new("/session")).await
}
