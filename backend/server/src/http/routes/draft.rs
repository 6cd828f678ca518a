//! `/drafts`: what somebody is writing.

use actix_web::{
    HttpResponse, delete, get, put,
    web::{Data, Path, Query},
};
use pult_shared::{
    api::draft::{DraftList, DraftView, SaveDraft},
    ids::DraftId,
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{body::Body, error::ApiError, signed_in::Caller},
    service::draft::{delete::delete, list::list, save::save},
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config.service(list_drafts).service(save_draft).service(delete_draft);
}

/// Which drafts.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DraftQuery {
    /// The id or number of a ticket. Left out: all of the caller's drafts.
    pub ticket: Option<String>,
}

/// List one's drafts
///
/// The caller's own, newest first.
#[utoipa::path(
    tag = "drafts",
    params(DraftQuery),
    responses((status = OK, description = "The drafts", body = DraftList), Problems)
)]
#[get("/drafts")]
pub async fn list_drafts(app: Data<App>, caller: Caller, query: Query<DraftQuery>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(list(&app, &caller, query.ticket.as_deref()).await?))
}

/// Save a draft
///
/// There is one for each ticket and kind; saving replaces it. It goes by itself when what it holds is sent, and after 30 days.
#[utoipa::path(
    tag = "drafts",
    request_body = SaveDraft,
    responses((status = OK, description = "The draft", body = DraftView), Problems)
)]
#[put("/drafts")]
pub async fn save_draft(app: Data<App>, caller: Caller, body: Body<SaveDraft>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(save(&app, &caller, &body.0).await?))
}

/// Throw a draft away
#[utoipa::path(
    tag = "drafts",
    params(("id" = DraftId, Path, description = "The draft")),
    responses((status = NO_CONTENT, description = "It is gone"), Problems)
)]
#[delete("/drafts/{id}")]
pub async fn delete_draft(app: Data<App>, caller: Caller, id: Path<DraftId>) -> Result<HttpResponse, ApiError> {
    delete(&app, &caller, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}
