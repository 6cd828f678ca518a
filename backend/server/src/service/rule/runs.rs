//! What a rule has done.

use pult_domain::{policy, ticket::Side};
use pult_shared::{
    api::rule::{RuleRun, RuleRunList},
    error::ErrorCode,
    ids::{RuleId, TicketId},
    limits::RULE_RUNS_SHOWN,
};
use pult_store::{rules, tickets};

use super::is_seen;
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// The last runs of a rule on tickets that the person may see, newest first.
///
/// # Errors
/// `rule_not_found`, also for one that holds where the person manages nothing.
pub async fn list(app: &App, signed_in: &SignedIn, id: RuleId) -> Result<RuleRunList, ServiceError> {
    let known = rules::list(&app.store).await?;
    if !known
        .iter()
        .any(|one| one.id == id && is_seen(&signed_in.actor, &one.rule))
    {
        return Err(ServiceError::code(ErrorCode::RuleNotFound));
    }
    let runs = rules::runs(&app.store, id, RULE_RUNS_SHOWN).await?;
    let ids: Vec<TicketId> = runs.iter().map(|run| run.run.ticket_id).collect();
    let tickets = tickets::find_many(&app.store, &ids).await?;
    let seen = |run: &rules::Run| {
        let ticket = tickets.get(&run.run.ticket_id);
        ticket.is_some_and(|ticket| policy::side(&signed_in.actor, ticket) == Some(Side::Agent))
    };
    let view = |found: rules::Run| RuleRun {
        at: found.run.at,
        ticket_id: found.run.ticket_id,
        number: found.number,
        subject: found.subject,
        outcome: found.run.outcome,
        done: found.run.done,
        skipped: found.run.skipped,
        stop: found.run.stop,
    };
    Ok(RuleRunList {
        items: runs.into_iter().filter(seen).map(view).collect(),
    })
}
