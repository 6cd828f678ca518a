//! A person with everything that policy asks about them: whoever is signed in, and whoever has started something that goes on after
//! they have closed the browser, with their rights as they are now.

use pult_shared::{
    Timestamp,
    ids::{PersonId, SessionId},
    person::PersonRef,
};
use pult_store::people;

use super::who::SignedIn;
use crate::{
    app::App,
    service::{ServiceError, setup::Setup},
};

/// A person who acts without being here; nobody where they may not sign in any more.
///
/// # Errors
/// When the database fails.
pub async fn acting(app: &App, person: PersonId) -> Result<Option<SignedIn>, ServiceError> {
    signed_in(app, person, SessionId(uuid::Uuid::nil()), app.now()).await
}

/// A person in a session; nobody where they may not sign in any more.
pub(super) async fn signed_in(
    app: &App,
    person: PersonId,
    session_id: SessionId,
    expires_at: Timestamp,
) -> Result<Option<SignedIn>, ServiceError> {
    let Setup { tree, catalog } = app.setup.read(&app.store).await?;
    let Some((person, actor)) = people::acting(&app.store, person, &tree).await? else {
        return Ok(None);
    };
    Ok(Some(SignedIn {
        session_id,
        person: PersonRef {
            id: person.id,
            name: person.name,
            address: person.addresses.into_iter().next(),
        },
        language: person.language,
        actor,
        expires_at,
        tree,
        catalog,
    }))
}
