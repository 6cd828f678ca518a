//! `/incoming-mails` and `/outgoing-mails`: ledger and outbox, for administrators.

use actix_web::{
    HttpResponse, get,
    http::header,
    post,
    web::{Data, Path, Query},
};
use pult_domain::ticket::Settlement;
use pult_shared::{
    Timestamp,
    api::mail::{
        IncomingMailCounts, IncomingMailDetail, IncomingMailPage, IncomingMailView, MailAction, OutgoingMailDetail,
        OutgoingMailFilter, OutgoingMailPage, OutgoingMailView, OutgoingMailsChanged, OutgoingStatus,
        ReconciliationList, TakeInMails,
    },
    ids::{IncomingMailId, OutgoingMailId},
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{page::PageQuery, problems::Problems};
use crate::{
    app::App,
    http::{body::Body, error::ApiError, signed_in::Caller},
    service::mail::{
        incoming::{self, ListIncomingMails},
        outgoing, reconcile, settle,
    },
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config
        .service(list_outgoing_mails)
        .service(retry_outgoing_mails)
        .service(give_up_outgoing_mails)
        .service(get_outgoing_mail)
        .service(retry_outgoing_mail)
        .service(give_up_outgoing_mail)
        .service(list_incoming_mails)
        .service(get_raw_incoming_mail)
        .service(count_incoming_mails)
        .service(get_incoming_mail)
        .service(settle_incoming_mail)
        .service(list_reconciliations)
        .service(reconcile_mailboxes)
        .service(take_in_mails);
}

/// Which mails of the outbox.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OutgoingQuery {
    /// Where they stand.
    pub status: Option<OutgoingStatus>,
    /// `true`: only failed and bounced ones that nobody has given up.
    pub unsettled: Option<bool>,
    /// The number of the ticket.
    pub ticket: Option<String>,
    /// The recipient's address, or a part of it.
    pub to: Option<String>,
    /// Written at this time or later.
    #[param(value_type = Option<String>, format = DateTime)]
    pub from: Option<Timestamp>,
    /// Written before this time.
    #[param(value_type = Option<String>, format = DateTime)]
    pub until: Option<Timestamp>,
}

impl OutgoingQuery {
    fn filter(self) -> OutgoingMailFilter {
        OutgoingMailFilter {
            status: self.status,
            unsettled: self.unsettled.unwrap_or_default(),
            ticket: self.ticket,
            to: self.to,
            from: self.from,
            until: self.until,
        }
    }
}

/// List outgoing mails
///
/// Newest first; one row per recipient, with its status. For administrators.
#[utoipa::path(
    tag = "mails",
    params(PageQuery, OutgoingQuery),
    responses((status = OK, description = "A page of the outbox", body = OutgoingMailPage), Problems)
)]
#[get("/outgoing-mails")]
pub async fn list_outgoing_mails(
    app: Data<App>,
    caller: Caller,
    page: Query<PageQuery>,
    query: Query<OutgoingQuery>,
) -> Result<HttpResponse, ApiError> {
    let filter = query.into_inner().filter();
    let page = outgoing::list(&app, &caller, &filter, page.cursor.as_deref(), page.limit).await?;
    Ok(HttpResponse::Ok().json(page))
}

/// Send mails again that did not arrive
///
/// All of a filter that failed or bounced and that nobody has given up, oldest first, at most 200 at once. Each goes out as it is, under
/// the same Message-ID. For administrators.
#[utoipa::path(
    tag = "mails",
    request_body = OutgoingMailFilter,
    responses((status = OK, description = "How many, and whether there are more", body = OutgoingMailsChanged), Problems)
)]
#[post("/outgoing-mails/retry")]
pub async fn retry_outgoing_mails(
    app: Data<App>,
    caller: Caller,
    body: Body<OutgoingMailFilter>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(settle::many(&app, &caller, &body.0, Settlement::SendAgain).await?))
}

/// Give mails up that did not arrive
///
/// All of a filter that failed or bounced, oldest first, at most 200 at once: nothing more is done about them, and nobody is reminded.
/// For administrators.
#[utoipa::path(
    tag = "mails",
    request_body = OutgoingMailFilter,
    responses((status = OK, description = "How many, and whether there are more", body = OutgoingMailsChanged), Problems)
)]
#[post("/outgoing-mails/give-up")]
pub async fn give_up_outgoing_mails(
    app: Data<App>,
    caller: Caller,
    body: Body<OutgoingMailFilter>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(settle::many(&app, &caller, &body.0, Settlement::GiveUp).await?))
}

/// Send a mail again that did not arrive
///
/// As it is, to its recipient, under the same Message-ID. For administrators, and for agents who may answer in the ticket's queue.
#[utoipa::path(
    tag = "mails",
    params(("outgoing_mail_id" = OutgoingMailId, Path, description = "The mail")),
    responses((status = OK, description = "The mail, waiting again", body = OutgoingMailView), Problems)
)]
#[post("/outgoing-mails/{outgoing_mail_id}/retry")]
pub async fn retry_outgoing_mail(
    app: Data<App>,
    caller: Caller,
    id: Path<OutgoingMailId>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(settle::one(&app, &caller, *id, Settlement::SendAgain).await?))
}

/// Give a mail up that did not arrive
///
/// Nothing more is done about it, and nobody is reminded. For administrators, and for agents who may answer in the ticket's queue.
#[utoipa::path(
    tag = "mails",
    params(("outgoing_mail_id" = OutgoingMailId, Path, description = "The mail")),
    responses((status = OK, description = "The mail, given up", body = OutgoingMailView), Problems)
)]
#[post("/outgoing-mails/{outgoing_mail_id}/give-up")]
pub async fn give_up_outgoing_mail(
    app: Data<App>,
    caller: Caller,
    id: Path<OutgoingMailId>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(settle::one(&app, &caller, *id, Settlement::GiveUp).await?))
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

/// Which incoming mails.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct IncomingMailsQuery {
    /// Outcomes with commas between them; `waiting`: all that wait for a person. Left out: all.
    pub outcome: Option<String>,
    /// `lmtp`, `imap` or `pipe`. Left out: all.
    pub door: Option<String>,
    /// Part of sender or subject, in any case.
    pub text: Option<String>,
    /// Arrived at this time or later.
    #[param(value_type = Option<String>, format = DateTime)]
    pub since: Option<Timestamp>,
    /// Arrived earlier than this.
    #[param(value_type = Option<String>, format = DateTime)]
    pub before: Option<Timestamp>,
    /// `next_cursor` of the page before; left out for the first page.
    pub cursor: Option<String>,
    /// Items on the page, 1 to 200; 50 when left out.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
}

/// List incoming mails
///
/// The ledger: every mail that arrived, newest first, with its outcome and what can be done with it. For administrators.
#[utoipa::path(
    tag = "mails",
    params(IncomingMailsQuery),
    responses((status = OK, description = "A page of the ledger", body = IncomingMailPage), Problems)
)]
#[get("/incoming-mails")]
pub async fn list_incoming_mails(
    app: Data<App>,
    caller: Caller,
    query: Query<IncomingMailsQuery>,
) -> Result<HttpResponse, ApiError> {
    let query = query.into_inner();
    let request = ListIncomingMails {
        outcome: query.outcome,
        door: query.door,
        text: query.text,
        since: query.since,
        before: query.before,
        cursor: query.cursor,
        limit: query.limit,
    };
    Ok(HttpResponse::Ok().json(incoming::list(&app, &caller, &request).await?))
}

/// Count incoming mails that wait
///
/// For a person, by outcome; and those that are recorded and not yet worked on. For administrators.
#[utoipa::path(
    tag = "mails",
    responses((status = OK, description = "How many wait", body = IncomingMailCounts), Problems)
)]
#[get("/incoming-mails/count")]
pub async fn count_incoming_mails(app: Data<App>, caller: Caller) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(incoming::count(&app, &caller).await?))
}

/// Show an incoming mail
///
/// With its headers and text, and what people did with it. For administrators.
#[utoipa::path(
    tag = "mails",
    params(("incoming_mail_id" = IncomingMailId, Path, description = "The mail")),
    responses((status = OK, description = "The mail", body = IncomingMailDetail), Problems)
)]
#[get("/incoming-mails/{incoming_mail_id}")]
pub async fn get_incoming_mail(
    app: Data<App>,
    caller: Caller,
    id: Path<IncomingMailId>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(incoming::show(&app, &caller, *id).await?))
}

/// Decide on an incoming mail
///
/// Run it again by the rules, make a ticket of it, put it into a ticket, or put it aside with a reason. For mails that wait for a person,
/// and for ignored ones. Written down with who and when; the same decision a second time changes nothing more. For administrators.
#[utoipa::path(
    tag = "mails",
    params(("incoming_mail_id" = IncomingMailId, Path, description = "The mail")),
    request_body = MailAction,
    responses((status = OK, description = "The mail as it is then", body = IncomingMailView), Problems)
)]
#[post("/incoming-mails/{incoming_mail_id}/actions")]
pub async fn settle_incoming_mail(
    app: Data<App>,
    caller: Caller,
    id: Path<IncomingMailId>,
    body: Body<MailAction>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(incoming::settle(&app, &caller, *id, &body.0).await?))
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
        .insert_header((header::CACHE_CONTROL, "private, no-store"))
        .insert_header((header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"))
        .body(raw))
}

/// List comparisons of mailboxes
///
/// The latest of each mailbox that mail is fetched from: what lies in its folder for recorded mails, and what of it the ledger does not
/// have. Each is compared once a day. For administrators.
#[utoipa::path(
    tag = "mails",
    responses((status = OK, description = "The latest comparisons", body = ReconciliationList), Problems)
)]
#[get("/reconciliations")]
pub async fn list_reconciliations(app: Data<App>, caller: Caller) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(reconcile::latest(&app, &caller).await?))
}

/// Compare all mailboxes now
///
/// A mailbox that cannot be reached says so in its result; one that is being compared already is left to it. For administrators.
#[utoipa::path(
    tag = "mails",
    responses((status = OK, description = "What came of it", body = ReconciliationList), Problems)
)]
#[post("/reconciliations")]
pub async fn reconcile_mailboxes(app: Data<App>, caller: Caller) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(reconcile::now(&app, &caller).await?))
}

/// Take in mails that the ledger does not have
///
/// Mails of a mailbox's folder for recorded mails that a comparison has found and that are not recorded; they are worked on as any other.
/// For administrators.
#[utoipa::path(
    tag = "mails",
    request_body = TakeInMails,
    responses((status = OK, description = "The mailboxes, compared again", body = ReconciliationList), Problems)
)]
#[post("/reconciliations/take-in")]
pub async fn take_in_mails(app: Data<App>, caller: Caller, body: Body<TakeInMails>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(reconcile::take_in(&app, &caller, &body.0).await?))
}
