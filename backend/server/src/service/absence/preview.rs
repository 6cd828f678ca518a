//! What nobody would look after during an absence: asked before it is entered.

use std::collections::BTreeSet;

use pult_domain::{
    absence::{self, Absence},
    policy,
    staffing::Staffing,
};
use pult_shared::{
    Timestamp,
    absence::{AbsenceDef, AbsencePreview, OrphanView},
    ids::AbsenceId,
};
use pult_store::{absences, staffing};

use super::{
    save::checked,
    staff::{Staff, permit},
};
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// Tickets that are looked at, and shown.
const LOOKED_AT: u32 = 1_000;
const SHOWN: usize = 20;

/// The person's active tickets that no deputy would look after, and the queues in which nobody else would be. `id`: the absence that would be
/// changed.
///
/// # Errors
/// As for saving it.
pub async fn preview(
    app: &App,
    signed_in: &SignedIn,
    id: Option<AbsenceId>,
    def: &AbsenceDef,
) -> Result<AbsencePreview, ServiceError> {
    policy::may_be_notified(&signed_in.actor)?;
    let staff = Staff::read(app, &app.store, signed_in).await?;
    let tx = app.store.begin().await?;
    let mut facts = staffing::facts(&tx).await?;
    let known = id.and_then(|id| facts.absences.iter().find(|(absence, _)| absence.id == id));
    let person = known.map_or_else(
        || def.person_id.unwrap_or(signed_in.actor.person_id),
        |(absence, _)| absence.person,
    );
    permit(signed_in, &staff, person)?;
    let new = checked(app, &tx, signed_in, id.unwrap_or(AbsenceId::NIL), person, def).await?;
    facts.absences.retain(|(absence, _)| absence.id != new.id);
    let mut all: Vec<Absence> = facts.absences.iter().map(|(absence, _)| absence.clone()).collect();
    absence::check(&new, &all)?;
    all.push(new.clone());
    facts.absences.push((new.clone(), def.rights));
    let owned = absences::owned(&tx, person, &policy::desk_tickets(&signed_in.actor), LOOKED_AT).await?;
    let moments = moments(&new, &all);
    let staffed: Vec<Staffing> = moments
        .into_iter()
        .map(|at| Staffing::at(&facts, &signed_in.tree, at))
        .collect();
    let mut orphans: Vec<OrphanView> = owned;
    // A deputy who leaves in the middle leaves them alone just as well.
    orphans.retain(|ticket| !staffed.iter().all(|there| there.cares(person, ticket.queue_id)));
    let orphan_count = orphans.len() as u64;
    orphans.truncate(SHOWN);
    let works_in = staff.works_in(person);
    let mut unstaffed = BTreeSet::new();
    for there in &staffed {
        unstaffed.extend(there.unstaffed().iter().copied());
    }
    unstaffed.retain(|queue| works_in.contains(queue));
    Ok(AbsencePreview {
        orphans,
        orphan_count,
        unstaffed: unstaffed.into_iter().collect(),
    })
}

/// When something changes while the person is away.
fn moments(new: &Absence, all: &[Absence]) -> BTreeSet<Timestamp> {
    let changes = all.iter().flat_map(|absence| [absence.begins, absence.ends]);
    changes.filter(|at| new.covers(*at)).chain([new.begins]).collect()
}
