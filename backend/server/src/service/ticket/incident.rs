//! Make an incident of tickets that report one thing: a ticket above them, by the links that there are anyway. One answer for all of them,
//! and closing them along, is what parents and bulk replies do.

use std::collections::BTreeSet;

use pult_domain::{
    policy,
    refusal::Refusal,
    ticket::{Side, Ticket},
};
use pult_shared::{
    api::similar::MakeIncident,
    command::{Command, LinkKind, LinkTo, OpenTicket},
    error::{ErrorCode, FieldCode},
    limits::COMMANDS_MAX,
};
use pult_store::tickets;

use super::{apply_commands, find, open};
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// Puts tickets below one that is there, or below a new one; all of it or nothing. Gives the ticket above.
///
/// # Errors
/// `invalid` for too few or too many tickets, and for one that the caller does not see; `ticket_not_found` for the one above;
/// `forbidden` where a permission is missing; `not_applicable` where a ticket would come to be above itself.
pub async fn make_incident(app: &App, signed_in: &SignedIn, request: &MakeIncident) -> Result<Ticket, ServiceError> {
    let mut named = BTreeSet::new();
    let mut numbers = request.tickets.clone();
    numbers.retain(|number| named.insert(number.clone()));
    let least = if request.parent.is_some() { 1 } else { 2 };
    if numbers.len() < least {
        return Err(Refusal::field("tickets", FieldCode::Required).into());
    }
    if numbers.len() > COMMANDS_MAX {
        return Err(Refusal::field("tickets", FieldCode::TooMany).into());
    }
    let below: Vec<Command> = numbers
        .iter()
        .map(|number| {
            Command::Link(LinkTo {
                kind: LinkKind::Child,
                ticket: number.clone(),
            })
        })
        .collect();
    if let Some(parent) = &request.parent {
        let applied = apply_commands::apply_commands(app, signed_in, parent, None, &below).await;
        return Ok(applied.map_err(in_tickets)?.ticket);
    }
    let first = first(app, signed_in, &numbers).await?;
    let opened = open_above(app, signed_in, &first, numbers.len(), below).await;
    opened.map_err(in_tickets)
}

/// Opens the ticket above so many that report one thing, with queue, subject and type of one of them.
///
/// # Errors
/// `not_applicable` where that one is for named persons only: its subject would be read by others; `forbidden` where the person may open none in its queue.
pub async fn open_above(
    app: &App,
    signed_in: &SignedIn,
    first: &Ticket,
    count: usize,
    then: Vec<Command>,
) -> Result<Ticket, ServiceError> {
    if first.readers.is_some() {
        let detail = "What is for named persons only gives no incident its subject.";
        return Err(Refusal::because(ErrorCode::NotApplicable, detail).into());
    }
    open::open(app, signed_in, &above(app, signed_in, first, count, then), None).await
}

/// The ticket of which the new one takes queue, subject and type.
async fn first(app: &App, signed_in: &SignedIn, numbers: &[String]) -> Result<Ticket, ServiceError> {
    let unknown = || Refusal::field("tickets.0", FieldCode::Unknown);
    let number = numbers.first().ok_or_else(unknown)?;
    let found = tickets::find(&app.store, &find::key(number))
        .await?
        .ok_or_else(unknown)?;
    match policy::side(&signed_in.actor, &found) {
        Some(Side::Agent) => Ok(found),
        Some(Side::Customer) => Err(ServiceError::code(ErrorCode::Forbidden)),
        None => Err(unknown().into()),
    }
}

/// The new ticket: it is the desk's own, so nobody gets a receipt.
fn above(app: &App, signed_in: &SignedIn, first: &Ticket, count: usize, then: Vec<Command>) -> OpenTicket {
    let texts = app.texts.in_language(signed_in.language.unwrap_or_default());
    let body = texts.format("incident-body", &[("count", count.into())]);
    OpenTicket {
        ticket_type: first.ticket_type.clone(),
        confirm: Some(false),
        then,
        ..OpenTicket::new(first.queue_id, first.subject.clone(), body)
    }
}

/// What is wrong with a link is wrong with the ticket at its place in the request.
fn in_tickets(error: ServiceError) -> ServiceError {
    let ServiceError::Refused(mut refusal) = error else {
        return error;
    };
    for error in &mut refusal.errors {
        let mut parts = error.field.split('.');
        if let (Some("commands" | "then"), Some(index)) = (parts.next(), parts.next()) {
            error.field = format!("tickets.{index}");
        }
    }
    ServiceError::Refused(refusal)
}
