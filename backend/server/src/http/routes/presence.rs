//! `/tickets/{ticket}/presence`: who looks at a ticket, and who writes.

use actix_web::{
    HttpResponse, put,
    web::{Data, Path},
};
use pult_shared::api::presence::{PresenceView, ReportPresence};
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{body::Body, error::ApiError, signed_in::Caller},
    service::presence::report::report,
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config.service(report_presence);
}

/// Report that one looks at a ticket
///
/// Agents only; to be sent every 20 seconds while the ticket is on screen, and when writing begins or ends. After 60 seconds of
/// silence one is gone. The others are told by the live stream.
#[utoipa::path(
    tag = "tickets",
    params(("ticket" = String, Path, description = "The ticket's id or number")),
    request_body = ReportPresence,
    responses((status = OK, description = "Who is there now", body = PresenceView), Problems)
)]
#[put("/tickets/{ticket}/presence")]
pub async fn report_presence(
    app: Data<App>,
    caller: Caller,
    ticket: Path<String>,
    body: Body<ReportPresence>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(report(&app, &caller, &ticket, &body.0).await?))
}
