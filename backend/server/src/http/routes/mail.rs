//! `/incoming-mails` and `/outgoing-mails`: ledger and outbox, for administrators.

use actix_web::{
    HttpResponse, get,
    http::header,
    post,
    web::{Data, Path, Query},
};
use pult_shared::{
    api::mail::{IncomingMailPage, OutgoingMailDetail, OutgoingMailPage},
    ids::{IncomingMailId, OutgoingMailId},
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::{page::PageQuery, problems::Problems};
use crate::{
    app::App,
    http::{error::ApiError, signed_in::Caller},
    service::mail::{incoming, outgoing},
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config
        .service(list_outgoing_mails)
        .service(get_outgoing_mail)
        .service(list_incoming_mails)
        .service(get_raw_incoming_mail)
        .service(run_incoming_mail_again);
}

/// List outgoing mails
///
/// Newest first; one row per recipient, with its status. For administrators.
#[utoipa::path(
    tag = "mails",
    params(PageQuery),
    responses((status = OK, description = "A page of the outbox", body = OutgoingMailPage), Problems)
)]
#[get("/outgoing-mails")]
pub async fn list_outgoing_mails(
    app: Data<App>,
    caller: Caller,
    page: Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(outgoing::list(&app, &caller, page.cursor.as_deref(), page.limit).await?))
}

/// Show an outgoing mail
///
/// With its headers and text, as sent. For administrators.
#[utoipa::path(
    tag = "mails",
    params(("outgoing_mail_id" = OutgoingMailId, Path, description = "The mail")),
    responses((status = OK, description = "The mail", body = OutgoingMailDetail), Problems)
)]
#[get("/outgoing-mails/{outgoing_mail_id}")]
pub async fn get_outgoing_mail(
    app: Data<App>,
    caller: Caller,
    id: Path<OutgoingMailId>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(outgoing::show(&app, &caller, *id).await?))
}

/// List incoming mails
///
/// The ledger: every mail that arrived, newest first, with its outcome. For administrators.
#[utoipa::path(
    tag = "mails",
    params(PageQuery),
    responses((status = OK, description = "A page of the ledger", body = IncomingMailPage), Problems)
)]
#[get("/incoming-mails")]
pub async fn list_incoming_mails(
    app: Data<App>,
    caller: Caller,
    page: Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(incoming::list(&app, &caller, page.cursor.as_deref(), page.limit).await?))
}

/// Get an incoming mail as it arrived
///
/// The raw bytes. For administrators.
#[utoipa::path(
    tag = "mails",
    params(("incoming_mail_id" = IncomingMailId, Path, description = "The mail")),
    responses((status = OK, description = "The bytes", body = Vec<u8>, content_type = "message/rfc822"), Problems)
)]
#[get("/incoming-mails/{incoming_mail_id}/raw")]
pub async fn get_raw_incoming_mail(
    app: Data<App>,
    caller: Caller,
    id: Path<IncomingMailId>,
) -> Result<HttpResponse, ApiError> {
    let raw = incoming::raw(&app, &caller, *id).await?;
    Ok(HttpResponse::Ok()
        .content_type("message/rfc822")
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{id}.eml\""),
        ))
        .body(raw))
}

/// Work on a failed mail again
///
/// For administrators; only for mails with the outcome `failed`.
#[utoipa::path(
    tag = "mails",
    params(("incoming_mail_id" = IncomingMailId, Path, description = "The mail")),
    responses((status = NO_CONTENT, description = "Worked on; the ledger has the new outcome"), Problems)
)]
#[post("/incoming-mails/{incoming_mail_id}/retry")]
pub async fn run_incoming_mail_again(
    app: Data<App>,
    caller: Caller,
    id: Path<IncomingMailId>,
) -> Result<HttpResponse, ApiError> {
    incoming::run_again(&app, &caller, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}
