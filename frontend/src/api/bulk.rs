//! Bulk jobs: commands for many tickets.

use gloo_net::http::Method;
use pult_shared::{
    api::bulk::{BulkJobList, BulkJobView, CreateBulkJob},
    ids::BulkJobId,
};

use super::{ApiError, Target};

pub async fn create_bulk_job(job: &CreateBulkJob) -> Result<BulkJobView, ApiError> {
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
