//! Which process fetches from a mailbox: one at a time, since two that move a mail at once leave two copies in the done folder.
//!
//! Knows a promise that ends by itself and has to be renewed; who gives it is the service's business. IMAP has no way to lock a
//! mailbox, so a mail is moved only as long as the promise surely holds, and where an answer to a move was not waited for, the promise is left to
//! run out instead of being given back: the server may still be at it.

use std::{
    future::Future,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use futures_util::future::BoxFuture;
use tokio::{
    sync::watch,
    time::{Instant, sleep, sleep_until, timeout, timeout_at},
};

use super::{ImapError, Watcher};
use crate::adapters::intake::IntakeError;

/// What has to be left of the promise when a move begins, so that the server has done it before anybody else may come.
const LEFT: Duration = Duration::from_secs(4);
/// How long the answer to a move is waited for at the end.
const LAST_MOVE: Duration = Duration::from_secs(3);

/// Gives mailboxes out, each to one process at a time.
pub trait Leases: Send + Sync + 'static {
    /// Takes the mailbox, or keeps it longer: for how long from the call. Nothing while another process has it.
    fn take<'a>(&'a self, account: &'a str) -> BoxFuture<'a, Result<Option<Duration>, IntakeError>>;

    /// Gives it back before its time.
    fn give_back<'a>(&'a self, account: &'a str) -> BoxFuture<'a, Result<(), IntakeError>>;
}

/// A mailbox that is ours for a while.
pub struct Lease {
    until: Mutex<Instant>,
    state: watch::Sender<State>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Resting,
    Moving,
    /// No move begins any more.
    Over {
        moving: bool,
    },
}

/// A move under way. Dropped without an answer, it stays under way.
pub struct Moving<'a>(&'a Lease);

impl Moving<'_> {
    /// The server has said what became of it.
    pub fn answered(self) {
        self.0.state.send_modify(|state| {
            *state = match state {
                State::Over { .. } => State::Over { moving: false },
                State::Resting | State::Moving => State::Resting,
            };
        });
    }
}

impl Lease {
    /// The mailbox, unless another process has it.
    pub async fn take(watcher: &Watcher) -> Result<Option<Self>, ImapError> {
        let begun = Instant::now();
        let taken = timeout(watcher.pace.step, watcher.leases.take(&watcher.account.name)).await;
        let taken = taken.map_err(|_| ImapError::TimedOut("asking whose turn it is"))??;
        Ok(taken.map(|time| Self {
            until: Mutex::new(begun + time),
            state: watch::Sender::new(State::Resting),
        }))
    }

    /// Renews the promise again and again; returns when it does not hold any more.
    pub async fn keep(&self, watcher: &Watcher) {
        loop {
            let end = self.surely_until();
            tokio::select! {
                () = sleep_until(end) => return,
                () = sleep(watcher.pace.lease) => {}
            }
            let begun = Instant::now();
            match timeout_at(end, watcher.leases.take(&watcher.account.name)).await {
                Ok(Ok(Some(time))) => *self.until.lock().unwrap_or_else(PoisonError::into_inner) = begun + time,
                Ok(Ok(None)) | Err(_) => return,
                // Perhaps the next time: there is some left.
                Ok(Err(error)) => {
                    tracing::debug!(account = watcher.account.name, %error, "the mailbox could not be kept longer");
                }
            }
        }
    }

    /// A move may begin.
    ///
    /// # Errors
    /// `NotOurs` when another process might come before it ends.
    pub fn begin_move(&self) -> Result<Moving<'_>, ImapError> {
        if matches!(*self.state.borrow(), State::Over { .. }) || self.surely_until() <= Instant::now() {
            return Err(ImapError::NotOurs);
        }
        self.state.send_replace(State::Moving);
        Ok(Moving(self))
    }

    /// Lets a move that is under way come to its end, and gives the mailbox back.
    pub async fn end(&self, watcher: &Watcher, watching: Option<impl Future<Output = ImapError>>) {
        self.state.send_modify(|state| {
            *state = State::Over {
                moving: *state == State::Moving,
            };
        });
        if let Some(watching) = watching {
            let mut states = self.state.subscribe();
            tokio::select! {
                _ = watching => {}
                _ = states.wait_for(|state| *state == State::Over { moving: false }) => {}
                () = sleep(LAST_MOVE) => {}
            }
        }
        if *self.state.borrow() != (State::Over { moving: false }) {
            return;
        }
        let account = &watcher.account.name;
        match timeout(LAST_MOVE, watcher.leases.give_back(account)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::debug!(account, %error, "the mailbox was not given back; its time runs out"),
            Err(_) => tracing::debug!(account, "the mailbox was not given back in time; its time runs out"),
        }
    }

    fn surely_until(&self) -> Instant {
        let until = *self.until.lock().unwrap_or_else(PoisonError::into_inner);
        until.checked_sub(LEFT).unwrap_or_else(Instant::now)
    }
}
