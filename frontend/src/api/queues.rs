//! Queues, and who may own their tickets.

use pult_shared::{
    api::{queue::QueueList, session::AgentView},
    ids::QueueId,
};
use serde::Deserialize;

use super::{ApiError, Target};

#[derive(Deserialize)]
struct AgentList {
    items: Vec<AgentView>,
}

pub async fn list_queues() -> Result<QueueList, ApiError> {
    super::get(Target::new("/queues")).await
}

pub async fn list_agents(queue: QueueId) -> Result<Vec<AgentView>, ApiError> {
    let list: AgentList = super::get(Target::new(format!("/queues/{queue}/agents"))).await?;
    Ok(list.items)
}
