//! Let the rules look at what has happened: change after change, each in a transaction that also settles that it was looked at.

use std::sync::{Arc, Mutex};

use jiff::SignedDuration;
use pult_domain::rule::{Compiled, happened};
use pult_shared::{
    event::TicketEvent,
    ids::{ArticleId, RuleId},
    ticket::Direction,
};
use pult_store::{
    StoreError, WriteTx, articles, history,
    rules::{self, NewRun, Occasion},
    tickets,
};

use super::turn::Turn;
use crate::{
    app::App,
    service::{
        ServiceError,
        ticket::write,
        webhook::enqueue::{Happened, enqueue},
    },
};

/// Changes that are looked at together.
pub const AT_ONCE: u32 = 20;
/// How long they are somebody's: many times what a look takes.
const LEASE: SignedDuration = SignedDuration::from_mins(2);
/// So often a change is looked at that something breaks at; then it is left.
const ATTEMPTS_MAX: u32 = 5;

/// Takes changes that no rule has looked at; how many. Several instances may do so at once: each change is looked at by one of them.
///
/// # Errors
/// When the database fails; the lease runs out, and somebody goes on.
pub async fn work(app: &App) -> Result<usize, StoreError> {
    let now = app.now();
    let tx = app.store.begin().await?;
    let claimed = rules::claim(&tx, now, now.saturating_add(LEASE).unwrap_or(now), AT_ONCE).await?;
    if claimed.is_empty() {
        return Ok(0);
    }
    tx.commit().await?;
    for occasion in &claimed {
        one(app, *occasion).await?;
    }
    Ok(claimed.len())
}

/// How much is done about a change.
#[derive(Clone, Copy, Debug)]
enum Extent {
    /// All rules look at it that it sets off.
    All,
    /// Without the rule at which it broke: that one has failed.
    Without(RuleId),
    /// No rule does: all that it sets off have failed. Webhooks are told all the same.
    NoRule,
}

/// What came of a look.
enum Looked {
    Done,
    /// It broke, at this rule where one was acting.
    Broke(Option<RuleId>),
}

async fn one(app: &App, occasion: Occasion) -> Result<(), StoreError> {
    let Looked::Broke(at) = tried(app, occasion, Extent::All).await? else {
        return Ok(());
    };
    if occasion.attempts < ATTEMPTS_MAX {
        return Ok(());
    }
    // It is not tried for ever. What failed stands in the log of its rule, and costs neither the other rules nor the webhooks anything.
    for extent in at.map(Extent::Without).into_iter().chain([Extent::NoRule]) {
        if let Looked::Done = tried(app, occasion, extent).await? {
            return Ok(());
        }
    }
    tracing::error!(ticket = %occasion.ticket_id, version = occasion.version, "a change is given up that rules could not look at");
    let tx = app.store.begin().await?;
    rules::settle(&tx, &occasion).await?;
    tx.commit().await
}

async fn tried(app: &App, occasion: Occasion, extent: Extent) -> Result<Looked, StoreError> {
    let acts = Arc::new(Mutex::new(None));
    let (app, acts_) = (app.clone(), Arc::clone(&acts));
    // As a task of its own, so that a bug with one ticket does not stop the others.
    let looked = tokio::spawn(async move { look(&app, &occasion, extent, &acts_).await }).await;
    match looked.unwrap_or_else(|bug| Err(ServiceError::Internal(bug.to_string()))) {
        Ok(()) => Ok(Looked::Done),
        Err(ServiceError::Unavailable(reason)) => Err(StoreError::Unavailable(reason)),
        Err(error) => {
            tracing::error!(ticket = %occasion.ticket_id, attempts = occasion.attempts, %error, "rules could not look at a change");
            let at = acts.lock().map_or_else(|poisoned| *poisoned.into_inner(), |at| *at);
            Ok(Looked::Broke(at))
        }
    }
}

async fn look(
    app: &App,
    occasion: &Occasion,
    extent: Extent,
    acts: &Mutex<Option<RuleId>>,
) -> Result<(), ServiceError> {
    let tx = app.store.begin().await?;
    tx.set_off_by_rules(occasion.depth + 1);
    if !rules::settle(&tx, occasion).await? {
        return Ok(());
    }
    let setup = app.setup.read(&tx).await?;
    let all = app.rules.read(&tx, setup.catalog.version).await?;
    let rows = history::of_version(&tx, occasion.ticket_id, occasion.version).await?;
    let events: Vec<TicketEvent> = rows.into_iter().map(|row| row.event).collect();
    let happened = happened(&events, &setup.catalog);
    let mut set_off: Vec<&Compiled> = all.iter().filter(|rule| rule.is_set_off(&happened)).collect();
    if let Some(ticket) = tickets::find_for_update(&tx, occasion.ticket_id).await? {
        let told = Happened {
            ticket: &ticket,
            events: &events,
            words: &happened,
            at: occasion.at,
        };
        if enqueue(app, &tx, &setup, &told).await? > 0 {
            app.work.webhooks.notify_one();
        }
        if ticket.merged_into.is_some() {
            set_off.clear();
        }
        for rule in fails(&mut set_off, extent) {
            if rule.holds_in(ticket.queue_id, &setup.tree) {
                rules::insert_run(&tx, &NewRun::failed(rule.id, ticket.id, app.now())).await?;
            }
        }
        if set_off.is_empty() {
            return write::commit(app, tx).await;
        }
        let turn = Turn {
            app,
            tx: &tx,
            setup: &setup,
            now: app.now(),
            depth: occasion.depth,
            by_machine: by_machine(&tx, &events).await?,
            acts,
        };
        turn.take(ticket, &set_off).await?;
    }
    write::commit(app, tx).await
}

/// Takes those away that have failed.
fn fails<'a>(set_off: &mut Vec<&'a Compiled>, extent: Extent) -> Vec<&'a Compiled> {
    let failed = |rule: &&Compiled| match extent {
        Extent::All => false,
        Extent::Without(id) => rule.id == id,
        Extent::NoRule => true,
    };
    let gone = set_off.iter().copied().filter(failed).collect();
    set_off.retain(|rule| !failed(rule));
    gone
}

/// Whether what happened is the message of a machine.
async fn by_machine(tx: &WriteTx, events: &[TicketEvent]) -> Result<bool, ServiceError> {
    let incoming = |event: &TicketEvent| match event {
        TicketEvent::ArticleAdded {
            article_id,
            direction: Direction::Incoming,
            ..
        } => Some(*article_id),
        _ => None,
    };
    let ids: Vec<ArticleId> = events.iter().filter_map(incoming).collect();
    if ids.is_empty() {
        return Ok(false);
    }
    let found = articles::find_many(tx, &ids).await?;
    Ok(found.iter().any(|article| article.automatic))
}
