//! Text templates, and what becomes of them for a ticket.

use gloo_net::http::Method;
use pult_shared::{
    api::template::{RenderTemplate, RenderedTemplate, TemplateDef, TemplateKind, TemplateList, TemplateView},
    ids::{QueueId, TemplateId},
};

use super::{ApiError, Target};

/// Those of a queue; without one, those that the caller may edit.
pub async fn list_templates(queue: Option<QueueId>, kind: Option<TemplateKind>) -> Result<TemplateList, ApiError> {
    let queue = queue.map(|id| id.to_string());
    let target = Target::new("/templates")
        .with_some("queue_id", queue.as_deref())
        .with_some("kind", kind.map(TemplateKind::name));
    super::get(target).await
}

pub async fn create_template(template: &TemplateDef) -> Result<TemplateView, ApiError> {
    super::send_json(Method::POST, Target::new("/templates"), None, template).await
}

pub async fn save_template(id: TemplateId, template: &TemplateDef) -> Result<TemplateView, ApiError> {
    super::send_json(Method::PUT, Target::new(format!("/templates/{id}")), None, template).await
}

pub async fn delete_template(id: TemplateId) -> Result<(), ApiError> {
    super::send_empty(Method::DELETE, Target::new(format!("/templates/{id}"))).await
}

/// Fills the variables in; changes nothing.
pub async fn render_template(what: &RenderTemplate) -> Result<RenderedTemplate, ApiError> {
    super::send_json(Method::POST, Target::new("/templates/render"), None, what).await
}
