//! `/tags`: the tags that are in use, for completion.

use actix_web::{
    HttpResponse, get,
    web::{Data, Query},
};
use pult_shared::api::tag::TagList;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{error::ApiError, signed_in::Caller},
    service::tag::list::list,
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config.service(list_tags);
}

/// Which tags.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TagQuery {
    /// How they begin. Left out: any.
    #[serde(default)]
    pub prefix: String,
}

/// List the tags in use
///
/// Those of the tickets that the caller may see as an agent, the most used first, at most 50.
#[utoipa::path(
    tag = "tickets",
    params(TagQuery),
    responses((status = OK, description = "The tags", body = TagList), Problems)
)]
#[get("/tags")]
pub async fn list_tags(app: Data<App>, caller: Caller, query: Query<TagQuery>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(list(&app, &caller, &query.prefix).await?))
}
