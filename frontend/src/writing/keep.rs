//! Keeps what is written: on this device at once, on the server after a pause, and puts it back when the page opens again.
//!
//! The server's copy follows the person to another device; the one here outlives a lost session and a lost network.

use std::time::Duration;

use leptos::{leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};
use pult_shared::{
    api::draft::{DraftView, SaveDraft},
    ids::{DraftId, TicketId},
    person::PersonRef,
    ticket::{Channel, Direction},
};

use super::{Sheet, Written};
use crate::{
    api::{self, ApiError},
    components::{Icon, Notice, Sign, Tone},
    drafts::Slot,
    i18n::{t, text},
};

/// How long somebody stops writing before the server gets it.
const PAUSE: Duration = Duration::from_secs(2);
/// How long to wait for the network.
const AGAIN: Duration = Duration::from_secs(15);

/// Where the text is kept, as the writer is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Nothing was written yet.
    Nothing,
    /// On its way.
    Here,
    OnServer,
    /// The server cannot be reached.
    OnlyHere,
}

/// Keeps one sheet.
#[derive(Clone, Copy)]
pub struct Keeper {
    sheet: Sheet,
    slot: StoredValue<Option<Slot>>,
    /// The ticket that the text is for, or none for a new one; nothing as long as the server was not asked.
    ticket: StoredValue<Option<Option<(TicketId, i64)>>>,
    pub kept: RwSignal<Kept>,
    timer: StoredValue<Option<TimeoutHandle>>,
    /// Counts what was sent or thrown away, so that a late answer does not bring it back.
    turn: StoredValue<u32>,
    saving: StoredValue<bool>,
    /// What the server has.
    last: StoredValue<Written>,
}

impl Keeper {
    /// `slot` is the place on this device.
    pub fn new(sheet: Sheet, slot: Option<Slot>) -> Self {
        let keeper = Self {
            sheet,
            slot: StoredValue::new(slot),
            ticket: StoredValue::new(None),
            kept: RwSignal::new(Kept::Nothing),
            timer: StoredValue::new(None),
            turn: StoredValue::new(0),
            saving: StoredValue::new(false),
            last: StoredValue::new(Written::default()),
        };
        keeper.restore_local();
        keeper.follow();
        keeper
    }

    /// What this device has; the page shows it before the server has answered.
    fn restore_local(self) {
        let local: Option<Written> = self.slot.with_value(|slot| slot.as_ref().and_then(Slot::load));
        if let Some(written) = local.filter(|written| !written.is_empty()) {
            if !written.unsaved {
                self.last.set_value(written.clone());
            }
            self.sheet.put(written);
            self.sheet.restored.set(true);
        }
    }

    /// Takes in what the server has: it counts, unless this device has something that the server never got.
    pub fn restore(self, ticket: Option<(TicketId, i64)>, draft: Option<&DraftView>) {
        self.ticket.set_value(Some(ticket));
        let local: Option<Written> = self.slot.with_value(|slot| slot.as_ref().and_then(Slot::load));
        let unsaved = local.as_ref().is_some_and(|local| local.unsaved && !local.is_empty());
        // What was typed before the answer came is newer than either.
        // Untracked: what is put in below must not ask for it again, for ever.
        let typed = untrack(|| self.sheet.written());
        let touched = local.as_ref().is_none_or(|local| local.content != typed.content) && !typed.is_empty();
        match draft {
            Some(draft) if !unsaved && !touched => {
                let known = local.filter(|local| local.draft == Some(draft.id)).unwrap_or_default();
                let written = Written {
                    uploads: draft.files.clone(),
                    mentions: mentioned(draft),
                    outgoing: draft.content.direction == Some(Direction::Outgoing),
                    visit: draft.content.channel == Some(Channel::Visit),
                    visible: draft.content.visible_to_customer,
                    content: draft.content.clone(),
                    seen: known.seen.or(Some(draft.updated_at)),
                    draft: Some(draft.id),
                    unsaved: false,
                };
                if written.is_empty() {
                    return;
                }
                self.last.set_value(written.clone());
                self.sheet.put(written);
                self.sheet.restored.set(true);
                self.kept.set(Kept::OnServer);
            }
            Some(draft) => {
                self.sheet.draft.set_value(Some(draft.id));
                self.schedule(PAUSE);
            }
            // It was sent, or thrown away, from another device.
            None if local.is_some_and(|local| local.draft.is_some()) && !unsaved && !touched => self.forget_here(),
            None if unsaved || touched => self.schedule(PAUSE),
            None => {}
        }
    }

    /// Keeps each change.
    fn follow(self) {
        Effect::new(move |before: Option<Written>| {
            let written = self.sheet.written();
            // Recipients alone are no text.
            let changed = |before: &Written| before.content != written.content || before.mentions != written.mentions;
            if before.is_some_and(|before| changed(&before) && !(before.is_empty() && written.is_empty())) {
                let same = self.last.with_value(|last| last.content == written.content);
                self.store(&written, !same);
                if !same {
                    self.schedule(PAUSE);
                }
            }
            written
        });
    }

    fn store(self, written: &Written, unsaved: bool) {
        self.slot.with_value(|slot| match slot {
            Some(slot) if written.is_empty() => slot.clear(),
            Some(slot) => slot.save(&Written {
                unsaved,
                draft: self.sheet.draft.get_value(),
                ..written.clone()
            }),
            None => {}
        });
        if unsaved {
            self.kept.set(Kept::Here);
        }
    }

    fn schedule(self, after: Duration) {
        self.stop();
        let timer = set_timeout_with_handle(move || self.save(), after);
        self.timer.set_value(timer.ok());
    }

    fn stop(self) {
        if let Some(timer) = self.timer.try_update_value(Option::take).flatten() {
            timer.clear();
        }
    }

    /// What the server does not have yet, as its request.
    fn unsaved(self) -> Option<(SaveDraft, Written)> {
        let ticket = self.ticket.try_get_value().flatten()?;
        let written = untrack(|| self.sheet.written());
        let new = self.last.with_value(|last| last.content != written.content);
        (new && !written.is_empty()).then(|| {
            let draft = SaveDraft {
                ticket_id: ticket.map(|(id, _)| id),
                kind: self.sheet.kind,
                version: ticket.map(|(_, version)| version),
                content: written.content.clone(),
            };
            (draft, written)
        })
    }

    /// Saves what is not on the server yet; also when the text loses the focus.
    pub fn save(self) {
        self.stop();
        if self.saving.try_get_value() != Some(false) {
            return;
        }
        let Some((draft, written)) = self.unsaved() else {
            self.remove_emptied();
            return;
        };
        let turn = self.turn.get_value();
        self.saving.set_value(true);
        spawn_local(async move {
            let answer = api::drafts::save_draft(&draft).await;
            // The page is gone; this device still has it.
            let Some(now) = self.turn.try_get_value() else { return };
            self.saving.set_value(false);
            match answer {
                Ok(saved) if now != turn => delete(saved.id),
                Ok(saved) => self.saved(saved.id, written),
                Err(ApiError::Offline) => {
                    self.kept.set(Kept::OnlyHere);
                    self.schedule(AGAIN);
                }
                Err(error) => {
                    leptos::logging::warn!("{error:?}");
                    self.kept.set(Kept::OnlyHere);
                }
            }
        });
    }

    fn saved(self, id: DraftId, written: Written) {
        self.sheet.draft.set_value(Some(id));
        self.last.set_value(written);
        let now = untrack(|| self.sheet.written());
        let same = self.last.with_value(|last| last.content == now.content);
        self.store(&now, !same);
        if same {
            self.kept.set(Kept::OnServer);
        } else {
            self.schedule(PAUSE);
        }
    }

    /// Saves while the page goes away; nobody waits for the answer.
    pub fn save_leaving(self) {
        if let Some((draft, _)) = self.unsaved() {
            api::drafts::save_draft_leaving(&draft);
        }
    }

    /// Somebody deleted the whole text by hand. Whom it goes to stays.
    fn remove_emptied(self) {
        if untrack(|| self.sheet.is_empty()) {
            if let Some(id) = self.sheet.draft.try_update_value(Option::take).flatten() {
                delete(id);
            }
            self.forget_copies();
        }
    }

    /// It was sent: the server has forgotten its copy with it.
    pub fn sent(self) {
        self.stop();
        // One that is on its way to the server now is deleted when it has arrived.
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        self.forget_here();
    }

    /// Nobody wants it: no copy stays anywhere.
    pub fn discard(self) {
        if let Some(id) = self.sheet.draft.get_value() {
            delete(id);
        }
        self.sent();
    }

    fn forget_here(self) {
        self.sheet.clear();
        self.forget_copies();
    }

    fn forget_copies(self) {
        self.last.set_value(Written::default());
        self.slot.with_value(|slot| slot.iter().for_each(Slot::clear));
        self.kept.set(Kept::Nothing);
    }
}

impl Keeper {
    /// Takes in what the server kept of something that was begun before, for a ticket or a new one; and saves what is left when the page
    /// goes. Called once, when it is known what for.
    pub fn begin(self, ticket: Option<(TicketId, i64)>) {
        let kind = self.sheet.kind;
        spawn_local(async move {
            match api::drafts::list_drafts().await {
                Ok(list) => {
                    let id = ticket.map(|(id, _)| id);
                    let mut items = list.items.into_iter();
                    let draft = items.find(|draft| draft.kind == kind && draft.ticket_id == id);
                    if self.ticket.try_get_value().is_some() {
                        self.restore(ticket, draft.as_ref());
                    }
                }
                // This device keeps it all the same.
                Err(error) => leptos::logging::warn!("{error:?}"),
            }
        });
    }

    /// What is not on the server yet goes there with the page.
    pub fn save_with_page(self) {
        let leaving = window_event_listener_untyped("pagehide", move |_| self.save_leaving());
        on_cleanup(move || {
            leaving.remove();
            self.save_leaving();
        });
    }
}

/// The text was there when the page opened; it can be thrown away.
#[component]
pub fn Restored(
    keeper: Keeper,
    /// After it was thrown away.
    #[prop(optional, into)]
    anew: Option<Callback<()>>,
) -> impl IntoView {
    let sheet = keeper.sheet;
    let discard = move |_| {
        sheet.uploads.discard_all();
        keeper.discard();
        if let Some(anew) = anew {
            anew.run(());
        }
    };
    view! {
        <Show when=move || sheet.restored.get() && !sheet.is_empty()>
            <Notice tone=Tone::Info>
                <p>{t("draft-restored")}</p>
                <button type="button" class="button button-small" on:click=discard>
                    <Icon sign=Sign::Close />
                    {t("draft-discard")}
                </button>
            </Notice>
        </Show>
    }
}

/// Tells the writer where the text is kept.
#[component]
pub fn KeptLine(kept: Signal<Kept>) -> impl IntoView {
    let says = move || match kept.get() {
        Kept::Nothing => String::new(),
        Kept::Here => text("draft-here"),
        Kept::OnServer => text("draft-on-server"),
        Kept::OnlyHere => text("draft-only-here"),
    };
    view! { <p class="field-hint composer-kept">{says}</p> }
}

/// The colleagues whom a note concerns, by name.
fn mentioned(draft: &DraftView) -> Vec<PersonRef> {
    let people = draft.people.iter();
    people
        .filter(|person| draft.content.mentions.contains(&person.id))
        .cloned()
        .collect()
}

/// A draft that nobody wants any more.
fn delete(id: DraftId) {
    spawn_local(async move {
        if let Err(error) = api::drafts::delete_draft(id).await {
            leptos::logging::debug_warn!("{error:?}");
        }
    });
}
