//! `/tickets/{ticket}/similar` and `/incidents`: requests that are likely one.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Path},
};
use pult_shared::api::{
    similar::{MakeIncident, SimilarTickets},
    ticket::TicketView,
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{body::Body, error::ApiError, if_match::etag, signed_in::Caller},
    service::ticket::{incident, show, similar::similar},
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config.service(list_similar_tickets).service(make_incident);
}

/// List tickets that are likely about the same
///
/// At most ten of a month around it that the caller sees at the desk, with the reasons: the same message, one person who asks again or
/// two desks, texts with much in common. What is linked or merged already is left out. Agents only.
#[utoipa::path(
    tag = "tickets",
    params(("ticket" = String, Path, description = "The ticket's id or number")),
    responses((status = OK, description = "The likeliest first", body = SimilarTickets), Problems)
)]
#[get("/tickets/{ticket}/similar")]
pub async fn list_similar_tickets(
    app: Data<App>,
    caller: Caller,
    ticket: Path<String>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(similar(&app, &caller, &ticket).await?))
}

/// Make an incident of several tickets
///
/// Links them below a ticket that is there, or below a new one in the queue of the first. All of it or nothing. Answers go to each person by a
/// bulk reply; closing the ticket above can close those below.
#[utoipa::path(
    tag = "tickets",
    request_body = MakeIncident,
    responses((status = OK, description = "The ticket above them", body = TicketView), Problems)
)]
#[post("/incidents")]
pub async fn make_incident(app: Data<App>, caller: Caller, body: Body<MakeIncident>) -> Result<HttpResponse, ApiError> {
    let ticket = incident::make_incident(&app, &caller, &body.0).await?;
    let view = show::of(&app, &caller, &ticket).await?;
    Ok(HttpResponse::Ok().insert_header(etag(view.version)).json(view))
}
