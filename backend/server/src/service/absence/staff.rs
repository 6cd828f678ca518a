//! Who works where, and whom that makes somebody's colleague or concern.

use std::collections::{BTreeMap, BTreeSet};

use pult_domain::policy;
use pult_shared::{
    error::ErrorCode,
    ids::{PersonId, QueueId},
    person::Permission,
};
use pult_store::{Conn, StoreError};

use crate::{
    app::App,
    service::{ServiceError, notification::in_queue, session::who::SignedIn},
};

/// Who may own tickets, by queue: by roles there or above.
pub(super) struct Staff(BTreeMap<QueueId, BTreeSet<PersonId>>);

impl Staff {
    pub(super) async fn read(app: &App, conn: &impl Conn, reader: &SignedIn) -> Result<Self, StoreError> {
        let workers = app.workers.of_version(conn, reader.catalog.version).await?;
        let queues = reader.tree.by_path().into_iter();
        let of = |queue: QueueId| (queue, in_queue(&workers, &reader.tree, queue));
        Ok(Self(queues.map(|queue| of(queue.id)).collect()))
    }

    pub(super) fn works_in(&self, person: PersonId) -> BTreeSet<QueueId> {
        let works = self.0.iter().filter(|(_, people)| people.contains(&person));
        works.map(|(queue, _)| *queue).collect()
    }

    /// Everybody in queues in which the reader has a permission.
    pub(super) fn with(&self, reader: &SignedIn, permission: Permission) -> BTreeSet<PersonId> {
        let queues = self.0.iter().filter(|(queue, _)| reader.actor.has(permission, **queue));
        queues.flat_map(|(_, people)| people.iter().copied()).collect()
    }
}

/// Lets somebody enter or change a person's absence.
///
/// # Errors
/// `person_not_found` where the reader works with them nowhere, `forbidden` where they do but manage none of those queues.
pub(super) fn permit(reader: &SignedIn, staff: &Staff, person: PersonId) -> Result<(), ServiceError> {
    let works_in = staff.works_in(person);
    policy::may_edit_absence(&reader.actor, person, &works_in).map_err(|refusal| {
        let colleague = works_in.iter().any(|queue| reader.actor.has(Permission::View, *queue));
        if colleague {
            refusal.into()
        } else {
            ServiceError::code(ErrorCode::PersonNotFound)
        }
    })
}
