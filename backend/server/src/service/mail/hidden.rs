//! Mails of tickets that are for other named persons only: that they came and went is the administrators' to know, what they say is not.

use std::collections::BTreeSet;

use pult_domain::{policy, ticket::Side};
use pult_shared::{
    api::{
        mail::{IncomingMailView, OutgoingMailView},
        reading::ReadingOf,
    },
    error::ErrorCode,
    ids::TicketId,
};
use pult_store::tickets::{self, TicketKey};

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn, ticket::reading},
};

/// What stands in place of a subject.
const HIDDEN: &str = "…";

/// Those of these tickets whose mails the person must not read; one question, however many there are.
pub async fn of(
    app: &App,
    signed_in: &SignedIn,
    ids: impl Iterator<Item = TicketId>,
) -> Result<BTreeSet<TicketId>, ServiceError> {
    let ids: Vec<TicketId> = ids.collect();
    let found = tickets::find_many(&app.store, &ids).await?;
    let hidden = found
        .into_values()
        .filter(|ticket| !policy::may_read_mail_of(&signed_in.actor, ticket));
    Ok(hidden.map(|ticket| ticket.id).collect())
}

/// Lets somebody read a mail: refuses one of such a ticket, and notes the reading where the ticket is in a sensitive queue.
///
/// # Errors
/// `forbidden`; when the reading cannot be noted, nothing is read.
pub async fn read(app: &App, signed_in: &SignedIn, ticket: Option<TicketId>) -> Result<(), ServiceError> {
    let Some(id) = ticket else { return Ok(()) };
    // What was merged is where it went.
    let id = tickets::root_of(&app.store, id).await?.unwrap_or(id);
    let Some(ticket) = tickets::find(&app.store, &TicketKey::Id(id)).await? else {
        return Ok(());
    };
    if !policy::may_read_mail_of(&signed_in.actor, &ticket) {
        return Err(ServiceError::code(ErrorCode::Forbidden));
    }
    reading::note(app, signed_in, &ticket, Side::Agent, ReadingOf::RawMail).await
}

/// A line of the ledger without what the mail is about, whom it is from and where it went.
pub fn incoming(mail: IncomingMailView) -> IncomingMailView {
    IncomingMailView {
        envelope_from: String::new(),
        from: HIDDEN.to_owned(),
        ticket_number: None,
        subject: HIDDEN.to_owned(),
        ..mail
    }
}

/// A line of the outbox without what the mail is about, whom it is for and of which ticket it is.
pub fn outgoing(mail: OutgoingMailView) -> OutgoingMailView {
    OutgoingMailView {
        to: HIDDEN.to_owned(),
        ticket_id: None,
        ticket_number: None,
        subject: HIDDEN.to_owned(),
        ..mail
    }
}
