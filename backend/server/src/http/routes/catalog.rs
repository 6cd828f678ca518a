//! `/catalog`, and what it is made of: states, priorities, types, services, custom fields, calendars, service agreements.

use actix_web::{
    HttpRequest, HttpResponse, delete, get,
    http::header,
    post, put,
    web::{Data, Path},
};
use pult_shared::{
    calendar::{CalendarDef, CalendarPreview, PreviewCalendar, ReadClosures, ReadClosuresResult},
    catalog::{
        CalendarKey, CatalogView, FieldDef, FieldKey, PriorityDef, ServiceDef, ServiceKey, SlaKey, StateDef, StateKey,
        TypeDef, TypeKey,
    },
    error::ErrorCode,
    sla::SlaDef,
    ticket::Priority,
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{body::Body, error::ApiError, signed_in::Caller},
    service::catalog::{calendar, field, kind, show, sla, state},
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config
        .service(get_catalog)
        .service(save_state)
        .service(delete_state)
        .service(save_priority)
        .service(save_type)
        .service(delete_type)
        .service(save_service)
        .service(delete_service)
        .service(save_field)
        .service(delete_field)
        .service(save_calendar)
        .service(delete_calendar)
        .service(save_sla)
        .service(delete_sla)
        .service(preview_calendar)
        .service(read_closures);
}

/// Get the catalog
///
/// States, priorities, types, services and custom fields, with their names in both languages: what tickets are told in. Customers
/// get the fields that are shown to them. The live stream tells when it has changed (`catalog`).
#[utoipa::path(
    tag = "catalog",
    params(("If-None-Match" = Option<String>, Header, description = "The `ETag` of the answer that the caller has")),
    responses(
        (status = OK, description = "The catalog, with an `ETag`", body = CatalogView),
        (status = NOT_MODIFIED, description = "The caller has it already"),
        Problems
    )
)]
#[get("/catalog")]
pub async fn get_catalog(caller: Caller, request: HttpRequest) -> HttpResponse {
    let tag = format!("\"{}\"", show::tag(&caller));
    let known = request.headers().get(header::IF_NONE_MATCH);
    let known = known.and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut tags = known.split(',').map(|given| given.trim().trim_start_matches("W/"));
    if tags.any(|given| given == tag) {
        return HttpResponse::NotModified().insert_header((header::ETAG, tag)).finish();
    }
    HttpResponse::Ok()
        .insert_header((header::ETAG, tag))
        .json(show::show(&caller))
}

/// Make or change a state
///
/// The key and the type of a state stay as they are. Of each type that Pult itself sets (new, open, closed, merged) a valid state is
/// left. For administrators.
#[utoipa::path(
    tag = "catalog",
    params(("key" = StateKey, Path, description = "The state's key")),
    request_body = StateDef,
    responses((status = OK, description = "As it was saved", body = StateDef), Problems)
)]
#[put("/states/{key}")]
pub async fn save_state(
    app: Data<App>,
    caller: Caller,
    key: Path<StateKey>,
    body: Body<StateDef>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(state::save(&app, &caller, &key, &body.0).await?))
}

/// Delete a state
///
/// Only one that no ticket has and no other state turns into (else `in_use`: make it invalid). For administrators.
#[utoipa::path(
    tag = "catalog",
    params(("key" = StateKey, Path, description = "The state's key")),
    responses((status = NO_CONTENT, description = "It is gone"), Problems)
)]
#[delete("/states/{key}")]
pub async fn delete_state(app: Data<App>, caller: Caller, key: Path<StateKey>) -> Result<HttpResponse, ApiError> {
    state::delete(&app, &caller, &key).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Change what a priority is called
///
/// There are always five. For administrators.
#[utoipa::path(
    tag = "catalog",
    params(("level" = Priority, Path, description = "1 (very low) to 5 (very high)")),
    request_body = PriorityDef,
    responses((status = OK, description = "As it was saved", body = PriorityDef), Problems)
)]
#[put("/priorities/{level}")]
pub async fn save_priority(
    app: Data<App>,
    caller: Caller,
    level: Path<u8>,
    body: Body<PriorityDef>,
) -> Result<HttpResponse, ApiError> {
    let level = Priority::new(*level).ok_or_else(|| ApiError::new(ErrorCode::NotFound))?;
    Ok(HttpResponse::Ok().json(kind::save_priority(&app, &caller, level, &body.0).await?))
}

/// Make or change a type of ticket
///
/// For administrators.
#[utoipa::path(
    tag = "catalog",
    params(("key" = TypeKey, Path, description = "The type's key")),
    request_body = TypeDef,
    responses((status = OK, description = "As it was saved", body = TypeDef), Problems)
)]
#[put("/types/{key}")]
pub async fn save_type(
    app: Data<App>,
    caller: Caller,
    key: Path<TypeKey>,
    body: Body<TypeDef>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(kind::save_type(&app, &caller, &key, &body.0).await?))
}

/// Delete a type of ticket
///
/// Only one that no ticket, queue or field has (else `in_use`: make it invalid). For administrators.
#[utoipa::path(
    tag = "catalog",
    params(("key" = TypeKey, Path, description = "The type's key")),
    responses((status = NO_CONTENT, description = "It is gone"), Problems)
)]
#[delete("/types/{key}")]
pub async fn delete_type(app: Data<App>, caller: Caller, key: Path<TypeKey>) -> Result<HttpResponse, ApiError> {
    kind::delete_type(&app, &caller, &key).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Make or change a service
///
/// Keys are paths (`mail/groupware`, in the URL `mail%2Fgroupware`); the part above is a service too. For administrators.
#[utoipa::path(
    tag = "catalog",
    params(("key" = ServiceKey, Path, description = "The service's key, URL-encoded")),
    request_body = ServiceDef,
    responses((status = OK, description = "As it was saved", body = ServiceDef), Problems)
)]
#[put("/services/{key}")]
pub async fn save_service(
    app: Data<App>,
    caller: Caller,
    key: Path<ServiceKey>,
    body: Body<ServiceDef>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(kind::save_service(&app, &caller, &key, &body.0).await?))
}

/// Delete a service
///
/// Only one that no ticket has and nothing lies below (else `in_use`: make it invalid). For administrators.
#[utoipa::path(
    tag = "catalog",
    params(("key" = ServiceKey, Path, description = "The service's key, URL-encoded")),
    responses((status = NO_CONTENT, description = "It is gone"), Problems)
)]
#[delete("/services/{key}")]
pub async fn delete_service(app: Data<App>, caller: Caller, key: Path<ServiceKey>) -> Result<HttpResponse, ApiError> {
    kind::delete_service(&app, &caller, &key).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Make or change a custom field
///
/// The key and the kind of a field stay as they are; an option that a ticket has may become invalid, not vanish. For administrators.
#[utoipa::path(
    tag = "catalog",
    params(("key" = FieldKey, Path, description = "The field's key")),
    request_body = FieldDef,
    responses((status = OK, description = "As it was saved", body = FieldDef), Problems)
)]
#[put("/fields/{key}")]
pub async fn save_field(
    app: Data<App>,
    caller: Caller,
    key: Path<FieldKey>,
    body: Body<FieldDef>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(field::save(&app, &caller, &key, &body.0).await?))
}

/// Delete a custom field
///
/// Only one that no ticket has a value for (else `in_use`: make it invalid). For administrators.
#[utoipa::path(
    tag = "catalog",
    params(("key" = FieldKey, Path, description = "The field's key")),
    responses((status = NO_CONTENT, description = "It is gone"), Problems)
)]
#[delete("/fields/{key}")]
pub async fn delete_field(app: Data<App>, caller: Caller, key: Path<FieldKey>) -> Result<HttpResponse, ApiError> {
    field::delete(&app, &caller, &key).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Make or change a calendar
///
/// When a queue is open: weekly hours, the holidays of a federal state, days of its own, and times of the year with hours of their own (no
/// two share a day: `overlaps`). What is due or comes again on a closed
/// day is refused (`closed_day`), and locks run out in opening hours only. Which queue is open by it stands in the
/// queue's settings. One with a `queue_id` is for whoever manages that queue, and opens queues of its branch alone; any other is for
/// administrators.
#[utoipa::path(
    tag = "catalog",
    params(("key" = CalendarKey, Path, description = "The calendar's key")),
    request_body = CalendarDef,
    responses((status = OK, description = "As it was saved", body = CalendarDef), Problems)
)]
#[put("/calendars/{key}")]
pub async fn save_calendar(
    app: Data<App>,
    caller: Caller,
    key: Path<CalendarKey>,
    body: Body<CalendarDef>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(calendar::save(&app, &caller, &key, &body.0).await?))
}

/// Delete a calendar
///
/// Only one that no queue is open by (else `in_use`: make it invalid). For whoever may change it.
#[utoipa::path(
    tag = "catalog",
    params(("key" = CalendarKey, Path, description = "The calendar's key")),
    responses((status = NO_CONTENT, description = "It is gone"), Problems)
)]
#[delete("/calendars/{key}")]
pub async fn delete_calendar(app: Data<App>, caller: Caller, key: Path<CalendarKey>) -> Result<HttpResponse, ApiError> {
    calendar::delete(&app, &caller, &key).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Make or change a service agreement
///
/// How soon the first answer, the answer to a later message and the solution come, in minutes of opening hours. Which one a ticket goes by:
/// its own (`set_sla`), else that of its service or the nearest above, else that of its queue or the nearest above. Clocks stand still in
/// states that wait for the customer, and when the ticket is done. Open tickets are counted anew within some seconds. For administrators.
#[utoipa::path(
    tag = "catalog",
    params(("key" = SlaKey, Path, description = "The agreement's key")),
    request_body = SlaDef,
    responses((status = OK, description = "As it was saved", body = SlaDef), Problems)
)]
#[put("/slas/{key}")]
pub async fn save_sla(
    app: Data<App>,
    caller: Caller,
    key: Path<SlaKey>,
    body: Body<SlaDef>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(sla::save(&app, &caller, &key, &body.0).await?))
}

/// Delete a service agreement
///
/// Only one that no service, queue or ticket has (else `in_use`: make it invalid). For administrators.
#[utoipa::path(
    tag = "catalog",
    params(("key" = SlaKey, Path, description = "The agreement's key")),
    responses((status = NO_CONTENT, description = "It is gone"), Problems)
)]
#[delete("/slas/{key}")]
pub async fn delete_sla(app: Data<App>, caller: Caller, key: Path<SlaKey>) -> Result<HttpResponse, ApiError> {
    sla::delete(&app, &caller, &key).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// Show when a calendar is open
///
/// Four weeks day by day of a calendar as it stands in a form, each day with what its hours come from; nothing is saved. For whoever manages
/// a queue.
#[utoipa::path(
    tag = "catalog",
    request_body = PreviewCalendar,
    responses((status = OK, description = "The days", body = CalendarPreview), Problems)
)]
#[post("/calendars/preview")]
pub async fn preview_calendar(
    app: Data<App>,
    caller: Caller,
    body: Body<PreviewCalendar>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(calendar::preview(&app, &caller, &body.0)?))
}

/// Read closed days from an iCalendar
///
/// Events of whole days become closures, named by their summary; nothing is saved. For whoever manages a queue.
#[utoipa::path(
    tag = "catalog",
    request_body = ReadClosures,
    responses((status = OK, description = "The closures", body = ReadClosuresResult), Problems)
)]
#[post("/calendars/read-closures")]
pub async fn read_closures(caller: Caller, body: Body<ReadClosures>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(calendar::read_closures(&caller, &body.0.ical)?))
}
