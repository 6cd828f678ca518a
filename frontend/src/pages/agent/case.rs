//! One ticket as the desk works on it: what is loaded, and the one way in which the page changes it.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::{
        article::ArticleView,
        ticket::{HistoryEntry, TicketView},
    },
    command::{Command, CommandName},
    error::ErrorCode,
    event::TicketEvent,
};

use super::changes;
use crate::{
    api::{self, ApiError},
    fetch::Fetch,
    live::{News, Soon, listen},
    queues::Queues,
    toast::Toasts,
};

/// The ticket on screen.
#[derive(Clone, Copy)]
pub struct Case {
    pub number: StoredValue<String>,
    pub ticket: Fetch<TicketView>,
    pub articles: Fetch<Vec<ArticleView>>,
    pub history: Fetch<Vec<HistoryEntry>>,
    /// The history is open, so it is kept fresh.
    pub history_open: RwSignal<bool>,
    /// What others changed while something was being done here.
    pub overtaken: RwSignal<Vec<String>>,
    /// Why the last action did not go through.
    pub refused: RwSignal<Option<ApiError>>,
    pub busy: RwSignal<bool>,
    toasts: Toasts,
    queues: Queues,
}

impl Case {
    pub fn new(number: String) -> Self {
        let case = Self {
            number: StoredValue::new(number),
            ticket: Fetch::new(),
            articles: Fetch::new(),
            history: Fetch::new(),
            history_open: RwSignal::new(false),
            overtaken: RwSignal::new(Vec::new()),
            refused: RwSignal::new(None),
            busy: RwSignal::new(false),
            toasts: Toasts::expect(),
            queues: Queues::expect(),
        };
        case.reload();
        case.follow();
        case
    }

    /// Fetches everything that is shown.
    pub fn reload(self) {
        let number = self.number.get_value();
        self.ticket.run(async move { api::tickets::get_ticket(&number).await });
        self.reload_articles();
        if self.history_open.get_untracked() {
            self.reload_history();
        }
    }

    fn reload_articles(self) {
        let number = self.number.get_value();
        self.articles
            .run(async move { api::articles::list_articles(&number).await });
    }

    pub fn reload_history(self) {
        let number = self.number.get_value();
        self.history
            .run(async move { api::tickets::list_history(&number).await });
    }

    /// Shows what others do, without reload.
    fn follow(self) {
        let soon = Soon::new();
        listen(move |news| {
            let mine = match news {
                News::Resync => true,
                News::Ticket(event) => self.number.with_value(|number| *number == event.number.0),
            };
            // What was done here is in the answer already.
            if mine && !self.busy.get_untracked() {
                soon.ask(move || self.reload());
            }
        });
    }

    pub fn may(self, name: CommandName) -> bool {
        self.ticket
            .with(|ticket| ticket.is_some_and(|ticket| ticket.allowed.contains(&name)))
    }

    /// Applies commands to the ticket as it is on screen.
    pub async fn apply(self, commands: Vec<Command>) -> Result<Vec<TicketEvent>, ApiError> {
        let Some(before) = self.ticket.get_untracked() else {
            return Ok(Vec::new());
        };
        self.busy.set(true);
        self.refused.set(None);
        self.overtaken.set(Vec::new());
        let number = self.number.get_value();
        let answer = api::tickets::apply_commands(&number, before.version, commands).await;
        // The page may be gone by now; then there is nothing to show.
        if self.number.try_get_value().is_none() {
            return answer.map(|applied| applied.events);
        }
        self.busy.set(false);
        match answer {
            Ok(applied) => {
                self.ticket.set(applied.ticket);
                self.reload_articles();
                if self.history_open.get_untracked() {
                    self.reload_history();
                }
                Ok(applied.events)
            }
            Err(error) => {
                if matches!(
                    error.code(),
                    Some(ErrorCode::StaleVersion | ErrorCode::LockedByOther | ErrorCode::NotApplicable)
                ) {
                    self.catch_up(before);
                }
                Err(error)
            }
        }
    }

    /// Somebody was faster: shows the ticket as it is, and what became different.
    fn catch_up(self, before: TicketView) {
        let number = self.number.get_value();
        let overtaken = self.overtaken;
        self.ticket
            .run_then(async move { api::tickets::get_ticket(&number).await }, move |after| {
                if after.version != before.version {
                    overtaken.set(changes::between(&before, after));
                }
            });
        self.reload_articles();
    }

    /// Says that something was done.
    pub fn say(self, done: String) {
        self.toasts.show(done);
    }

    /// Applies one command by a click; says how it went.
    pub fn act(self, command: Command, done: String) {
        spawn_local(async move {
            match self.apply(vec![command]).await {
                Ok(_) => {
                    self.say(done);
                    self.queues.refresh();
                }
                Err(error) => self.refused.set(Some(error)),
            }
        });
    }
}
