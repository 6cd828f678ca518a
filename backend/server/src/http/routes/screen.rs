//! `/tickets/count` and `/tickets/{ticket}/screen`: what the agent's pages ask first.

use actix_web::{
    HttpResponse, get,
    web::{Data, Path, Query},
};
use pult_shared::api::ticket::{TicketCount, TicketScope, TicketScreen};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{error::ApiError, if_match::etag, signed_in::Caller},
    service::ticket::{count::count, screen::screen},
};

/// To be registered before `/tickets/{ticket}`, which would take `count` for a number.
pub fn register(config: &mut ServiceConfig<'_>) {
    config.service(count_tickets).service(get_ticket_screen);
}

/// Which tickets.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CountQuery {
    /// A filter's text form. Left out: all.
    #[serde(default)]
    pub filter: String,
    #[serde(default)]
    pub scope: TicketScope,
}

/// Count tickets
///
/// How many a filter finds among the tickets that the caller may see.
#[utoipa::path(
    tag = "tickets",
    params(CountQuery),
    responses((status = OK, description = "How many there are", body = TicketCount), Problems)
)]
#[get("/tickets/count")]
pub async fn count_tickets(app: Data<App>, caller: Caller, query: Query<CountQuery>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(count(&app, &caller, &query.filter, query.scope).await?))
}

/// Show all that the page of a ticket shows
///
/// The ticket, its newest articles, who asked and their other tickets, one's drafts, and who else is there: in one answer.
#[utoipa::path(
    tag = "tickets",
    params(("ticket" = String, Path, description = "The ticket's id or number")),
    responses((status = OK, description = "The screen; the ticket's version is the `ETag`", body = TicketScreen), Problems)
)]
#[get("/tickets/{ticket}/screen")]
pub async fn get_ticket_screen(app: Data<App>, caller: Caller, ticket: Path<String>) -> Result<HttpResponse, ApiError> {
    let screen = screen(&app, &caller, &ticket).await?;
    Ok(HttpResponse::Ok()
        .insert_header(etag(screen.ticket.version))
        .json(screen))
}
