//! A new password on its way into the database: by the rules, and hashed.

use pult_domain::{password as rules, refusal::Refusal};
use pult_store::people::Person;

use crate::{app::App, identity::password, service::ServiceError};

/// The hash of a new password that the person may have.
///
/// # Errors
/// `invalid` with the field `password`: too short, too long, too easy.
pub async fn hashed(app: &App, person: &Person, new: String) -> Result<String, ServiceError> {
    let names = person.login.iter().chain(&person.addresses).map(String::as_str);
    rules::check(&new, names.chain([person.name.as_str()])).map_err(|fault| Refusal::field("password", fault))?;
    password::hash(new, &*app.rng)
        .await
        .map_err(|error| ServiceError::Internal(error.to_string()))
}
