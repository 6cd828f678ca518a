//! What commands would do to a ticket: decided as they would be, and not written.

use std::collections::BTreeSet;

use pult_domain::{
    policy,
    ticket::{Side, Ticket},
};
use pult_shared::{
    api::macros::TriedCommands,
    command::Command,
    ids::{PersonId, TicketId},
};
use pult_store::{Conn, WriteTx, people};

use super::{
    apply_commands::check,
    find,
    history::named,
    others,
    step::{Step, at_index},
};
use crate::{
    app::App,
    service::{ServiceError, session::who::SignedIn},
};

/// What would happen, as the history would tell it.
///
/// # Errors
/// As for applying them.
pub async fn try_commands(
    app: &App,
    signed_in: &SignedIn,
    ticket: &str,
    commands: &[Command],
) -> Result<TriedCommands, ServiceError> {
    check(commands)?;
    let (seen, _) = find::find(&app.store, signed_in, ticket).await?;
    // Nothing of this transaction is ever committed.
    let tx = app.store.begin().await?;
    let (ticket, events) = decided(app, &tx, signed_in, seen.id, commands).await?;
    let side = policy::side(&signed_in.actor, &ticket).unwrap_or(Side::Agent);
    let events: Vec<_> = events
        .into_iter()
        .filter(|event| policy::may_know(side, event))
        .collect();
    let named: BTreeSet<PersonId> = events.iter().flat_map(|event| named(signed_in, event)).collect();
    Ok(TriedCommands {
        people: refs(&tx, named).await?,
        events,
    })
}

async fn refs(conn: &impl Conn, ids: BTreeSet<PersonId>) -> Result<Vec<pult_shared::person::PersonRef>, ServiceError> {
    let found = people::refs(conn, &ids.into_iter().collect::<Vec<_>>()).await?;
    Ok(found.into_values().collect())
}

async fn decided(
    app: &App,
    tx: &WriteTx,
    signed_in: &SignedIn,
    ticket: TicketId,
    commands: &[Command],
) -> Result<(Ticket, Vec<pult_shared::event::TicketEvent>), ServiceError> {
    let (before, others) = others::lock(tx, ticket, commands).await?;
    let mut step = Step::new(app, tx, signed_in, app.now(), before, others);
    for (index, command) in commands.iter().enumerate() {
        step.take(command).await.map_err(|error| at_index(error, index))?;
    }
    Ok(step.decided())
}
