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
        ticket::{LinkView, LockView, OtherQueue, TicketRef, TicketView},
    },
    catalog::{FieldKey, FieldKind, FieldValue},
    command::CommandName,
    ids::{PersonId, QueueId},
    person::PersonRef,
    sla::{ClocksView, RunningClock},
};
use pult_store::{
    Conn, people, queue_requests,
    tickets::{self, TicketKey},
};

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

/// Turns one ticket into a view with all that hangs on it: links, merges, checklist, and the commands that the caller may apply.
///
/// # Errors
/// When the database fails.
pub async fn one(conn: &impl Conn, signed_in: &SignedIn, ticket: &Ticket) -> Result<TicketView, ServiceError> {
    let people = people_of(conn, std::slice::from_ref(ticket)).await?;
    let allowed = policy::allowed_commands(&signed_in.actor, ticket, &signed_in.tree);
    let may_see = |other: &Ticket| policy::side(&signed_in.actor, other).is_some();
    let mut view = view(signed_in, ticket, &people, allowed);
    if let Some(into) = ticket.merged_into {
        let root = tickets::root_of(conn, into).await?.unwrap_or(into);
        let other = tickets::find(conn, &TicketKey::Id(root)).await?;
        view.merged_into = other.filter(may_see).map(|other| ticket_ref(&other));
    }
    let merged = tickets::merged(conn, ticket.id).await?;
    view.merged = merged.iter().filter(|other| may_see(other)).map(ticket_ref).collect();
    if policy::side(&signed_in.actor, ticket) == Some(Side::Agent) {
        let links = tickets::links(conn, ticket.id).await?;
        view.links = links
            .into_iter()
            .filter(|(_, other)| may_see(other))
            .map(|(kind, other)| LinkView {
                kind,
                ticket: ticket_ref(&other),
            })
            .collect();
        view.checklist = tickets::checklist(conn, ticket.id).await?;
    }
    // Only whoever manages something may decide on requests for queues; nobody else's page asks.
    if policy::manages_anything(&signed_in.actor) {
        let request = queue_requests::find(conn, &ticket.number, signed_in.actor.person_id).await?;
        let may_decide = |parent| policy::permit_queue_decision(&signed_in.actor, parent).is_ok();
        view.queue_request = request
            .filter(|request| may_decide(request.wanted.parent_id))
            .map(|request| request.status);
    }
    Ok(view)
}

/// A ticket in one line.
#[must_use]
pub fn ticket_ref(ticket: &Ticket) -> TicketRef {
    TicketRef {
        id: ticket.id,
        number: ticket.number.clone(),
        subject: ticket.subject.clone(),
        state: ticket.state.clone(),
        state_type: ticket.state_type,
    }
}

type People = BTreeMap<PersonId, PersonRef>;

async fn people_of(conn: &impl Conn, tickets: &[Ticket]) -> Result<People, ServiceError> {
    let ids: BTreeSet<PersonId> = tickets
        .iter()
        .flat_map(|ticket| {
            let single = [
                Some(ticket.requester_id),
                ticket.owner_id,
                ticket.responsible_id,
                ticket.lock.map(|lock| lock.by),
            ];
            let readers = ticket.readers.iter().flatten();
            let several = ticket
                .participants
                .iter()
                .chain(&ticket.watchers)
                .chain(readers)
                .copied();
            let named = ticket.fields.values().filter_map(named);
            single.into_iter().flatten().chain(several).chain(named)
        })
        .collect();
    Ok(people::refs(conn, &ids.into_iter().collect::<Vec<_>>()).await?)
}

/// The person whom a field's value names, if it can be one.
fn named(value: &FieldValue) -> Option<PersonId> {
    match value {
        FieldValue::Text(text) => text.parse().ok(),
        _ => None,
    }
}

fn view(signed_in: &SignedIn, ticket: &Ticket, people: &People, allowed: Vec<CommandName>) -> TicketView {
    let agent = policy::side(&signed_in.actor, ticket) == Some(Side::Agent);
    let person = |id: PersonId| people.get(&id).cloned().unwrap_or_else(|| unknown(id));
    // Customers see who works for them by name; addresses of agents stay inside.
    let colleague = |id: PersonId| PersonRef {
        address: None,
        ..person(id)
    };
    let fields = fields(signed_in, ticket, agent);
    let of_person = |key: &FieldKey| {
        let field = signed_in.catalog.field(key);
        field.is_some_and(|field| field.kind == FieldKind::Person)
    };
    let field_people: BTreeSet<PersonId> = fields
        .iter()
        .filter(|(key, _)| of_person(key))
        .filter_map(|(_, value)| named(value))
        .collect();
    TicketView {
        id: ticket.id,
        number: ticket.number.clone(),
        version: ticket.version,
        subject: ticket.subject.clone(),
        state: ticket.state.clone(),
        state_type: ticket.state_type,
        pending_until: ticket.pending_until,
        priority: ticket.priority,
        queue: if agent {
            queue_ref(&signed_in.tree, ticket.queue_id)
        } else {
            queue_for_customers(&signed_in.tree, ticket.queue_id)
        },
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
        ticket_type: ticket.ticket_type.clone(),
        service: ticket.service.clone(),
        responsible: ticket.responsible_id.filter(|_| agent).map(person),
        started_at: ticket.started_at,
        first_answer_at: ticket.first_answer_at,
        last_contact_at: ticket.last_contact_at,
        due_at: ticket.due_at,
        tags: ticket.tags.iter().filter(|_| agent).cloned().collect(),
        field_people: field_people
            .into_iter()
            .filter(|id| people.contains_key(id))
            .map(|id| if agent { person(id) } else { colleague(id) })
            .collect(),
        fields,
        participants: ticket.participants.iter().map(|id| person(*id)).collect(),
        watchers: ticket.watchers.iter().filter(|_| agent).map(|id| person(*id)).collect(),
        readers: readers(ticket, agent, person),
        other_queues: other_queues(signed_in, ticket, agent),
        merged_into: None,
        merged: Vec::new(),
        links: Vec::new(),
        checklist: Vec::new(),
        time_minutes: if agent { ticket.time_minutes } else { 0 },
        clocks: clocks(ticket).filter(|_| agent),
        queue_request: None,
        allowed,
    }
}

/// Who is named, where the ticket is for named persons only; agents' to know.
fn readers(ticket: &Ticket, agent: bool, person: impl Fn(PersonId) -> PersonRef) -> Option<Vec<PersonRef>> {
    let readers = ticket.readers.as_ref().filter(|_| agent)?;
    Some(readers.iter().map(|id| person(*id)).collect())
}

/// What was promised; nothing where nothing was.
fn clocks(ticket: &Ticket) -> Option<ClocksView> {
    let clocks = &ticket.clocks;
    if clocks.sla.is_none() && clocks.chosen.is_none() && clocks.remind_at.is_none() {
        return None;
    }
    let running = clocks.running().into_iter();
    Some(ClocksView {
        sla: clocks.sla.clone(),
        chosen: clocks.chosen.clone(),
        running: running.map(|(clock, due_at)| RunningClock { clock, due_at }).collect(),
        warn_at: clocks.warn_at,
        stopped: clocks.since.is_none(),
        remind_at: clocks.remind_at,
    })
}

fn other_queues(signed_in: &SignedIn, ticket: &Ticket, agent: bool) -> Vec<OtherQueue> {
    let queues = ticket.other_queues.iter().filter(|_| agent);
    queues
        .map(|id| OtherQueue {
            queue: queue_ref(&signed_in.tree, *id),
            may_remove: policy::may_remove_queue(&signed_in.actor, ticket, *id).is_ok(),
        })
        .collect()
}

/// Customers see the fields that are shown to them.
fn fields(signed_in: &SignedIn, ticket: &Ticket, agent: bool) -> BTreeMap<FieldKey, FieldValue> {
    let shown = |key: &FieldKey| {
        agent
            || signed_in
                .catalog
                .field(key)
                .is_some_and(|field| field.shown_to_customer)
    };
    ticket
        .fields
        .iter()
        .filter(|(key, _)| shown(key))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

/// A queue as customers know it; without a name where they are to know nothing of it.
fn queue_for_customers(tree: &QueueTree, id: QueueId) -> QueueRef {
    match tree.as_customers_know(id) {
        Some(queue) => queue_ref(tree, queue.id),
        None => QueueRef {
            id: QueueId::NIL,
            path: String::new(),
            names: Names::default(),
        },
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
