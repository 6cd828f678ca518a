//! At what the jobs of the desk fail.

use pult_shared::api::failure::JobFailureList;

use super::{ApiError, Target};

pub async fn list_job_failures() -> Result<JobFailureList, ApiError> {
    super::get(Target::new("/job-failures")).await
}
