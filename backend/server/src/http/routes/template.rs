//! `/templates`: what agents write again and again.

use actix_web::{
    HttpResponse, delete, get, post, put,
    web::{Data, Path, Query},
};
use pult_shared::{
    api::template::{RenderTemplate, RenderedTemplate, TemplateDef, TemplateKind, TemplateList, TemplateView},
    ids::{QueueId, TemplateId},
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{body::Body, error::ApiError, signed_in::Caller},
    service::template::{edit, list, render},
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config
        .service(list_templates)
        .service(create_template)
        .service(render_template)
        .service(save_template)
        .service(delete_template);
}

/// Which templates.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TemplatesQuery {
    /// Those that are offered in this queue. Left out: those that the caller may edit.
    pub queue_id: Option<QueueId>,
    pub kind: Option<TemplateKind>,
}

/// List templates
///
/// Those of a queue, of the queues above it and of every queue, as far as they are valid; without a queue those that the caller may
/// edit. By name.
#[utoipa::path(
    tag = "templates",
    params(TemplatesQuery),
    responses((status = OK, description = "The templates", body = TemplateList), Problems)
)]
#[get("/templates")]
pub async fn list_templates(
    app: Data<App>,
    caller: Caller,
    query: Query<TemplatesQuery>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(list::list(&app, &caller, query.queue_id, query.kind).await?))
}

/// Make a template
///
/// For administrators, and for whoever holds `manage` in every queue that it is offered in.
#[utoipa::path(
    tag = "templates",
    request_body = TemplateDef,
    responses((status = CREATED, description = "The new template", body = TemplateView), Problems)
)]
#[post("/templates")]
pub async fn create_template(
    app: Data<App>,
    caller: Caller,
    body: Body<TemplateDef>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Created().json(edit::create(&app, &caller, &body.0).await?))
}

/// Fill in a template
///
/// One of the desk for a ticket, or one that is being written, to try it out. Variables that do not exist stay empty and are named in
/// `unknown`. For agents.
#[utoipa::path(
    tag = "templates",
    request_body = RenderTemplate,
    responses((status = OK, description = "The text", body = RenderedTemplate), Problems)
)]
#[post("/templates/render")]
pub async fn render_template(
    app: Data<App>,
    caller: Caller,
    body: Body<RenderTemplate>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(render::render(&app, &caller, body.0).await?))
}

/// Change a template
///
/// For administrators, and for whoever holds `manage` in every queue that it is offered in, before and after.
#[utoipa::path(
    tag = "templates",
    params(("template_id" = TemplateId, Path, description = "The template")),
    request_body = TemplateDef,
    responses((status = OK, description = "The template as it was saved", body = TemplateView), Problems)
)]
#[put("/templates/{template_id}")]
pub async fn save_template(
    app: Data<App>,
    caller: Caller,
    template: Path<TemplateId>,
    body: Body<TemplateDef>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(edit::save(&app, &caller, *template, &body.0).await?))
}

/// Delete a template
///
/// Rights as for `save_template`.
#[utoipa::path(
    tag = "templates",
    params(("template_id" = TemplateId, Path, description = "The template")),
    responses((status = NO_CONTENT, description = "It is gone"), Problems)
)]
#[delete("/templates/{template_id}")]
pub async fn delete_template(
    app: Data<App>,
    caller: Caller,
    template: Path<TemplateId>,
) -> Result<HttpResponse, ApiError> {
    edit::delete(&app, &caller, *template).await?;
    Ok(HttpResponse::NoContent().finish())
}
