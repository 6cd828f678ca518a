//! Bulk jobs: commands for many tickets.

use gloo_net::http::Method;
use pult_shared::{
    api::bulk::{BulkJobList, BulkJobView},
    ids::{BulkJobId, TicketId},
};
use serde::Serialize;
use serde_json::Value;

use super::{ApiError, Target};

/// The body of `create_bulk_job`, with commands as the desk or a macro wrote them.
#[derive(Serialize)]
pub struct Job {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ticket_ids: Vec<TicketId>,
    pub commands: Vec<Value>,
    pub incident: bool,
}

pub async fn create_bulk_job(job: &Job) -> Result<BulkJobView, ApiError> {
    super::send_json(Method::POST, Target::new("/bulk-jobs"), None, job).await
}

pub async fn list_bulk_jobs() -> Result<BulkJobList, ApiError> {
    super::get(Target::new("/bulk-jobs")).await
}

pub async fn get_bulk_job(id: BulkJobId) -> Result<BulkJobView, ApiError> {
    super::get(Target::new(format!("/bulk-jobs/{id}"))).await
}

pub async fn stop_bulk_job(id: BulkJobId) -> Result<BulkJobView, ApiError> {
    super::send_json(Method::POST, Target::new(format!("/bulk-jobs/{id}/stop")), None, &()).await
}
