//! List one's own drafts.

use pult_domain::policy;
use pult_shared::{
    api::draft::{DraftList, DraftView},
    ids::TicketId,
};
use pult_store::{Conn, drafts, tickets};

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn, ticket::find},
};

/// The person's drafts, newest first; those of one ticket where one is named. Drafts for tickets that are out of the person's sight by
/// now are left out.
///
/// # Errors
/// `ticket_not_found`, also for a ticket that the person may not see.
pub async fn list(app: &App, signed_in: &SignedIn, ticket: Option<&str>) -> Result<DraftList, ServiceError> {
    if let Some(ticket) = ticket {
        let (ticket, _) = find::find(&app.store, signed_in, ticket).await?;
        let items = of_ticket(&app.store, signed_in, ticket.id).await?;
        return Ok(DraftList { items });
    }
    let person = signed_in.actor.person_id;
    let mut items = drafts::list(&app.store, person, None).await?;
    let named: Vec<TicketId> = items.iter().filter_map(|draft| draft.ticket_id).collect();
    let named = tickets::find_many(&app.store, &named).await?;
    let is_visible = |ticket: TicketId| {
        let ticket = named.get(&ticket);
        ticket.is_some_and(|ticket| policy::side(&signed_in.actor, ticket).is_some())
    };
    items.retain(|draft| draft.ticket_id.is_none_or(is_visible));
    Ok(DraftList { items })
}

/// The person's drafts for a ticket that they may see.
///
/// # Errors
/// When the database fails.
pub async fn of_ticket(
    conn: &impl Conn,
    signed_in: &SignedIn,
    ticket: TicketId,
) -> Result<Vec<DraftView>, ServiceError> {
    Ok(drafts::list(conn, signed_in.actor.person_id, Some(ticket)).await?)
}
