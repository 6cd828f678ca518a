//! `/tickets`: list, open, show, change, history.

use actix_web::{
    HttpRequest, HttpResponse, get, post,
    web::{Data, Path, Query},
};
use pult_shared::{
    api::{
        macros::TriedCommands,
        ticket::{AppliedCommands, ApplyCommands, HistoryPage, TicketPage, TicketScope, TicketSort, TicketView},
    },
    command::OpenTicket,
    error::{ErrorCode, FieldCode},
};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_actix_web::service_config::ServiceConfig;

use super::{page::PageQuery, problems::Problems};
use crate::{
    app::App,
    http::{
        body::Body,
        error::ApiError,
        if_match::{etag, version},
        signed_in::Caller,
    },
    service::ticket::{
        apply_commands as apply_to,
        history::history,
        list::{ListTickets, list},
        open::open,
        show::{self, show},
        try_commands as trying,
    },
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config
        .service(list_tickets)
        .service(create_ticket)
        .service(get_ticket)
        .service(apply_commands)
        .service(try_commands)
        .service(list_history);
}

/// Which tickets.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TicketQuery {
    /// A filter's text form, for example `queue:it/wlan state:open owner:me created:>7d drucker`. Left out: all.
    #[serde(default)]
    pub filter: String,
    #[serde(default)]
    pub sort: TicketSort,
    #[serde(default)]
    pub scope: TicketScope,
    /// `next_cursor` of the page before; left out for the first page.
    pub cursor: Option<String>,
    /// Jumps so many tickets into the list, for lists that are scrolled freely; not together with `cursor`. What comes and goes
    /// meanwhile shifts it.
    #[param(minimum = 0, maximum = 1_000_000)]
    pub offset: Option<u32>,
    /// Items on the page, 1 to 200; 50 when left out.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
}

/// List tickets
///
/// What a filter finds among the tickets that the caller may see.
#[utoipa::path(
    tag = "tickets",
    params(TicketQuery),
    responses((status = OK, description = "A page of tickets", body = TicketPage), Problems)
)]
#[get("/tickets")]
pub async fn list_tickets(app: Data<App>, caller: Caller, query: Query<TicketQuery>) -> Result<HttpResponse, ApiError> {
    let query = query.into_inner();
    let request = ListTickets {
        filter: query.filter,
        sort: query.sort,
        scope: query.scope,
        cursor: query.cursor,
        offset: query.offset,
        limit: query.limit,
    };
    Ok(HttpResponse::Ok().json(list(&app, &caller, &request).await?))
}

/// Open a ticket
///
/// Customers open in queues that the portal offers; agents with `create` also on behalf of somebody. The requester gets a
/// receipt by mail. A repeated `Idempotency-Key` answers with the ticket of the first time.
#[utoipa::path(
    tag = "tickets",
    request_body = OpenTicket,
    params(("Idempotency-Key" = Option<String>, Header, description = "A random key, at most 200 characters")),
    responses((status = CREATED, description = "The new ticket", body = TicketView), Problems)
)]
#[post("/tickets")]
pub async fn create_ticket(
    app: Data<App>,
    caller: Caller,
    request: HttpRequest,
    body: Body<OpenTicket>,
) -> Result<HttpResponse, ApiError> {
    let key = idempotency_key(&request)?;
    let ticket = open(&app, &caller, &body.0, key.as_deref()).await?;
    let view = show::of(&app, &caller, &ticket).await?;
    let location = ("location", format!("/api/v1/tickets/{}", view.id));
    Ok(HttpResponse::Created()
        .insert_header(etag(view.version))
        .insert_header(location)
        .json(view))
}

fn idempotency_key(request: &HttpRequest) -> Result<Option<String>, ApiError> {
    let Some(value) = request.headers().get("idempotency-key") else {
        return Ok(None);
    };
    let key = value.to_str().unwrap_or_default();
    if key.is_empty() || key.len() > 200 {
        let detail = "1 to 200 ASCII characters.";
        return Err(ApiError::field(
            ErrorCode::Invalid,
            "Idempotency-Key",
            FieldCode::Malformed,
            detail,
        ));
    }
    Ok(Some(key.to_owned()))
}

/// Show a ticket
#[utoipa::path(
    tag = "tickets",
    params(("ticket" = String, Path, description = "The ticket's id or number")),
    responses((status = OK, description = "The ticket; its version is the `ETag`", body = TicketView), Problems)
)]
#[get("/tickets/{ticket}")]
pub async fn get_ticket(app: Data<App>, caller: Caller, ticket: Path<String>) -> Result<HttpResponse, ApiError> {
    let view = show(&app, &caller, &ticket).await?;
    Ok(HttpResponse::Ok().insert_header(etag(view.version)).json(view))
}

/// Apply commands to a ticket
///
/// All of them in order, or none. With `If-Match`: 412 `stale_version` when what came since concerns the same thing.
#[utoipa::path(
    tag = "tickets",
    request_body = ApplyCommands,
    params(
        ("ticket" = String, Path, description = "The ticket's id or number"),
        ("If-Match" = Option<String>, Header, description = "The version that the caller has seen")
    ),
    responses((status = OK, description = "The ticket as it is now, and what happened", body = AppliedCommands), Problems)
)]
#[post("/tickets/{ticket}/commands")]
pub async fn apply_commands(
    app: Data<App>,
    caller: Caller,
    request: HttpRequest,
    ticket: Path<String>,
    body: Body<ApplyCommands>,
) -> Result<HttpResponse, ApiError> {
    let seen = version(&request)?;
    let applied = apply_to::apply_commands(&app, &caller, &ticket, seen, &body.0.commands).await?;
    let view = show::of(&app, &caller, &applied.ticket).await?;
    let answer = AppliedCommands {
        ticket: view,
        events: apply_to::events_for(&caller, applied),
    };
    Ok(HttpResponse::Ok()
        .insert_header(etag(answer.ticket.version))
        .json(answer))
}

/// Try commands on a ticket
///
/// What they would do to it as it is now: decided as they would be, and not written. For a macro before it runs.
#[utoipa::path(
    tag = "tickets",
    request_body = ApplyCommands,
    params(("ticket" = String, Path, description = "The ticket's id or number")),
    responses((status = OK, description = "What would happen", body = TriedCommands), Problems)
)]
#[post("/tickets/{ticket}/commands/try")]
pub async fn try_commands(
    app: Data<App>,
    caller: Caller,
    ticket: Path<String>,
    body: Body<ApplyCommands>,
) -> Result<HttpResponse, ApiError> {
    let tried = trying::try_commands(&app, &caller, &ticket, &body.0.commands).await?;
    Ok(HttpResponse::Ok().json(tried))
}

/// List the history of a ticket
///
/// For agents: every change, oldest first, with a hash over each entry and the one before.
#[utoipa::path(
    tag = "tickets",
    params(("ticket" = String, Path, description = "The ticket's id or number"), PageQuery),
    responses((status = OK, description = "A page of history", body = HistoryPage), Problems)
)]
#[get("/tickets/{ticket}/history")]
pub async fn list_history(
    app: Data<App>,
    caller: Caller,
    ticket: Path<String>,
    page: Query<PageQuery>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(history(&app, &caller, &ticket, page.cursor.as_deref(), page.limit).await?))
}
