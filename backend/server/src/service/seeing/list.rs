//! Who has looked as somebody: for that person, and for administrators.

use pult_domain::policy;
use pult_shared::{
    api::seeing::{Seeing, SeeingList},
    error::ErrorCode,
    ids::PersonId,
};
use pult_store::{people, seeings};

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// The newest first.
///
/// # Errors
/// `forbidden` for what concerns others, but to administrators; `person_not_found`.
pub async fn list(app: &App, signed_in: &SignedIn, person: PersonId) -> Result<SeeingList, ServiceError> {
    policy::permit_account(&signed_in.actor, person)?;
    if person != signed_in.actor.person_id && people::find(&app.store, person).await?.is_none() {
        return Err(ServiceError::code(ErrorCode::PersonNotFound));
    }
    let found = seeings::of_person(&app.store, person).await?;
    let seers: Vec<PersonId> = found.iter().map(|seeing| seeing.seer).collect();
    let seers = people::refs(&app.store, &seers).await?;
    let items = found.into_iter().filter_map(|seeing| {
        Some(Seeing {
            by: seers.get(&seeing.seer)?.clone(),
            reason: seeing.reason,
            began_at: seeing.began_at,
            until: seeing.ends_at,
            ended_at: seeing.ended_at,
        })
    });
    Ok(SeeingList { items: items.collect() })
}
