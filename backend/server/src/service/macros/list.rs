//! List macros: those that are offered in a queue, or those that somebody may edit.

use pult_domain::{policy, template::is_offered};
use pult_shared::{api::macros::MacroList, error::ErrorCode, ids::QueueId, person::Permission};
use pult_store::macros;

use super::Known;
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// The valid macros of a queue, of those above it and of every queue; without a queue those that the person may edit. By name. Three
/// queries.
///
/// # Errors
/// `queue_not_found` for a queue that the person does not work in; without a queue `forbidden` for whoever manages nothing.
pub async fn list(app: &App, signed_in: &SignedIn, queue: Option<QueueId>) -> Result<MacroList, ServiceError> {
    let actor = &signed_in.actor;
    match queue {
        Some(queue) if signed_in.tree.get(queue).is_none() || !actor.has(Permission::View, queue) => {
            return Err(ServiceError::code(ErrorCode::QueueNotFound));
        }
        None if !policy::manages_anything(actor) => return Err(ServiceError::code(ErrorCode::Forbidden)),
        _ => {}
    }
    let mut found = macros::list(&app.store).await?;
    found.retain(|found| match queue {
        Some(queue) => found.definition.valid && is_offered(&signed_in.tree, &found.definition.queue_ids, queue),
        None => policy::permit_template(actor, &found.definition.queue_ids).is_ok(),
    });
    let setup = signed_in.setup();
    let known = Known::of(&app.store, &setup, found.iter().map(|found| &found.definition)).await?;
    let now = app.now();
    Ok(MacroList {
        items: found
            .into_iter()
            .map(|found| known.view(signed_in, found, now))
            .collect(),
    })
}
