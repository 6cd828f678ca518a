//! Who may do what: the one place that makes `Permit`s and `Visibility`s. Denies unless a rule allows.

mod accounts;
mod organisation;
mod settings;

use pult_shared::{
    api::web_form::FormAccess,
    command::CommandName,
    error::ErrorCode,
    event::TicketEvent,
    filter::{Filter, Who},
    ids::{PersonId, QueueId},
    person::Permission,
};

use crate::{
    actor::Actor,
    queue::QueueTree,
    refusal::Refusal,
    ticket::{Side, Ticket},
};

pub use accounts::{Seen, permit_account, permit_account_reset, permit_proven_address, permit_seeing_as};
pub use organisation::{goes_on_before, organisation_tickets, reads_all_merged, sees_by_organisation};
pub use settings::{
    NoticeVisibility, manages_anything, may_be_notified, may_edit_absence, may_edit_view, may_request_queue,
    may_see_failures, may_see_rights, may_try_calendars, permit_calendar, permit_catalog, permit_mail_texts,
    permit_organisations, permit_people, permit_postmaster, permit_queue_decision, permit_queue_request,
    permit_queue_settings, permit_role, permit_rule, permit_rule_settings, permit_rule_webhooks, permit_template,
    restructures, visible_notices,
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

/// The tickets that a person may see: as an agent, their own, and those of their organisation.
#[must_use]
pub fn visible_tickets(actor: &Actor) -> Visibility {
    let theirs = [agent_filter(actor), own_filter(actor), organisation::filter(actor)];
    seen(actor, Filter::any_of(theirs))
}

/// The tickets that a person may see at the agent's desk.
#[must_use]
pub fn desk_tickets(actor: &Actor) -> Visibility {
    seen(actor, agent_filter(actor))
}

/// The tickets that a person sees in the portal: their own.
#[must_use]
pub fn portal_tickets(actor: &Actor) -> Visibility {
    seen(actor, own_filter(actor))
}

/// What a person sees; through the eyes of an administrator, without what those may not read themselves.
fn seen(actor: &Actor, filter: Filter) -> Visibility {
    let admitted = actor.seer.map(|seer| Filter::Readable(Who::Person(seer)));
    Visibility(Filter::all_of([filter].into_iter().chain(admitted)))
}

/// Whether a ticket for named persons only is for this one too, and for the administrator who looks as them.
fn admits(actor: &Actor, ticket: &Ticket) -> bool {
    ticket.admits(actor.person_id) && actor.seer.is_none_or(|seer| ticket.admits(seer))
}

/// Where the person works, but for tickets that are for other named persons only: those are hidden from administrators too.
fn agent_filter(actor: &Actor) -> Filter {
    let readable = Filter::Readable(Who::Person(actor.person_id));
    if actor.administrator {
        return readable;
    }
    let queues: Vec<QueueId> = actor
        .grants
        .iter()
        .filter(|(_, held)| held.contains(&Permission::View))
        .map(|(queue, _)| *queue)
        .collect();
    if queues.is_empty() {
        Filter::Nothing
    } else {
        Filter::all_of([Filter::QueueIds(queues), readable])
    }
}

fn own_filter(actor: &Actor) -> Filter {
    let me = Who::Person(actor.person_id);
    Filter::any_of([Filter::Requester(me), Filter::Participant(me)])
}

/// From which side a person meets a ticket; `None` where they may not see it at all.
///
/// Every agent is a customer of other queues, and of their own too: somebody who may see the queue works on the ticket as
/// an agent; the requester and whoever takes part otherwise meet it as customers (requirement D6), and so do members of the requester's
/// organisation, where it is set up so.
#[must_use]
pub fn side(actor: &Actor, ticket: &Ticket) -> Option<Side> {
    if actor.seer.is_some_and(|seer| !ticket.admits(seer)) {
        // As a customer somebody reads their own request whomever it names; whoever looks as them is none.
        None
    } else if holds(actor, Permission::View, ticket) {
        Some(Side::Agent)
    } else if takes_part(actor, ticket) || sees_by_organisation(actor, ticket) {
        Some(Side::Customer)
    } else {
        None
    }
}

/// Whether a ticket is a person's own: they have asked, or take part.
fn takes_part(actor: &Actor, ticket: &Ticket) -> bool {
    ticket.requester_id == actor.person_id || ticket.participants.contains(&actor.person_id)
}

/// Whether an agent has a permission on a ticket. Where its mail was sent to several queues, the people of all of them read it and
/// write notes; the work on it is done in its own. One for named persons only is for those alone, whatever others may in its queue.
#[must_use]
pub fn holds(actor: &Actor, permission: Permission, ticket: &Ticket) -> bool {
    let in_queue = |queue: QueueId| actor.has(Permission::View, queue) && actor.has(permission, queue);
    let shared = matches!(permission, Permission::View | Permission::Note);
    let there = in_queue(ticket.queue_id) || (shared && ticket.other_queues.iter().any(|queue| in_queue(*queue)));
    there && admits(actor, ticket)
}

/// Whether an event has taken a ticket out of an agent's sight: moved from a queue that they may view to one that they may not, or
/// given away by theirs. That it is gone is all they learn.
#[must_use]
pub fn lost_sight(actor: &Actor, ticket: &Ticket, event: &TicketEvent) -> bool {
    let from_theirs = matches!(
        event,
        TicketEvent::Moved { from: queue, .. } | TicketEvent::QueueRemoved { queue_id: queue }
            if ticket.readers.is_none() && actor.has(Permission::View, *queue)
    ) || no_longer_admitted(actor, ticket, event)
        || organisation::no_longer_shared(actor, ticket, event);
    from_theirs && side(actor, ticket).is_none()
}

/// Whether an event has left somebody out who could read until then: the ticket is for named persons only now, or they are named, own it or
/// answer for it no more.
fn no_longer_admitted(actor: &Actor, ticket: &Ticket, event: &TicketEvent) -> bool {
    let me = actor.person_id;
    match event {
        TicketEvent::ReadersChanged { from: None, .. } => {
            let mut queues = std::iter::once(&ticket.queue_id).chain(&ticket.other_queues);
            queues.any(|queue| actor.has(Permission::View, *queue))
        }
        TicketEvent::ReadersChanged { from: Some(named), .. } => named.contains(&me),
        TicketEvent::OwnerChanged { from, .. } | TicketEvent::ResponsibleChanged { from, .. } => {
            ticket.readers.is_some() && *from == Some(me)
        }
        _ => false,
    }
}

/// Whether a person may read a mail of a ticket where all mails are: administrators, but not what is for other named persons only.
#[must_use]
pub fn may_read_mail_of(actor: &Actor, ticket: &Ticket) -> bool {
    actor.administrator && admits(actor, ticket)
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
        Side::Agent => needed_permission(command).is_some_and(|needed| holds(actor, needed, ticket)),
        Side::Customer => match command {
            CommandName::Reply => takes_part(actor, ticket) || organisation::replies(actor),
            // Of the states they set only one, and where the queue lets them: `set_state` looks at that.
            CommandName::SetState => ticket.requester_id == actor.person_id,
            _ => false,
        },
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
        | Name::RemoveQueue
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
        | Name::Admit
        | Name::Dismiss
        | Name::AddParticipant
        | Name::RemoveParticipant => Permission::Reply,
        Name::SetState => Permission::Close,
        Name::SetPriority => Permission::Priority,
        Name::Move
        | Name::AddQueue
        | Name::Assign
        | Name::SetResponsible
        | Name::SetReaders
        | Name::Take
        | Name::Lock
        | Name::Unlock
        | Name::SetType
        | Name::SetService
        | Name::SetSla
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
    if person == actor.person_id || holds(actor, Permission::Note, ticket) {
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
        Some(needed) if !holds(actor, needed, other) => Err(missing(needed)),
        _ => Ok(()),
    }
}

fn missing(permission: Permission) -> Refusal {
    let detail = format!("The permission {permission:?} is missing in the queue.").to_lowercase();
    Refusal::because(ErrorCode::Forbidden, detail)
}

/// Lets a person say that a ticket is none of a queue's that its mail was sent to too: whoever writes notes in that queue, and whoever
/// works on the ticket in its own.
///
/// # Errors
/// `forbidden` for others.
pub fn may_remove_queue(actor: &Actor, ticket: &Ticket, queue: QueueId) -> Result<(), Refusal> {
    if actor.has(Permission::Note, queue) || holds(actor, Permission::Own, ticket) {
        Ok(())
    } else {
        Err(missing(Permission::Note))
    }
}

/// Lets a person show a ticket to the people of another queue: whoever might move it there.
///
/// # Errors
/// `forbidden` without `move_into` there.
pub fn may_add_queue(actor: &Actor, queue: QueueId) -> Result<(), Refusal> {
    may_move_into(actor, queue)
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

/// Lets somebody send a web form: whoever is signed in, and anybody where the form is for anybody. Which queue its ticket is opened in is
/// not theirs to choose.
///
/// # Errors
/// `not_signed_in` where the form is only for those who are.
pub fn permit_form(access: FormAccess, signed_in: bool) -> Result<Permit, Refusal> {
    if signed_in || access == FormAccess::Anyone {
        Ok(Permit(()))
    } else {
        Err(Refusal::new(ErrorCode::NotSignedIn))
    }
}

/// Lets an agent make a ticket in a queue of a message that is held in a ticket: they decide on it there, and open here.
///
/// # Errors
/// As [`permit_command`]; `queue_not_found` and `forbidden` for the queue.
pub fn permit_ticket_of_held(actor: &Actor, ticket: &Ticket, queue: QueueId) -> Result<Permit, Refusal> {
    permit_command(actor, ticket, CommandName::Admit)?;
    let (permit, _) = permit_open(actor, queue, false)?;
    Ok(permit)
}

/// The commands that a person may apply to a ticket as it is: what the UI offers.
#[must_use]
pub fn allowed_commands(actor: &Actor, ticket: &Ticket, tree: &QueueTree) -> Vec<CommandName> {
    let closable =
        ticket.state_type.is_active() && tree.get(ticket.queue_id).is_some_and(|queue| queue.customers_close);
    CommandName::ALL
        .into_iter()
        .filter(|command| {
            let side = permit_command(actor, ticket, *command).ok().map(|(_, side)| side);
            let theirs = side == Some(Side::Customer) && *command == CommandName::SetState;
            side.is_some() && (!theirs || closable) && fits(actor, ticket, *command)
        })
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
        CommandName::RemoveQueue => !ticket.other_queues.is_empty(),
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

/// Lets an administrator decide on a mail of the ledger.
///
/// # Errors
/// `forbidden` for everybody but administrators.
pub fn permit_mail_action(actor: &Actor) -> Result<Permit, Refusal> {
    may_see_mails(actor).map(|()| Permit(()))
}

/// Lets somebody remove secrets from messages of a ticket for good: whoever manages its queue.
///
/// # Errors
/// `article_not_found` where the person does not see the ticket at the desk; `forbidden` without `manage`.
pub fn permit_redaction(actor: &Actor, ticket: &Ticket) -> Result<Permit, Refusal> {
    if side(actor, ticket) != Some(Side::Agent) {
        Err(Refusal::new(ErrorCode::ArticleNotFound))
    } else if actor.has(Permission::Manage, ticket.queue_id) {
        Ok(Permit(()))
    } else {
        Err(missing(Permission::Manage))
    }
}

/// Lets somebody send a mail of a ticket again that did not arrive, or give it up: administrators, and agents who may answer there.
///
/// # Errors
/// `mail_not_found` where the person does not see the ticket at the desk, so that ids tell nothing; `forbidden` without `reply`.
pub fn permit_mail_settlement(actor: &Actor, ticket: &Ticket) -> Result<Permit, Refusal> {
    let works = actor.administrator || actor.has(Permission::Reply, ticket.queue_id);
    if works && admits(actor, ticket) {
        Ok(Permit(()))
    } else if holds(actor, Permission::View, ticket) {
        Err(missing(Permission::Reply))
    } else {
        Err(Refusal::new(ErrorCode::MailNotFound))
    }
}

#[cfg(test)]
mod colleagues;
#[cfg(test)]
mod named;
#[cfg(test)]
mod tests;
