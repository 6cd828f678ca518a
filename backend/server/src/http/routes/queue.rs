//! `/queues`: the queue tree as the caller may see it, and what is set up for each.

use actix_web::{
    HttpResponse, delete, get, post, put,
    web::{Data, Path, Query},
};
use pult_shared::{
    api::{
        queue::{QueueList, QueueSettings, QueueSettingsView},
        reading::ReadingPage,
        session::AgentList,
    },
    ids::QueueId,
    ticket::TicketNumber,
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{body::Body, error::ApiError, signed_in::Caller},
    service::queue::{
        agents::agents,
        create, delete,
        list::list,
        readings::{self, ListReadings},
        save, settings,
    },
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config
        .service(list_queues)
        .service(list_agents)
        .service(create_queue)
        .service(get_queue_settings)
        .service(save_queue_settings)
        .service(delete_queue)
        .service(list_readings);
}

/// List the queues
///
/// With their addresses; parents come before children. Agents get counters of the queues that they work in, customers the
/// queues in which they may open tickets.
#[utoipa::path(tag = "queues", responses((status = OK, description = "The queues", body = QueueList), Problems))]
#[get("/queues")]
pub async fn list_queues(app: Data<App>, caller: Caller) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(list(&app, &caller).await?))
}

/// List who may own tickets of a queue
#[utoipa::path(
    tag = "queues",
    params(("queue_id" = QueueId, Path, description = "The queue")),
    responses((status = OK, description = "The agents, by name", body = AgentList), Problems)
)]
#[get("/queues/{queue_id}/agents")]
pub async fn list_agents(app: Data<App>, caller: Caller, queue: Path<QueueId>) -> Result<HttpResponse, ApiError> {
    let items = agents(&app, &caller, *queue).await?;
    Ok(HttpResponse::Ok().json(AgentList { items }))
}

/// Make a queue
///
/// For administrators, and for whoever holds `manage` on the queue above.
#[utoipa::path(
    tag = "queues",
    request_body = QueueSettings,
    responses((status = CREATED, description = "The new queue", body = QueueSettingsView), Problems)
)]
#[post("/queues")]
pub async fn create_queue(app: Data<App>, caller: Caller, body: Body<QueueSettings>) -> Result<HttpResponse, ApiError> {
    let made = create::create(&app, &caller, &body.0).await?;
    let location = ("location", format!("/api/v1/queues/{}/settings", made.id));
    Ok(HttpResponse::Created().insert_header(location).json(made))
}

/// Get what is set up for a queue
///
/// For administrators, and for whoever holds `manage` on it.
#[utoipa::path(
    tag = "queues",
    params(("queue_id" = QueueId, Path, description = "The queue")),
    responses((status = OK, description = "Its settings", body = QueueSettingsView), Problems)
)]
#[get("/queues/{queue_id}/settings")]
pub async fn get_queue_settings(
    app: Data<App>,
    caller: Caller,
    queue: Path<QueueId>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(settings::settings(&app, &caller, *queue).await?))
}

/// Change what is set up for a queue
///
/// Whoever holds `manage` on it changes names, texts, follow-up, unlock time-out and defaults; its place in the tree, key, addresses,
/// portal, catch-all and validity need `manage` on the queue above. With its path those of all queues below change.
#[utoipa::path(
    tag = "queues",
    params(("queue_id" = QueueId, Path, description = "The queue")),
    request_body = QueueSettings,
    responses((status = OK, description = "Its settings as they were saved", body = QueueSettingsView), Problems)
)]
#[put("/queues/{queue_id}/settings")]
pub async fn save_queue_settings(
    app: Data<App>,
    caller: Caller,
    queue: Path<QueueId>,
    body: Body<QueueSettings>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(save::save(&app, &caller, *queue, &body.0).await?))
}

/// Delete a queue
///
/// Only one that holds no tickets and that nothing else refers to (else `in_use`: make it invalid). For administrators, and for whoever
/// holds `manage` on the queue above.
#[utoipa::path(
    tag = "queues",
    params(("queue_id" = QueueId, Path, description = "The queue")),
    responses((status = NO_CONTENT, description = "It is gone"), Problems)
)]
#[delete("/queues/{queue_id}")]
pub async fn delete_queue(app: Data<App>, caller: Caller, queue: Path<QueueId>) -> Result<HttpResponse, ApiError> {
    delete::delete(&app, &caller, *queue).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Which part of the log of reading.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReadingsQuery {
    /// The number of one ticket. Left out: all.
    pub ticket: Option<String>,
    /// `next_cursor` of the page before; left out for the first page.
    pub cursor: Option<String>,
    /// Items on the page, 1 to 200; 50 when left out.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
}

/// List who has read tickets of a sensitive queue
///
/// Newest first, with those of the queues below it. For administrators, and for whoever holds `manage` on it. The same person reading the
/// same within a quarter of an hour is one entry; lists that show a subject are none.
#[utoipa::path(
    tag = "queues",
    params(("queue_id" = QueueId, Path, description = "The queue"), ReadingsQuery),
    responses((status = OK, description = "A page of the log", body = ReadingPage), Problems)
)]
#[get("/queues/{queue_id}/readings")]
pub async fn list_readings(
    app: Data<App>,
    caller: Caller,
    queue: Path<QueueId>,
    query: Query<ReadingsQuery>,
) -> Result<HttpResponse, ApiError> {
    let query = query.into_inner();
    let request = ListReadings {
        ticket: query.ticket.map(TicketNumber),
        cursor: query.cursor,
        limit: query.limit,
    };
    Ok(HttpResponse::Ok().json(readings::list(&app, &caller, *queue, request).await?))
}
