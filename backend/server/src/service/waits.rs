//! Tickets that wait until a time and then go on to another state by themselves: "pending, then closed" becomes closed.

use pult_domain::{
    catalog::Catalog,
    policy::Permit,
    ticket::{self, Decision, Side, Ticket, TicketFacts},
};
use pult_shared::{
    Timestamp,
    api::failure::Job,
    catalog::{StateDef, StateType},
    command::{Command, SetState},
    ids::TicketId,
};
use pult_store::{WriteTx, people, tickets};

use crate::{
    app::{App, Ids},
    service::{
        ServiceError,
        alone::each,
        setup::Setup,
        ticket::{
            facts::mailbox,
            write::{self, Writing},
        },
    },
};

/// Tickets that a look takes on.
pub const AT_ONCE: u32 = 100;

/// Takes tickets whose time is over on to their next state; how many. Several instances may look at once: each ticket is taken on by one
/// of them.
///
/// # Errors
/// When the database fails.
pub async fn go_on(app: &App) -> Result<usize, ServiceError> {
    let now = app.now();
    let setup = app.setup.read(&app.store).await?;
    let look = |after| tickets::waits_over(&app.store, now, after, AT_ONCE);
    each(app, Job::Waits, AT_ONCE, look, |ticket| {
        let (app, setup) = (app.clone(), setup.clone());
        async move { one(&app, &setup, ticket, now).await }
    })
    .await
}

async fn one(app: &App, setup: &Setup, id: TicketId, now: Timestamp) -> Result<bool, ServiceError> {
    let tx = app.store.begin().await?;
    let Some(ticket) = tickets::find_for_update(&tx, id).await? else {
        return Ok(false);
    };
    let over = ticket.pending_until.is_some_and(|until| until <= now);
    let next = next_state(&setup.catalog, &ticket);
    let Some(next) = next.filter(|_| over && ticket.state_type == StateType::PendingAuto) else {
        return Ok(false);
    };
    let (decision, writing) = decide(app, &tx, setup, &ticket, next, now).await?;
    write::write(app, &tx, &decision, writing).await?;
    write::commit(app, tx).await?;
    Ok(true)
}

/// What a state turns into; where that is valid no more, whatever else is closed.
fn next_state<'a>(catalog: &'a Catalog, ticket: &Ticket) -> Option<&'a StateDef> {
    let wanted = catalog.state(&ticket.state)?.turns_into.as_ref();
    wanted
        .and_then(|key| catalog.state(key))
        .filter(|state| state.valid)
        .or_else(|| catalog.state_of(StateType::Closed))
}

async fn decide(
    app: &App,
    tx: &WriteTx,
    setup: &Setup,
    ticket: &Ticket,
    next: &StateDef,
    now: Timestamp,
) -> Result<(Decision, Writing), ServiceError> {
    let requester = people::find(tx, ticket.requester_id).await?;
    let language = requester.as_ref().and_then(|person| person.language);
    let language = language.unwrap_or_default();
    let queue = setup.tree.get(ticket.queue_id);
    let facts = TicketFacts {
        requester: requester.as_ref().and_then(mailbox),
        queue_sender: queue.map(|queue| app.sender_of(&setup.tree, queue, language)),
        closing_mail: queue.is_some_and(|queue| queue.closing_mail),
        ..TicketFacts::default()
    };
    let set = Command::SetState(SetState {
        state: next.key.clone(),
        pending_until: None,
        notify_customer: None,
        with_children: None,
        undo_seconds: None,
    });
    let mut ids = Ids(app);
    let mut ctx = app.context(&mut ids, now, None, Side::Agent, setup);
    let decision = ticket::decide(ticket, &set, &facts, &mut ctx)?;
    let writing = Writing::by_system(Permit::for_system(), Some(ticket.version), language);
    Ok((decision, writing))
}
