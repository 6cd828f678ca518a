//! What a message says: what happened, and the ticket as it was then. No texts of articles: whoever may read them asks the API. Of a
//! ticket in a sensitive queue, or for named persons only, nothing but which one it is: reading there is logged, and a message is read by nobody knows whom.

use pult_domain::ticket::Ticket;
use pult_shared::{Timestamp, api::queue::Names, event::TicketEvent, ids::RuleId, rule::RuleEvent};
use serde_json::{Value, json};

use crate::{app::App, service::setup::Setup};

/// The body of a message.
#[must_use]
pub fn body(
    app: &App,
    setup: &Setup,
    ticket: &Ticket,
    happened: &[RuleEvent],
    events: &[TicketEvent],
    at: Timestamp,
) -> String {
    let names: Vec<&str> = happened.iter().map(|event| event.name()).collect();
    let kind = names.first().copied().unwrap_or("changed");
    let data = match is_closed_to_others(setup, ticket) {
        true => json!({"happened": names, "ticket": about(app, setup, ticket)}),
        false => {
            let ticket = and(about(app, setup, ticket), of_persons(ticket));
            json!({"happened": names, "events": events, "ticket": ticket})
        }
    };
    json!({"type": format!("ticket.{kind}"), "timestamp": at.to_string(), "data": data}).to_string()
}

/// The body of a message that a rule sends.
#[must_use]
pub fn of_rule(app: &App, setup: &Setup, ticket: &Ticket, rule: RuleId, names: &Names, at: Timestamp) -> String {
    let about = match is_closed_to_others(setup, ticket) {
        true => about(app, setup, ticket),
        false => and(about(app, setup, ticket), of_persons(ticket)),
    };
    let data = json!({"rule": {"id": rule, "names": names}, "ticket": about});
    json!({"type": "ticket.rule", "timestamp": at.to_string(), "data": data}).to_string()
}

/// Whether only some may read it, or reading it is logged.
fn is_closed_to_others(setup: &Setup, ticket: &Ticket) -> bool {
    setup.tree.is_sensitive(ticket.queue_id) || ticket.readers.is_some()
}

/// Which ticket it is.
fn about(app: &App, setup: &Setup, ticket: &Ticket) -> Value {
    let queue = setup.tree.get(ticket.queue_id);
    json!({
        "id": ticket.id,
        "number": ticket.number,
        "version": ticket.version,
        "queue": queue.map(|queue| queue.path.as_str()),
        "queue_id": ticket.queue_id,
        "state": ticket.state,
        "state_type": ticket.state_type,
        "created_at": ticket.created_at.to_string(),
        "link": format!("{}/tickets/{}", app.config.http.public_url, ticket.number),
    })
}

/// What may say something about somebody.
fn of_persons(ticket: &Ticket) -> Value {
    json!({
        "subject": ticket.subject,
        "priority": ticket.priority,
        "ticket_type": ticket.ticket_type,
        "service": ticket.service,
        "requester_id": ticket.requester_id,
        "owner_id": ticket.owner_id,
        "tags": ticket.tags,
        "fields": ticket.fields,
    })
}

/// The members of both.
fn and(mut one: Value, other: Value) -> Value {
    if let (Value::Object(one), Value::Object(other)) = (&mut one, other) {
        one.extend(other);
    }
    one
}
