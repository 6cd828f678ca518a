//! Queues with open requests in which nobody is there who may own tickets: whoever manages them is told, once as long as it lasts
//! (requirements A4, B12).

use std::collections::BTreeSet;

use pult_domain::{queue::QueueTree, staffing::Staffing};
use pult_shared::{Timestamp, ids::QueueId, notification::NotificationKind};
use pult_store::{
    Conn, StoreError,
    notifications::{self, About},
    staffing,
};

use crate::{
    app::App,
    service::{
        ServiceError,
        notification::{Notice, notices},
    },
};

/// Tells of queues that nobody is in any more; of how many. Several instances may look at once: each time is told by one of them.
///
/// # Errors
/// When the database fails.
pub async fn look(app: &App) -> Result<usize, ServiceError> {
    let now = app.now();
    let setup = app.setup.read(&app.store).await?;
    let alone = alone_now(&app.store, &setup.tree, now).await?;
    if !changed(&app.store, &alone).await? {
        return Ok(0);
    }
    let tx = app.store.begin().await?;
    // Nobody else tells, and what is told is so: asked again under the lock.
    notifications::claim_progress(&tx).await?;
    let setup = app.setup.read(&tx).await?;
    let facts = staffing::facts(&tx).await?;
    let alone = Staffing::at(&facts, &setup.tree, now).unstaffed().clone();
    notifications::end_unstaffed(&tx, &alone).await?;
    let known = notifications::unstaffed(&tx).await?;
    let managers = notifications::managers(&tx).await?;
    let open = notifications::with_open_tickets(&tx, &alone).await?;
    let mut told = Vec::new();
    for queue in open.iter().filter_map(|queue| setup.tree.get(*queue)) {
        if !known.contains_key(&queue.id) && notifications::begin_unstaffed(&tx, queue.id, now).await? {
            told.push(Notice {
                about: About::Queue(queue.id),
                kind: NotificationKind::Unstaffed,
                name: queue.names.clone(),
                at: now,
                people: facts.concerned(&managers, &setup.tree, queue.id, now),
            });
        }
    }
    notices(&tx, &told, now).await?;
    tx.commit().await?;
    app.live.nudge();
    Ok(told.len())
}

async fn alone_now(conn: &impl Conn, tree: &QueueTree, now: Timestamp) -> Result<BTreeSet<QueueId>, StoreError> {
    let facts = staffing::facts(conn).await?;
    Ok(Staffing::at(&facts, tree, now).unstaffed().clone())
}

/// Whether somebody is to be told, or is there again. Where a queue has nobody for long, that costs no writer anything.
async fn changed(conn: &impl Conn, alone: &BTreeSet<QueueId>) -> Result<bool, StoreError> {
    let known = notifications::unstaffed(conn).await?;
    if known.keys().any(|queue| !alone.contains(queue)) {
        return Ok(true);
    }
    let open = notifications::with_open_tickets(conn, alone).await?;
    Ok(open.iter().any(|queue| !known.contains_key(queue)))
}
