//! What is done with a ticket: most often as buttons and keys, all of it in the command palette. Only what is allowed is offered.

mod further;
mod offered;
mod print;

use leptos::prelude::*;
use pult_shared::{
    catalog::{StateKey, StateType},
    command::{Command, CommandName},
};

use self::offered::{Offered, What};
use super::{case::Case, composer::Composer, macros::MacroForm, merge::MergeForm, panel::StateChange};
use crate::{
    api, catalog,
    components::{
        Dialog, Icon, Sign,
        menu::{Menu, MenuItem},
    },
    i18n::{self, t, text},
    keys,
    page_actions::{PageAction, PageActions},
    session::Session,
    web,
};

/// The dialogs of the page, and what they begin with.
#[derive(Clone, Copy)]
pub struct Actions {
    case: Case,
    composer: Composer,
    state: RwSignal<bool>,
    wanted: StoredValue<StateKey>,
    merge: RwSignal<bool>,
    macros: RwSignal<bool>,
}

impl Actions {
    pub fn new(case: Case, composer: Composer) -> Self {
        Self {
            case,
            composer,
            state: RwSignal::new(false),
            wanted: StoredValue::new(StateKey::new("open")),
            merge: RwSignal::new(false),
            macros: RwSignal::new(false),
        }
    }

    fn is(self, kinds: &[StateType]) -> bool {
        self.case
            .read(|ticket| kinds.contains(&ticket.state_type))
            .unwrap_or_default()
    }

    fn ask_state(self, kind: StateType) {
        self.wanted.set_value(untrack(|| catalog::main_state(kind)));
        self.state.set(true);
    }

    fn act(self, command: Command, done: &'static str) {
        self.case.act(vec![command], text(done));
    }

    fn run(self, what: What) {
        match what {
            What::Write(kind) => {
                self.composer.write(kind);
            }
            What::Take => self.act(Command::Take, "done-take"),
            What::Lock => self.act(Command::Lock, "done-lock"),
            What::Unlock => self.act(Command::Unlock, "done-unlock"),
            What::Fact(id) => open_fact(id),
            What::State(kind) => self.ask_state(kind),
            What::Merge => self.merge.set(true),
            What::Macro => self.macros.set(true),
            What::Focus(selector) => {
                web::focus(selector);
            }
            What::Print => print::print(self.case),
        }
    }

    /// Offers everything to the command palette, and hears the keys.
    pub fn listen(self) {
        let me = Session::expect().person_untracked();
        PageActions::expect().offer(move || {
            let action = |one: Offered| {
                let action = PageAction::new(one.label, one.sign, move || self.run(one.what));
                match one.key {
                    Some(key) => action.with_key(key),
                    None => action,
                }
            };
            let often = self.offered().into_iter().map(action);
            often.chain(further::offered(self.case, me)).collect()
        });
        keys::on_key(move |key| {
            let found = untrack(|| self.offered()).into_iter().find(|one| one.key == Some(key));
            if let Some(one) = found {
                self.run(one.what);
                return true;
            }
            false
        });
    }
}

fn open_fact(id: &str) {
    press_at(&format!("#{id}"));
}

/// Presses what stands somewhere on the page, and shows it.
fn press_at(selector: &str) {
    web::scroll_near(selector);
    web::press(selector);
}

// req: E18, B4, A3
/// The bar below the heading, and the dialogs behind it.
#[component]
pub fn ActionBar(actions: Actions) -> impl IntoView {
    let Actions {
        case,
        state,
        merge,
        macros,
        wanted,
        ..
    } = actions;
    let offered = Memo::new(move |_| {
        let all = actions.offered();
        all.into_iter().filter(|one| one.bar).collect::<Vec<_>>()
    });
    let button = move |one: Offered| {
        view! {
            <button
                type="button"
                class="button button-small"
                disabled=move || case.busy.get()
                aria-keyshortcuts=one.key
                on:click=move |_| actions.run(one.what)
            >
                <Icon sign=one.sign />
                {t(one.label)}
            </button>
        }
    };
    let state_form = move || {
        let wanted = RwSignal::new(wanted.get_value());
        view! { <StateChange case wanted on_end=Callback::new(move |()| state.set(false)) /> }
    };
    view! {
        <div class="actions" role="group" aria-label=t("actions")>
            {move || offered.get().into_iter().map(button).collect_view()}
            <MoreMenu actions />
        </div>
        <Dialog open=state id="state" title=Signal::derive(t("state-title"))>
            {state_form()}
        </Dialog>
        <Dialog open=merge id="merge" title=Signal::derive(t("merge-title"))>
            <MergeForm case open=merge />
        </Dialog>
        <Dialog open=macros id="macros" title=Signal::derive(t("macro-title"))>
            <MacroForm case open=macros />
        </Dialog>
    }
}

/// What is done less often.
// req: E12
#[component]
fn MoreMenu(actions: Actions) -> impl IntoView {
    let case = actions.case;
    let may_merge = Memo::new(move |_| case.may(CommandName::Merge));
    let may_note = Memo::new(move |_| case.may(CommandName::Note));
    let press = move |what: What| Callback::new(move |()| actions.run(what));
    let download = move |file: &'static str, label: &'static str| {
        let href = move || api::tickets::case_href(&case.number.get_value(), file, i18n::language());
        view! {
            <a class="menu-item" href=href download=format!("{}-{file}", case.number.get_value()) rel="external">
                <Icon sign=Sign::Download />
                <span>{t(label)}</span>
            </a>
        }
    };
    view! {
        <Menu label=Signal::derive(t("action-more")) sign=Sign::Menu from_start=true>
            <Show when=move || may_merge.get()>
                <MenuItem label=Signal::derive(t("action-merge")) sign=Sign::Merge on_press=press(What::Merge) />
            </Show>
            <Show when=move || may_note.get()>
                <MenuItem label=Signal::derive(t("action-macro")) sign=Sign::Keyboard on_press=press(What::Macro) />
            </Show>
            <MenuItem label=Signal::derive(t("action-print")) sign=Sign::Print on_press=press(What::Print) />
            {download("case.pdf", "action-pdf")}
            {download("case.zip", "action-zip")}
        </Menu>
    }
}
