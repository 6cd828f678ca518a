//! Enter an absence, or change it.

use std::collections::BTreeMap;

use pult_domain::{
    absence::{self, Absence, NOTE_MAX, QUEUES_MAX},
    policy,
    refusal::Refusal,
};
use pult_shared::{
    absence::{AbsenceDef, AbsenceView},
    error::{ErrorCode, FieldCode},
    ids::{AbsenceId, PersonId},
};
use pult_store::{WriteTx, absences, catalog, notifications};

use super::{
    list::views,
    staff::{Staff, permit},
};
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// Enters an absence; with an id changes it, whose it is stays. What it means (locks, rights, notifications) holds from its first minute on.
///
/// # Errors
/// `invalid` with the field; `forbidden` and `person_not_found` for somebody else's; `absence_not_found`.
pub async fn save(
    app: &App,
    signed_in: &SignedIn,
    id: Option<AbsenceId>,
    def: &AbsenceDef,
) -> Result<AbsenceView, ServiceError> {
    policy::may_be_notified(&signed_in.actor)?;
    let tx = app.store.begin().await?;
    // The lock for which the next one waits: two at once could close a circle of deputies.
    catalog::changed(&tx).await?;
    let staff = Staff::read(app, &app.store, signed_in).await?;
    let before = absences::open(&tx).await?;
    let person = match id {
        None => def.person_id.unwrap_or(signed_in.actor.person_id),
        Some(id) => {
            let found = before.iter().find(|row| row.absence.id == id);
            found
                .ok_or_else(|| ServiceError::code(ErrorCode::AbsenceNotFound))?
                .absence
                .person
        }
    };
    permit(signed_in, &staff, person)?;
    let id = id.unwrap_or_else(|| AbsenceId(app.fresh()));
    let new = checked(app, &tx, signed_in, id, person, def).await?;
    let others: Vec<Absence> = before.into_iter().map(|row| row.absence).collect();
    absence::check(&new, &others)?;
    absences::save(&tx, &new, def).await?;
    absences::back(&tx, person).await?;
    absences::advance(&tx, app.now()).await?;
    let saved = absences::open(&tx).await?.into_iter().find(|row| row.absence.id == id);
    tx.commit().await?;
    app.live.nudge();
    app.work.locks.notify_one();
    app.work.staffing.notify_one();
    let saved = saved.ok_or_else(|| ServiceError::Internal(format!("absence {id} is not there")))?;
    let view = views(app, signed_in, &staff, vec![saved]).await?.pop();
    view.ok_or_else(|| ServiceError::Internal(format!("absence {id} is not shown")))
}

/// What was asked for, as far as it can be checked by itself.
pub(super) async fn checked(
    app: &App,
    tx: &WriteTx,
    signed_in: &SignedIn,
    id: AbsenceId,
    person: PersonId,
    def: &AbsenceDef,
) -> Result<Absence, ServiceError> {
    if def.note.chars().count() > NOTE_MAX {
        return Err(Refusal::field("note", FieldCode::TooLong).into());
    }
    if def.queue_deputies.len() > QUEUES_MAX {
        return Err(Refusal::field("queue_deputies", FieldCode::TooMany).into());
    }
    let zone = notifications::settings(tx, person).await?.time_zone;
    let (begins, ends) = absence::span_of(def, &zone, app.now())?;
    let mut by_queue = BTreeMap::new();
    for one in &def.queue_deputies {
        if signed_in.tree.get(one.queue_id).is_none() {
            return Err(Refusal::field("queue_deputies", FieldCode::Unknown).into());
        }
        if by_queue.insert(one.queue_id, one.deputy_id).is_some() {
            return Err(Refusal::field("queue_deputies", FieldCode::Taken).into());
        }
    }
    let agents = app.workers.agents(tx, signed_in.catalog.version).await?;
    let known =
        notifications::listeners(tx, &by_queue.values().copied().chain(def.deputy_id).collect::<Vec<_>>()).await?;
    let fits = |deputy: &PersonId| {
        let row = known.get(deputy);
        row.is_some_and(|row| row.administrator || agents.contains(deputy))
    };
    if def.deputy_id.is_some_and(|deputy| !fits(&deputy)) {
        return Err(Refusal::field("deputy_id", FieldCode::Unknown).into());
    }
    if !by_queue.values().all(fits) {
        return Err(Refusal::field("queue_deputies", FieldCode::Unknown).into());
    }
    Ok(Absence {
        id,
        person,
        begins,
        ends,
        deputy: def.deputy_id,
        by_queue,
    })
}
