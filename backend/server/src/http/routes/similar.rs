//! `/tickets/{ticket}/similar` and `/incidents`: requests that are likely one.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Path},
};
use pult_shared::api::{
    bulk::BulkJobView,
    incident::{AnswerIncident, IncidentView},
    similar::{MakeIncident, SimilarTickets},
    ticket::TicketView,
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{body::Body, error::ApiError, if_match::etag, signed_in::Caller},
    service::{
        bulk::answer,
        ticket::{incident, show, similar::similar},
    },
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config
        .service(list_similar_tickets)
        .service(make_incident)
        .service(get_incident)
        .service(answer_incident);
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
/// Links them below a ticket that is there, or below a new one in the queue of the first. All of it or nothing. One answer goes to each person by
/// `answer_incident`; closing the ticket above closes those below.
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

/// Show whom an answer to an incident goes to
///
/// How many are written to in which language, how many get none, and which tickets below could not be closed along with it. Agents only.
#[utoipa::path(
    tag = "tickets",
    params(("ticket" = String, Path, description = "The ticket above, by id or number")),
    responses((status = OK, description = "Who is below it", body = IncidentView), Problems)
)]
#[get("/incidents/{ticket}")]
pub async fn get_incident(app: Data<App>, caller: Caller, ticket: Path<String>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(answer::get(&app, &caller, &ticket).await?))
}

/// Answer all who have asked below an incident
///
/// Each open ticket below it that the caller may answer gets a mail of its own, in its customer's language, as a bulk job of the caller: what was sent is never sent twice, and
/// what could not be is listed there. The ticket above gets a note with the text. With `close` it is closed at once, and each ticket below once it is answered, without a
/// second mail; one that cannot be closed stays open and says why.
#[utoipa::path(
    tag = "tickets",
    params(("ticket" = String, Path, description = "The ticket above, by id or number")),
    request_body = AnswerIncident,
    responses((status = ACCEPTED, description = "The job", body = BulkJobView), Problems)
)]
#[post("/incidents/{ticket}/answer")]
pub async fn answer_incident(
    app: Data<App>,
    caller: Caller,
    ticket: Path<String>,
    body: Body<AnswerIncident>,
) -> Result<HttpResponse, ApiError> {
    let job = answer::answer(&app, &caller, &ticket, &body.0).await?;
    let location = ("location", format!("/api/v1/bulk-jobs/{}", job.id));
    Ok(HttpResponse::Accepted().insert_header(location).json(job))
}
