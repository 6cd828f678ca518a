//! Who may do what: the one place that makes `Permit`s and `Visibility`s. Denies unless a rule allows.

mod settings;

use pult_shared::{
    command::CommandName,
    error::ErrorCode,
    event::TicketEvent,
    filter::{Filter, Who},
    ids::{PersonId, QueueId},
    person::Permission,
};

use crate::{
    actor::Actor,
    refusal::Refusal,
    ticket::{Side, Ticket},
};

pub use settings::{
    manages_anything, may_edit_view, may_see_rights, permit_catalog, permit_queue_settings, permit_role,
    permit_template, restructures,
};

/// Shows that policy has allowed a write. Only this module makes one; the store asks for it.
#[derive(Clone, Copy, Debug)]
pub struct Permit(());

impl Permit {
    /// For what Pult does by itself: incoming mail, delivery results, time.
    #[must_use]
    pub fn for_system() -> Self {
        Self(())
    }
}

/// Which tickets a list may show. Only this module makes one; the store asks for it.
#[derive(Clone, Debug)]
pub struct Visibility(Filter);

impl Visibility {
    /// For what Pult does by itself.
    #[must_use]
    pub fn for_system() -> Self {
        Self(Filter::All)
    }

    #[must_use]
    pub fn filter(&self) -> &Filter {
        &self.0
    }
}

/// The tickets that a person may see as an agent, and their own.
#[must_use]
pub fn visible_tickets(actor: &Actor) -> Visibility {
    if actor.administrator {
        return Visibility(Filter::All);
    }
    Visibility(Filter::any_of([agent_filter(actor), own_filter(actor)]))
}

/// The tickets that a person may see at the agent's desk.
#[must_use]
pub fn desk_tickets(actor: &Actor) -> Visibility {
    Visibility(if actor.administrator {
        Filter::All
    } else {
        agent_filter(actor)
    })
}

/// The tickets that a person sees in the portal: their own.
#[must_use]
pub fn portal_tickets(actor: &Actor) -> Visibility {
    Visibility(own_filter(actor))
}

fn agent_filter(actor: &Actor) -> Filter {
    let queues: Vec<QueueId> = actor
        .grants
        .iter()
        .filter(|(_, held)| held.contains(&Permission::View))
        .map(|(queue, _)| *queue)
        .collect();
    if queues.is_empty() {
        Filter::Nothing
    } else {
        Filter::QueueIds(queues)
    }
}

fn own_filter(actor: &Actor) -> Filter {
    let me = Who::Person(actor.person_id);
    Filter::any_of([Filter::Requester(me), Filter::Participant(me)])
}

/// From which side a person meets a ticket; `None` where they may not see it at all.
///
/// Every agent is a customer of other queues, and of their own too: somebody who may see the queue works on the ticket as
/// an agent; the requester and whoever takes part otherwise meet it as customers (requirement D6).
#[must_use]
pub fn side(actor: &Actor, ticket: &Ticket) -> Option<Side> {
    if actor.has(Permission::View, ticket.queue_id) {
        Some(Side::Agent)
    } else if ticket.requester_id == actor.person_id || ticket.participants.contains(&actor.person_id) {
        Some(Side::Customer)
    } else {
        None
    }
}

/// Lets a person apply a command to a ticket, from the side that they stand on.
///
/// # Errors
/// `ticket_not_found` where the person may not even see the ticket, so that numbers cannot be guessed; `forbidden` where
/// they see it but lack the permission.
pub fn permit_command(actor: &Actor, ticket: &Ticket, command: CommandName) -> Result<(Permit, Side), Refusal> {
    let Some(side) = side(actor, ticket) else {
        return Err(Refusal::new(ErrorCode::TicketNotFound));
    };
    let allowed = match side {
        Side::Agent => needed_permission(command).is_some_and(|needed| actor.has(needed, ticket.queue_id)),
        Side::Customer => command == CommandName::Reply,
    };
    if allowed {
        Ok((Permit(()), side))
    } else {
        Err(Refusal::because(
            ErrorCode::Forbidden,
            "The permission for this command is missing in the ticket's queue.",
        ))
    }
}

/// The permission that an agent needs in the ticket's queue; `None` for what cannot be done to a ticket that exists.
#[must_use]
pub fn needed_permission(command: CommandName) -> Option<Permission> {
    use CommandName as Name;
    Some(match command {
        Name::Open => return None,
        Name::Watch | Name::Unwatch => Permission::View,
        Name::Note
        | Name::AddTag
        | Name::RemoveTag
        | Name::Link
        | Name::Unlink
        | Name::AccountTime
        | Name::AddChecklistItem
        | Name::SetChecklistItem
        | Name::RemoveChecklistItem => Permission::Note,
        Name::Reply
        | Name::LogCall
        | Name::Forward
        | Name::Redirect
        | Name::Resend
        | Name::RecallReply
        | Name::AddParticipant
        | Name::RemoveParticipant => Permission::Reply,
        Name::SetState => Permission::Close,
        Name::SetPriority => Permission::Priority,
        Name::Move
        | Name::Assign
        | Name::SetResponsible
        | Name::Take
        | Name::Lock
        | Name::Unlock
        | Name::SetType
        | Name::SetService
        | Name::SetSubject
        | Name::SetRequester
        | Name::SetDue
        | Name::SetField
        | Name::Merge
        | Name::Unmerge => Permission::Own,
    })
}

/// Lets a person make a colleague follow a ticket, or follow it no more; for oneself seeing it is enough.
///
/// # Errors
/// `forbidden` without `note` in the ticket's queue.
pub fn may_watch_for(actor: &Actor, ticket: &Ticket, person: PersonId) -> Result<(), Refusal> {
    if person == actor.person_id || actor.has(Permission::Note, ticket.queue_id) {
        Ok(())
    } else {
        Err(missing(Permission::Note))
    }
}

/// Lets a person link a ticket with another one, or merge it into it: both ends are changed, so both ask for permission.
///
/// # Errors
/// `forbidden` where the permission is missing in the other ticket's queue.
pub fn may_change_other(actor: &Actor, other: &Ticket, command: CommandName) -> Result<(), Refusal> {
    match needed_permission(command) {
        Some(needed) if !actor.has(needed, other.queue_id) => Err(missing(needed)),
        _ => Ok(()),
    }
}

fn missing(permission: Permission) -> Refusal {
    let detail = format!("The permission {permission:?} is missing in the queue.").to_lowercase();
    Refusal::because(ErrorCode::Forbidden, detail)
}

/// Lets a person move a ticket into a queue.
///
/// # Errors
/// `forbidden` without `move_into` there.
pub fn may_move_into(actor: &Actor, queue: QueueId) -> Result<(), Refusal> {
    if actor.has(Permission::MoveInto, queue) {
        Ok(())
    } else {
        Err(Refusal::because(
            ErrorCode::Forbidden,
            "The permission to move tickets into that queue is missing.",
        ))
    }
}

/// Lets a person open a ticket in a queue, and tells from which side: agents with `create`, anybody where the portal
/// offers the queue.
///
/// # Errors
/// `queue_not_found` for a queue that the person may not see, `forbidden` for one that they see but may not open in.
pub fn permit_open(actor: &Actor, queue: QueueId, portal: bool) -> Result<(Permit, Side), Refusal> {
    if actor.has(Permission::Create, queue) {
        Ok((Permit(()), Side::Agent))
    } else if portal {
        Ok((Permit(()), Side::Customer))
    } else if actor.has(Permission::View, queue) {
        Err(Refusal::because(
            ErrorCode::Forbidden,
            "The permission to open tickets in this queue is missing.",
        ))
    } else {
        Err(Refusal::new(ErrorCode::QueueNotFound))
    }
}

/// The commands that a person may apply to a ticket as it is: what the UI offers.
#[must_use]
pub fn allowed_commands(actor: &Actor, ticket: &Ticket) -> Vec<CommandName> {
    CommandName::ALL
        .into_iter()
        .filter(|command| permit_command(actor, ticket, *command).is_ok() && fits(actor, ticket, *command))
        .collect()
}

/// Whether a command would change something at all.
fn fits(actor: &Actor, ticket: &Ticket, command: CommandName) -> bool {
    match command {
        CommandName::Take if ticket.merged_into.is_none() => {
            ticket.owner_id != Some(actor.person_id) || ticket.lock.is_none_or(|lock| lock.by != actor.person_id)
        }
        CommandName::Unmerge => ticket.merged_into.is_some(),
        _ if ticket.merged_into.is_some() => false,
        CommandName::Lock => ticket.lock.is_none() && ticket.state_type.is_active(),
        CommandName::Unlock => ticket.lock.is_some(),
        CommandName::Watch => !ticket.watchers.contains(&actor.person_id),
        CommandName::Unwatch => !ticket.watchers.is_empty(),
        _ => true,
    }
}

/// Whether somebody on this side may learn of an event at all: customers follow the conversation, the state and who works
/// for them, and nothing of the desk's inner life.
#[must_use]
pub fn may_know(side: Side, event: &TicketEvent) -> bool {
    if side == Side::Agent {
        return true;
    }
    match event {
        TicketEvent::TicketOpened { .. }
        | TicketEvent::StateChanged { .. }
        | TicketEvent::OwnerChanged { .. }
        | TicketEvent::SubjectChanged { .. }
        | TicketEvent::RequesterChanged { .. }
        | TicketEvent::ParticipantAdded { .. }
        | TicketEvent::ParticipantRemoved { .. }
        | TicketEvent::MergedInto { .. }
        | TicketEvent::UnmergedFrom { .. } => true,
        TicketEvent::ArticleAdded {
            visible_to_customer, ..
        } => *visible_to_customer,
        TicketEvent::FieldChanged { shown_to_customer, .. } => *shown_to_customer,
        _ => false,
    }
}

/// Whether a person may read the mail ledger and the outbox.
///
/// # Errors
/// `forbidden` for everybody but administrators.
pub fn may_see_mails(actor: &Actor) -> Result<(), Refusal> {
    if actor.administrator {
        Ok(())
    } else {
        Err(Refusal::new(ErrorCode::Forbidden))
    }
}

/// Lets an administrator have a mail of the ledger worked on again.
///
/// # Errors
/// `forbidden` for everybody but administrators.
pub fn permit_mail_retry(actor: &Actor) -> Result<Permit, Refusal> {
    may_see_mails(actor).map(|()| Permit(()))
}

#[cfg(test)]
mod tests;
