//! List requests for queues.

use pult_domain::policy;
use pult_shared::{
    api::queue_request::{QueueRequestList, QueueRequestStatus},
    error::ErrorCode,
    ids::QueueId,
    person::Permission,
};
use pult_store::queue_requests;

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// The requests of one status that somebody may decide on, newest first.
///
/// # Errors
/// `forbidden` for whoever manages nothing.
pub async fn list(
    app: &App,
    signed_in: &SignedIn,
    status: QueueRequestStatus,
) -> Result<QueueRequestList, ServiceError> {
    let actor = &signed_in.actor;
    if !policy::manages_anything(actor) {
        return Err(ServiceError::code(ErrorCode::Forbidden));
    }
    let queues = signed_in.tree.by_path().into_iter().map(|queue| queue.id);
    let managed: Vec<QueueId> = queues.filter(|queue| actor.has(Permission::Manage, *queue)).collect();
    let below = (!actor.administrator).then_some(managed.as_slice());
    let found = queue_requests::list(&app.store, status, below, actor.person_id).await?;
    let items = super::views(&app.store, signed_in, found).await?;
    Ok(QueueRequestList { items })
}
