//! Lines that come page by page, newest answer first: what both logs show.

use std::future::Future;

use leptos::{prelude::*, task::spawn_local};

use crate::api::ApiError;

/// The lines so far.
pub struct Pages<T: Send + Sync + 'static> {
    pub items: RwSignal<Option<Vec<T>>>,
    pub next: RwSignal<Option<String>>,
    pub error: RwSignal<Option<ApiError>>,
    pub busy: RwSignal<bool>,
    turn: StoredValue<u32>,
}

impl<T: Send + Sync + 'static> Clone for Pages<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Pages<T> {}

impl<T: Send + Sync + 'static> Pages<T> {
    pub fn new() -> Self {
        Self {
            items: RwSignal::new(None),
            next: RwSignal::new(None),
            error: RwSignal::new(None),
            busy: RwSignal::new(false),
            turn: StoredValue::new(0),
        }
    }

    /// Takes in a page: the first one, or one that goes on. An answer that was overtaken, or comes after the page is gone, is dropped.
    pub fn load(
        self,
        goes_on: bool,
        request: impl Future<Output = Result<(Vec<T>, Option<String>), ApiError>> + 'static,
    ) {
        let now = self.turn.try_update_value(|turn| {
            *turn = turn.wrapping_add(1);
            *turn
        });
        self.busy.set(true);
        spawn_local(async move {
            let answer = request.await;
            if self.turn.try_get_value() != now {
                return;
            }
            match answer {
                Ok((page, next)) => {
                    self.error.set(None);
                    self.next.set(next);
                    self.items.update(|items| match items {
                        Some(items) if goes_on => items.extend(page),
                        _ => *items = Some(page),
                    });
                }
                Err(error) => self.error.set(Some(error)),
            }
            self.busy.set(false);
        });
    }
}
