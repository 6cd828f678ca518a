//! What is done most often with a ticket, as buttons and keys. Only what is allowed is offered.

use leptos::prelude::*;
use pult_shared::{
    catalog::{StateKey, StateType},
    command::{Command, CommandName},
};

use super::{
    case::Case,
    composer::{Composer, Kind},
    merge::MergeForm,
    panel::StateChange,
};
use crate::{
    api, catalog,
    components::{
        Dialog, Icon, Sign,
        menu::{Menu, MenuItem},
    },
    i18n::{self, t, text},
    keys,
    page_actions::{PageAction, PageActions},
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
}

impl Actions {
    pub fn new(case: Case, composer: Composer) -> Self {
        Self {
            case,
            composer,
            state: RwSignal::new(false),
            wanted: StoredValue::new(StateKey::new("open")),
            merge: RwSignal::new(false),
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

    /// Prints the case with its history.
    fn print(self) {
        self.case.history_open.set(true);
        self.case.reload_history();
        // The history has to be on the page first.
        let waited = StoredValue::new(0_u32);
        print_when_ready(self.case, waited);
    }

    /// Everything that can be done now, for buttons, keys and the palette: one list.
    fn offered(self) -> Vec<Offered> {
        let case = self.case;
        let may = |name| case.may(name);
        let closed = self.is(&[StateType::Closed, StateType::Merged, StateType::Removed]);
        let waits = self.is(&[StateType::PendingReminder, StateType::PendingAuto]);
        let mut all = Vec::new();
        let mut offer = |on: bool, bar: bool, label, sign, key, what| {
            if on {
                all.push(Offered {
                    label,
                    sign,
                    key,
                    bar,
                    what,
                });
            }
        };
        for (kind, label, key) in WRITING {
            offer(may(kind.command()), false, label, kind.sign(), key, What::Write(kind));
        }
        offer(
            may(CommandName::Take),
            true,
            "action-take",
            Sign::Hand,
            Some("t"),
            What::Take,
        );
        offer(
            may(CommandName::Lock),
            true,
            "action-lock",
            Sign::Lock,
            None,
            What::Lock,
        );
        offer(
            may(CommandName::Unlock),
            true,
            "action-unlock",
            Sign::Unlock,
            None,
            What::Unlock,
        );
        offer(
            may(CommandName::Assign),
            true,
            "action-assign",
            Sign::Person,
            Some("o"),
            What::Fact("fact-owner"),
        );
        offer(
            may(CommandName::Move),
            true,
            "action-move",
            Sign::Move,
            Some("m"),
            What::Fact("fact-queue"),
        );
        offer(
            may(CommandName::SetPriority),
            true,
            "action-priority",
            Sign::Flag,
            Some("p"),
            What::Fact("fact-priority"),
        );
        let state = may(CommandName::SetState);
        offer(
            state && !closed,
            true,
            "action-wait",
            Sign::Pause,
            Some("w"),
            What::State(StateType::PendingReminder),
        );
        offer(
            state && !closed,
            true,
            "action-close",
            Sign::Check,
            Some("e"),
            What::State(StateType::Closed),
        );
        offer(
            state && (closed || waits),
            true,
            "action-open",
            Sign::Inbox,
            None,
            What::State(StateType::Open),
        );
        offer(
            may(CommandName::Merge),
            false,
            "action-merge",
            Sign::Merge,
            None,
            What::Merge,
        );
        offer(
            may(CommandName::AddTag),
            false,
            "action-tag",
            Sign::Tag,
            None,
            What::Focus("#fact-tags"),
        );
        offer(
            may(CommandName::Link),
            false,
            "action-link",
            Sign::Link,
            None,
            What::Focus("#link-ticket"),
        );
        offer(true, false, "action-print", Sign::Print, None, What::Print);
        all
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
            What::Focus(selector) => {
                web::focus(selector);
            }
            What::Print => self.print(),
        }
    }

    /// Offers everything to the command palette, and hears the keys.
    pub fn listen(self) {
        PageActions::expect().offer(move || {
            let action = |one: Offered| {
                let action = PageAction::new(one.label, one.sign, move || self.run(one.what));
                match one.key {
                    Some(key) => action.with_key(key),
                    None => action,
                }
            };
            self.offered().into_iter().map(action).collect()
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

/// The kinds of text with the keys that begin them.
const WRITING: [(Kind, &str, Option<&str>); 5] = [
    (Kind::Reply, "composer-reply", Some("r")),
    (Kind::ReplyAll, "composer-reply-all", Some("a")),
    (Kind::Note, "composer-note", Some("n")),
    (Kind::Forward, "composer-forward", Some("f")),
    (Kind::Call, "composer-call", Some("c")),
];

/// Something that can be done now.
#[derive(Clone, Copy, PartialEq)]
struct Offered {
    label: &'static str,
    sign: Sign,
    key: Option<&'static str>,
    /// Stands in the bar.
    bar: bool,
    what: What,
}

#[derive(Clone, Copy, PartialEq)]
enum What {
    Write(Kind),
    Take,
    Lock,
    Unlock,
    /// Changes a fact of the panel where it stands.
    Fact(&'static str),
    State(StateType),
    Merge,
    Focus(&'static str),
    Print,
}

fn open_fact(id: &str) {
    let selector = format!("#{id}");
    web::scroll_near(&selector);
    web::press(&selector);
}

fn print_when_ready(case: Case, waited: StoredValue<u32>) {
    set_timeout(
        move || {
            let Some(times) = waited.try_get_value() else { return };
            let ready = case.history.get_untracked().is_some() || times > 30;
            if ready {
                if let Err(error) = window().print() {
                    leptos::logging::error!("{error:?}");
                }
            } else {
                waited.set_value(times + 1);
                print_when_ready(case, waited);
            }
        },
        std::time::Duration::from_millis(100),
    );
}

// req: E18, B4, A3
/// The bar below the heading, and the dialogs behind it.
#[component]
pub fn ActionBar(actions: Actions) -> impl IntoView {
    let Actions {
        case,
        state,
        merge,
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
    }
}

/// What is done less often.
// req: E12
#[component]
fn MoreMenu(actions: Actions) -> impl IntoView {
    let case = actions.case;
    let may_merge = Memo::new(move |_| case.may(CommandName::Merge));
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
            <MenuItem label=Signal::derive(t("action-print")) sign=Sign::Print on_press=press(What::Print) />
            {download("case.pdf", "action-pdf")}
            {download("case.zip", "action-zip")}
        </Menu>
    }
}
