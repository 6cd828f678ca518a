//! The list's rows as they are loaded: windows of a hundred, only those around what is on screen, however long the list is.
//!
//! Knows the list's API; must not know how rows are shown.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
    time::Duration,
};

use leptos::{prelude::*, task::spawn_local};
use pult_shared::api::ticket::{TicketPage, TicketScope, TicketView};

use super::super::query::Question;
use crate::api::{self, ApiError};

/// Rows of one request.
pub const WINDOW: u32 = 100;
/// Windows that are kept on either side of those on screen.
const KEPT: u32 = 3;
/// Requests for windows at a time: whoever drags the scroll bar does not ask for everything on the way.
const AT_ONCE: usize = 2;
/// The longest list that is shown; browsers cannot scroll through an element of any height.
pub const ROWS_MAX: u64 = 400_000;
/// A list that changes all the time is looked at anew this often at most.
const PAUSE: Duration = Duration::from_millis(400);

/// What is known of the list.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Loaded {
    /// Of all rows; nothing until it was counted.
    pub total: Option<u64>,
    /// By their number: window 2 begins with row 200.
    windows: BTreeMap<u32, Vec<Arc<TicketView>>>,
}

impl Loaded {
    pub fn row(&self, index: u32) -> Option<&Arc<TicketView>> {
        self.windows.get(&(index / WINDOW))?.get((index % WINDOW) as usize)
    }

    /// The first loaded row that fits.
    pub fn position(&self, fits: impl Fn(&TicketView) -> bool) -> Option<u32> {
        self.windows.iter().find_map(|(window, tickets)| {
            let at = tickets.iter().position(|ticket| fits(ticket))?;
            Some(window * WINDOW + u32::try_from(at).ok()?)
        })
    }

    /// How many rows the list has, as far as is known.
    pub fn rows(&self) -> u32 {
        let seen = self
            .windows
            .iter()
            .next_back()
            .map_or(0, |(window, tickets)| u64::from(window * WINDOW) + tickets.len() as u64);
        let rows = self.total.unwrap_or(seen).min(ROWS_MAX);
        u32::try_from(rows).unwrap_or(u32::MAX)
    }

    fn put(&mut self, window: u32, page: TicketPage) {
        let end = u64::from(window * WINDOW) + page.items.len() as u64;
        if page.next_cursor.is_none() && (!page.items.is_empty() || window == 0) {
            self.total = Some(end);
        }
        self.windows
            .insert(window, page.items.into_iter().map(Arc::new).collect());
    }

    fn forget_all_but(&mut self, near: Range<u32>) {
        self.windows.retain(|window, _| near.contains(window));
    }
}

/// The list on screen.
#[derive(Clone, Copy)]
pub struct Rows {
    question: Signal<Option<Question>>,
    loaded: RwSignal<Loaded>,
    /// What is shown still answers the question before.
    stale: RwSignal<bool>,
    error: RwSignal<Option<ApiError>>,
    /// The rows on screen.
    seen: StoredValue<Range<u32>>,
    /// Counts the questions, so that an answer to an older one is dropped.
    turn: StoredValue<u64>,
    under_way: StoredValue<BTreeSet<u32>>,
    refreshing: StoredValue<Refreshing>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Refreshing {
    No,
    Now,
    /// And once more afterwards.
    Again,
}

impl Rows {
    /// Follows the question; `before` is what was known when this list was left, and which of its rows were on screen.
    pub fn new(question: Signal<Option<Question>>, before: Option<(Loaded, Range<u32>)>) -> Self {
        let known = before.is_some();
        let (loaded, seen) = before.unwrap_or((Loaded::default(), 0..WINDOW / 2));
        let rows = Self {
            question,
            loaded: RwSignal::new(loaded),
            stale: RwSignal::new(!known),
            error: RwSignal::new(None),
            seen: StoredValue::new(seen),
            turn: StoredValue::new(0),
            under_way: StoredValue::new(BTreeSet::new()),
            refreshing: StoredValue::new(Refreshing::No),
        };
        Effect::new(move |before: Option<()>| {
            question.track();
            if before.is_none() && known {
                rows.refresh();
            } else {
                rows.ask();
            }
        });
        rows
    }

    /// A new question: what is shown stays until its first answer.
    fn ask(self) {
        self.turn.update_value(|turn| *turn += 1);
        self.under_way.set_value(BTreeSet::new());
        self.refreshing.set_value(Refreshing::No);
        self.seen.set_value(0..WINDOW / 2);
        self.stale.set(true);
        self.error.set(None);
        self.fetch(0);
    }

    /// These rows are on screen now.
    pub fn see(self, rows: Range<u32>) {
        self.seen.set_value(rows);
        if !self.stale.get_untracked() {
            self.fill();
        }
    }

    fn seen_windows(self) -> Range<u32> {
        self.seen
            .with_value(|seen| seen.start / WINDOW..seen.end.div_ceil(WINDOW).max(seen.start / WINDOW + 1))
    }

    /// Fetches what is on screen and not there.
    fn fill(self) {
        let rows = self.loaded.with_untracked(Loaded::rows);
        for window in self.seen_windows() {
            let wanted = window * WINDOW < rows
                && self
                    .loaded
                    .with_untracked(|loaded| !loaded.windows.contains_key(&window));
            let free = self
                .under_way
                .with_value(|under_way| under_way.len() < AT_ONCE && !under_way.contains(&window));
            if wanted && free {
                self.fetch(window);
            }
        }
    }

    fn is_now(self, turn: u64) -> bool {
        self.turn.try_get_value() == Some(turn)
    }

    fn fetch(self, window: u32) {
        let Some(question) = self.question.get_untracked() else {
            return;
        };
        let turn = self.turn.get_value();
        self.under_way.update_value(|under_way| {
            under_way.insert(window);
        });
        spawn_local(async move {
            let answer = page(&question, window).await;
            if !self.is_now(turn) {
                return;
            }
            self.under_way.update_value(|under_way| {
                under_way.remove(&window);
            });
            match answer {
                Ok(page) => {
                    self.take_in(window, page);
                    self.fill();
                }
                Err(error) => self.error.set(Some(error)),
            }
        });
    }

    fn take_in(self, window: u32, page: TicketPage) {
        self.error.set(None);
        let near = self.seen_windows();
        let near = near.start.saturating_sub(KEPT)..near.end + KEPT;
        let first = self.stale.get_untracked();
        self.loaded.update(|loaded| {
            if first {
                loaded.windows.clear();
                // Counted for the question before.
                loaded.total = None;
            }
            loaded.forget_all_but(near);
            loaded.put(window, page);
        });
        self.stale.set(false);
        if first && self.loaded.with_untracked(|loaded| loaded.total.is_none()) {
            self.count();
        }
    }

    fn count(self) {
        let Some(question) = self.question.get_untracked() else {
            return;
        };
        let turn = self.turn.get_value();
        spawn_local(async move {
            let answer = api::tickets::count_tickets(TicketScope::Desk, &question.filter).await;
            if !self.is_now(turn) {
                return;
            }
            match answer {
                Ok(answer) => self.loaded.update(|loaded| loaded.total = Some(answer.count)),
                Err(error) => self.error.set(Some(error)),
            }
        });
    }

    /// Looks again at what is on screen; what lies elsewhere is forgotten.
    pub fn refresh(self) {
        let now = self.refreshing.try_get_value();
        if now != Some(Refreshing::No) {
            if now.is_some() {
                self.refreshing.set_value(Refreshing::Again);
            }
            return;
        }
        if self.stale.get_untracked() && self.error.get_untracked().is_none() {
            // The first answer is on its way.
            return;
        }
        let Some(question) = self.question.get_untracked() else {
            return;
        };
        self.refreshing.set_value(Refreshing::Now);
        let turn = self.turn.get_value();
        spawn_local(async move {
            let answer = self.look_again(&question, turn).await;
            if !self.is_now(turn) {
                return;
            }
            self.error.set(answer.err());
            set_timeout(move || self.rest(turn), PAUSE);
        });
    }

    async fn look_again(self, question: &Question, turn: u64) -> Result<(), ApiError> {
        let mut fresh = Vec::new();
        for window in self.seen_windows() {
            fresh.push((window, page(question, window).await?));
        }
        let total = api::tickets::count_tickets(TicketScope::Desk, &question.filter).await?;
        if self.is_now(turn) {
            self.loaded.update(|loaded| {
                // Whoever scrolled meanwhile keeps what they see, until it is looked at in its turn.
                loaded.forget_all_but(self.seen_windows());
                for (window, page) in fresh {
                    loaded.put(window, page);
                }
                loaded.total = Some(total.count);
            });
            self.stale.set(false);
            self.fill();
        }
        Ok(())
    }

    fn rest(self, turn: u64) {
        if !self.is_now(turn) {
            return;
        }
        let again = self.refreshing.get_value() == Refreshing::Again;
        self.refreshing.set_value(Refreshing::No);
        if again {
            self.refresh();
        }
    }

    pub fn loaded(self) -> RwSignal<Loaded> {
        self.loaded
    }

    /// Nothing of this list is there yet.
    pub fn waiting(self) -> bool {
        self.stale.get()
    }

    pub fn error(self) -> Option<ApiError> {
        self.error.get()
    }

    /// The tickets of some rows, fetched where they are not loaded.
    ///
    /// # Errors
    /// As the server answers.
    pub async fn tickets(self, range: Range<u32>) -> Result<Vec<Arc<TicketView>>, ApiError> {
        let Some(question) = self.question.get_untracked() else {
            return Ok(Vec::new());
        };
        let mut tickets = Vec::new();
        let mut index = range.start;
        while index < range.end {
            let window = index / WINDOW;
            let known = self
                .loaded
                .with_untracked(|loaded| loaded.windows.get(&window).cloned());
            let items = match known {
                Some(items) => items,
                None => page(&question, window).await?.items.into_iter().map(Arc::new).collect(),
            };
            let end = range.end.min((window + 1) * WINDOW);
            let wanted = (index % WINDOW) as usize..(end - window * WINDOW) as usize;
            tickets.extend(items.into_iter().skip(wanted.start).take(wanted.len()));
            index = end;
        }
        Ok(tickets)
    }
}

async fn page(question: &Question, window: u32) -> Result<TicketPage, ApiError> {
    api::tickets::list_tickets_at(
        TicketScope::Desk,
        &question.filter,
        question.sort,
        window * WINDOW,
        WINDOW,
    )
    .await
}
