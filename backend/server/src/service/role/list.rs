//! List the roles.

use pult_domain::{policy, role::concerns};
use pult_shared::{api::role::RoleList, error::ErrorCode};
use pult_store::roles;

use super::view;
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// The roles that touch a queue which the person manages, by name; all of them for administrators.
///
/// # Errors
/// `forbidden` for whoever manages nothing.
pub async fn list(app: &App, signed_in: &SignedIn) -> Result<RoleList, ServiceError> {
    if !policy::manages_anything(&signed_in.actor) {
        return Err(ServiceError::code(ErrorCode::Forbidden));
    }
    let roles = roles::list(&app.store).await?;
    let items = roles
        .into_iter()
        .filter(|role| concerns(&signed_in.actor, &role.grants))
        .map(|role| view(signed_in, role));
    Ok(RoleList { items: items.collect() })
}
