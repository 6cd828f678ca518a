//! Report that one looks at a ticket, writes, or has left.

use pult_domain::ticket::Side;
use pult_shared::{
    api::presence::{PresenceView, ReportPresence},
    error::ErrorCode,
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
        queue_id: ticket.queue_id,
        person: signed_in.person.clone(),
        writing: report.writing && !report.gone,
        gone: report.gone,
    };
    let now = app.now();
    app.presence.take_in(&report, now);
    signals::tell_presence(app, report).await;
    Ok(app.presence.at(ticket.id, now))
}
