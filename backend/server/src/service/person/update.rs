//! Change what is known about a person.

use pult_domain::{person::check_person, policy, refusal::Refusal};
use pult_shared::{
    api::person::{PersonDef, PersonProfile},
    error::FieldCode,
    ids::PersonId,
};
use pult_store::{
    WriteTx,
    people::{self, Person},
};

use super::{profile, taken};
use crate::{
    app::App,
    service::{
        ServiceError,
        account::letter,
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
    let known = people::find(&tx, id).await?;
    people::profile::update(&tx, id, &person).await.map_err(taken)?;
    let line = settings_log::line(app, signed_in, Thing::Person, id);
    line.write(&tx, Some(&before.person), Some(&person)).await?;
    if id != signed_in.actor.person_id {
        tell_former(app, &tx, known).await?;
    }
    let after = profile::read(&tx, id).await?;
    settings_log::finish(app, tx).await?;
    Ok(after)
}

/// A mail to what was the main address and is it no more: by another one somebody could be given the link to a new password (OWASP ASVS 5.0, 6.3.7).
async fn tell_former(app: &App, tx: &WriteTx, before: Option<Person>) -> Result<(), ServiceError> {
    let Some(before) = before else { return Ok(()) };
    let main = |person: &Person| person.addresses.first().cloned();
    let now = people::find(tx, before.id).await?;
    if now.as_ref().and_then(main) == main(&before) {
        return Ok(());
    }
    let values = [("name", before.name.as_str())];
    letter::send(app, tx, &before, "address-replaced", &values, app.now()).await
}
