//! The history of a ticket, for agents.

use std::collections::BTreeSet;

use pult_domain::{
    policy,
    ticket::{Side, Ticket},
};
use pult_shared::{
    api::{
        reading::ReadingOf,
        ticket::{HistoryEntry, HistoryPage},
    },
    catalog::{FieldKey, FieldKind, FieldValue},
    error::ErrorCode,
    event::TicketEvent,
    ids::{PersonId, TicketId},
    limits::{PAGE_DEFAULT, PAGE_MAX},
    person::PersonRef,
};
use pult_store::{Conn, history, people, tickets};

use super::reading;
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// A page of history, oldest first.
///
/// # Errors
/// `ticket_not_found` as always; `forbidden` for the customer of the ticket, whose view is the conversation.
pub async fn history(
    app: &App,
    signed_in: &SignedIn,
    ticket: &str,
    cursor: Option<&str>,
    limit: Option<u32>,
) -> Result<HistoryPage, ServiceError> {
    let (ticket, side) = reading::find(app, signed_in, ticket, ReadingOf::Ticket).await?;
    if side != Side::Agent {
        return Err(ServiceError::code(ErrorCode::Forbidden));
    }
    let limit = limit.unwrap_or(PAGE_DEFAULT).clamp(1, PAGE_MAX);
    let page = history::page(&app.store, ticket.id, false, cursor, limit).await?;
    Ok(HistoryPage {
        items: entries(&app.store, signed_in, &ticket, page.items).await?,
        next_cursor: page.next_cursor,
    })
}

/// Rows as entries with names, as far as the reader may know of them: not what only the desk knows, and nothing about a ticket that
/// they may not see.
///
/// # Errors
/// When the database fails.
pub async fn entries(
    conn: &impl Conn,
    signed_in: &SignedIn,
    ticket: &Ticket,
    rows: Vec<history::HistoryRow>,
) -> Result<Vec<HistoryEntry>, ServiceError> {
    let mut people: BTreeSet<PersonId> = rows.iter().filter_map(|row| row.actor_id).collect();
    people.extend(rows.iter().flat_map(|row| named(signed_in, &row.event)));
    let people = people::refs(conn, &people.into_iter().collect::<Vec<_>>()).await?;
    let others: BTreeSet<TicketId> = rows.iter().filter_map(|row| row.event.other_ticket()).collect();
    let others = tickets::find_many(conn, &others.into_iter().collect::<Vec<_>>()).await?;
    let side = policy::side(&signed_in.actor, ticket).unwrap_or(Side::Customer);
    let may_know = |row: &history::HistoryRow| {
        let other = row.event.other_ticket().and_then(|id| others.get(&id));
        let other_is_seen = other.is_some_and(|other| policy::side(&signed_in.actor, other).is_some());
        policy::may_know(side, &row.event) && (row.event.other_ticket().is_none() || other_is_seen)
    };
    // Addresses of agents stay inside.
    let person = |id: PersonId| {
        people.get(&id).cloned().map(|person| PersonRef {
            address: person.address.filter(|_| side == Side::Agent),
            ..person
        })
    };
    let entry = |row: history::HistoryRow| HistoryEntry {
        seq: row.seq,
        at: row.at,
        actor: row.actor_id.and_then(person),
        people: named(signed_in, &row.event).into_iter().filter_map(person).collect(),
        event: row.event,
        hash: row.hash,
    };
    Ok(rows.into_iter().filter(may_know).map(entry).collect())
}

/// The people that an event names.
#[must_use]
pub fn named(signed_in: &SignedIn, event: &TicketEvent) -> BTreeSet<PersonId> {
    let in_field = |key: &FieldKey, value: &FieldValue| match value {
        FieldValue::Text(text) => {
            let field = signed_in.catalog.field(key)?;
            (field.kind == FieldKind::Person).then(|| text.parse().ok()).flatten()
        }
        _ => None,
    };
    match event {
        TicketEvent::TicketOpened { requester_id, .. } => [*requester_id].into(),
        TicketEvent::OwnerChanged { from, to } | TicketEvent::ResponsibleChanged { from, to } => {
            [*from, *to].into_iter().flatten().collect()
        }
        TicketEvent::Locked { by } | TicketEvent::Unlocked { by } => [*by].into(),
        TicketEvent::RequesterChanged { from, to } => [*from, *to].into(),
        TicketEvent::FieldChanged { field, from, to, .. } => {
            let values = [from.as_ref(), to.as_ref()].into_iter().flatten();
            values.filter_map(|value| in_field(field, value)).collect()
        }
        TicketEvent::ReadersChanged { from, to } => from.iter().chain(to).flatten().copied().collect(),
        TicketEvent::WatcherAdded { person_id }
        | TicketEvent::WatcherRemoved { person_id }
        | TicketEvent::ParticipantAdded { person_id }
        | TicketEvent::ParticipantRemoved { person_id }
        | TicketEvent::Mentioned { person_id, .. } => [*person_id].into(),
        _ => BTreeSet::new(),
    }
}
