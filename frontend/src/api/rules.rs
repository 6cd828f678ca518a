//! Rules, trying one out, and what they have done.

use gloo_net::http::Method;
use pult_shared::{
    api::rule::{RuleList, RuleOrder, RuleRunList, RuleView, TriedRule, TryRule},
    ids::RuleId,
    rule::RuleDef,
};

use super::{ApiError, Target};

pub async fn list_rules() -> Result<RuleList, ApiError> {
    super::get(Target::new("/rules")).await
}

pub async fn create_rule(rule: &RuleDef) -> Result<RuleView, ApiError> {
    super::send_json(Method::POST, Target::new("/rules"), None, rule).await
}

pub async fn save_rule(id: RuleId, rule: &RuleDef) -> Result<RuleView, ApiError> {
    super::send_json(Method::PUT, Target::new(format!("/rules/{id}")), None, rule).await
}

pub async fn delete_rule(id: RuleId) -> Result<(), ApiError> {
    super::send_empty(Method::DELETE, Target::new(format!("/rules/{id}"))).await
}

pub async fn order_rules(ids: Vec<RuleId>) -> Result<RuleList, ApiError> {
    super::send_json(Method::POST, Target::new("/rules/order"), None, &RuleOrder { ids }).await
}

/// Changes nothing.
pub async fn try_rule(rule: RuleDef) -> Result<TriedRule, ApiError> {
    super::send_json(Method::POST, Target::new("/rules/try"), None, &TryRule { rule }).await
}

pub async fn list_rule_runs(id: RuleId) -> Result<RuleRunList, ApiError> {
    super::get(Target::new(format!("/rules/{id}/runs"))).await
}
