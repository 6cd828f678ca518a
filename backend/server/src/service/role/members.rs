//! Put people into a role, and take them out.

use pult_domain::refusal::Refusal;
use pult_shared::{
    api::role::RoleView,
    error::{ErrorCode, FieldCode},
    ids::{PersonId, RoleId},
    person::PersonRef,
};
use pult_store::{WriteTx, people, roles};
use serde::Serialize;

use super::{to_change, view};
use crate::{
    app::App,
    service::{
        ServiceError,
        session::who::SignedIn,
        settings_log::{self, Thing},
    },
};

/// Members of one role.
const MEMBERS_MAX: usize = 2_000;

/// What the log keeps: somebody who is in the role, or was.
#[derive(Serialize)]
struct Member<'a> {
    member: Option<&'a PersonRef>,
}

/// Puts a person into a role; nothing happens where they are in it.
///
/// # Errors
/// `role_not_found`, `forbidden` unless the person manages every queue that it touches, `person_not_found` also for somebody who may
/// no longer sign in.
pub async fn add(app: &App, signed_in: &SignedIn, id: RoleId, person: PersonId) -> Result<RoleView, ServiceError> {
    let tx = settings_log::begin(app).await?;
    let before = to_change(&tx, signed_in, id).await?;
    let found = people::find(&tx, person).await?;
    if found.is_none_or(|person| !person.active) {
        return Err(ServiceError::code(ErrorCode::PersonNotFound));
    }
    if before.members.len() >= MEMBERS_MAX {
        return Err(Refusal::field("person_id", FieldCode::TooMany).into());
    }
    roles::add_member(&tx, id, person).await?;
    let after = reread(&tx, signed_in, id).await?;
    let added = after.members.iter().find(|member| member.id == person);
    if before.members.iter().all(|member| member.id != person) {
        log_member(app, &tx, signed_in, id, None, added).await?;
    }
    settings_log::finish(app, tx).await?;
    Ok(after)
}

/// Takes a person out of a role.
///
/// # Errors
/// `role_not_found`, `forbidden` unless the person manages every queue that it touches, `person_not_found` for somebody who is not in
/// it.
pub async fn remove(app: &App, signed_in: &SignedIn, id: RoleId, person: PersonId) -> Result<RoleView, ServiceError> {
    let tx = settings_log::begin(app).await?;
    let before = to_change(&tx, signed_in, id).await?;
    let removed = before
        .members
        .iter()
        .find(|member| member.id == person)
        .ok_or_else(|| ServiceError::code(ErrorCode::PersonNotFound))?;
    roles::remove_member(&tx, id, person).await?;
    log_member(app, &tx, signed_in, id, Some(removed), None).await?;
    let after = reread(&tx, signed_in, id).await?;
    settings_log::finish(app, tx).await?;
    Ok(after)
}

/// Notes in the log who came into a role, or went.
pub(in crate::service) async fn log_member(
    app: &App,
    tx: &WriteTx,
    signed_in: &SignedIn,
    id: RoleId,
    before: Option<&PersonRef>,
    after: Option<&PersonRef>,
) -> Result<(), ServiceError> {
    let line = settings_log::line(app, signed_in, Thing::Role, id);
    line.write(tx, Some(&Member { member: before }), Some(&Member { member: after }))
        .await
}

async fn reread(tx: &WriteTx, signed_in: &SignedIn, id: RoleId) -> Result<RoleView, ServiceError> {
    let role = roles::find(tx, id).await?;
    let role = role.ok_or_else(|| ServiceError::code(ErrorCode::RoleNotFound))?;
    Ok(view(signed_in, role))
}
