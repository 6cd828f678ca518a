//! List the queues that a person may see, with counters for agents.

use std::collections::BTreeMap;

use pult_domain::{policy, queue::Queue};
use pult_shared::{
    api::queue::{QueueList, QueueView},
    person::Permission,
};
use pult_store::queues;

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// The queues that a person works in, and those that the portal offers to everybody. Parents come first.
///
/// # Errors
/// When the database fails.
pub async fn list(app: &App, signed_in: &SignedIn) -> Result<QueueList, ServiceError> {
    let actor = &signed_in.actor;
    let counts = if actor.is_agent() {
        queues::counts(&app.store, &policy::desk_tickets(actor)).await?
    } else {
        BTreeMap::new()
    };
    // Customers are offered what takes new tickets; whoever manages a queue sees it even without `view`.
    let visible = |queue: &&Queue| {
        (queue.portal && queue.valid)
            || actor.has(Permission::View, queue.id)
            || actor.has(Permission::Manage, queue.id)
    };
    let view = |queue: &Queue| {
        let works_here = actor.has(Permission::View, queue.id);
        QueueView {
            id: queue.id,
            parent_id: queue.parent_id,
            path: queue.path.clone(),
            names: queue.names.clone(),
            addresses: queue.addresses.clone(),
            permissions: Permission::ALL
                .into_iter()
                .filter(|held| actor.has(*held, queue.id))
                .collect(),
            portal: queue.portal,
            valid: queue.valid,
            sensitive: works_here && signed_in.tree.is_sensitive(queue.id),
            counts: works_here.then(|| counts.get(&queue.id).copied().unwrap_or_default()),
        }
    };
    Ok(QueueList {
        items: signed_in.tree.by_path().into_iter().filter(visible).map(view).collect(),
    })
}
