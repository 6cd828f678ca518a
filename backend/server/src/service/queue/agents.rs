//! List who may own tickets of a queue.

use pult_shared::{api::session::AgentView, error::ErrorCode, ids::QueueId, person::Permission};
use pult_store::people;

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// The people who may own tickets of a queue, by name.
///
/// # Errors
/// `queue_not_found` for a queue that the caller does not work in.
pub async fn agents(app: &App, signed_in: &SignedIn, queue: QueueId) -> Result<Vec<AgentView>, ServiceError> {
    if !signed_in.actor.has(Permission::View, queue) || signed_in.tree.get(queue).is_none() {
        return Err(ServiceError::code(ErrorCode::QueueNotFound));
    }
    Ok(people::agents_of(&app.store, queue, &signed_in.tree, app.now()).await?)
}
