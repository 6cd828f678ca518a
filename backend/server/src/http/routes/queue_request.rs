//! `/queue-requests`: ask for a queue, and decide on what others have asked for.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Path, Query},
};
use pult_shared::{
    api::queue_request::{
        ApproveQueueRequest, QueueRequestDef, QueueRequestList, QueueRequestStatus, QueueRequestView,
        RefuseQueueRequest,
    },
    ticket::TicketNumber,
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{body::Body, error::ApiError, signed_in::Caller},
    service::queue_request::{approve, create, list, refuse, show},
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config
        .service(list_queue_requests)
        .service(create_queue_request)
        .service(get_queue_request)
        .service(approve_queue_request)
        .service(refuse_queue_request);
}

/// Which requests.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct QueueRequestsQuery {
    /// Left out: those that nobody has decided yet.
    pub status: Option<QueueRequestStatus>,
}

/// List requests for queues
///
/// Newest first, at most 200: all for administrators, for others those below queues that they manage.
#[utoipa::path(
    tag = "queues",
    params(QueueRequestsQuery),
    responses((status = OK, description = "The requests", body = QueueRequestList), Problems)
)]
#[get("/queue-requests")]
pub async fn list_queue_requests(
    app: Data<App>,
    caller: Caller,
    query: Query<QueueRequestsQuery>,
) -> Result<HttpResponse, ApiError> {
    let status = query.into_inner().status.unwrap_or_default();
    Ok(HttpResponse::Ok().json(list::list(&app, &caller, status).await?))
}

/// Ask for a queue
///
/// Opens a ticket, in which it is talked about and answered. Who may ask is set by the site; agents may unless it says otherwise.
#[utoipa::path(
    tag = "queues",
    request_body = QueueRequestDef,
    responses((status = CREATED, description = "The request", body = QueueRequestView), Problems)
)]
#[post("/queue-requests")]
pub async fn create_queue_request(
    app: Data<App>,
    caller: Caller,
    body: Body<QueueRequestDef>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Created().json(create::create(&app, &caller, &body.0).await?))
}

/// Show a request for a queue
///
/// For whoever asked, and for whoever may decide: administrators, and who holds `manage` on the queue above. The latter see what an approval
/// would make.
#[utoipa::path(
    tag = "queues",
    params(("ticket" = String, Path, description = "The number of its ticket")),
    responses((status = OK, description = "The request", body = QueueRequestView), Problems)
)]
#[get("/queue-requests/{ticket}")]
pub async fn get_queue_request(app: Data<App>, caller: Caller, ticket: Path<String>) -> Result<HttpResponse, ApiError> {
    let number = TicketNumber(ticket.into_inner());
    Ok(HttpResponse::Ok().json(show::show(&app, &caller, &number).await?))
}

/// Approve a request for a queue
///
/// Queue, address, roles and their members are made in one step, whoever asked is told in the ticket, and it is closed.
#[utoipa::path(
    tag = "queues",
    params(("ticket" = String, Path, description = "The number of its ticket")),
    request_body = ApproveQueueRequest,
    responses((status = OK, description = "The request as it is then", body = QueueRequestView), Problems)
)]
#[post("/queue-requests/{ticket}/approve")]
pub async fn approve_queue_request(
    app: Data<App>,
    caller: Caller,
    ticket: Path<String>,
    body: Body<ApproveQueueRequest>,
) -> Result<HttpResponse, ApiError> {
    let number = TicketNumber(ticket.into_inner());
    Ok(HttpResponse::Ok().json(approve::approve(&app, &caller, &number, &body.0).await?))
}

/// Refuse a request for a queue
///
/// Whoever asked gets the reason as an answer in the ticket, and it is closed.
#[utoipa::path(
    tag = "queues",
    params(("ticket" = String, Path, description = "The number of its ticket")),
    request_body = RefuseQueueRequest,
    responses((status = OK, description = "The request as it is then", body = QueueRequestView), Problems)
)]
#[post("/queue-requests/{ticket}/refuse")]
pub async fn refuse_queue_request(
    app: Data<App>,
    caller: Caller,
    ticket: Path<String>,
    body: Body<RefuseQueueRequest>,
) -> Result<HttpResponse, ApiError> {
    let number = TicketNumber(ticket.into_inner());
    Ok(HttpResponse::Ok().json(refuse::refuse(&app, &caller, &number, &body.0.reason).await?))
}
