//! List absences: one's own, those in which one stands in, and those of colleagues.

use std::collections::BTreeSet;

use pult_domain::{policy, staffing::Staffing};
use pult_shared::{
    absence::{AbsenceList, AbsenceView, QueueDeputyView},
    ids::{PersonId, QueueId},
    person::{Permission, PersonRef},
};
use pult_store::{
    absences::{self, AbsenceRow},
    notifications, people, staffing,
};

use super::staff::Staff;
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// What is not over, by its first day, and the queues that nobody is in now.
///
/// # Errors
/// `forbidden` for customers.
pub async fn list(app: &App, signed_in: &SignedIn) -> Result<AbsenceList, ServiceError> {
    policy::may_be_notified(&signed_in.actor)?;
    let me = signed_in.actor.person_id;
    let staff = Staff::read(app, &app.store, signed_in).await?;
    let mut rows = absences::open(&app.store).await?;
    let colleagues = staff.with(signed_in, Permission::View);
    rows.retain(|row| {
        let absence = &row.absence;
        let stands_in = absence.deputy == Some(me) || absence.by_queue.values().any(|deputy| *deputy == me);
        absence.person == me || stands_in || colleagues.contains(&absence.person)
    });
    let facts = staffing::facts(&app.store).await?;
    let there = Staffing::at(&facts, &signed_in.tree, app.now());
    let told = notifications::unstaffed(&app.store).await?;
    let unstaffed = there.unstaffed().iter().copied().filter(|queue| {
        // Where nothing new comes in any more somebody has to be there only for what is left.
        let valid = signed_in.tree.get(*queue).is_some_and(|queue| queue.valid);
        (valid || told.contains_key(queue)) && signed_in.actor.has(Permission::Manage, *queue)
    });
    let unstaffed: Vec<QueueId> = unstaffed.collect();
    Ok(AbsenceList {
        items: views(app, signed_in, &staff, rows).await?,
        unstaffed,
    })
}

/// Absences as the reader sees them. One query for the names.
pub(super) async fn views(
    app: &App,
    signed_in: &SignedIn,
    staff: &Staff,
    rows: Vec<AbsenceRow>,
) -> Result<Vec<AbsenceView>, ServiceError> {
    let ids: BTreeSet<PersonId> = rows
        .iter()
        .flat_map(|row| {
            let absence = &row.absence;
            let deputies = absence.by_queue.values().copied().chain(absence.deputy);
            deputies.chain([absence.person])
        })
        .collect();
    let names = people::refs(&app.store, &ids.into_iter().collect::<Vec<_>>()).await?;
    let name = |id: PersonId| {
        let known = names.get(&id).cloned();
        known.unwrap_or(PersonRef {
            id,
            name: String::new(),
            address: None,
        })
    };
    let view = |row: AbsenceRow| {
        let absence = row.absence;
        let works_in = staff.works_in(absence.person);
        AbsenceView {
            id: absence.id,
            may_edit: policy::may_edit_absence(&signed_in.actor, absence.person, &works_in).is_ok(),
            person: name(absence.person),
            from: row.from,
            until: row.until,
            phase: row.phase,
            deputy: absence.deputy.map(name),
            queue_deputies: absence
                .by_queue
                .into_iter()
                .map(|(queue_id, deputy)| QueueDeputyView {
                    queue_id,
                    deputy: name(deputy),
                })
                .collect(),
            rights: row.rights,
            note: row.note,
        }
    };
    Ok(rows.into_iter().map(view).collect())
}
