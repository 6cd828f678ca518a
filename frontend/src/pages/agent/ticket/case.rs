//! One ticket as the desk works on it: what is loaded, and the one way in which the page changes it.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    api::{
        draft::DraftView,
        person::PersonCard,
        presence::{PresenceView, Present},
        ticket::{HistoryEntry, LinkView, TicketRef, TicketScreen, TicketView},
    },
    command::{Command, CommandName, LinkKind},
    error::ErrorCode,
    event::TicketEvent,
};

use super::talk::Talk;
use crate::{
    a11y,
    api::{self, ApiError},
    fetch::Fetch,
    i18n::text,
    live::{News, Soon, listen, listen_presence},
    queues::Queues,
    toast::Toasts,
};

/// The ticket on screen.
#[derive(Clone, Copy)]
pub struct Case {
    pub number: StoredValue<String>,
    /// What is being loaded, and why that did not go.
    screen: Fetch<()>,
    ticket: RwSignal<Option<TicketView>>,
    pub talk: Talk,
    pub requester: RwSignal<Option<PersonCard>>,
    pub others: RwSignal<Vec<TicketRef>>,
    /// The days to come on which the queue is closed.
    pub closed_days: RwSignal<Vec<String>>,
    /// Who else is here.
    pub present: RwSignal<Vec<Present>>,
    /// The reader's drafts, as the first answer had them.
    pub drafts: RwSignal<Option<Vec<DraftView>>>,
    pub history: Fetch<Vec<HistoryEntry>>,
    /// The history is open, so it is kept fresh.
    pub history_open: RwSignal<bool>,
    /// What others changed while something was being done here.
    pub overtaken: RwSignal<Vec<HistoryEntry>>,
    /// Why the last action did not go through.
    pub refused: RwSignal<Option<ApiError>>,
    pub busy: RwSignal<bool>,
    soon: Soon,
    toasts: Toasts,
    queues: Queues,
}

impl Case {
    pub fn new(number: String) -> Self {
        let case = Self {
            talk: Talk::new(number.clone()),
            number: StoredValue::new(number),
            screen: Fetch::new(),
            ticket: RwSignal::new(None),
            requester: RwSignal::new(None),
            others: RwSignal::new(Vec::new()),
            closed_days: RwSignal::new(Vec::new()),
            present: RwSignal::new(Vec::new()),
            drafts: RwSignal::new(None),
            history: Fetch::new(),
            history_open: RwSignal::new(false),
            overtaken: RwSignal::new(Vec::new()),
            refused: RwSignal::new(None),
            busy: RwSignal::new(false),
            soon: Soon::new(),
            toasts: Toasts::expect(),
            queues: Queues::expect(),
        };
        case.reload();
        case.follow();
        case
    }

    /// Fetches everything that is shown, in one request.
    pub fn reload(self) {
        let number = self.number.get_value();
        self.screen.run(async move {
            let screen = api::tickets::get_ticket_screen(&number).await?;
            // The page may be gone by now.
            if self.number.try_get_value().is_some() {
                self.take_in(screen);
            }
            Ok(())
        });
        if self.history_open.get_untracked() {
            self.reload_history();
        }
    }

    fn take_in(self, screen: TicketScreen) {
        put(self.ticket, Some(screen.ticket));
        put(self.requester, screen.requester);
        put(self.others, screen.other_tickets);
        put(self.closed_days, screen.closed_days);
        self.talk.take_in(screen.articles);
        if let Some(presence) = screen.presence {
            self.take_in_presence(&presence);
        }
        if self.drafts.with_untracked(Option::is_none) {
            self.drafts.set(Some(screen.drafts));
        }
    }

    /// Who is here now; each report replaces the one before.
    pub fn take_in_presence(self, presence: &PresenceView) {
        let here = self
            .ticket
            .with_untracked(|ticket| ticket.as_ref().is_some_and(|ticket| ticket.id == presence.ticket_id));
        if here {
            put(self.present, presence.people.clone());
        }
    }

    pub fn reload_history(self) {
        let number = self.number.get_value();
        self.history
            .run(async move { api::tickets::list_history(&number).await });
    }

    /// Shows what others do, without reload.
    fn follow(self) {
        listen_presence(move |presence| self.take_in_presence(presence));
        listen(move |news| {
            let mine = match news {
                News::Resync => true,
                News::Ticket(event) => self.number.with_value(|number| *number == event.number.0),
                News::Gone(gone) => self.number.with_value(|number| *number == gone.0),
            };
            // What is being done here looks by itself when it is through.
            if mine && !self.busy.get_untracked() {
                self.look_soon();
            }
        });
    }

    /// Looks at everything again in a moment; several wishes are one look.
    pub fn look_soon(self) {
        self.soon.ask(move || self.reload());
    }

    /// The ticket, as a signal.
    pub fn ticket(self) -> Option<TicketView> {
        self.ticket.get()
    }

    /// A part of the ticket; none while it is not there.
    pub fn read<R>(self, read: impl FnOnce(&TicketView) -> R) -> Option<R> {
        self.ticket.with(|ticket| ticket.as_ref().map(read))
    }

    /// How many tickets below this one are open.
    pub fn open_children(self) -> usize {
        let open = |link: &&LinkView| link.kind == LinkKind::Child && link.ticket.state_type.is_active();
        let count = self.read(|ticket| ticket.links.iter().filter(open).count());
        count.unwrap_or_default()
    }

    pub fn read_untracked<R>(self, read: impl FnOnce(&TicketView) -> R) -> Option<R> {
        self.ticket.with_untracked(|ticket| ticket.as_ref().map(read))
    }

    /// A part of the ticket as a signal of its own, so that only its changes are shown anew.
    pub fn part<R: PartialEq + Clone + Send + Sync + 'static>(
        self,
        read: impl Fn(&TicketView) -> R + Send + Sync + 'static,
    ) -> Memo<Option<R>> {
        Memo::new(move |_| self.read(&read))
    }

    pub fn loaded(self) -> bool {
        self.ticket.with(Option::is_some)
    }

    pub fn error(self) -> Option<ApiError> {
        self.screen.error()
    }

    /// It was here, and may not be seen any more: it lies in another queue now.
    pub fn gone(self) -> bool {
        self.loaded() && self.missing()
    }

    /// There is no such ticket, or none that may be seen.
    pub fn missing(self) -> bool {
        self.error()
            .is_some_and(|error| error.code() == Some(ErrorCode::TicketNotFound))
    }

    pub fn may(self, name: CommandName) -> bool {
        self.read(|ticket| ticket.allowed.contains(&name)).unwrap_or_default()
    }

    /// The version that is on screen now.
    pub fn version(self) -> Option<i64> {
        self.ticket
            .try_with_untracked(|ticket| ticket.as_ref().map(|ticket| ticket.version))
            .flatten()
    }

    /// Fetches everything that is shown, and waits for it.
    pub async fn look_now(self) {
        let Some(number) = self.number.try_get_value() else {
            return;
        };
        let answer = api::tickets::get_ticket_screen(&number).await;
        if self.number.try_get_value().is_none() {
            return;
        }
        match answer {
            Ok(screen) => self.take_in(screen),
            Err(error) => self.refused.set(Some(error)),
        }
    }

    /// Applies commands to the ticket as it is on screen: for what is pressed and done. Who fills in a form goes by
    /// [`Seen`](super::seen::Seen).
    pub async fn apply(self, commands: Vec<Command>) -> Result<Vec<TicketEvent>, ApiError> {
        let answer = self.apply_as_of(self.version(), commands).await;
        if let Err(ApiError::Problem(problem)) = &answer
            && problem.code == ErrorCode::StaleVersion
            && self.overtaken.try_set(problem.changes.clone()).is_none()
        {
            self.reload();
        }
        answer
    }

    /// Applies commands to the ticket as it was at a version; where that is refused, nothing is shown here.
    pub async fn apply_as_of(self, version: Option<i64>, commands: Vec<Command>) -> Result<Vec<TicketEvent>, ApiError> {
        let Some(version) = version else {
            return Ok(Vec::new());
        };
        self.busy.set(true);
        self.refused.set(None);
        self.overtaken.set(Vec::new());
        let number = self.number.get_value();
        let answer = api::tickets::apply_commands(&number, version, commands).await;
        // The page may be gone by now; then there is nothing to show.
        if self.number.try_get_value().is_none() {
            return answer.map(|applied| applied.events);
        }
        self.busy.set(false);
        match answer {
            Ok(applied) => {
                put(self.ticket, Some(applied.ticket));
                self.look_soon();
                Ok(applied.events)
            }
            Err(error) => {
                if matches!(error.code(), Some(ErrorCode::LockedByOther | ErrorCode::NotApplicable)) {
                    self.reload();
                }
                Err(error)
            }
        }
    }

    /// Says that something was done.
    pub fn say(self, done: String) {
        self.toasts.show(done);
    }

    pub fn toasts(self) -> Toasts {
        self.toasts
    }

    pub fn queues(self) -> Queues {
        self.queues
    }

    /// Applies commands whose effect is seen at once; only readers of the screen are told.
    pub fn act_quietly(self, commands: Vec<Command>) {
        spawn_local(async move {
            match self.apply(commands).await {
                Ok(_) => a11y::announce(&text("saved")),
                Err(error) => {
                    // Gone with its page.
                    let _ = self.refused.try_set(Some(error));
                }
            }
        });
    }

    /// Applies commands by a click; says how it went.
    pub fn act(self, commands: Vec<Command>, done: String) {
        spawn_local(async move {
            match self.apply(commands).await {
                Ok(_) => {
                    self.say(done);
                    self.queues.refresh();
                }
                Err(error) => {
                    // Gone with its page.
                    let _ = self.refused.try_set(Some(error));
                }
            }
        });
    }
}

/// Sets a signal only where the value differs, so that the same again shows nothing anew.
fn put<T: PartialEq + Send + Sync + 'static>(signal: RwSignal<T>, value: T) {
    if signal.with_untracked(|now| *now != value) {
        signal.set(value);
    }
}
