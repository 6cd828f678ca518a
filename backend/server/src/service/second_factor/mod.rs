//! A second factor beside a local password: codes of an app, passkeys (`service/passkey`), and recovery codes for the day on which they are lost.
//!
//! It stands beside the password of a local account only. Whoever comes from a provider of single sign-on has shown there what it asks for.

pub mod confirm;
pub mod qr;
pub mod recovery;
pub mod remove;
pub mod show;
pub mod spend;
pub mod start;

use pult_domain::refusal::Refusal;
use pult_shared::{error::ErrorCode, ids::PersonId};
use pult_store::people::{self, Person};

use crate::{
    app::App,
    service::{ServiceError, account::reauthenticate::reauthenticate, session::sign_in::Origin},
};

/// The person, who has shown their password once more.
///
/// # Errors
/// As of [`reauthenticate`], with the field `password`.
pub(super) async fn shown(app: &App, id: PersonId, password: String, origin: &Origin) -> Result<Person, ServiceError> {
    reauthenticate(app, id, password, "password", origin).await?;
    person(app, id).await
}

pub(super) async fn person(app: &App, id: PersonId) -> Result<Person, ServiceError> {
    let found = people::find(&app.store, id).await?;
    found.ok_or_else(|| ServiceError::code(ErrorCode::PersonNotFound))
}

fn nothing_there() -> ServiceError {
    Refusal::because(ErrorCode::NotApplicable, "There is no second factor.").into()
}
