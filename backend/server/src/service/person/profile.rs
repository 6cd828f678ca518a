//! All that is known about a person.

use pult_domain::policy;
use pult_shared::{api::person::PersonProfile, error::ErrorCode, ids::PersonId};
use pult_store::{Conn, people};

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// A person as administrators see one. Three queries.
///
/// # Errors
/// `forbidden` for everybody else, `person_not_found`.
pub async fn profile(app: &App, signed_in: &SignedIn, id: PersonId) -> Result<PersonProfile, ServiceError> {
    policy::permit_people(&signed_in.actor)?;
    read(&app.store, id).await
}

pub(in crate::service) async fn read(conn: &impl Conn, id: PersonId) -> Result<PersonProfile, ServiceError> {
    let profile = people::profile::find(conn, id).await?;
    profile.ok_or_else(|| ServiceError::code(ErrorCode::PersonNotFound))
}

/// The same for a change: an alias is not changed, the person is whom it means.
pub(in crate::service) async fn itself(conn: &impl Conn, id: PersonId) -> Result<PersonProfile, ServiceError> {
    let profile = read(conn, id).await?;
    if profile.id == id {
        Ok(profile)
    } else {
        Err(ServiceError::code(ErrorCode::PersonNotFound))
    }
}
