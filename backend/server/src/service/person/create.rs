//! Enter a person by hand.

use pult_domain::{person::check_person, policy};
use pult_shared::{
    api::person::{PersonDef, PersonProfile},
    ids::PersonId,
};
use pult_store::people;

use super::{profile, taken};
use crate::{
    app::App,
    service::{
        ServiceError,
        session::who::SignedIn,
        settings_log::{self, Thing},
    },
};

/// Enters a person. They have no password yet.
///
/// # Errors
/// `forbidden`, `invalid` with the fields at fault, also where somebody else has account id or address.
pub async fn create(app: &App, signed_in: &SignedIn, person: &PersonDef) -> Result<PersonProfile, ServiceError> {
    policy::permit_people(&signed_in.actor)?;
    let person = check_person(person, None)?;
    let id = PersonId(app.fresh());
    let tx = settings_log::begin(app).await?;
    people::profile::insert(&tx, id, &person, app.now())
        .await
        .map_err(taken)?;
    let line = settings_log::line(app, signed_in, Thing::Person, id);
    line.write(&tx, None, Some(&person)).await?;
    let entered = profile::read(&tx, id).await?;
    settings_log::finish(app, tx).await?;
    Ok(entered)
}
