//! List who may own tickets of a queue.

use jiff::SignedDuration;
use pult_domain::staffing::StandIn;
use pult_shared::{
    Timestamp,
    api::session::{AgentView, DeputyOf},
    error::ErrorCode,
    ids::QueueId,
    person::Permission,
};
use pult_store::{absences, people, staffing};

use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

const MINUTE: SignedDuration = SignedDuration::from_mins(1);

/// The people who may own tickets of a queue, by name: those who take the place of somebody who is away come first, those who are away come
/// last. One query; where somebody is away, few more.
///
/// # Errors
/// `queue_not_found` for a queue that the caller does not work in.
pub async fn agents(app: &App, signed_in: &SignedIn, queue: QueueId) -> Result<Vec<AgentView>, ServiceError> {
    if !signed_in.actor.has(Permission::View, queue) || signed_in.tree.get(queue).is_none() {
        return Err(ServiceError::code(ErrorCode::QueueNotFound));
    }
    let now = app.now();
    let mut agents = people::agents_of(&app.store, queue, &signed_in.tree, now).await?;
    for one in stand_ins(app, signed_in, queue, now).await? {
        note(app, &mut agents, one).await?;
    }
    // The rest stays in its order.
    agents.sort_by_key(|agent| (agent.away_until.is_some(), agent.deputy_of.is_empty()));
    Ok(agents)
}

async fn stand_ins(
    app: &App,
    signed_in: &SignedIn,
    queue: QueueId,
    now: Timestamp,
) -> Result<Vec<StandIn>, ServiceError> {
    let open = absences::open(&app.store).await?;
    if !open.iter().any(|row| row.absence.covers(now)) {
        return Ok(Vec::new());
    }
    let facts = staffing::facts(&app.store).await?;
    Ok(facts.stand_ins(&signed_in.tree, queue, now))
}

/// Says of the deputy in whose place they are. One who may own tickets only for the time is not among the others yet.
async fn note(app: &App, agents: &mut Vec<AgentView>, one: StandIn) -> Result<(), ServiceError> {
    let Some(away) = agents.iter().find(|agent| agent.id == one.person) else {
        return Ok(());
    };
    let deputy_of = DeputyOf {
        id: away.id,
        name: away.name.clone(),
        // The last minute of the last day, and not the midnight after it.
        until: one.until.saturating_sub(MINUTE).unwrap_or(one.until),
    };
    if let Some(deputy) = agents.iter_mut().find(|agent| agent.id == one.deputy) {
        deputy.deputy_of.push(deputy_of);
    } else if let Some(deputy) = people::find(&app.store, one.deputy).await? {
        agents.push(AgentView {
            id: deputy.id,
            name: deputy.name,
            login: deputy.login.unwrap_or_default(),
            away_until: None,
            deputy_of: vec![deputy_of],
        });
    }
    Ok(())
}
