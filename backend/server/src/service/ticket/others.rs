//! The other tickets that commands point at: found, and locked together with the first.

use std::collections::BTreeMap;

use pult_domain::ticket::Ticket;
use pult_shared::{command::Command, ids::TicketId};
use pult_store::{WriteTx, tickets};

use super::{apply_commands::not_found, find};
use crate::service::ServiceError;

/// Locked tickets besides the one that is worked on, as they are after the commands so far.
pub type Others = BTreeMap<TicketId, Ticket>;

/// Locks a ticket and all others that the commands change, in the order of their ids: two who merge in opposite directions do not
/// wait for each other for ever.
///
/// # Errors
/// `ticket_not_found` when the first one is gone.
pub async fn lock(tx: &WriteTx, id: TicketId, commands: &[Command]) -> Result<(Ticket, Others), ServiceError> {
    let mut ids = vec![id];
    for command in commands {
        ids.extend(named(tx, id, command).await?);
    }
    if ids.len() == 1 {
        let ticket = tickets::find_for_update(tx, id).await?.ok_or_else(not_found)?;
        return Ok((ticket, Others::new()));
    }
    let mut locked = tickets::find_many_for_update(tx, &ids).await?;
    let ticket = locked.remove(&id).ok_or_else(not_found)?;
    Ok((ticket, locked))
}

/// Locks the tickets that the commands of a new ticket change besides it.
///
/// # Errors
/// When the database fails.
pub async fn of_new(tx: &WriteTx, commands: &[Command]) -> Result<Others, ServiceError> {
    let mut ids = Vec::new();
    for command in commands {
        // A ticket that does not exist yet has neither children nor a merge to take back.
        if matches!(command, Command::Link(_) | Command::Merge(_)) {
            ids.extend(named(tx, TicketId(uuid::Uuid::nil()), command).await?);
        }
    }
    if ids.is_empty() {
        return Ok(Others::new());
    }
    Ok(tickets::find_many_for_update(tx, &ids).await?)
}

/// The tickets that a command changes besides its own.
async fn named(tx: &WriteTx, id: TicketId, command: &Command) -> Result<Vec<TicketId>, ServiceError> {
    Ok(match command {
        Command::Link(to) | Command::Unlink(to) => target(tx, &to.ticket).await?.into_iter().collect(),
        Command::Merge(merge) => match target(tx, &merge.into).await? {
            Some(other) => {
                let mut all: Vec<TicketId> = root(tx, other).await?.into_iter().collect();
                all.extend(tickets::merged_ids(tx, id).await?);
                all
            }
            None => Vec::new(),
        },
        // What goes on in it is read with it.
        Command::SetReaders(_) => tickets::merged_ids(tx, id).await?,
        Command::Unmerge => root(tx, id).await?.into_iter().collect(),
        Command::SetState(set) if set.with_children == Some(true) => tickets::children(tx, id).await?,
        _ => Vec::new(),
    })
}

/// The ticket that a text names: by id or number.
///
/// # Errors
/// When the database fails.
pub async fn target(tx: &WriteTx, text: &str) -> Result<Option<TicketId>, ServiceError> {
    Ok(tickets::find(tx, &find::key(text)).await?.map(|ticket| ticket.id))
}

/// Where a ticket goes on: itself, or the end of its merges.
///
/// # Errors
/// When the database fails.
pub async fn root(tx: &WriteTx, id: TicketId) -> Result<Option<TicketId>, ServiceError> {
    Ok(tickets::root_of(tx, id).await?)
}
