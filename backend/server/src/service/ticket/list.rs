//! List tickets: what a filter finds among those that the person may see.

use pult_domain::{policy, refusal::Refusal};
use pult_shared::{
    api::ticket::{TicketPage, TicketScope, TicketSort},
    error::{ErrorCode, FieldCode, FieldError},
    filter::Filter,
    limits::{PAGE_DEFAULT, PAGE_MAX},
};
use pult_store::tickets::{self, Question};

use super::view;
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// Which page of which list.
#[derive(Clone, Debug, Default)]
pub struct ListTickets {
    /// The text form of a `Filter`.
    pub filter: String,
    pub sort: TicketSort,
    pub scope: TicketScope,
    pub cursor: Option<String>,
    pub limit: Option<u32>,
}

/// A page of tickets. Costs a fixed number of queries.
///
/// # Errors
/// `invalid_filter` with the reason, `invalid` for a cursor that is none.
pub async fn list(app: &App, signed_in: &SignedIn, request: &ListTickets) -> Result<TicketPage, ServiceError> {
    let filter = Filter::parse(&request.filter).map_err(|error| Refusal {
        code: ErrorCode::InvalidFilter,
        detail: Some(error.to_string()),
        errors: vec![FieldError::new("filter", FieldCode::Malformed)],
    })?;
    let visibility = match request.scope {
        TicketScope::All => policy::visible_tickets(&signed_in.actor),
        TicketScope::Desk => policy::desk_tickets(&signed_in.actor),
        TicketScope::Portal => policy::portal_tickets(&signed_in.actor),
    };
    let question = Question {
        visibility: &visibility,
        filter: &filter,
        me: Some(signed_in.actor.person_id),
        tree: &signed_in.tree,
        now: app.now(),
    };
    let start = request.cursor.as_deref().into();
    let limit = request.limit.unwrap_or(PAGE_DEFAULT).clamp(1, PAGE_MAX);
    let page = tickets::page(&app.store, &question, request.sort, start, limit).await?;
    let items = view::many(&app.store, signed_in, &page.items).await?;
    Ok(TicketPage {
        items,
        next_cursor: page.next_cursor,
    })
}
