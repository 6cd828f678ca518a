//! `/queues`: the queue tree as the caller may see it.

use actix_web::{
    HttpResponse, get,
    web::{Data, Path},
};
use pult_shared::{
    api::{queue::QueueList, session::AgentList},
    ids::QueueId,
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{error::ApiError, signed_in::Caller},
    service::queue::{agents::agents, list::list},
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config.service(list_queues).service(list_agents);
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
