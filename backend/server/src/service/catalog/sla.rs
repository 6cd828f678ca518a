//! Set up service agreements; delete them. Open tickets are counted anew by a job.

use pult_domain::{
    catalog::{check_sla, check_sla_goes},
    policy::permit_catalog,
};
use pult_shared::{catalog::SlaKey, sla::SlaDef};
use pult_store::{catalog, queues};

use crate::{
    app::App,
    service::{
        ServiceError,
        session::who::SignedIn,
        settings_log::{self, Thing},
    },
};

/// Makes a service agreement, or changes the one with this key.
///
/// # Errors
/// `forbidden` for everybody but administrators, `invalid` with the fields at fault.
pub async fn save(app: &App, signed_in: &SignedIn, key: &SlaKey, given: &SlaDef) -> Result<SlaDef, ServiceError> {
    permit_catalog(&signed_in.actor)?;
    let tx = settings_log::begin(app).await?;
    let known = catalog::load(&tx).await?;
    let checked = check_sla(&known, key, given)?;
    catalog::save_sla(&tx, &checked).await?;
    let line = settings_log::line(app, signed_in, Thing::Sla, key);
    line.write(&tx, known.sla(key), Some(&checked)).await?;
    settings_log::finish(app, tx).await?;
    Ok(checked)
}

/// Deletes a service agreement that no service, queue or ticket has.
///
/// # Errors
/// `forbidden` for everybody but administrators, `not_found`, `in_use`.
pub async fn delete(app: &App, signed_in: &SignedIn, key: &SlaKey) -> Result<(), ServiceError> {
    permit_catalog(&signed_in.actor)?;
    let tx = settings_log::begin(app).await?;
    let (known, tree) = (catalog::load(&tx).await?, queues::tree(&tx).await?);
    let before = check_sla_goes(&known, &tree, key)?;
    catalog::delete_sla(&tx, key).await?;
    let line = settings_log::line(app, signed_in, Thing::Sla, key);
    line.write(&tx, Some(before), None).await?;
    settings_log::finish(app, tx).await
}
