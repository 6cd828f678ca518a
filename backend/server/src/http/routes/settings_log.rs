//! `/settings-log`: who changed what, from what to what.

use actix_web::{
    HttpResponse, get,
    web::{Data, Query},
};
use pult_shared::api::settings_log::SettingChangePage;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{error::ApiError, signed_in::Caller},
    service::settings_log::{ListSettingChanges, list},
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config.service(list_setting_changes);
}

/// Which changes.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SettingChangesQuery {
    /// `state`, `priority`, `type`, `service`, `field`, `queue`, `role` or `template`. Left out: all.
    pub kind: Option<String>,
    /// The key or id of one thing.
    pub key: Option<String>,
    /// `next_cursor` of the page before; left out for the first page.
    pub cursor: Option<String>,
    /// Items on the page, 1 to 200; 50 when left out.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
}

/// List changes of settings
///
/// Newest first, each with the definition before and after. Everything for administrators; for others what concerns queues that they
/// manage.
#[utoipa::path(
    tag = "settings",
    params(SettingChangesQuery),
    responses((status = OK, description = "A page of the log", body = SettingChangePage), Problems)
)]
#[get("/settings-log")]
pub async fn list_setting_changes(
    app: Data<App>,
    caller: Caller,
    query: Query<SettingChangesQuery>,
) -> Result<HttpResponse, ApiError> {
    let query = query.into_inner();
    let request = ListSettingChanges {
        kind: query.kind,
        key: query.key,
        cursor: query.cursor,
        limit: query.limit,
    };
    Ok(HttpResponse::Ok().json(list(&app, &caller, request).await?))
}
