//! Single sign-on: off to a provider, back with a person, and out again with the provider's session.

pub mod back_channel;
pub mod finish;
pub mod link;
pub mod offered;
mod person;
pub mod start;

use std::sync::Arc;

use pult_domain::refusal::Refusal;
use pult_shared::error::ErrorCode;

use crate::{
    adapters::oidc::{OidcError, Provider},
    app::App,
    service::ServiceError,
};

/// The provider of a name.
fn provider(app: &App, name: &str) -> Result<Arc<Provider>, ServiceError> {
    let found = app.providers.iter().find(|provider| provider.config.name == name);
    found.cloned().ok_or_else(|| ServiceError::code(ErrorCode::NotFound))
}

/// What people are told; the reason is for the log.
fn told(provider: &str, error: &OidcError) -> ServiceError {
    tracing::warn!(%provider, %error, "a sign-on came to nothing");
    let code = match error {
        OidcError::Unavailable(_) => ErrorCode::SignOnUnavailable,
        OidcError::Refused(_) | OidcError::Unverified(_) => ErrorCode::SignOnFailed,
    };
    Refusal::new(code).into()
}
