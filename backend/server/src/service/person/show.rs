//! Show a person.

use pult_domain::policy;
use pult_shared::{api::person::PersonCard, error::ErrorCode, ids::PersonId};
use pult_store::people;

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// A person, for agents; everybody sees themselves.
///
/// # Errors
/// `forbidden` for customers who ask about others, `person_not_found`.
pub async fn show(app: &App, signed_in: &SignedIn, id: PersonId) -> Result<PersonCard, ServiceError> {
    if !signed_in.actor.is_agent() && signed_in.actor.person_id != id {
        return Err(ServiceError::code(ErrorCode::Forbidden));
    }
    card(app, signed_in, id).await
}

/// A person with the number of their active tickets that the reader may see.
pub(super) async fn card(app: &App, signed_in: &SignedIn, id: PersonId) -> Result<PersonCard, ServiceError> {
    let id = people::merge::alias(&app.store, id).await?;
    let mut cards = people::cards(&app.store, &[id]).await?;
    people::count_tickets(&app.store, &policy::visible_tickets(&signed_in.actor), &mut cards).await?;
    let card = cards.pop();
    card.ok_or_else(|| ServiceError::code(ErrorCode::PersonNotFound))
}
