//! `/settings-log`: who changed what, from what to what.

use actix_web::{
    HttpResponse, get, post,
    web::{Data, Path, Query},
};
use pult_shared::api::settings_log::SettingChangePage;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{error::ApiError, signed_in::Caller},
    service::{
        settings_log::{ListSettingChanges, list},
        settings_undo::undo,
    },
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config.service(list_setting_changes).service(undo_setting_change);
}

/// Which changes.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct SettingChangesQuery {
    /// As `kind` of a change, for example `queue`. Left out: all.
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

/// Take a change of a setting back
///
/// What was changed is as before, what was deleted is there again (queues, roles, templates, rules, macros and filters under a new id; roles
/// without members), what was made is gone. With the same rights and checks as any change, and with a line of its own. Refused where the
/// thing was changed again since (`setting_changed_again`), and for what the log does not keep whole (`cannot_undo`): who was entered or merged,
/// and webhooks that were deleted.
#[utoipa::path(
    tag = "settings",
    params(("seq" = i64, Path, description = "The change, as the log numbers it")),
    responses((status = NO_CONTENT, description = "It is taken back"), Problems)
)]
#[post("/settings-log/{seq}/undo")]
pub async fn undo_setting_change(app: Data<App>, caller: Caller, seq: Path<i64>) -> Result<HttpResponse, ApiError> {
    undo(&app, &caller, *seq).await?;
    Ok(HttpResponse::NoContent().finish())
}
