//! Something that is fetched and shown: the last good value stays while a newer one is under way.
//!
//! Knows signals and API errors; must not know what is fetched.

use std::future::Future;

use leptos::{prelude::*, task::spawn_local};

use crate::api::ApiError;

/// A value from the server, with what is going on about it.
pub struct Fetch<T: Send + Sync + 'static> {
    value: RwSignal<Option<T>>,
    error: RwSignal<Option<ApiError>>,
    busy: RwSignal<bool>,
    /// Counts the requests, so that an answer that was overtaken is dropped.
    turn: StoredValue<u64>,
}

impl<T: Send + Sync + 'static> Clone for Fetch<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Fetch<T> {}

impl<T: Clone + Send + Sync + 'static> Fetch<T> {
    pub fn new() -> Self {
        Self::starting_with(None)
    }

    /// Begins with a value from before, which is shown until the first answer.
    pub fn starting_with(value: Option<T>) -> Self {
        Self {
            value: RwSignal::new(value),
            error: RwSignal::new(None),
            busy: RwSignal::new(false),
            turn: StoredValue::new(0),
        }
    }

    /// Fetches; the newest call wins.
    pub fn run(self, request: impl Future<Output = Result<T, ApiError>> + 'static) {
        self.run_then(request, |_| {});
    }

    /// Fetches, and does something with the answer when it is the newest.
    pub fn run_then(
        self,
        request: impl Future<Output = Result<T, ApiError>> + 'static,
        then: impl FnOnce(&T) + 'static,
    ) {
        let Some(turn) = self.turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        }) else {
            return;
        };
        self.busy.set(true);
        spawn_local(async move {
            let answer = request.await;
            // Gone with its page, or overtaken.
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            match answer {
                Ok(value) => {
                    then(&value);
                    self.error.set(None);
                    self.value.set(Some(value));
                }
                Err(error) => self.error.set(Some(error)),
            }
            self.busy.set(false);
        });
    }

    /// Puts in a value that came by another road, and drops whatever is under way.
    pub fn set(self, value: T) {
        self.turn.update_value(|turn| *turn += 1);
        self.busy.set(false);
        self.error.set(None);
        self.value.set(Some(value));
    }

    /// Forgets the value, and drops whatever is under way.
    pub fn clear(self) {
        self.turn.update_value(|turn| *turn += 1);
        self.busy.set(false);
        self.error.set(None);
        self.value.set(None);
    }

    pub fn get(self) -> Option<T> {
        self.value.get()
    }

    pub fn get_untracked(self) -> Option<T> {
        self.value.get_untracked()
    }

    pub fn with<R>(self, read: impl FnOnce(Option<&T>) -> R) -> R {
        self.value.with(|value| read(value.as_ref()))
    }

    pub fn error(self) -> Option<ApiError> {
        self.error.get()
    }

    pub fn busy(self) -> bool {
        self.busy.get()
    }
}
