//! The providers that the sign-in page offers.

use pult_shared::api::session::{SignInOptions, SignOnProvider};

use crate::{app::App, service::passkey};

/// All of them, in the order of the configuration. Asks nobody.
#[must_use]
pub fn offered(app: &App) -> SignInOptions {
    let providers = app.providers.iter().map(|provider| SignOnProvider {
        name: provider.config.name.clone(),
        label: provider.config.label.clone(),
    });
    SignInOptions {
        providers: providers.collect(),
        passkeys: passkey::available(app),
    }
}
