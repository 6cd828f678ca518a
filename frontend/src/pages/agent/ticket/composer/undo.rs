//! Taking a sent answer back while its mail still waits: for some seconds, also from another page. The text comes back into the composer.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{
    catalog::{StateKey, StateType},
    command::{Command, RecallReply, SetState},
    error::ErrorCode,
    event::TicketEvent,
    ids::ArticleId,
};

use super::{Composer, Kind};
use crate::{
    api, catalog,
    drafts::Slot,
    i18n::{text, words},
    pages::agent::{ticket::case::Case, writing::Written},
    toast::Toasts,
    tr,
};

/// How to set the state back that was changed along with an answer: none where it was not changed, or its time is over.
pub fn state_before(case: Case, after: &[Command]) -> Option<SetState> {
    after.iter().find(|command| matches!(command, Command::SetState(_)))?;
    let (state, kind, until) =
        case.read_untracked(|ticket| (ticket.state.clone(), ticket.state_type, ticket.pending_until))?;
    // A ticket that somebody works on is not new any more.
    let (state, until) = match (kind, until) {
        (StateType::New, _) => (open(), None),
        (kind, Some(until)) if kind.is_pending() && !is_over(until) => (state, Some(until)),
        (kind, _) if kind.is_pending() => (open(), None),
        _ => (state, None),
    };
    Some(SetState {
        state,
        pending_until: until,
        notify_customer: Some(false),
        with_children: Some(true),
        undo_seconds: None,
    })
}

fn open() -> StateKey {
    untrack(|| catalog::main_state(StateType::Open))
}

fn is_over(until: pult_shared::Timestamp) -> bool {
    crate::i18n::dates::milliseconds(until) <= js_sys::Date::now()
}

/// An answer that can still be taken back.
#[derive(Clone)]
pub struct Offer {
    composer: Composer,
    number: String,
    article: ArticleId,
    kind: Kind,
    written: Written,
    before: Option<SetState>,
    /// The ticket as it was behind the answer.
    version: i64,
    slot: Option<Slot>,
    seconds: u32,
    toasts: Toasts,
}

impl Offer {
    /// None for what cannot be taken back.
    pub fn new(
        composer: Composer,
        kind: Kind,
        written: Written,
        before: Option<SetState>,
        events: &[TicketEvent],
    ) -> Option<Self> {
        let session = composer.session;
        let seconds = untrack(|| session.preferences()).undo_seconds;
        if !kind.is_reply() || seconds == 0 {
            return None;
        }
        let article = events.iter().find_map(|event| match event {
            TicketEvent::ArticleAdded { article_id, .. } => Some(*article_id),
            _ => None,
        })?;
        let number = composer.case.number.get_value();
        let slot = session
            .person_untracked()
            .map(|person| Slot::new(person, &format!("{number}/{}", kind.draft().name())));
        Some(Self {
            composer,
            number,
            article,
            kind,
            written,
            before,
            version: composer.case.read_untracked(|ticket| ticket.version)?,
            slot,
            seconds,
            toasts: composer.case.toasts(),
        })
    }

    /// Says that it was sent, with the button that takes it back.
    pub fn show(self, done: String) {
        let (toasts, seconds) = (self.toasts, self.seconds);
        toasts.offer(done, "undo", seconds, move || self.clone().take_back());
    }

    fn take_back(self) {
        spawn_local(async move {
            let recall = Command::RecallReply(RecallReply {
                article_id: self.article,
            });
            let Some(before) = self.before.clone() else {
                return match api::tickets::apply_commands_now(&self.number, vec![recall]).await {
                    Ok(_) => self.put_back("reply-taken-back"),
                    Err(error) => self.toasts.show(words::error(&error)),
                };
            };
            let both = vec![recall.clone(), Command::SetState(before)];
            match api::tickets::apply_commands(&self.number, self.version, both).await {
                Ok(_) => self.put_back("reply-taken-back"),
                // Somebody else has set another state meanwhile: theirs stands, and the answer is taken back all the same.
                Err(error) if error.code() == Some(ErrorCode::StaleVersion) => {
                    match api::tickets::apply_commands_now(&self.number, vec![recall]).await {
                        Ok(_) => self.put_back("reply-taken-back-alone"),
                        Err(error) => self.toasts.show(words::error(&error)),
                    }
                }
                Err(error) => self.toasts.show(words::error(&error)),
            }
        });
    }

    /// Into the composer where the ticket is still on screen, else onto this device, where the ticket's page finds it.
    /// `done` is the locale key of what is said.
    fn put_back(self, done: &'static str) {
        if self.composer.case.number.try_get_value().is_some() {
            self.toasts.show(text(done));
            self.composer.put_back(self.kind, self.written);
            self.composer.case.reload();
            return;
        }
        if let Some(slot) = self.slot {
            slot.save(&Written {
                draft: None,
                unsaved: true,
                ..self.written
            });
        }
        self.toasts
            .show(tr!("reply-taken-back-elsewhere", number = self.number));
    }
}
