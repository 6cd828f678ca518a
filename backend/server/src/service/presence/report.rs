//! Report that one looks at a ticket, writes, or has left.

use std::collections::BTreeSet;

use pult_domain::ticket::{Side, Ticket};
use pult_shared::{
    api::presence::{PresenceView, ReportPresence},
    error::ErrorCode,
    ids::PersonId,
};

use super::Report;
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn, signals, ticket::find},
};

/// Takes in where somebody is; who is there now.
///
/// # Errors
/// `ticket_not_found` as always; `forbidden` for customers, who are not told of agents either.
pub async fn report(
    app: &App,
    signed_in: &SignedIn,
    ticket: &str,
    report: &ReportPresence,
) -> Result<PresenceView, ServiceError> {
    let (ticket, side) = find::find(&app.store, signed_in, ticket).await?;
    if side != Side::Agent {
        return Err(ServiceError::code(ErrorCode::Forbidden));
    }
    let report = Report {
        ticket_id: ticket.id,
        named: named(&ticket),
        queues: std::iter::once(ticket.queue_id).chain(ticket.other_queues).collect(),
        person: signed_in.person.clone(),
        writing: report.writing && !report.gone,
        gone: report.gone,
    };
    let now = app.now();
    app.presence.take_in(&report, now);
    signals::tell_presence(app, report).await;
    Ok(app.presence.at(ticket.id, now))
}

/// Whom a ticket is for that is for named persons only.
fn named(ticket: &Ticket) -> Option<BTreeSet<PersonId>> {
    let beside = ticket.owner_id.into_iter().chain(ticket.responsible_id);
    let readers = ticket.readers.as_ref()?;
    Some(readers.iter().copied().chain(beside).collect())
}
