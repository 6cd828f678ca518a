//! List the postmaster filters.

use pult_domain::policy::permit_postmaster;
use pult_shared::api::postmaster::PostmasterFilterList;
use pult_store::postmaster;

use super::Known;
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// All filters in the order in which they run, each with what it refers to and is no more. Three queries.
///
/// # Errors
/// `forbidden` for everybody but administrators.
pub async fn list(app: &App, signed_in: &SignedIn) -> Result<PostmasterFilterList, ServiceError> {
    permit_postmaster(&signed_in.actor)?;
    let found = postmaster::list(&app.store).await?;
    let setup = signed_in.setup();
    let known = Known::of(&app.store, &setup, found.iter().map(|found| &found.filter)).await?;
    Ok(PostmasterFilterList {
        items: found.into_iter().map(|found| known.view(found)).collect(),
    })
}
