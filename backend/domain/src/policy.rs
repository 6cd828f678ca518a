//! Who may do what: the one place that makes `Permit`s and `Visibility`s. Denies unless a rule allows.

use pult_shared::{
    command::CommandName,
    error::ErrorCode,
    event::TicketEvent,
    filter::{Filter, Who},
    ids::QueueId,
    person::Permission,
    ticket::State,
};

use crate::{
    actor::Actor,
    refusal::Refusal,
    ticket::{Side, Ticket},
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
    Filter::Requester(Who::Person(actor.person_id))
}

/// From which side a person meets a ticket; `None` where they may not see it at all.
///
/// Every agent is a customer of other queues, and of their own too: somebody who may see the queue works on the ticket as
/// an agent, the requester otherwise meets it as a customer.
#[must_use]
pub fn side(actor: &Actor, ticket: &Ticket) -> Option<Side> {
    if actor.has(Permission::View, ticket.queue_id) {
        Some(Side::Agent)
    } else if ticket.requester_id == actor.person_id {
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
        Side::Agent => agent_permission(command).is_some_and(|needed| actor.has(needed, ticket.queue_id)),
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
fn agent_permission(command: CommandName) -> Option<Permission> {
    match command {
        CommandName::Open => None,
        CommandName::Reply => Some(Permission::Reply),
        CommandName::Note => Some(Permission::Note),
        CommandName::SetState => Some(Permission::Close),
        CommandName::Move | CommandName::Assign | CommandName::Take | CommandName::Lock | CommandName::Unlock => {
            Some(Permission::Own)
        }
        CommandName::SetPriority => Some(Permission::Priority),
    }
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
        CommandName::Take => {
            ticket.owner_id != Some(actor.person_id) || ticket.lock.is_none_or(|lock| lock.by != actor.person_id)
        }
        CommandName::Lock => ticket.lock.is_none() && ticket.state != State::Closed,
        CommandName::Unlock => ticket.lock.is_some(),
        _ => true,
    }
}

/// Whether somebody on this side may learn of an event at all: customers follow the conversation, the state and who works
/// for them, and nothing of the desk's inner life.
#[must_use]
pub fn may_know(side: Side, event: &TicketEvent) -> bool {
    match event {
        TicketEvent::TicketOpened { .. } | TicketEvent::StateChanged { .. } | TicketEvent::OwnerChanged { .. } => true,
        TicketEvent::ArticleAdded {
            visible_to_customer, ..
        } => side == Side::Agent || *visible_to_customer,
        TicketEvent::Moved { .. }
        | TicketEvent::Locked { .. }
        | TicketEvent::Unlocked { .. }
        | TicketEvent::PriorityChanged { .. }
        | TicketEvent::MailQueued { .. }
        | TicketEvent::MailFailed { .. } => side == Side::Agent,
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
mod tests {
    use std::collections::BTreeSet;

    use pult_shared::{
        Timestamp,
        ids::{PersonId, TicketId},
        ticket::{Channel, Priority, TicketNumber},
    };
    use uuid::Uuid;

    use super::*;
    use crate::ticket::Lock;

    const HERE: QueueId = QueueId(Uuid::from_u128(1));
    const ELSEWHERE: QueueId = QueueId(Uuid::from_u128(2));
    const LENA: PersonId = PersonId(Uuid::from_u128(10));
    const AGENT: PersonId = PersonId(Uuid::from_u128(11));

    fn person(id: PersonId, held: &[Permission], queue: QueueId) -> Actor {
        let grants = if held.is_empty() {
            crate::actor::Grants::new()
        } else {
            [(queue, held.iter().copied().collect::<BTreeSet<_>>())].into()
        };
        Actor {
            person_id: id,
            name: "x".to_owned(),
            administrator: false,
            grants,
        }
    }

    fn ticket() -> Ticket {
        let at: Timestamp = "2026-11-22T09:00:00Z".parse().expect("a timestamp");
        Ticket {
            id: TicketId(Uuid::from_u128(20)),
            number: TicketNumber("20261122000017".to_owned()),
            version: 1,
            subject: "x".to_owned(),
            state: State::Open,
            pending_until: None,
            priority: Priority::NORMAL,
            queue_id: HERE,
            requester_id: LENA,
            owner_id: None,
            lock: None,
            channel: Channel::Mail,
            created_at: at,
            updated_at: at,
            closed_at: None,
        }
    }

    fn code(result: Result<(Permit, Side), Refusal>) -> Option<ErrorCode> {
        result.err().map(|refusal| refusal.code)
    }

    // req: B11, C5 — each permission opens exactly its own commands.
    #[test]
    fn each_permission_opens_its_own_commands() {
        let table: [(Permission, &[CommandName]); 9] = [
            (Permission::View, &[]),
            (Permission::Create, &[]),
            (Permission::Note, &[CommandName::Note]),
            (Permission::Reply, &[CommandName::Reply]),
            (Permission::MoveInto, &[]),
            (
                Permission::Own,
                &[
                    CommandName::Move,
                    CommandName::Assign,
                    CommandName::Take,
                    CommandName::Lock,
                    CommandName::Unlock,
                ],
            ),
            (Permission::Priority, &[CommandName::SetPriority]),
            (Permission::Close, &[CommandName::SetState]),
            (Permission::Manage, &[]),
        ];
        for (permission, opens) in table {
            let agent = person(AGENT, &[Permission::View, permission], HERE);
            for command in CommandName::ALL {
                let allowed = permit_command(&agent, &ticket(), command).is_ok();
                assert_eq!(allowed, opens.contains(&command), "{permission:?} and {command:?}");
            }
        }
    }

    #[test]
    fn without_view_there_is_no_ticket() {
        let everything_elsewhere = person(AGENT, &Permission::ALL, ELSEWHERE);
        let blind = person(AGENT, &[Permission::Reply, Permission::Own], HERE);
        for actor in [everything_elsewhere, blind, person(AGENT, &[], HERE)] {
            for command in CommandName::ALL {
                assert_eq!(
                    code(permit_command(&actor, &ticket(), command)),
                    Some(ErrorCode::TicketNotFound)
                );
            }
        }
    }

    // req: D19, D21
    #[test]
    fn the_requester_may_only_answer() {
        for command in CommandName::ALL {
            let result = permit_command(&person(LENA, &[], HERE), &ticket(), command);
            match command {
                CommandName::Reply => assert_eq!(result.map(|(_, side)| side), Ok(Side::Customer)),
                _ => assert_eq!(code(result), Some(ErrorCode::Forbidden), "{command:?}"),
            }
        }
    }

    #[test]
    fn opening_needs_create_or_the_portal() {
        let customer = person(LENA, &[], HERE);
        let open = |actor: &Actor, portal| {
            permit_open(actor, HERE, portal)
                .map(|(_, side)| side)
                .map_err(|r| r.code)
        };
        assert_eq!(open(&customer, true), Ok(Side::Customer));
        assert_eq!(open(&customer, false), Err(ErrorCode::QueueNotFound));
        assert_eq!(
            open(&person(AGENT, &[Permission::Create], HERE), false),
            Ok(Side::Agent)
        );
        assert_eq!(
            open(&person(AGENT, &[Permission::View], HERE), false),
            Err(ErrorCode::Forbidden)
        );
    }

    #[test]
    fn the_ui_is_offered_only_what_changes_something() {
        let agent = person(AGENT, &Permission::ALL, HERE);
        let mine = Ticket {
            owner_id: Some(AGENT),
            lock: Some(Lock {
                by: AGENT,
                since: ticket().created_at,
            }),
            ..ticket()
        };
        let offered = allowed_commands(&agent, &mine);
        assert!(!offered.contains(&CommandName::Take) && !offered.contains(&CommandName::Lock));
        assert!(offered.contains(&CommandName::Unlock));
        let offered = allowed_commands(&agent, &ticket());
        assert!(offered.contains(&CommandName::Take) && !offered.contains(&CommandName::Unlock));
    }

    #[test]
    fn a_person_without_queues_sees_their_own_tickets_only() {
        let customer = person(LENA, &[], HERE);
        assert_eq!(
            visible_tickets(&customer).filter(),
            &Filter::Requester(Who::Person(LENA))
        );
        assert_eq!(desk_tickets(&customer).filter(), &Filter::Nothing);
    }
}
