//! Deactivate a person, and let them in again. Nobody is deleted: tickets and histories go on naming them.

use pult_domain::{policy, refusal::Refusal};
use pult_shared::{
    api::{
        bulk::CreateBulkJob,
        person::{DeactivatePerson, DeactivatedPerson, PersonProfile},
    },
    command::{Assign, Command},
    error::FieldCode,
    filter::{Filter, Who},
    ids::{BulkJobId, PersonId},
};
use pult_store::people;
use serde::{Deserialize, Serialize};

use super::profile;
use crate::{
    app::App,
    service::{
        ServiceError, bulk,
        session::who::SignedIn,
        settings_log::{self, Thing},
    },
};

/// What the log keeps.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Activity {
    name: String,
    pub active: bool,
}

/// Deactivates a person: their sessions end, they cannot sign in any more. Their tickets stay theirs, or are given back to the queues.
///
/// # Errors
/// `forbidden`, `person_not_found`; `not_allowed` for oneself, which leaves at least one administrator.
pub async fn deactivate(
    app: &App,
    signed_in: &SignedIn,
    id: PersonId,
    request: &DeactivatePerson,
) -> Result<DeactivatedPerson, ServiceError> {
    policy::permit_people(&signed_in.actor)?;
    if signed_in.actor.person_id == id {
        return Err(Refusal::field("person_id", FieldCode::NotAllowed).into());
    }
    let person = set(app, signed_in, id, false).await?;
    let release = match request.release && person.owned > 0 {
        true => Some(give_back(app, signed_in, id).await?),
        false => None,
    };
    Ok(DeactivatedPerson { person, release })
}

/// Lets a person sign in again.
///
/// # Errors
/// `forbidden`, `person_not_found`.
pub async fn activate(app: &App, signed_in: &SignedIn, id: PersonId) -> Result<PersonProfile, ServiceError> {
    policy::permit_people(&signed_in.actor)?;
    set(app, signed_in, id, true).await
}

async fn set(app: &App, signed_in: &SignedIn, id: PersonId, active: bool) -> Result<PersonProfile, ServiceError> {
    let tx = settings_log::begin(app).await?;
    let before = profile::itself(&tx, id).await?;
    people::profile::set_active(&tx, id, active).await?;
    let line = settings_log::line(app, signed_in, Thing::Person, id);
    let said = |active| Activity {
        name: before.person.name.clone(),
        active,
    };
    line.write(&tx, Some(&said(before.active)), Some(&said(active))).await?;
    let after = profile::read(&tx, id).await?;
    settings_log::finish(app, tx).await?;
    Ok(after)
}

/// Ticket by ticket, as everything that happens to tickets.
async fn give_back(app: &App, signed_in: &SignedIn, id: PersonId) -> Result<BulkJobId, ServiceError> {
    let theirs = Filter::all_of([Filter::Active, Filter::Owner(Who::Person(id))]);
    let request = CreateBulkJob {
        incident: false,
        filter: Some(theirs.to_string()),
        ticket_ids: Vec::new(),
        // Whoever is gone releases no lock any more.
        commands: vec![Command::Unlock, Command::Assign(Assign { owner_id: None })],
    };
    Ok(bulk::create::create(app, signed_in, request).await?.id)
}
