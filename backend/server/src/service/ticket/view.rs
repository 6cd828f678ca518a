//! Tickets as the caller may see them. A list costs one look-up of people, however long it is.

use std::collections::{BTreeMap, BTreeSet};

use pult_domain::{
    policy,
    queue::QueueTree,
    ticket::{Side, Ticket},
};
use pult_shared::{
    api::{
        queue::{Names, QueueRef},
        ticket::{LockView, TicketView},
    },
    command::CommandName,
    ids::{PersonId, QueueId},
    person::PersonRef,
};
use pult_store::{Conn, people};

use crate::service::{ServiceError, session::who::SignedIn};

/// Turns tickets into views for a list: without the commands that are allowed.
///
/// # Errors
/// When the database fails.
pub async fn many(conn: &impl Conn, signed_in: &SignedIn, tickets: &[Ticket]) -> Result<Vec<TicketView>, ServiceError> {
    let people = people_of(conn, tickets).await?;
    Ok(tickets
        .iter()
        .map(|ticket| view(signed_in, ticket, &people, Vec::new()))
        .collect())
}

/// Turns one ticket into a view with the commands that the caller may apply.
///
/// # Errors
/// When the database fails.
pub async fn one(conn: &impl Conn, signed_in: &SignedIn, ticket: &Ticket) -> Result<TicketView, ServiceError> {
    let people = people_of(conn, std::slice::from_ref(ticket)).await?;
    let allowed = policy::allowed_commands(&signed_in.actor, ticket);
    Ok(view(signed_in, ticket, &people, allowed))
}

type People = BTreeMap<PersonId, PersonRef>;

async fn people_of(conn: &impl Conn, tickets: &[Ticket]) -> Result<People, ServiceError> {
    let ids: BTreeSet<PersonId> = tickets
        .iter()
        .flat_map(|ticket| {
            [
                Some(ticket.requester_id),
                ticket.owner_id,
                ticket.lock.map(|lock| lock.by),
            ]
        })
        .flatten()
        .collect();
    Ok(people::refs(conn, &ids.into_iter().collect::<Vec<_>>()).await?)
}

fn view(signed_in: &SignedIn, ticket: &Ticket, people: &People, allowed: Vec<CommandName>) -> TicketView {
    let agent = policy::side(&signed_in.actor, ticket) == Some(Side::Agent);
    let person = |id: PersonId| people.get(&id).cloned().unwrap_or_else(|| unknown(id));
    // Customers see who works for them by name; addresses of agents stay inside.
    let colleague = |id: PersonId| PersonRef {
        address: None,
        ..person(id)
    };
    TicketView {
        id: ticket.id,
        number: ticket.number.clone(),
        version: ticket.version,
        subject: ticket.subject.clone(),
        state: ticket.state,
        pending_until: ticket.pending_until,
        priority: ticket.priority,
        queue: queue_ref(&signed_in.tree, ticket.queue_id),
        requester: person(ticket.requester_id),
        owner: ticket.owner_id.map(|id| if agent { person(id) } else { colleague(id) }),
        lock: ticket.lock.filter(|_| agent).map(|lock| LockView {
            by: person(lock.by),
            since: lock.since,
        }),
        channel: ticket.channel,
        created_at: ticket.created_at,
        updated_at: ticket.updated_at,
        closed_at: ticket.closed_at,
        allowed,
    }
}

/// A queue in one line.
#[must_use]
pub fn queue_ref(tree: &QueueTree, id: QueueId) -> QueueRef {
    match tree.get(id) {
        Some(queue) => QueueRef {
            id,
            path: queue.path.clone(),
            names: queue.names.clone(),
        },
        // The tree was read before the queue came into being; the next request has it.
        None => QueueRef {
            id,
            path: String::new(),
            names: Names {
                de: "?".to_owned(),
                en: "?".to_owned(),
            },
        },
    }
}

fn unknown(id: PersonId) -> PersonRef {
    PersonRef {
        id,
        name: "?".to_owned(),
        address: None,
    }
}
