//! A person with everything that policy asks about them: whoever is signed in, and whoever has started something that goes on after
//! they have closed the browser, with their rights as they are now.

use pult_domain::{actor::Actor, organisation::Membership};
use pult_shared::{
    Timestamp,
    ids::{PersonId, SessionId},
    person::PersonRef,
};
use pult_store::{
    catalog,
    people::{self, Person},
};

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
    let version = catalog::version(&app.store).await?;
    let person = people::find(&app.store, person).await?;
    let Some(person) = person.filter(|person| person.active) else {
        return Ok(None);
    };
    signed_in(app, person, version, SessionId(uuid::Uuid::nil()), app.now())
        .await
        .map(Some)
}

/// A person in a session, with what is set up and their rights as of a version that was read just now.
pub(in crate::service) async fn signed_in(
    app: &App,
    person: Person,
    version: i64,
    session_id: SessionId,
    expires_at: Timestamp,
) -> Result<SignedIn, ServiceError> {
    let Setup { tree, catalog } = app.setup.of_version(&app.store, version).await?;
    let grants = app.setup.rights(&app.store, person.id, version, &tree).await?;
    Ok(SignedIn {
        session_id,
        actor: Actor {
            person_id: person.id,
            name: person.name.clone(),
            administrator: person.administrator,
            grants,
            organisation: person.organisation.map(|shared| Membership::new(shared, &tree)),
            seer: None,
        },
        person: PersonRef {
            id: person.id,
            name: person.name,
            address: person.addresses.into_iter().next(),
        },
        language: person.language,
        expires_at,
        second_factor_due: false,
        seen_by: None,
        tree,
        catalog,
    })
}
