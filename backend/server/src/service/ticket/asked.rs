//! Which tickets somebody asks for: a filter's text, read and checked, and the door that they look from.

use pult_domain::{
    actor::Actor,
    customer_filter::as_customer,
    known::{place_of, unknown_keys},
    policy::{self, Visibility},
    refusal::Refusal,
};
use pult_shared::{
    Timestamp,
    api::ticket::TicketScope,
    error::{ErrorCode, FieldCode, FieldError},
    filter::Filter,
};
use pult_store::tickets::Question;

use crate::service::session::who::SignedIn;

/// Reads a filter's text. `field` is the one at fault where it cannot be read.
///
/// # Errors
/// `invalid_filter`, with the place in characters; also for states, types, services and custom fields that do not exist.
pub fn read_filter(signed_in: &SignedIn, text: &str, field: &str) -> Result<Filter, Refusal> {
    let filter = Filter::parse(text).map_err(|error| Refusal {
        code: ErrorCode::InvalidFilter,
        detail: Some(error.to_string()),
        errors: vec![at(field, FieldCode::Malformed, error.place())],
    })?;
    let unknown = unknown_keys(&filter, &signed_in.catalog);
    if unknown.is_empty() {
        return Ok(filter);
    }
    let names: Vec<_> = unknown.iter().map(ToString::to_string).collect();
    Err(Refusal {
        code: ErrorCode::InvalidFilter,
        detail: Some(format!("There is no {}.", names.join(", "))),
        errors: unknown
            .iter()
            .map(|key| at(field, FieldCode::Unknown, place_of(text, key)))
            .collect(),
    })
}

fn at(field: &str, code: FieldCode, place: Option<(usize, usize)>) -> FieldError {
    let error = FieldError::new(field, code);
    match place {
        Some((at, length)) => error.at(at, length),
        None => error,
    }
}

/// What a filter means through a door: where a person is the customer of a ticket, only what customers see of it counts.
#[must_use]
pub fn meant(signed_in: &SignedIn, scope: TicketScope, filter: Filter) -> Filter {
    let as_customer = as_customer(&filter, &signed_in.catalog, &signed_in.tree);
    if as_customer == filter {
        return filter;
    }
    let desk = policy::desk_tickets(&signed_in.actor).filter().clone();
    match scope {
        TicketScope::Desk => filter,
        TicketScope::Portal | TicketScope::Organisation => as_customer,
        TicketScope::All => Filter::any_of([
            Filter::all_of([desk.clone(), filter]),
            Filter::all_of([desk.negate(), as_customer]),
        ]),
    }
}

/// What a person sees through a door.
#[must_use]
pub fn visibility(actor: &Actor, scope: TicketScope) -> Visibility {
    match scope {
        TicketScope::All => policy::visible_tickets(actor),
        TicketScope::Desk => policy::desk_tickets(actor),
        TicketScope::Portal => policy::portal_tickets(actor),
        TicketScope::Organisation => policy::organisation_tickets(actor),
    }
}

/// A person's question to the store.
#[must_use]
pub fn question<'a>(
    signed_in: &'a SignedIn,
    visibility: &'a Visibility,
    filter: &'a Filter,
    now: Timestamp,
) -> Question<'a> {
    Question {
        visibility,
        filter,
        me: Some(signed_in.actor.person_id),
        tree: &signed_in.tree,
        now,
    }
}
