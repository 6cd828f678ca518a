//! Mail fetched from mailboxes by IMAP (RFC 3501, IDLE RFC 2177, MOVE RFC 6851).
//!
//! Knows one account and an intake. A mail leaves the watched folder only after the intake has committed it, and is moved, never
//! deleted. What fails stays where it is and is tried again. Of several processes one fetches from a mailbox at a time (`lease`).

mod connect;
mod folder;
mod inspect;
mod lease;
mod round;

use std::{io, sync::Arc, time::Duration};

use tokio_util::sync::CancellationToken;

pub(crate) use inspect::Inspection;
use lease::Lease;
pub use lease::Leases;

use super::intake::{Intake, IntakeError};
use crate::{backoff::Backoff, clock::Rng, config::ImapAccount};

/// How long things may take, and how often to look.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// A step of the conversation.
    pub step: Duration,
    /// The content of one mail.
    pub content: Duration,
    /// The longest wait in IDLE before looking anyway. Servers hang up after 29 minutes; some lose notifications much earlier.
    pub idle: Duration,
    /// The wait where IDLE is not offered.
    pub poll: Duration,
    /// How often it is looked whether another process still fetches from the mailbox, and how often it is said that this one does.
    pub lease: Duration,
    /// After the first failure; doubles.
    pub retry_first: Duration,
    pub retry_most: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            step: Duration::from_secs(60),
            content: Duration::from_secs(300),
            idle: Duration::from_secs(270),
            poll: Duration::from_secs(60),
            lease: Duration::from_secs(3),
            retry_first: Duration::from_secs(2),
            retry_most: Duration::from_secs(300),
        }
    }
}

/// One watched mailbox.
pub struct Watcher {
    pub account: ImapAccount,
    pub intake: Arc<dyn Intake>,
    pub leases: Arc<dyn Leases>,
    pub rng: Arc<dyn Rng>,
    /// A larger mail is recorded by its beginning.
    pub max_bytes: u64,
    pub pace: Pace,
}

/// Why a connection ended.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ImapError {
    #[error("{0}: {1}")]
    Connection(&'static str, #[source] io::Error),
    #[error("{0}: {1}")]
    Protocol(&'static str, #[source] async_imap::error::Error),
    #[error("{0}: no answer in time")]
    TimedOut(&'static str),
    #[error(transparent)]
    Intake(#[from] IntakeError),
    #[error("{0}")]
    Unusable(String),
    #[error("another process may fetch from this mailbox now")]
    NotOurs,
}

impl Watcher {
    /// Watches until shutdown. Comes back after every failure, ever more slowly.
    pub async fn run(&self, shutdown: &CancellationToken) {
        let name = self.account.name.as_str();
        let mut backoff = Backoff::new(self.pace.retry_first, self.pace.retry_most);
        let mut condition = Condition::default();
        let mut troubles = round::Troubles::default();
        loop {
            let lease = tokio::select! {
                () = shutdown.cancelled() => return,
                lease = self.leased(&mut condition) => lease,
            };
            let ended = self
                .watch(&lease, shutdown, &mut backoff, &mut condition, &mut troubles)
                .await;
            let pause = backoff.next(self.rng.as_ref());
            condition.failing(name, &ended.unwrap_or(ImapError::NotOurs));
            tokio::select! {
                () = shutdown.cancelled() => return,
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    /// Watches as long as the mailbox is ours; what ended the connection, if it was that.
    async fn watch(
        &self,
        lease: &Lease,
        shutdown: &CancellationToken,
        backoff: &mut Backoff,
        condition: &mut Condition,
        troubles: &mut round::Troubles,
    ) -> Option<ImapError> {
        let mut watching = std::pin::pin!(self.stay_connected(lease, backoff, condition, troubles));
        let ended = tokio::select! {
            () = shutdown.cancelled() => None,
            () = lease.keep(self) => None,
            ended = &mut watching => Some(ended),
        };
        lease.end(self, ended.is_none().then_some(watching)).await;
        ended
    }

    /// Waits until no other process fetches from the mailbox.
    async fn leased(&self, condition: &mut Condition) -> Lease {
        loop {
            match Lease::take(self).await {
                Ok(Some(lease)) => return lease,
                Ok(None) => condition.waiting(&self.account.name),
                Err(error) => condition.failing(&self.account.name, &error),
            }
            tokio::time::sleep(self.pace.lease).await;
        }
    }

    /// Fetches, waits, fetches …; returns when the connection cannot go on.
    async fn stay_connected(
        &self,
        lease: &Lease,
        backoff: &mut Backoff,
        condition: &mut Condition,
        troubles: &mut round::Troubles,
    ) -> ImapError {
        let mut session = match connect::open(&self.account, &self.pace).await {
            Ok(session) => session,
            Err(error) => return error,
        };
        let place = match folder::prepare(&mut session, &self.account, &self.pace).await {
            Ok(place) => place,
            Err(error) => return error,
        };
        let mut stuck = round::Stuck::default();
        loop {
            let trouble = match round::fetch_all(&mut session, self, &place, lease, troubles, &mut stuck).await {
                Ok(trouble) => trouble,
                Err(error) => return error,
            };
            backoff.reset();
            condition.fine(&self.account.name);
            condition.stuck(&self.account.name, trouble);
            session = match round::wait(session, &self.pace, place.idle).await {
                Ok(session) => session,
                Err(error) => return error,
            };
        }
    }
}

/// Logs a change for the worse or better once, not every attempt.
#[derive(Debug, Default)]
struct Condition {
    told: Option<String>,
    connected: bool,
    /// What the first mail met that cannot be fetched or moved.
    stuck: Option<String>,
    waits: bool,
}

impl Condition {
    fn failing(&mut self, account: &str, error: &ImapError) {
        let text = error.to_string();
        if self.told.as_ref() == Some(&text) {
            tracing::debug!(account, error = text, "the mailbox still cannot be read");
        } else {
            tracing::warn!(
                account,
                error = text,
                "the mailbox cannot be read; it will be tried again"
            );
            self.told = Some(text);
        }
        self.connected = false;
    }

    fn waiting(&mut self, account: &str) {
        if !std::mem::replace(&mut self.waits, true) {
            tracing::info!(
                account,
                "another process fetches from the mailbox; this one waits for its turn"
            );
        }
    }

    fn stuck(&mut self, account: &str, trouble: Option<ImapError>) {
        let text = trouble.map(|error| error.to_string());
        if let Some(error) = text.as_ref().filter(|_| self.stuck != text) {
            tracing::warn!(account, error, "a mail stays in the mailbox; the others go on");
        }
        self.stuck = text;
    }

    fn fine(&mut self, account: &str) {
        if !self.connected {
            tracing::info!(account, "the mailbox is watched");
        }
        self.connected = true;
        self.told = None;
        self.waits = false;
    }
}

/// Runs one step with a limit of time.
async fn step<T, E>(
    what: &'static str,
    limit: Duration,
    future: impl Future<Output = Result<T, E>>,
) -> Result<T, ImapError>
where
    E: Into<async_imap::error::Error>,
{
    match tokio::time::timeout(limit, future).await {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(ImapError::Protocol(what, error.into())),
        Err(_) => Err(ImapError::TimedOut(what)),
    }
}
