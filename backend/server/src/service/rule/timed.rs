//! Let rules act whose time has come: every night, every week, so long after a moment of a ticket.
//!
//! Which moment of a ticket a rule has acted for is noted in the transaction in which it acts: once each, on several instances too, and
//! what came due while nothing ran is caught up.

use std::sync::Mutex;

use jiff::SignedDuration;
use pult_domain::{
    policy::Visibility,
    rule::{Compiled, last_time},
};
use pult_shared::{Timestamp, ids::TicketId, rule::RuleTrigger};
use pult_store::{
    rules::{self, NewRun},
    tickets::{self, Question, RuleClock},
};

use super::turn::Turn;
use crate::{
    app::App,
    service::{ServiceError, setup::Setup, ticket::write},
};

/// Tickets that a look takes on.
pub const AT_ONCE: u32 = 100;

/// Lets timed rules act that are due; on how many tickets.
///
/// # Errors
/// When the database fails.
pub async fn run_due(app: &App) -> Result<usize, ServiceError> {
    let now = app.now();
    let setup = app.setup.read(&app.store).await?;
    let all = app.rules.read(&app.store, setup.catalog.version).await?;
    let mut taken = 0;
    for rule in all.iter().filter(|rule| rule.rule.valid) {
        let Some(clock) = clock_of(rule, now) else { continue };
        let question = Question {
            visibility: &Visibility::for_system(),
            filter: &rule.asks(&setup.tree),
            me: None,
            tree: &setup.tree,
            now,
        };
        for (ticket, occasion) in tickets::due_for_rule(&app.store, &question, rule.id, clock, AT_ONCE).await? {
            if one(app, &setup, rule, ticket, occasion).await? {
                taken += 1;
            }
        }
    }
    Ok(taken)
}

/// What the rule's time is counted from; nothing where it is not due, or waits for events.
pub(super) fn clock_of(rule: &Compiled, now: Timestamp) -> Option<RuleClock> {
    match &rule.rule.on {
        RuleTrigger::Events(_) => None,
        RuleTrigger::After(after) => {
            let before = now.checked_sub(SignedDuration::from_mins(after.minutes())).ok()?;
            Some(RuleClock::Since(after.since, before))
        }
        // What was due before the rule was there is none of its own.
        on => last_time(on, now).filter(|at| *at >= rule.since).map(RuleClock::At),
    }
}

/// Acts on one ticket. False when somebody was faster.
async fn one(
    app: &App,
    setup: &Setup,
    rule: &Compiled,
    id: TicketId,
    occasion: Timestamp,
) -> Result<bool, ServiceError> {
    // As a task of its own, so that a bug ends it and not the look.
    let acting = {
        let (app, setup, rule) = (app.clone(), setup.clone(), rule.clone());
        async move { act(&app, &setup, &rule, id, occasion).await }
    };
    let done = tokio::spawn(acting).await;
    match done.unwrap_or_else(|bug| Err(ServiceError::Internal(format!("ended in a bug: {bug}")))) {
        Err(ServiceError::Unavailable(reason)) => Err(ServiceError::Unavailable(reason)),
        Err(error) => {
            // One ticket at which something breaks does not keep the others waiting, nor is it tried for ever.
            tracing::error!(ticket = %id, rule = %rule.id, %error, "a timed rule could not act");
            let tx = app.store.begin().await?;
            if rules::mark_time(&tx, rule.id, id, occasion).await? {
                rules::insert_run(&tx, &NewRun::failed(rule.id, id, app.now())).await?;
            }
            tx.commit().await?;
            Ok(true)
        }
        done => done,
    }
}

async fn act(
    app: &App,
    setup: &Setup,
    rule: &Compiled,
    id: TicketId,
    occasion: Timestamp,
) -> Result<bool, ServiceError> {
    let tx = app.store.begin().await?;
    tx.set_off_by_rules(1);
    if !rules::mark_time(&tx, rule.id, id, occasion).await? {
        return Ok(false);
    }
    if let Some(ticket) = tickets::find_for_update(&tx, id).await? {
        let turn = Turn {
            app,
            tx: &tx,
            setup,
            now: app.now(),
            depth: 0,
            by_machine: false,
            acts: &Mutex::new(None),
        };
        turn.take(ticket, &[rule]).await?;
    }
    write::commit(app, tx).await?;
    Ok(true)
}
