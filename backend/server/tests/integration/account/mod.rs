//! A person's own account: sessions, passwords, single sign-on, API tokens.

mod authenticator;
mod own_addresses;
mod passkeys;
mod passwords;
mod provider;
mod second_factor;
mod seeing;
mod service_tokens;
mod sessions;
mod sign_on;
mod sign_on_people;
mod tokens;
