//! Who may set things up: administrators everything, whoever holds `manage` in a queue what concerns that branch of the tree.

use pult_shared::{
    api::{role::Grant, view::Sharing},
    error::ErrorCode,
    ids::{PersonId, QueueId},
    person::Permission,
};

use super::Permit;
use crate::{
    actor::Actor,
    queue::{Queue, QueueTree},
    refusal::Refusal,
};

/// Whether a person has something to administer at all.
#[must_use]
pub fn manages_anything(actor: &Actor) -> bool {
    actor.administrator || actor.grants.values().any(|held| held.contains(&Permission::Manage))
}

/// Lets a person change the catalog: states, priorities, types, services, fields.
///
/// # Errors
/// `forbidden` for everybody but administrators.
pub fn permit_catalog(actor: &Actor) -> Result<Permit, Refusal> {
    if actor.administrator {
        Ok(Permit(()))
    } else {
        Err(forbidden("Only administrators may change this."))
    }
}

/// Lets a person change the settings of a queue; its place in the tree, key, addresses and the like only where they manage the
/// branch that it hangs on.
///
/// # Errors
/// `queue_not_found` for a queue that the person does not see, `forbidden` for one that they do not manage.
pub fn permit_queue_settings(actor: &Actor, queue: &Queue) -> Result<Permit, Refusal> {
    if actor.has(Permission::Manage, queue.id) {
        return Ok(Permit(()));
    }
    if actor.has(Permission::View, queue.id) || queue.portal {
        Err(forbidden("The permission manage is missing in the queue."))
    } else {
        Err(Refusal::new(ErrorCode::QueueNotFound))
    }
}

/// Whether a person may change what hangs below a place in the tree: administrators anywhere, others below a queue they manage.
#[must_use]
pub fn restructures(actor: &Actor, parent: Option<QueueId>) -> bool {
    actor.administrator || parent.is_some_and(|parent| actor.has(Permission::Manage, parent))
}

/// Lets a person change a role with these grants: administrators, and whoever manages every queue that it touches. A role that
/// touches nothing is the administrators' alone.
///
/// # Errors
/// `forbidden`.
pub fn permit_role(actor: &Actor, grants: &[Grant]) -> Result<Permit, Refusal> {
    let manages_all = !grants.is_empty() && grants.iter().all(|grant| actor.has(Permission::Manage, grant.queue_id));
    if actor.administrator || manages_all {
        Ok(Permit(()))
    } else {
        Err(forbidden("The permission manage is missing in a queue of the role."))
    }
}

/// Lets a person change a template that is offered in these queues; one for every queue is the administrators' alone.
///
/// # Errors
/// `forbidden`.
pub fn permit_template(actor: &Actor, queues: &[QueueId]) -> Result<Permit, Refusal> {
    let manages_all = !queues.is_empty() && queues.iter().all(|queue| actor.has(Permission::Manage, *queue));
    if actor.administrator || manages_all {
        Ok(Permit(()))
    } else {
        Err(forbidden(
            "The permission manage is missing in a queue of the template.",
        ))
    }
}

/// Whether a person may see what another one may do: everybody their own rights, whoever manages something those of all.
///
/// # Errors
/// `forbidden`.
pub fn may_see_rights(actor: &Actor, person: PersonId) -> Result<(), Refusal> {
    if actor.person_id == person || manages_anything(actor) {
        Ok(())
    } else {
        Err(forbidden("Only whoever manages a queue may see the rights of others."))
    }
}

/// Whether a person may make or change a saved view that belongs to `owner` and is shared so.
#[must_use]
pub fn may_edit_view(actor: &Actor, owner: PersonId, sharing: Sharing, tree: &QueueTree) -> bool {
    match sharing {
        Sharing::Nobody => actor.person_id == owner,
        Sharing::Queue { queue_id } => tree.get(queue_id).is_some() && actor.has(Permission::Manage, queue_id),
        Sharing::Everyone => actor.administrator,
    }
}

fn forbidden(detail: &str) -> Refusal {
    Refusal::because(ErrorCode::Forbidden, detail)
}
