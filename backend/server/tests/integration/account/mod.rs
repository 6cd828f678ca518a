//! A person's own account: sessions, passwords, single sign-on, API tokens.

mod authenticator;
mod passkeys;
mod passwords;
mod provider;
mod second_factor;
mod service_tokens;
mod sessions;
mod sign_on;
mod sign_on_people;
mod tokens;
