//! `/postmaster-filters`: what happens with mail before the queues see it.

use actix_web::{
    HttpResponse, delete, get, post, put,
    web::{Data, Path},
};
use pult_shared::{
    api::postmaster::{PostmasterFilterList, PostmasterFilterView, PostmasterOrder, TriedPostmaster, TryPostmaster},
    ids::PostmasterFilterId,
    postmaster::PostmasterFilterDef,
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{body::Body, error::ApiError, signed_in::Caller},
    service::postmaster::{edit, list, try_out},
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config
        .service(list_postmaster_filters)
        .service(create_postmaster_filter)
        .service(order_postmaster_filters)
        .service(try_postmaster_filters)
        .service(save_postmaster_filter)
        .service(delete_postmaster_filter);
}

/// List postmaster filters
///
/// In the order in which they run, each with what it refers to and is no more. For administrators.
#[utoipa::path(
    tag = "postmaster",
    responses((status = OK, description = "The filters", body = PostmasterFilterList), Problems)
)]
#[get("/postmaster-filters")]
pub async fn list_postmaster_filters(app: Data<App>, caller: Caller) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(list::list(&app, &caller).await?))
}

/// Make a postmaster filter
///
/// It runs behind all others. Effects have the form of the commands of the same name; for new tickets, and with `follow_ups` also for
/// messages that join one. For administrators.
#[utoipa::path(
    tag = "postmaster",
    request_body(content = PostmasterFilterDef, examples(
        ("spam" = (summary = "What the gateway takes for spam waits in quarantine", value = json!({
            "name": "Spam", "stop": true,
            "when": {"type": "any", "of": [
                {"type": "test", "field": "spam", "how": "is", "value": "yes"},
                {"type": "test", "field": "spam_score", "how": "at_least", "value": "8"}
            ]},
            "then": [{"type": "quarantine"}]
        }))),
        ("invoices" = (summary = "Invoices of one company go to a queue, with a tag", value = json!({
            "name": "Invoices",
            "when": {"type": "all", "of": [
                {"type": "test", "field": "from_domain", "how": "is", "value": "company.example"},
                {"type": "test", "field": "subject", "how": "regex", "value": "^(invoice|rechnung)"},
                {"type": "not", "of": {"type": "test", "field": "automatic", "how": "is", "value": "bounce"}}
            ]},
            "then": [
                {"type": "move", "queue_id": "01a2027b-d696-7588-9a80-6df699158e1c"},
                {"type": "set_priority", "priority": 2},
                {"type": "add_tag", "tag": "invoice"}
            ]
        }))),
    )),
    responses((status = CREATED, description = "The new filter", body = PostmasterFilterView), Problems)
)]
#[post("/postmaster-filters")]
pub async fn create_postmaster_filter(
    app: Data<App>,
    caller: Caller,
    body: Body<PostmasterFilterDef>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Created().json(edit::create(&app, &caller, &body.0).await?))
}

/// Put postmaster filters in order
///
/// Every filter is named, once each. For administrators.
#[utoipa::path(
    tag = "postmaster",
    request_body = PostmasterOrder,
    responses((status = OK, description = "The filters in their new order", body = PostmasterFilterList), Problems)
)]
#[post("/postmaster-filters/order")]
pub async fn order_postmaster_filters(
    app: Data<App>,
    caller: Caller,
    body: Body<PostmasterOrder>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(edit::order(&app, &caller, &body.0).await?))
}

/// Try postmaster filters out
///
/// On a mail of the ledger, or one that is sent as text; with the saved filters, or a set that is not saved yet. Tells every filter's
/// verdict, test by test, and what would become of the mail. Changes nothing. For administrators.
#[utoipa::path(
    tag = "postmaster",
    request_body(content = TryPostmaster, example = json!({
        "raw": "From: Anna <anna@company.example>\nTo: it@hs-musterstadt.example\nSubject: Invoice 4711\n\nPlease find it attached.",
        "envelope_to": "it@hs-musterstadt.example"
    })),
    responses((status = OK, description = "What the filters make of it", body = TriedPostmaster), Problems)
)]
#[post("/postmaster-filters/try")]
pub async fn try_postmaster_filters(
    app: Data<App>,
    caller: Caller,
    body: Body<TryPostmaster>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(try_out::try_out(&app, &caller, body.0).await?))
}

/// Change a postmaster filter
///
/// It stays in its place. For administrators.
#[utoipa::path(
    tag = "postmaster",
    params(("postmaster_filter_id" = PostmasterFilterId, Path, description = "The filter")),
    request_body = PostmasterFilterDef,
    responses((status = OK, description = "The filter as it was saved", body = PostmasterFilterView), Problems)
)]
#[put("/postmaster-filters/{postmaster_filter_id}")]
pub async fn save_postmaster_filter(
    app: Data<App>,
    caller: Caller,
    id: Path<PostmasterFilterId>,
    body: Body<PostmasterFilterDef>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(edit::save(&app, &caller, *id, &body.0).await?))
}

/// Delete a postmaster filter
///
/// What it has done stays in ledger and histories. For administrators.
#[utoipa::path(
    tag = "postmaster",
    params(("postmaster_filter_id" = PostmasterFilterId, Path, description = "The filter")),
    responses((status = NO_CONTENT, description = "It is gone"), Problems)
)]
#[delete("/postmaster-filters/{postmaster_filter_id}")]
pub async fn delete_postmaster_filter(
    app: Data<App>,
    caller: Caller,
    id: Path<PostmasterFilterId>,
) -> Result<HttpResponse, ApiError> {
    edit::delete(&app, &caller, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}
