//! Show one ticket.

use pult_domain::ticket::Ticket;
use pult_shared::api::{reading::ReadingOf, ticket::TicketView};

use super::{reading, view};
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// The ticket with this id or number.
///
/// # Errors
/// `ticket_not_found`, also for one that the person may not see.
pub async fn show(app: &App, signed_in: &SignedIn, ticket: &str) -> Result<TicketView, ServiceError> {
    let (ticket, _) = reading::find(app, signed_in, ticket, ReadingOf::Ticket).await?;
    view::one(&app.store, signed_in, &ticket).await
}

/// A ticket that the caller has just opened or changed; shown even where a move has taken it out of their sight.
///
/// # Errors
/// When the database fails.
pub async fn of(app: &App, signed_in: &SignedIn, ticket: &Ticket) -> Result<TicketView, ServiceError> {
    view::one(&app.store, signed_in, ticket).await
}
