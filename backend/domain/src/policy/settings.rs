//! Who may set things up: administrators everything, whoever holds `manage` in a queue what concerns that branch of the tree.

use std::collections::BTreeSet;

use pult_shared::{
    api::{role::Grant, view::Sharing},
    error::ErrorCode,
    ids::{PersonId, QueueId},
    person::Permission,
};

use super::Permit;
use crate::{
    actor::Actor,
    queue::{Queue, QueueRequesters, QueueTree},
    refusal::Refusal,
    ticket::Ticket,
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

/// Lets a person change a calendar that belongs to a queue's branch: whoever manages that queue; one of all queues is the administrators'
/// alone.
///
/// # Errors
/// `forbidden`.
pub fn permit_calendar(actor: &Actor, queue: Option<QueueId>) -> Result<Permit, Refusal> {
    if actor.administrator || queue.is_some_and(|queue| actor.has(Permission::Manage, queue)) {
        Ok(Permit(()))
    } else {
        Err(forbidden(
            "The permission manage is missing in the queue of the calendar.",
        ))
    }
}

/// Lets a person look at what a calendar would mean, without saving one: whoever may save some.
///
/// # Errors
/// `forbidden` for whoever manages nothing.
pub fn may_try_calendars(actor: &Actor) -> Result<(), Refusal> {
    if manages_anything(actor) {
        Ok(())
    } else {
        Err(forbidden("Only whoever manages a queue may change calendars."))
    }
}

/// Lets a person read and change postmaster filters: they see every mail that arrives, and decide on it before any queue does.
///
/// # Errors
/// `forbidden` for everybody but administrators.
pub fn permit_postmaster(actor: &Actor) -> Result<Permit, Refusal> {
    permit_catalog(actor)
}

/// Lets a person read all about people and change them, and compare them with a directory.
///
/// # Errors
/// `forbidden` for everybody but administrators.
pub fn permit_people(actor: &Actor) -> Result<Permit, Refusal> {
    permit_catalog(actor)
}

/// Lets a person set up organisations, and with them who sees requests of others.
///
/// # Errors
/// `forbidden` for everybody but administrators.
pub fn permit_organisations(actor: &Actor) -> Result<Permit, Refusal> {
    permit_catalog(actor)
}

/// Lets a person write what the whole desk says in its mails.
///
/// # Errors
/// `forbidden` for everybody but administrators.
pub fn permit_mail_texts(actor: &Actor) -> Result<Permit, Refusal> {
    permit_catalog(actor)
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

/// Lets a person ask for a queue, and with it open the ticket about that, wherever it lies.
///
/// # Errors
/// `forbidden` for those whom the site does not let ask.
pub fn permit_queue_request(actor: &Actor, who: QueueRequesters) -> Result<Permit, Refusal> {
    if may_request_queue(actor, who) {
        Ok(Permit(()))
    } else {
        Err(forbidden("Requests for queues are not open to this person."))
    }
}

/// Whether a person may ask for a queue.
#[must_use]
pub fn may_request_queue(actor: &Actor, who: QueueRequesters) -> bool {
    match who {
        QueueRequesters::Nobody => actor.administrator,
        QueueRequesters::Agents => actor.is_agent() || manages_anything(actor),
        QueueRequesters::Everybody => true,
    }
}

/// Lets a person decide on a request for a queue below another one, and answer in its ticket: whoever may make that queue.
///
/// # Errors
/// `forbidden` without `manage` on the queue above.
pub fn permit_queue_decision(actor: &Actor, parent: Option<QueueId>) -> Result<Permit, Refusal> {
    if restructures(actor, parent) {
        Ok(Permit(()))
    } else {
        Err(forbidden("The permission manage is missing in the queue above."))
    }
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

/// Lets somebody enter, change or delete a person's absence: the person, and whoever manages a queue in which they work.
///
/// # Errors
/// `forbidden`.
pub fn may_edit_absence(actor: &Actor, person: PersonId, works_in: &BTreeSet<QueueId>) -> Result<(), Refusal> {
    let manages = works_in.iter().any(|queue| actor.has(Permission::Manage, *queue));
    if actor.administrator || (actor.person_id == person && actor.is_agent()) || manages {
        Ok(())
    } else {
        Err(forbidden("The permission manage is missing in the person's queues."))
    }
}

/// Whether a person has notifications at all: what happens to tickets is told to agents here, and to customers by the desk's mails.
///
/// # Errors
/// `forbidden` for customers.
pub fn may_be_notified(actor: &Actor) -> Result<(), Refusal> {
    if actor.is_agent() {
        Ok(())
    } else {
        Err(Refusal::new(ErrorCode::Forbidden))
    }
}

/// Which notices a list may show that are about no ticket. Only this module makes one; the store asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeVisibility {
    queues: Option<BTreeSet<QueueId>>,
}

impl NoticeVisibility {
    /// For what Pult does by itself.
    #[must_use]
    pub fn for_system() -> Self {
        Self { queues: None }
    }

    /// Those about these queues; none: about all, and about what only administrators set up.
    #[must_use]
    pub fn queues(&self) -> Option<&BTreeSet<QueueId>> {
        self.queues.as_ref()
    }

    /// Whether one about a queue, or about what only administrators set up, is among them.
    #[must_use]
    pub fn admits(&self, queue: Option<QueueId>) -> bool {
        match (&self.queues, queue) {
            (None, _) => true,
            (Some(queues), Some(queue)) => queues.contains(&queue),
            (Some(_), None) => false,
        }
    }
}

/// The notices that a person may see: of queues that they manage; administrators all.
#[must_use]
pub fn visible_notices(actor: &Actor) -> NoticeVisibility {
    let manages = |held: &BTreeSet<Permission>| held.contains(&Permission::Manage);
    let queues = actor.grants.iter().filter(|(_, held)| manages(held));
    NoticeVisibility {
        queues: (!actor.administrator).then(|| queues.map(|(queue, _)| *queue).collect()),
    }
}

/// Lets a person read at what the jobs of the desk fail.
///
/// # Errors
/// `forbidden` for everybody but administrators.
pub fn may_see_failures(actor: &Actor) -> Result<(), Refusal> {
    permit_catalog(actor).map(|_| ())
}

/// Lets a person change a rule of a queue (none: of all) that moves tickets to these: administrators everything; whoever manages the
/// queue rules of it, which move only where that person may.
///
/// # Errors
/// `forbidden`.
pub fn permit_rule_settings(
    actor: &Actor,
    queue: Option<QueueId>,
    moves_to: impl IntoIterator<Item = QueueId>,
) -> Result<Permit, Refusal> {
    if actor.administrator {
        return Ok(Permit(()));
    }
    if !queue.is_some_and(|queue| actor.has(Permission::Manage, queue)) {
        return Err(forbidden("The permission manage is missing in the queue of the rule."));
    }
    for target in moves_to {
        super::may_move_into(actor, target)?;
    }
    Ok(Permit(()))
}

/// Lets a person set up a rule that tells other programs: what happens leaves the house by it.
///
/// # Errors
/// `forbidden` for everybody but administrators.
pub fn permit_rule_webhooks(actor: &Actor) -> Result<Permit, Refusal> {
    permit_catalog(actor)
}

/// Lets a rule of a queue (none: of all) change a ticket: only in its own branch.
///
/// # Errors
/// `forbidden`.
pub fn permit_rule(rule: Option<QueueId>, ticket: &Ticket, tree: &QueueTree) -> Result<Permit, Refusal> {
    if crate::rule::holds_in(rule, ticket.queue_id, tree) {
        Ok(Permit(()))
    } else {
        Err(forbidden(
            "The ticket is outside of the branch in which the rule holds.",
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
