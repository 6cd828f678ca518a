//! A write transaction: dropped without `commit`, nothing of it remains.

use std::{
    collections::HashMap,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};

use pult_shared::ids::TicketId;
use sea_orm::DatabaseTransaction;
use tokio::sync::OwnedMutexGuard;

use crate::{
    Store, StoreError,
    conn::{Conn, sealed::Sealed},
    store::Shared,
};

/// The end of a ticket's history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct ChainHead {
    pub(crate) length: i64,
    pub(crate) hash: String,
}

/// A write transaction.
#[derive(Debug)]
pub struct WriteTx {
    // Fields drop in this order: the roll-back is under way before the next writer is let in.
    tx: DatabaseTransaction,
    store: Store,
    /// What this transaction has read or written of the tickets' chains; saves reading it again.
    heads: Mutex<HashMap<TicketId, ChainHead>>,
    /// How many rules in a row have led to what is written here.
    rule_depth: AtomicU32,
    _gate: Option<OwnedMutexGuard<()>>,
}

impl WriteTx {
    pub(crate) fn new(store: Store, tx: DatabaseTransaction, gate: Option<OwnedMutexGuard<()>>) -> Self {
        Self {
            tx,
            store,
            heads: Mutex::default(),
            rule_depth: AtomicU32::new(0),
            _gate: gate,
        }
    }

    /// Makes it durable, and wakes those who wait for changes.
    ///
    /// # Errors
    /// `Unavailable` when the database went away; whether the commit was done is then unknown.
    pub async fn commit(self) -> Result<(), StoreError> {
        let Self {
            tx, store, _gate: gate, ..
        } = self;
        tx.commit().await?;
        drop(gate);
        store.shared().notify();
        Ok(())
    }

    /// What is written from now on is the work of rules, of which so many in a row have led to it.
    pub fn set_off_by_rules(&self, depth: u32) {
        self.rule_depth.store(depth, Ordering::Relaxed);
    }

    pub(crate) fn rule_depth(&self) -> u32 {
        self.rule_depth.load(Ordering::Relaxed)
    }

    pub(crate) fn heads(&self) -> MutexGuard<'_, HashMap<TicketId, ChainHead>> {
        // The map is whole even when a holder panicked: each use is one call.
        self.heads.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sealed for WriteTx {
    type Raw = DatabaseTransaction;

    fn raw(&self) -> &DatabaseTransaction {
        &self.tx
    }

    fn shared(&self) -> &Shared {
        self.store.shared()
    }
}

impl Conn for WriteTx {}
