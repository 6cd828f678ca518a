//! Directories: their state, comparisons, trying entries out.

use gloo_net::http::Method;
use pult_shared::{
    api::directory::{CreateDirectoryRun, DirectoryList, DirectoryRun, DirectoryTrial, TryDirectory},
    ids::DirectoryRunId,
};

use super::{ApiError, Target};

pub async fn list_directories() -> Result<DirectoryList, ApiError> {
    super::get(Target::new("/directories")).await
}

pub async fn create_directory_run(request: &CreateDirectoryRun) -> Result<DirectoryRun, ApiError> {
    super::send_json(Method::POST, Target::new("/directory-runs"), None, request).await
}

pub async fn get_directory_run(id: DirectoryRunId) -> Result<DirectoryRun, ApiError> {
    super::get(Target::new(format!("/directory-runs/{id}"))).await
}

pub async fn try_directory(request: &TryDirectory) -> Result<DirectoryTrial, ApiError> {
    super::send_json(Method::POST, Target::new("/directory-trials"), None, request).await
}
