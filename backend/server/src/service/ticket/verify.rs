//! Verify the history: recompute the chain of every ticket, or of one (requirement E16).

use pult_shared::ids::TicketId;
use pult_store::{Store, StoreError, history, tickets};

use super::find;
use crate::service::ServiceError;

/// Tickets that are looked up at once.
const AT_ONCE: u32 = 1_000;

/// What was looked at, and what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    pub tickets: u64,
    /// A sentence for each ticket whose history is not whole.
    pub faults: Vec<String>,
}

/// Verifies the history of one ticket, by id or number.
///
/// # Errors
/// `ticket_not_found`, or when the database fails.
pub async fn one(store: &Store, ticket: &str) -> Result<Verified, ServiceError> {
    let found = tickets::find(store, &find::key(ticket)).await?;
    let found = found.ok_or_else(super::apply_commands::not_found)?;
    let mut verified = Verified::default();
    verified.look(store, found.id).await?;
    Ok(verified)
}

/// Verifies the history of all tickets.
///
/// # Errors
/// When the database fails.
pub async fn all(store: &Store) -> Result<Verified, ServiceError> {
    let mut verified = Verified::default();
    let mut last = None;
    loop {
        let ids = tickets::ids_after(store, last, AT_ONCE).await?;
        let Some(end) = ids.last() else { return Ok(verified) };
        last = Some(*end);
        for id in ids {
            verified.look(store, id).await?;
        }
    }
}

impl Verified {
    async fn look(&mut self, store: &Store, id: TicketId) -> Result<(), ServiceError> {
        self.tickets += 1;
        match history::verify(store, id).await {
            Ok(()) => Ok(()),
            Err(StoreError::Corrupt(fault)) => {
                self.faults.push(fault);
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    }
}
