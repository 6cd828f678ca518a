//! Requests for queues: asking, and deciding.

use gloo_net::http::Method;
use pult_shared::api::queue_request::{
    ApproveQueueRequest, QueueRequestDef, QueueRequestList, QueueRequestStatus, QueueRequestView, RefuseQueueRequest,
};

use super::{ApiError, Target};
use crate::web;

pub async fn list_queue_requests(status: QueueRequestStatus) -> Result<QueueRequestList, ApiError> {
    super::get(Target::new("/queue-requests").with("status", status.name())).await
}

pub async fn create_queue_request(wanted: &QueueRequestDef) -> Result<QueueRequestView, ApiError> {
    super::send_json(Method::POST, Target::new("/queue-requests"), None, wanted).await
}

pub async fn get_queue_request(number: &str) -> Result<QueueRequestView, ApiError> {
    super::get(one(number, "")).await
}

pub async fn approve_queue_request(number: &str, changes: &ApproveQueueRequest) -> Result<QueueRequestView, ApiError> {
    super::send_json(Method::POST, one(number, "/approve"), None, changes).await
}

pub async fn refuse_queue_request(number: &str, refusal: &RefuseQueueRequest) -> Result<QueueRequestView, ApiError> {
    super::send_json(Method::POST, one(number, "/refuse"), None, refusal).await
}

fn one(number: &str, verb: &str) -> Target {
    Target::new(format!("/queue-requests/{}{verb}", web::encoded(number)))
}
