//! Delete an absence: it does not take place, or somebody is back earlier.

use pult_domain::policy;
use pult_shared::{error::ErrorCode, ids::AbsenceId};
use pult_store::{absences, catalog};

use super::staff::{Staff, permit};
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// Deletes an absence; the deputies' rights end with it.
///
/// # Errors
/// `absence_not_found`; `forbidden` and `person_not_found` for somebody else's.
pub async fn delete(app: &App, signed_in: &SignedIn, id: AbsenceId) -> Result<(), ServiceError> {
    policy::may_be_notified(&signed_in.actor)?;
    let staff = Staff::read(app, &app.store, signed_in).await?;
    let tx = app.store.begin().await?;
    catalog::changed(&tx).await?;
    let found = absences::open(&tx).await?.into_iter().find(|row| row.absence.id == id);
    let person = found
        .ok_or_else(|| ServiceError::code(ErrorCode::AbsenceNotFound))?
        .absence
        .person;
    permit(signed_in, &staff, person)?;
    absences::delete(&tx, id).await?;
    absences::back(&tx, person).await?;
    absences::advance(&tx, app.now()).await?;
    tx.commit().await?;
    app.live.nudge();
    app.work.staffing.notify_one();
    Ok(())
}
