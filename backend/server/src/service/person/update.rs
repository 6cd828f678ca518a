//! Change what is known about a person.

use pult_domain::{person::check_person, policy, refusal::Refusal};
use pult_shared::{
    api::person::{PersonDef, PersonProfile},
    error::FieldCode,
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

/// Changes a person. What a directory says about them is changed there.
///
/// # Errors
/// `forbidden`, `person_not_found`, `invalid` with the fields at fault; `not_allowed` for the flag of the last administrator.
pub async fn update(
    app: &App,
    signed_in: &SignedIn,
    id: PersonId,
    person: &PersonDef,
) -> Result<PersonProfile, ServiceError> {
    policy::permit_people(&signed_in.actor)?;
    let tx = settings_log::begin(app).await?;
    let before = profile::itself(&tx, id).await?;
    let person = check_person(person, Some(&before))?;
    let steps_down = before.person.administrator && !person.administrator;
    if steps_down && people::profile::count_other_administrators(&tx, id).await? == 0 {
        return Err(Refusal::field("administrator", FieldCode::NotAllowed).into());
    }
    people::profile::update(&tx, id, &person).await.map_err(taken)?;
    let line = settings_log::line(app, signed_in, Thing::Person, id);
    line.write(&tx, Some(&before.person), Some(&person)).await?;
    let after = profile::read(&tx, id).await?;
    settings_log::finish(app, tx).await?;
    Ok(after)
}
