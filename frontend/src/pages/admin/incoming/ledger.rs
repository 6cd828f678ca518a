//! The rows of the ledger as they are loaded, what is asked for, and how many wait.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    Timestamp,
    api::mail::{Door, IncomingMailCounts, IncomingMailView, MailOutcome},
};

use crate::{
    api::{self, ApiError, mails::IncomingQuery},
    i18n::dates,
};

/// What the value of the outcome's select means besides an outcome: all that wait for a person.
pub const WAITING: &str = "waiting";

/// What is asked for, as the controls have it.
#[derive(Clone, Copy)]
pub struct Asked {
    pub outcome: RwSignal<String>,
    pub door: RwSignal<String>,
    pub text: RwSignal<String>,
    /// The days as a date field has them.
    pub from: RwSignal<String>,
    pub until: RwSignal<String>,
}

impl Asked {
    fn new() -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            outcome: empty(),
            door: empty(),
            text: empty(),
            from: empty(),
            until: empty(),
        }
    }

    /// Reads every control, so that whoever calls it in a reaction is called again when one changes.
    fn query(self) -> IncomingQuery {
        IncomingQuery {
            outcome: given(self.outcome.get()),
            door: given(self.door.get()),
            text: given(self.text.get()),
            since: midnight(&self.from.get(), 0),
            before: midnight(&self.until.get(), 1),
        }
    }

    pub fn anything(self) -> bool {
        self.query() != IncomingQuery::default()
    }

    pub fn clear(self) {
        for control in [self.outcome, self.door, self.text, self.from, self.until] {
            control.set(String::new());
        }
    }
}

fn given(text: String) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// In milliseconds.
const DAY: i64 = 24 * 60 * 60 * 1000;

/// The beginning of a day here, so many days later.
fn midnight(day: &str, later: i64) -> Option<Timestamp> {
    let begins = dates::from_local_field(&format!("{day}T00:00"))?;
    Timestamp::from_millisecond(begins.as_millisecond() + later * DAY).ok()
}

/// The rows as they are loaded.
#[derive(Clone, Copy)]
pub struct Ledger {
    pub asked: Asked,
    pub items: RwSignal<Option<Vec<IncomingMailView>>>,
    pub next: RwSignal<Option<String>>,
    pub counts: RwSignal<Option<IncomingMailCounts>>,
    pub error: RwSignal<Option<ApiError>>,
    pub busy: RwSignal<bool>,
    /// Grows with each question; answers to an older one are late.
    round: StoredValue<u32>,
}

impl Ledger {
    pub fn new() -> Self {
        Self {
            asked: Asked::new(),
            items: RwSignal::new(None),
            next: RwSignal::new(None),
            counts: RwSignal::new(None),
            error: RwSignal::new(None),
            busy: RwSignal::new(false),
            round: StoredValue::new(0),
        }
    }

    /// Loads what is asked for from the beginning, and again when something else is asked for.
    pub fn follow(self) {
        Effect::new(move |_| self.run(self.asked.query(), None));
    }

    pub fn reload(self) {
        self.run(untrack(move || self.asked.query()), None);
    }

    pub fn more(self) {
        self.run(untrack(move || self.asked.query()), self.next.get_untracked());
    }

    fn run(self, query: IncomingQuery, cursor: Option<String>) {
        self.busy.set(true);
        self.round.update_value(|round| *round += 1);
        let round = self.round.get_value();
        spawn_local(async move {
            let page = api::mails::list_incoming_mails(&query, cursor.as_deref()).await;
            let counts = api::mails::count_incoming_mails().await;
            if self.round.try_get_value() != Some(round) {
                return;
            }
            match page {
                Ok(page) => {
                    self.error.set(None);
                    self.next.set(page.next_cursor);
                    self.items.update(|items| match items {
                        Some(items) if cursor.is_some() => items.extend(page.items),
                        _ => *items = Some(page.items),
                    });
                }
                Err(error) => self.error.set(Some(error)),
            }
            if let Ok(counts) = counts {
                self.counts.set(Some(counts));
            }
            self.busy.set(false);
        });
    }
}

/// The outcomes in the order in which somebody looks for them.
pub fn outcomes() -> impl Iterator<Item = MailOutcome> {
    let waiting = MailOutcome::WAITING.into_iter();
    waiting.chain(MailOutcome::ALL.into_iter().filter(|outcome| !outcome.waits()))
}

pub fn doors() -> [Door; 3] {
    Door::ALL
}
