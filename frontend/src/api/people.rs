//! People, looked up by agents.

use pult_shared::{
    api::person::{PersonCard, PersonList},
    ids::{PersonId, QueueId},
};

use super::{ApiError, Target};

/// People by name, account id or address, the best fits first.
pub async fn list_people(query: &str, limit: u32) -> Result<PersonList, ApiError> {
    let target = Target::new("/people").with("query", query);
    super::get(target.with("limit", &limit.to_string())).await
}

/// Agents by name, account id or address: of one queue, or of all that the caller sees.
pub async fn list_agents(query: &str, queue: Option<QueueId>, limit: u32) -> Result<PersonList, ApiError> {
    let queue = queue.map(|id| id.to_string());
    let target = Target::new("/people")
        .with("query", query)
        .with_some("queue_id", queue.as_deref())
        .with("agents", "true");
    super::get(target.with("limit", &limit.to_string())).await
}

pub async fn get_person(id: PersonId) -> Result<PersonCard, ApiError> {
    super::get(Target::new(format!("/people/{id}"))).await
}
