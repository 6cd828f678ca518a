//! List the rules.

use jiff::SignedDuration;
use pult_domain::policy;
use pult_shared::{api::rule::RuleList, error::ErrorCode};
use pult_store::rules;

use super::{Known, is_seen};
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// How far back runs are counted.
const COUNTED: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The rules in the order in which they run, as far as the person manages where they hold, each with what it refers to and is no more.
/// Five queries.
///
/// # Errors
/// `forbidden` for whoever manages nothing.
pub async fn list(app: &App, signed_in: &SignedIn) -> Result<RuleList, ServiceError> {
    let actor = &signed_in.actor;
    if !policy::manages_anything(actor) {
        return Err(ServiceError::code(ErrorCode::Forbidden));
    }
    let mut found = rules::list(&app.store).await?;
    found.retain(|found| is_seen(actor, &found.rule));
    let since = app.now().saturating_sub(COUNTED).unwrap_or_default();
    let counts = rules::counts(&app.store, since).await?;
    let setup = signed_in.setup();
    let known = Known::of(&app.store, &setup, found.iter().map(|found| &found.rule)).await?;
    let view = |found: rules::Rule| {
        let counts = counts.get(&found.id).copied().unwrap_or_default();
        known.view(actor, found, counts)
    };
    Ok(RuleList {
        items: found.into_iter().map(view).collect(),
    })
}
