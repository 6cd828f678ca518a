//! Show in which merges a person stayed or went.

use std::collections::BTreeMap;

use pult_domain::policy;
use pult_shared::{
    api::person_merge::{PersonMerge, PersonMergeList},
    error::ErrorCode,
    ids::PersonId,
};
use pult_store::people::{
    self,
    merge::{self, Merge},
};

use super::profile;
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// The merges of a person, the newest first.
///
/// # Errors
/// `forbidden`, `person_not_found`.
pub async fn list(app: &App, signed_in: &SignedIn, person: PersonId) -> Result<PersonMergeList, ServiceError> {
    policy::permit_people(&signed_in.actor)?;
    let person = profile::read(&app.store, person).await?;
    let merges = merge::of(&app.store, person.id).await?;
    Ok(PersonMergeList {
        items: views(app, merges).await?,
    })
}

pub(super) async fn one(app: &App, merged: Merge) -> Result<PersonMerge, ServiceError> {
    let view = views(app, vec![merged]).await?.pop();
    view.ok_or_else(|| ServiceError::code(ErrorCode::NotFound))
}

async fn views(app: &App, merges: Vec<Merge>) -> Result<Vec<PersonMerge>, ServiceError> {
    let ids: Vec<_> = merges.iter().map(|merged| merged.id).collect();
    let counts = merge::places_in(&app.store, &ids).await?;
    let gone: Vec<PersonId> = merges.iter().map(|merged| merged.gone).collect();
    let mut roles: BTreeMap<PersonId, Vec<String>> = BTreeMap::new();
    for (person, role) in merge::roles_of(&app.store, &gone).await? {
        roles.entry(person).or_default().push(role);
    }
    let all = merges
        .iter()
        .flat_map(|merged| [Some(merged.kept), Some(merged.gone), merged.actor]);
    let names = people::refs(&app.store, &all.flatten().collect::<Vec<_>>()).await?;
    let name = |id: PersonId| names.get(&id).cloned();
    let views = merges.into_iter().filter_map(|merged| {
        Some(PersonMerge {
            id: Some(merged.id),
            kept: name(merged.kept)?,
            gone: name(merged.gone)?,
            addresses: merged.addresses,
            login: merged.login,
            places: counts.get(&merged.id).copied().unwrap_or_default(),
            roles: roles.remove(&merged.gone).unwrap_or_default(),
            at: Some(merged.at),
            by: merged.actor.and_then(name),
            undone_at: merged.undone_at,
        })
    });
    Ok(views.collect())
}
