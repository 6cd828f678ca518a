//! List the organisations.

use pult_domain::policy::permit_organisations;
use pult_shared::api::organisation::OrganisationList;
use pult_store::organisations;

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// All organisations by name, and names that people have beside.
///
/// # Errors
/// `forbidden` for everybody but administrators.
pub async fn list(app: &App, signed_in: &SignedIn) -> Result<OrganisationList, ServiceError> {
    permit_organisations(&signed_in.actor)?;
    Ok(OrganisationList {
        items: organisations::list(&app.store).await?,
        unknown: organisations::unknown(&app.store).await?,
    })
}
