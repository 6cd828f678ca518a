//! The clocks of service agreements: what is due is told as an event of the ticket, once each (issue: nothing is forgotten); and all open
//! tickets are counted anew, step by step, after what clocks go by was set up in another way.

use pult_domain::{
    policy::Permit,
    ticket::{SetUp, escalate, fingerprint, recounted},
};
use pult_shared::{Timestamp, api::failure::Job, ids::TicketId, person::Language};
use pult_store::tickets::{self, CountPass};

use crate::{
    app::App,
    service::{
        ServiceError,
        alone::each,
        setup::Setup,
        ticket::write::{self, Writing},
    },
};

/// Tickets that a look takes on, and tickets of a step of counting.
pub const AT_ONCE: u32 = 100;

fn set_up(setup: &Setup) -> SetUp<'_> {
    SetUp {
        catalog: &setup.catalog,
        tree: &setup.tree,
    }
}

/// Tells warnings, breaches and reminders that are due; of how many tickets. Several instances may look at once: each ticket is told of by
/// one of them. What came due while none was running is told by the next look.
///
/// # Errors
/// When the database fails.
pub async fn tell_due(app: &App) -> Result<usize, ServiceError> {
    let now = app.now();
    let setup = app.setup.read(&app.store).await?;
    let look = |after| tickets::escalations_due(&app.store, now, after, AT_ONCE);
    each(app, Job::Escalations, AT_ONCE, look, |ticket| {
        let (app, setup) = (app.clone(), setup.clone());
        async move { tell(&app, &setup, ticket, now).await }
    })
    .await
}

/// Tells what is due of one ticket, unless another instance has been faster.
async fn tell(app: &App, setup: &Setup, id: TicketId, now: Timestamp) -> Result<bool, ServiceError> {
    let tx = app.store.begin().await?;
    let Some(ticket) = tickets::find_for_update(&tx, id).await? else {
        return Ok(false);
    };
    if ticket.clocks.next_at.is_none_or(|at| at > now) {
        return Ok(false);
    }
    let decision = escalate(&ticket, set_up(setup), now);
    if decision.events.is_empty() {
        // By what is set up now nothing is due: then the ticket must not be looked at again and again.
        tickets::set_clocks(&tx, &Permit::for_system(), id, &decision.ticket.clocks).await?;
        tx.commit().await?;
        return Ok(true);
    }
    // Nobody is written to.
    let writing = Writing {
        at: Some(now),
        ..Writing::by_system(Permit::for_system(), Some(ticket.version), Language::default())
    };
    write::write(app, &tx, &decision, writing).await?;
    write::commit(app, tx).await?;
    Ok(true)
}

/// Counts the next open tickets anew, if the set-up that clocks go by is another one than that of the last pass; how many. One step is one
/// transaction, and instances take them in turn.
///
/// # Errors
/// When the database fails.
pub async fn recount(app: &App) -> Result<usize, ServiceError> {
    let setup = app.setup.read(&app.store).await?;
    let wanted = fingerprint(set_up(&setup));
    if from(tickets::count_pass(&app.store).await?, &wanted).is_none() {
        return Ok(0);
    }
    let tx = app.store.begin().await?;
    // Asked again now that nobody else takes a step.
    let Some(after) = from(tickets::count_pass_for_update(&tx).await?, &wanted) else {
        return Ok(0);
    };
    let ids = tickets::active_after(&tx, after, AT_ONCE).await?;
    let now = app.now();
    for (id, ticket) in tickets::find_many_for_update(&tx, &ids).await? {
        let clocks = recounted(&ticket, set_up(&setup), now);
        if clocks != ticket.clocks {
            tickets::set_clocks(&tx, &Permit::for_system(), id, &clocks).await?;
        }
    }
    let full = u32::try_from(ids.len()).is_ok_and(|count| count == AT_ONCE);
    let pass = CountPass {
        fingerprint: wanted,
        after: ids.last().copied().filter(|_| full),
    };
    tickets::note_count_pass(&tx, &pass).await?;
    tx.commit().await?;
    Ok(ids.len())
}

/// Behind which ticket it goes on: at the beginning where the set-up is another one, nowhere where all is done.
fn from(pass: Option<CountPass>, wanted: &str) -> Option<TicketId> {
    match pass {
        Some(pass) if pass.fingerprint == wanted => pass.after,
        _ => Some(TicketId(uuid::Uuid::nil())),
    }
}
