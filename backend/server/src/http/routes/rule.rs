//! `/rules`: what happens with tickets by itself.

use actix_web::{
    HttpResponse, delete, get, post, put,
    web::{Data, Path},
};
use pult_shared::{
    api::rule::{RuleList, RuleOrder, RuleRunList, RuleView, TriedRule, TryRule},
    ids::RuleId,
    rule::RuleDef,
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::problems::Problems;
use crate::{
    app::App,
    http::{body::Body, error::ApiError, signed_in::Caller},
    service::rule::{edit, list, runs, try_out},
};

pub fn register(config: &mut ServiceConfig<'_>) {
    config
        .service(list_rules)
        .service(create_rule)
        .service(order_rules)
        .service(try_rule)
        .service(list_rule_runs)
        .service(save_rule)
        .service(delete_rule);
}

/// List rules
///
/// In the order in which they run: all of them for administrators, for others the general ones and those of the queues that they manage.
#[utoipa::path(
    tag = "rules",
    responses((status = OK, description = "The rules", body = RuleList), Problems)
)]
#[get("/rules")]
pub async fn list_rules(app: Data<App>, caller: Caller) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(list::list(&app, &caller).await?))
}

/// Make a rule
///
/// It runs behind all others. `when` is the text of a filter as in search; actions have the form of the commands of the same name. Whoever
/// manages a queue may make rules of it: they act on tickets in its branch only.
#[utoipa::path(
    tag = "rules",
    request_body(content = RuleDef, examples(
        ("word" = (summary = "New requests about the radio network go to its queue", value = json!({
            "names": {"de": "WLAN", "en": "Wi-Fi"},
            "on": {"type": "events", "events": ["created"]},
            "when": "wlan OR eduroam",
            "then": [
                {"type": "move", "queue_id": "01a2027b-d696-7588-9a80-6df699158e1c"},
                {"type": "add_tag", "tag": "wlan"}
            ]
        }))),
        ("silence" = (summary = "Who does not answer is reminded after a week", value = json!({
            "names": {"de": "Erinnerung", "en": "Reminder"},
            "on": {"type": "after", "amount": 7, "unit": "days", "since": "contact"},
            "when": "state:pending",
            "then": [{"type": "send_mail", "to": "requester", "body": {
                "de": "wir warten noch auf Ihre Antwort.", "en": "we are still waiting for your answer."
            }}]
        }))),
    )),
    responses((status = CREATED, description = "The new rule", body = RuleView), Problems)
)]
#[post("/rules")]
pub async fn create_rule(app: Data<App>, caller: Caller, body: Body<RuleDef>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Created().json(edit::create(&app, &caller, &body.0).await?))
}

/// Put rules in order
///
/// Every rule is named, once each. For administrators.
#[utoipa::path(
    tag = "rules",
    request_body = RuleOrder,
    responses((status = OK, description = "The rules in their new order", body = RuleList), Problems)
)]
#[post("/rules/order")]
pub async fn order_rules(app: Data<App>, caller: Caller, body: Body<RuleOrder>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(edit::order(&app, &caller, &body.0).await?))
}

/// Try a rule out
///
/// On the newest 1,000 tickets where it holds, as they are now: which of them its condition fits, what would have set it off, and what it
/// would have done. Changes nothing.
#[utoipa::path(
    tag = "rules",
    request_body(content = TryRule, example = json!({"rule": {
        "names": {"de": "WLAN", "en": "Wi-Fi"},
        "on": {"type": "events", "events": ["created"]},
        "when": "wlan",
        "then": [{"type": "add_tag", "tag": "wlan"}]
    }})),
    responses((status = OK, description = "What it would have done", body = TriedRule), Problems)
)]
#[post("/rules/try")]
pub async fn try_rule(app: Data<App>, caller: Caller, body: Body<TryRule>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(try_out::try_out(&app, &caller, &body.0).await?))
}

/// List what a rule has done
///
/// The last 100 runs that the caller may know of, newest first.
#[utoipa::path(
    tag = "rules",
    params(("rule_id" = RuleId, Path, description = "The rule")),
    responses((status = OK, description = "Its runs", body = RuleRunList), Problems)
)]
#[get("/rules/{rule_id}/runs")]
pub async fn list_rule_runs(app: Data<App>, caller: Caller, id: Path<RuleId>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(runs::list(&app, &caller, *id).await?))
}

/// Change a rule
///
/// It stays in its place.
#[utoipa::path(
    tag = "rules",
    params(("rule_id" = RuleId, Path, description = "The rule")),
    request_body = RuleDef,
    responses((status = OK, description = "The rule as it was saved", body = RuleView), Problems)
)]
#[put("/rules/{rule_id}")]
pub async fn save_rule(
    app: Data<App>,
    caller: Caller,
    id: Path<RuleId>,
    body: Body<RuleDef>,
) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(edit::save(&app, &caller, *id, &body.0).await?))
}

/// Delete a rule
///
/// With its log. What it has done stays in histories.
#[utoipa::path(
    tag = "rules",
    params(("rule_id" = RuleId, Path, description = "The rule")),
    responses((status = NO_CONTENT, description = "It is gone"), Problems)
)]
#[delete("/rules/{rule_id}")]
pub async fn delete_rule(app: Data<App>, caller: Caller, id: Path<RuleId>) -> Result<HttpResponse, ApiError> {
    edit::delete(&app, &caller, *id).await?;
    Ok(HttpResponse::NoContent().finish())
}
