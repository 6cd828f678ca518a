//! `/macros`: lists of commands that agents run by name.

use actix_web::{
    HttpResponse, delete, get, post, put,
    web::{Data, Path, Query},
};
use pult_shared::{
    api::macros::{MacroDef, MacroList, MacroView},
    ids::{MacroId, QueueId},
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{body::Body, error::ApiError, signed_in::Caller},
    service::macros::{edit, list},
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config
        .service(list_macros)
        .service(create_macro)
        .service(save_macro)
        .service(delete_macro);
}

/// Which macros.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct MacrosQuery {
    /// Those that are offered in this queue. Left out: those that the caller may edit.
    queue_id: Option<QueueId>,
}

/// List macros
///
/// Those of a queue, of the queues above it and of every queue, as far as they are valid; without a queue those that the caller may
/// edit. To run one, apply its `commands`.
#[utoipa::path(
    tag = "macros",
    params(MacrosQuery),
    responses((status = OK, description = "The macros, by name", body = MacroList), Problems)
)]
#[get("/macros")]
pub async fn list_macros(app: Data<App>, caller: Caller, query: Query<MacrosQuery>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(list::list(&app, &caller, query.queue_id).await?))
}

/// Make a macro
///
/// For administrators, and for whoever holds `manage` in every queue that it is offered in.
#[utoipa::path(
    tag = "macros",
    request_body(content = MacroDef, example = json!({
        "names": {"de": "Rückfrage gestellt", "en": "Question asked"},
        "then": [
            {"type": "take"},
            {"type": "send_mail", "to": "requester", "template_id": "01a2027b-d696-7588-9a80-6df699158e1c"},
            {"type": "set_state", "state": "pending_reminder", "wait": {"amount": 3, "unit": "days"}}
        ]
    })),
    responses((status = CREATED, description = "The new macro", body = MacroView), Problems)
)]
#[post("/macros")]
pub async fn create_macro(app: Data<App>, caller: Caller, body: Body<MacroDef>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Created().json(edit::create(&app, &caller, &body.0).await?))
}

/// Change a macro
///
/// For administrators, and for whoever holds `manage` in every queue that it is offered in, before and after.
#[utoipa::path(
    tag = "macros",
    params(("macro_id" = MacroId, Path, description = "The macro")),
    request_body = MacroDef,
    responses((status = OK, description = "The macro as it was saved", body = MacroView), Problems)
)]
#[put("/macros/{macro_id}")]
pub async fn save_macro(
    app: Data<App>,
    caller: Caller,
    id: Path<MacroId>,
    body: Body<MacroDef>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(edit::save(&app, &caller, *id, &body.0).await?))
}

/// Delete a macro
#[utoipa::path(
    tag = "macros",
    params(("macro_id" = MacroId, Path, description = "The macro")),
    responses((status = NO_CONTENT, description = "It is gone"), Problems)
)]
#[delete("/macros/{macro_id}")]
pub async fn delete_macro(app: Data<App>, caller: Caller, id: Path<MacroId>) -> Result<HttpResponse, ApiError> {
    edit::delete(&app, &caller, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}
