//! List tickets: what a filter finds among those that the person may see.

use pult_domain::refusal::Refusal;
use pult_shared::{
    api::ticket::{TicketPage, TicketScope, TicketSort},
    error::FieldCode,
    limits::{OFFSET_MAX, PAGE_DEFAULT, PAGE_MAX},
};
use pult_store::tickets::{self, Start};

use super::{
    asked::{meant, question, read_filter, visibility},
    view,
};
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
    /// Jumps so far into the list; not together with `cursor`.
    pub offset: Option<u32>,
    pub limit: Option<u32>,
}

/// A page of tickets. Costs a fixed number of queries.
///
/// # Errors
/// `invalid_filter` with reason and place, `invalid` for a cursor that is none, for an order by who is responsible or by queue outside of the desk, and for an offset beyond the limit or beside a cursor.
pub async fn list(app: &App, signed_in: &SignedIn, request: &ListTickets) -> Result<TicketPage, ServiceError> {
    if of_the_desk(request.sort) && request.scope != TicketScope::Desk {
        return Err(Refusal::field("sort", FieldCode::NotAllowed).into());
    }
    let filter = read_filter(signed_in, &request.filter, "filter")?;
    let filter = meant(signed_in, request.scope, filter);
    let visible = visibility(&signed_in.actor, request.scope);
    let page = tickets::page(
        &app.store,
        &question(signed_in, &visible, &filter, app.now()),
        request.sort,
        start(request)?,
        request.limit.unwrap_or(PAGE_DEFAULT).clamp(1, PAGE_MAX),
    )
    .await?;
    let items = view::many(&app.store, signed_in, &page.items).await?;
    Ok(TicketPage {
        items,
        next_cursor: page.next_cursor,
    })
}

/// Customers do not see who is responsible, nor the names of queues that are kept from them; and by an order they would learn which name comes
/// before which.
const fn of_the_desk(sort: TicketSort) -> bool {
    use TicketSort as S;
    matches!(
        sort,
        S::ResponsibleAsc | S::ResponsibleDesc | S::QueueAsc | S::QueueDesc
    )
}

fn start(request: &ListTickets) -> Result<Start<'_>, Refusal> {
    match (request.cursor.as_deref(), request.offset) {
        (Some(_), Some(_)) => Err(Refusal::field("offset", FieldCode::NotAllowed)),
        (_, Some(offset)) if offset > OFFSET_MAX => Err(Refusal::field("offset", FieldCode::TooLong)),
        (None, Some(offset)) => Ok(Start::Offset(offset)),
        (cursor, None) => Ok(Start::from(cursor)),
    }
}
