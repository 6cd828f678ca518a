//! Where an agent writes: reply, note, forward, call. The text is kept as it is typed, and stays when sending does not go through.

mod call;
mod doubts;
mod form;
mod kind;
mod mentions;
mod recipients;
mod reminder;
mod send;
mod submit;
mod templates;
mod undo;

use leptos::prelude::*;
use pult_shared::{
    api::{article::ArticleView, draft::DraftKind},
    ids::ArticleId,
    mailbox::Mailbox,
    person::PersonRef,
};

use self::doubts::Doubt;
pub use self::{form::ComposerForm, kind::Kind};
use super::case::Case;
use crate::{
    drafts::Slot,
    form::Form,
    pages::agent::writing::{Keeper, Sheet, Written, text_area},
    session::Session,
    web,
};

/// Where the text is written.
const BODY: &str = "#composer-body";

/// The kinds of text, in the order of their sheets.
const KINDS: [DraftKind; 4] = [DraftKind::Reply, DraftKind::Note, DraftKind::Forward, DraftKind::Call];

/// What is being written.
#[derive(Clone, Copy)]
pub struct Composer {
    pub case: Case,
    pub kind: RwSignal<Kind>,
    sheets: StoredValue<[Sheet; 4]>,
    keepers: StoredValue<[Keeper; 4]>,
    form: Form,
    /// What the writer was told before sending, and presses on all the same.
    accepted: RwSignal<Vec<Doubt>>,
    /// The server has refused what was sent because of what came; the writer knows, and the next press sends.
    told: RwSignal<bool>,
    /// Something was typed here, in this page.
    touched: RwSignal<bool>,
    session: Session,
}

impl Composer {
    /// Begins with the person's drafts for this ticket, if there are any.
    pub fn new(case: Case) -> Self {
        let session = Session::expect();
        let person = session.person_untracked();
        let sheets = KINDS.map(Sheet::new);
        let keepers = sheets.map(|sheet| {
            let place = format!("{}/{}", case.number.get_value(), sheet.kind.name());
            Keeper::new(sheet, person.map(|person| Slot::new(person, &place)))
        });
        let begun = sheets.iter().find(|sheet| untrack(|| !sheet.is_empty()));
        let kind = begun
            .and_then(|sheet| Kind::of_draft(sheet.kind))
            .unwrap_or(Kind::Reply);
        let composer = Self {
            case,
            kind: RwSignal::new(kind),
            sheets: StoredValue::new(sheets),
            keepers: StoredValue::new(keepers),
            form: Form::new(send::FIELDS),
            accepted: RwSignal::new(Vec::new()),
            told: RwSignal::new(false),
            touched: RwSignal::new(false),
            session,
        };
        composer.take_in_drafts();
        composer.offer_what_is_allowed();
        composer.name_recipients();
        composer.note_beginnings();
        composer.save_when_left();
        composer
    }

    /// What the server kept comes with the ticket.
    fn take_in_drafts(self) {
        Effect::new(move |_| {
            let Some(drafts) = self.case.drafts.get() else { return };
            let Some((ticket, version)) = self.case.read_untracked(|ticket| (ticket.id, ticket.version)) else {
                return;
            };
            for keeper in self.keepers.get_value().iter().zip(KINDS) {
                let (keeper, kind) = keeper;
                keeper.restore(Some((ticket, version)), drafts.iter().find(|draft| draft.kind == kind));
            }
            let begun = drafts
                .iter()
                .filter_map(|draft| Kind::of_draft(draft.kind))
                .find(|kind| untrack(|| !self.sheet_of(*kind).is_empty()));
            if let Some(kind) = begun.filter(|_| untrack(|| self.sheet().is_empty())) {
                self.kind.set(kind);
            }
        });
    }

    /// Whoever may only write some kinds writes one of those.
    fn offer_what_is_allowed(self) {
        Effect::new(move |_| {
            let fits = |kind: &Kind| self.case.may(kind.command());
            if self.case.loaded()
                && !fits(&self.kind.get())
                && let Some(kind) = Kind::ALL.into_iter().find(fits)
            {
                self.kind.set(kind);
            }
        });
    }

    /// An answer begins with everybody who takes part (requirement D12); whoever is to be left out is taken out.
    fn name_recipients(self) {
        let all = self.case.part(|ticket| !ticket.participants.is_empty());
        Effect::new(move |_| {
            let Some(all) = all.get() else { return };
            let sheet = self.sheet_of(Kind::Reply);
            if !sheet.is_empty() || !sheet.to.with(Vec::is_empty) {
                return;
            }
            let (to, cc) = untrack(|| recipients::of_ticket(self.case, all));
            if !to.is_empty() {
                sheet.to.set(to);
                sheet.cc.set(cc);
            }
            if all && self.kind.get_untracked() == Kind::Reply {
                self.kind.set(Kind::ReplyAll);
            }
        });
    }

    /// Remembers which message was the newest when a text was begun.
    fn note_beginnings(self) {
        for sheet in self.sheets.get_value() {
            Effect::new(move |before: Option<bool>| {
                let empty = sheet.is_empty();
                if before == Some(true) && !empty && sheet.seen.get_untracked().is_none() {
                    sheet.seen.set(self.newest());
                }
                if empty && before == Some(false) {
                    sheet.seen.set(None);
                    self.accepted.set(Vec::new());
                    self.told.set(false);
                }
                empty
            });
        }
    }

    fn newest(self) -> Option<pult_shared::Timestamp> {
        self.case
            .talk
            .with_untracked(|articles| articles.iter().map(|article| article.created_at).max())
    }

    fn save_when_left(self) {
        let keepers = self.keepers.get_value();
        let listener = window_event_listener_untyped("pagehide", move |_| {
            for keeper in keepers {
                keeper.save_leaving();
            }
        });
        on_cleanup(move || {
            listener.remove();
            for keeper in keepers {
                keeper.save_leaving();
            }
        });
    }

    /// The sheet of what is being written.
    pub fn sheet(self) -> Sheet {
        self.sheet_of(self.kind.get())
    }

    fn sheet_of(self, kind: Kind) -> Sheet {
        self.sheets.with_value(|sheets| of_kind(sheets, kind.draft()))
    }

    fn keeper(self) -> Keeper {
        self.keeper_of(self.kind.get())
    }

    fn keeper_of(self, kind: Kind) -> Keeper {
        self.keepers.with_value(|keepers| of_kind(keepers, kind.draft()))
    }

    /// Whether somebody writes here, for the others who look at the ticket.
    pub fn writing(self) -> Signal<bool> {
        Memo::new(move |_| self.touched.get() && self.sheets.get_value().iter().any(|sheet| !sheet.is_empty())).into()
    }

    /// Chooses a kind and goes there; tells whether that is allowed.
    pub fn write(self, kind: Kind) -> bool {
        let allowed = untrack(|| self.case.may(kind.command()));
        if allowed {
            self.choose(kind);
            self.go();
        }
        allowed
    }

    fn go(self) {
        request_animation_frame(|| {
            web::focus(BODY);
        });
    }

    /// Chooses a kind, with the recipients that go with it.
    pub fn choose(self, kind: Kind) {
        self.kind.set(kind);
        self.form.done();
        if kind.is_reply() {
            let (to, cc) = untrack(|| recipients::of_ticket(self.case, kind == Kind::ReplyAll));
            let sheet = self.sheet_of(kind);
            sheet.to.set(to);
            sheet.cc.set(cc);
        }
        if kind == Kind::Forward && self.sheet_of(kind).articles.with_untracked(Vec::is_empty) {
            let newest = self
                .case
                .talk
                .with_untracked(|articles| articles.first().map(|article| article.id));
            self.sheet_of(kind).articles.set(newest.into_iter().collect());
        }
    }

    /// Answers to an article: to whoever wrote it, or to everybody whom it went to.
    pub fn answer(self, article: &ArticleView, all: bool) {
        let kind = if all { Kind::ReplyAll } else { Kind::Reply };
        self.kind.set(kind);
        let (to, cc) = untrack(|| recipients::of_article(self.case, article, all));
        let sheet = self.sheet_of(kind);
        sheet.to.set(to);
        sheet.cc.set(cc);
        self.go();
    }

    /// Forwards an article.
    pub fn forward(self, article: ArticleId) {
        self.kind.set(Kind::Forward);
        let sheet = self.sheet_of(Kind::Forward);
        sheet.articles.update(|articles| {
            if !articles.contains(&article) {
                articles.push(article);
            }
        });
        request_animation_frame(|| {
            web::focus("#composer-to");
        });
    }

    /// Puts back what was sent and taken back.
    fn put_back(self, kind: Kind, written: Written) {
        self.kind.set(kind);
        let sheet = self.sheet_of(kind);
        sheet.put(Written { draft: None, ..written });
        self.go();
    }

    /// Puts a text in where the cursor stands, in place of what is selected.
    fn insert(self, text: &str) {
        let sheet = untrack(|| self.sheet());
        text_area::insert(BODY, sheet.body, text);
        self.touched.set(true);
    }

    fn discard(self) {
        let (sheet, keeper) = untrack(|| (self.sheet(), self.keeper()));
        sheet.uploads.discard_all();
        keeper.discard();
        self.accepted.set(Vec::new());
        self.form.done();
    }
}

/// The one of four that belongs to a kind of text, in the order of `KINDS`.
fn of_kind<T: Copy>(all: &[T; 4], kind: DraftKind) -> T {
    let [reply, note, forward, call] = *all;
    match kind {
        DraftKind::Note => note,
        DraftKind::Forward => forward,
        DraftKind::Call => call,
        DraftKind::Reply | DraftKind::NewTicket | DraftKind::NewRequest => reply,
    }
}

/// How mail reaches a person, where the reader may see an address.
fn mailbox(person: &PersonRef) -> Option<Mailbox> {
    person.address.as_ref().map(|address| Mailbox {
        name: Some(person.name.clone()),
        address: address.clone(),
    })
}
