//! Saved views.

use gloo_net::http::Method;
use pult_shared::{
    api::view::{SavedView, ViewDef, ViewList},
    ids::ViewId,
};

use super::{ApiError, Target};

pub async fn list_views() -> Result<ViewList, ApiError> {
    super::get(Target::new("/views")).await
}

pub async fn create_view(view: &ViewDef) -> Result<SavedView, ApiError> {
    super::send_json(Method::POST, Target::new("/views"), None, view).await
}

pub async fn save_view(id: ViewId, view: &ViewDef) -> Result<SavedView, ApiError> {
    super::send_json(Method::PUT, Target::new(format!("/views/{id}")), None, view).await
}

pub async fn delete_view(id: ViewId) -> Result<(), ApiError> {
    super::send_empty(Method::DELETE, Target::new(format!("/views/{id}"))).await
}
