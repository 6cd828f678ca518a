//! An intake of the tests' own: keeps what it is given, fails as often as it is told.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures_util::future::{BoxFuture, FutureExt as _};
use pult_server::adapters::{Arrival, Intake, IntakeError, imap::Leases, intake::Received};
use pult_shared::ids::IncomingMailId;
use tokio::time::Instant;

#[derive(Default)]
pub struct Script {
    arrivals: Mutex<Vec<Arrival>>,
    failures: Mutex<VecDeque<IntakeError>>,
}

impl Script {
    pub fn arrivals(&self) -> Vec<Arrival> {
        self.arrivals.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The next mail is not recorded.
    pub fn fail_next(&self) {
        let error = IntakeError::Unavailable("no connection".to_owned());
        self.failures
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push_back(error);
    }
}

impl Intake for Script {
    fn receive(&self, arrival: Arrival) -> BoxFuture<'_, Result<Received, IntakeError>> {
        let failure = self.failures.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        if failure.is_none() {
            self.arrivals
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(arrival);
        }
        let received = Received {
            id: IncomingMailId(uuid::Uuid::from_u128(1)),
        };
        async move { failure.map_or(Ok(received), Err) }.boxed()
    }
}

/// A mailbox that processes share: who has it, and until when.
#[derive(Clone, Default)]
pub struct Shared(Arc<Mutex<Option<(u8, Instant)>>>);

/// One of the processes that ask for it.
pub struct Turn {
    pub shared: Shared,
    pub me: u8,
    /// How often it gets a yes before the database is away; nothing: always.
    pub answers: Option<AtomicUsize>,
}

/// How long a mailbox is given away.
pub const LEASE: Duration = Duration::from_millis(4600);

impl Turn {
    pub fn of(shared: &Shared, me: u8) -> Self {
        Self {
            shared: shared.clone(),
            me,
            answers: None,
        }
    }
}

impl Leases for Turn {
    fn take<'a>(&'a self, _account: &'a str) -> BoxFuture<'a, Result<Option<Duration>, IntakeError>> {
        let away = self.answers.as_ref().is_some_and(|left| {
            left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1))
                .is_err()
        });
        if away {
            let error = IntakeError::Unavailable("no connection".to_owned());
            return async move { Err(error) }.boxed();
        }
        let mut shared = self.shared.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let taken = shared.is_some_and(|(who, until)| who != self.me && until > now);
        if !taken {
            *shared = Some((self.me, now + LEASE));
        }
        async move { Ok((!taken).then_some(LEASE)) }.boxed()
    }

    fn give_back<'a>(&'a self, _account: &'a str) -> BoxFuture<'a, Result<(), IntakeError>> {
        let mut shared = self.shared.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Who cannot be asked cannot be told either.
        if self.answers.is_none() {
            shared.take_if(|(who, _)| *who == self.me);
        }
        async { Ok(()) }.boxed()
    }
}
