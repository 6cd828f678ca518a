//! The desk's list as it is loaded: pages by cursor, refreshed in place, and remembered for the way back from a ticket.

use std::collections::HashSet;

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::ticket::{TicketPage, TicketScope, TicketView},
    ids::TicketId,
    limits::{PAGE_DEFAULT, PAGE_MAX},
};

use super::query::DeskQuery;
use crate::api::{self, ApiError};

/// What the desk remembers between its pages.
#[derive(Clone, Copy)]
pub struct Memory {
    /// The last list, shown at once on the way back while a fresh one is fetched.
    list: StoredValue<Option<(DeskQuery, TicketPage)>>,
    /// The path of the ticket that was opened last: where the keys J and K go on.
    opened: StoredValue<Option<String>>,
}

impl Memory {
    /// Sets up what the desk remembers.
    pub fn provide() -> Self {
        let memory = Self {
            list: StoredValue::new(None),
            opened: StoredValue::new(None),
        };
        provide_context(memory);
        memory
    }

    pub fn expect() -> Self {
        expect_context()
    }

    /// The way back to the list that the person came from.
    pub fn list_href(self) -> String {
        self.list
            .with_value(|list| list.as_ref().map(|(query, _)| query.clone()))
            .unwrap_or_default()
            .href()
    }

    /// Somebody else is signed in now.
    pub fn forget(self) {
        self.list.set_value(None);
        self.opened.set_value(None);
    }

    pub fn open(self, path: String) {
        self.opened.set_value(Some(path));
    }

    pub fn opened(self) -> Option<String> {
        self.opened.get_value()
    }
}

/// The tickets on screen.
#[derive(Clone, Copy)]
pub struct Listing {
    query: Memo<DeskQuery>,
    items: RwSignal<Vec<TicketView>>,
    next: RwSignal<Option<String>>,
    loaded: RwSignal<bool>,
    error: RwSignal<Option<ApiError>>,
    busy: RwSignal<bool>,
    turn: StoredValue<u64>,
    memory: Memory,
}

impl Listing {
    pub fn new(query: Memo<DeskQuery>) -> Self {
        let memory = Memory::expect();
        let listing = Self {
            query,
            items: RwSignal::new(Vec::new()),
            next: RwSignal::new(None),
            loaded: RwSignal::new(false),
            error: RwSignal::new(None),
            busy: RwSignal::new(false),
            turn: StoredValue::new(0),
            memory,
        };
        let remembered = memory.list.get_value().filter(|(of, _)| *of == query.get_untracked());
        if let Some((_, page)) = remembered {
            listing.show(page);
        }
        // A new question empties the list; the same one again (coming back) keeps it while it is fetched.
        Effect::new(move |before: Option<DeskQuery>| {
            let query = query.get();
            if before.is_some_and(|before| before != query) {
                listing.loaded.set(false);
            }
            listing.fetch(None);
            query
        });
        listing
    }

    fn show(self, page: TicketPage) {
        self.items.set(page.items);
        self.next.set(page.next_cursor);
        self.loaded.set(true);
    }

    /// Looks again, as far down as the list was loaded.
    pub fn refresh(self) {
        self.fetch(None);
    }

    /// Fetches the next page.
    pub fn more(self) {
        if let Some(cursor) = self.next.get_untracked()
            && !self.busy.get_untracked()
        {
            self.fetch(Some(cursor));
        }
    }

    fn fetch(self, cursor: Option<String>) {
        let query = self.query.get_untracked();
        // What is wrong with the text is shown at the field.
        let Ok(filter) = query.filter() else { return };
        let Some(turn) = self.turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        }) else {
            return;
        };
        let seen = if self.loaded.get_untracked() {
            self.items.with_untracked(Vec::len)
        } else {
            0
        };
        let limit = match cursor {
            Some(_) => PAGE_DEFAULT,
            None => u32::try_from(seen).unwrap_or(PAGE_MAX).clamp(PAGE_DEFAULT, PAGE_MAX),
        };
        self.busy.set(true);
        spawn_local(async move {
            let answer =
                api::tickets::list_tickets(TicketScope::Desk, &filter, query.sort, cursor.as_deref(), limit).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(page) => self.take_in(query, page, cursor.is_some()),
                Err(error) => self.error.set(Some(error)),
            }
        });
    }

    fn take_in(self, query: DeskQuery, page: TicketPage, further: bool) {
        self.error.set(None);
        let before = if self.loaded.get_untracked() {
            self.items.get_untracked()
        } else {
            Vec::new()
        };
        // A refresh reaches down one long page; what was loaded below it stays.
        let keeps_tail = !further && page.next_cursor.is_some() && before.len() > page.items.len();
        let page = match (further, keeps_tail) {
            (true, _) => TicketPage {
                items: joined(before, page.items),
                next_cursor: page.next_cursor,
            },
            (false, true) => TicketPage {
                items: joined(page.items, before),
                next_cursor: self.next.get_untracked(),
            },
            (false, false) => page,
        };
        self.memory.list.set_value(Some((query, page.clone())));
        self.show(page);
    }

    pub fn items(self) -> RwSignal<Vec<TicketView>> {
        self.items
    }

    pub fn has_more(self) -> bool {
        self.next.with(Option::is_some)
    }

    pub fn loaded(self) -> bool {
        self.loaded.get()
    }

    pub fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    pub fn error(self) -> Option<ApiError> {
        self.error.get()
    }
}

/// One list after the other; a ticket that is in both stands once, where it was first.
fn joined(mut first: Vec<TicketView>, second: Vec<TicketView>) -> Vec<TicketView> {
    let known: HashSet<TicketId> = first.iter().map(|ticket| ticket.id).collect();
    first.extend(second.into_iter().filter(|ticket| !known.contains(&ticket.id)));
    first
}
