//! Make, change and delete an organisation. What its members see follows at their next request, and in open live streams at once.

use pult_domain::{organisation::check_organisation, policy::permit_organisations, refusal::Refusal};
use pult_shared::{
    api::organisation::{OrganisationDef, OrganisationView},
    error::{ErrorCode, FieldCode},
    ids::OrganisationId,
    limits::ORGANISATIONS_MAX,
};
use pult_store::{Conn, StoreError, WriteTx, organisations};

use crate::{
    app::App,
    service::{
        ServiceError,
        session::who::SignedIn,
        settings_log::{self, Thing},
    },
};

/// Makes an organisation.
///
/// # Errors
/// `forbidden` for everybody but administrators, `invalid` with the fields at fault.
pub async fn create(
    app: &App,
    signed_in: &SignedIn,
    organisation: &OrganisationDef,
) -> Result<OrganisationView, ServiceError> {
    permit_organisations(&signed_in.actor)?;
    let tx = settings_log::begin(app).await?;
    if organisations::count(&tx).await? >= ORGANISATIONS_MAX as u64 {
        let detail = "There are as many organisations as there may be.";
        return Err(Refusal::because(ErrorCode::Invalid, detail).into());
    }
    keep(app, signed_in, tx, OrganisationId(app.fresh()), None, organisation).await
}

/// Changes an organisation.
///
/// # Errors
/// `forbidden` for everybody but administrators, `organisation_not_found`, `invalid` with the fields at fault.
pub async fn save(
    app: &App,
    signed_in: &SignedIn,
    id: OrganisationId,
    organisation: &OrganisationDef,
) -> Result<OrganisationView, ServiceError> {
    permit_organisations(&signed_in.actor)?;
    let tx = settings_log::begin(app).await?;
    let before = find(&tx, id).await?.organisation;
    keep(app, signed_in, tx, id, Some(before), organisation).await
}

/// Deletes an organisation: people keep its name, and see nobody's requests by it any more.
///
/// # Errors
/// `forbidden` for everybody but administrators, `organisation_not_found`.
pub async fn delete(app: &App, signed_in: &SignedIn, id: OrganisationId) -> Result<(), ServiceError> {
    permit_organisations(&signed_in.actor)?;
    let tx = settings_log::begin(app).await?;
    let before = find(&tx, id).await?.organisation;
    organisations::delete(&tx, id).await?;
    let line = settings_log::line(app, signed_in, Thing::Organisation, id);
    line.write(&tx, Some(&before), None).await?;
    settings_log::finish(app, tx).await
}

async fn find(conn: &impl Conn, id: OrganisationId) -> Result<OrganisationView, ServiceError> {
    let found = organisations::find(conn, id).await?;
    found.ok_or_else(|| ServiceError::code(ErrorCode::OrganisationNotFound))
}

async fn keep(
    app: &App,
    signed_in: &SignedIn,
    tx: WriteTx,
    id: OrganisationId,
    before: Option<OrganisationDef>,
    organisation: &OrganisationDef,
) -> Result<OrganisationView, ServiceError> {
    let checked = check_organisation(organisation)?;
    organisations::save(&tx, id, &checked).await.map_err(name_taken)?;
    let line = settings_log::line(app, signed_in, Thing::Organisation, id);
    line.write(&tx, before.as_ref(), Some(&checked)).await?;
    let saved = find(&tx, id).await?;
    settings_log::finish(app, tx).await?;
    Ok(saved)
}

/// A name that another organisation has.
fn name_taken(error: StoreError) -> ServiceError {
    match error {
        StoreError::Duplicate("organisation name") => Refusal::field("name", FieldCode::Taken).into(),
        other => other.into(),
    }
}
