//! Tickets, their commands and their history.

use gloo_net::http::Method;
use pult_shared::{
    api::{
        bulk::BulkJobView,
        incident::{AnswerIncident, IncidentView},
        similar::{MakeIncident, SimilarTickets},
        ticket::{
            AppliedCommands, ApplyCommands, HistoryEntry, HistoryPage, TicketCount, TicketPage, TicketScope,
            TicketScreen, TicketSort, TicketView,
        },
    },
    command::{Command, OpenTicket},
    filter::Filter,
    limits::PAGE_MAX,
    person::Language,
};

use super::{ApiError, BASE, Target};
use crate::web;

pub async fn list_tickets(
    scope: TicketScope,
    filter: &Filter,
    sort: TicketSort,
    cursor: Option<&str>,
    limit: u32,
) -> Result<TicketPage, ApiError> {
    let target = Target::new("/tickets")
        .with("scope", scope.name())
        .with("filter", &filter.to_string())
        .with("sort", sort.name())
        .with_some("cursor", cursor)
        .with("limit", &limit.min(PAGE_MAX).to_string());
    super::get(target).await
}

/// Tickets from a place in the list on, counted from 0: for lists that are jumped about in.
pub async fn list_tickets_at(
    scope: TicketScope,
    filter: &Filter,
    sort: TicketSort,
    offset: u32,
    limit: u32,
) -> Result<TicketPage, ApiError> {
    let target = Target::new("/tickets")
        .with("scope", scope.name())
        .with("filter", &filter.to_string())
        .with("sort", sort.name())
        .with("offset", &offset.to_string())
        .with("limit", &limit.min(PAGE_MAX).to_string());
    super::get(target).await
}

/// How many tickets a filter finds.
pub async fn count_tickets(scope: TicketScope, filter: &Filter) -> Result<TicketCount, ApiError> {
    let target = Target::new("/tickets/count")
        .with("scope", scope.name())
        .with("filter", &filter.to_string());
    super::get(target).await
}

/// A ticket by its number (or id).
pub async fn get_ticket(number: &str) -> Result<TicketView, ApiError> {
    super::get(Target::new(path(number))).await
}

/// All that the page of a ticket shows, in one answer.
pub async fn get_ticket_screen(number: &str) -> Result<TicketScreen, ApiError> {
    super::get(Target::new(format!("{}/screen", path(number)))).await
}

/// Where the whole case is downloaded from: `case.pdf` in a language, or `case.zip`.
pub fn case_href(number: &str, file: &str, language: Language) -> String {
    format!("{BASE}{}/{file}?language={}", path(number), language.tag())
}

pub async fn create_ticket(ticket: &OpenTicket, idempotency_key: Option<&str>) -> Result<TicketView, ApiError> {
    let header = idempotency_key.map(|key| ("Idempotency-Key", key));
    super::send_json(Method::POST, Target::new("/tickets"), header, ticket).await
}

/// Applies commands to the ticket as it was at `version`; a newer one is refused (412).
pub async fn apply_commands(number: &str, version: i64, commands: Vec<Command>) -> Result<AppliedCommands, ApiError> {
    let version = format!("\"{version}\"");
    let target = Target::new(format!("{}/commands", path(number)));
    super::send_json(
        Method::POST,
        target,
        Some(("If-Match", &version)),
        &ApplyCommands { commands },
    )
    .await
}

/// Applies commands to the ticket as it is by now: for taking something back.
pub async fn apply_commands_now(number: &str, commands: Vec<Command>) -> Result<AppliedCommands, ApiError> {
    let target = Target::new(format!("{}/commands", path(number)));
    super::send_json(Method::POST, target, None, &ApplyCommands { commands }).await
}

pub async fn list_similar_tickets(number: &str) -> Result<SimilarTickets, ApiError> {
    super::get(Target::new(format!("{}/similar", path(number)))).await
}

/// Puts tickets below one; gives that one.
pub async fn make_incident(incident: &MakeIncident) -> Result<TicketView, ApiError> {
    super::send_json(Method::POST, Target::new("/incidents"), None, incident).await
}

/// The whole history, oldest first.
pub async fn list_history(number: &str) -> Result<Vec<HistoryEntry>, ApiError> {
    let (mut entries, mut cursor) = (Vec::new(), None::<String>);
    loop {
        let target = Target::new(format!("{}/history", path(number)))
            .with_some("cursor", cursor.as_deref())
            .with("limit", &PAGE_MAX.to_string());
        let page: HistoryPage = super::get(target).await?;
        entries.extend(page.items);
        cursor = page.next_cursor;
        if cursor.is_none() {
            return Ok(entries);
        }
    }
}

pub(super) fn path(number: &str) -> String {
    format!("/tickets/{}", web::encoded(number))
}

pub async fn get_incident(number: &str) -> Result<IncidentView, ApiError> {
    super::get(Target::new(format!("/incidents/{number}"))).await
}

pub async fn answer_incident(number: &str, answer: &AnswerIncident) -> Result<BulkJobView, ApiError> {
    super::send_json(
        Method::POST,
        Target::new(format!("/incidents/{number}/answer")),
        None,
        answer,
    )
    .await
}
