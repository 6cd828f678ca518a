//! What the desk remembers between its pages: the last list with its place, and the ticket that was opened from it.

use std::sync::Arc;

use leptos::prelude::*;

use super::{
    bulk::Jobs,
    list::{Loaded, Selected, Standing},
    query::DeskQuery,
};

/// The last list as it was left: shown at once on the way back, while a fresh one is fetched.
#[derive(Clone, Debug)]
pub struct Left {
    pub query: DeskQuery,
    pub loaded: Arc<Loaded>,
    pub standing: Standing,
    pub selected: Selected,
}

/// What the desk remembers.
#[derive(Clone, Copy)]
pub struct Memory {
    left: StoredValue<Option<Left>>,
    /// The list that was on screen last.
    query: StoredValue<DeskQuery>,
    /// The path of the ticket that was opened last: where the keys J and K go on.
    opened: StoredValue<Option<String>>,
    /// The bulk job that is shown.
    pub jobs: Jobs,
}

impl Memory {
    /// Sets up what the desk remembers.
    pub fn provide() -> Self {
        let memory = Self {
            left: StoredValue::new(None),
            query: StoredValue::new(DeskQuery::default()),
            opened: StoredValue::new(None),
            jobs: Jobs::new(),
        };
        provide_context(memory);
        memory
    }

    pub fn expect() -> Self {
        expect_context()
    }

    /// The way back to the list that the person came from.
    pub fn list_href(self) -> String {
        self.query.with_value(DeskQuery::href)
    }

    /// The path of the queue whose list was on screen last.
    pub fn queue(self) -> Option<String> {
        self.query.with_value(|query| query.queue.clone())
    }

    /// Somebody else is signed in now.
    pub fn forget(self) {
        self.left.set_value(None);
        self.query.set_value(DeskQuery::default());
        self.opened.set_value(None);
        self.jobs.put_away();
    }

    /// This list is on screen now.
    pub fn visit(self, query: DeskQuery) {
        self.query.set_value(query);
    }

    pub fn leave(self, left: Left) {
        self.left.set_value(Some(left));
    }

    /// The list as it was left, when it is the one that is asked for.
    pub fn left(self, query: &DeskQuery) -> Option<Left> {
        self.left.get_value().filter(|left| left.query == *query)
    }

    pub fn open(self, path: String) {
        self.opened.set_value(Some(path));
    }

    pub fn opened(self) -> Option<String> {
        self.opened.get_value()
    }
}
