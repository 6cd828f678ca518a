//! An intake of the tests' own: keeps what it is given, fails as often as it is told.

use std::{
    collections::VecDeque,
    sync::{Mutex, PoisonError},
};

use futures_util::future::{BoxFuture, FutureExt as _};
use pult_server::adapters::{Arrival, Intake, IntakeError};
use pult_shared::ids::IncomingMailId;

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
    fn receive(&self, arrival: Arrival) -> BoxFuture<'_, Result<IncomingMailId, IntakeError>> {
        let failure = self.failures.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        if failure.is_none() {
            self.arrivals
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(arrival);
        }
        async move { failure.map_or(Ok(IncomingMailId(uuid::Uuid::from_u128(1))), Err) }.boxed()
    }
}
