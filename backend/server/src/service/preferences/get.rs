//! What a person has chosen.

use pult_shared::api::preferences::Preferences;
use pult_store::people;

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// The person's preferences; the usual ones where they have chosen nothing.
///
/// # Errors
/// When the database fails.
pub async fn get(app: &App, signed_in: &SignedIn) -> Result<Preferences, ServiceError> {
    Ok(people::preferences(&app.store, signed_in.actor.person_id).await?)
}
