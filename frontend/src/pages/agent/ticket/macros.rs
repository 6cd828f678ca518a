//! Macros: one is chosen, what it would do is told beforehand, and then it runs.

use leptos::{prelude::*, task::spawn_local};
use pult_shared::{api::macros::TriedCommands, ids::QueueId};
use serde_json::Value;

use super::{case::Case, sentences::said};
use crate::{
    api::{
        self, ApiError,
        macros::{Offered, OfferedList},
    },
    components::SelectField,
    fetch::Fetch,
    i18n::{t, words},
    queues::Queues,
    tr,
};

/// The macros of a queue, one of which may be chosen.
#[derive(Clone, Copy)]
pub struct Macros {
    list: Fetch<OfferedList>,
    pub chosen: RwSignal<String>,
}

impl Macros {
    /// Fetches those of a queue.
    pub fn of(queue: Option<QueueId>) -> Self {
        let list = Fetch::new();
        if let Some(queue) = queue {
            list.run(async move { api::macros::list_offered(queue).await });
        }
        Self {
            list,
            chosen: RwSignal::new(String::new()),
        }
    }

    /// There are none.
    pub fn none(self) -> bool {
        self.list.with(|list| list.is_some_and(|list| list.items.is_empty()))
    }

    fn named<R>(self, read: impl FnOnce(&Offered) -> R) -> Option<R> {
        let id = self.chosen.get();
        self.list
            .with(|list| list?.items.iter().find(|one| one.id.to_string() == id).map(read))
    }

    /// What the chosen one does.
    pub fn commands(self) -> Vec<Value> {
        self.named(|one| one.commands.clone()).unwrap_or_default()
    }

    fn options(self) -> Vec<(String, String)> {
        let items = self.list.get().map(|list| list.items).unwrap_or_default();
        items
            .into_iter()
            .map(|one| (one.id.to_string(), words::name(&one.definition.names)))
            .collect()
    }
}

/// The choice, with what the chosen one would do to a ticket.
#[component]
pub fn MacroField(macros: Macros, id: &'static str, #[prop(into)] number: Signal<Option<String>>) -> impl IntoView {
    let preview = Fetch::<TriedCommands>::new();
    Effect::new(move |_| {
        let commands = macros.commands();
        if let (false, Some(number)) = (commands.is_empty(), number.get()) {
            preview.run(async move { api::macros::try_commands(&number, &commands).await });
        }
    });
    let queues = Queues::expect();
    let lines = move || {
        // Not what another one would have done, while this one is asked.
        let asked = !preview.busy() && preview.error().is_none() && !macros.chosen.with(String::is_empty);
        let tried = preview.get().filter(|_| asked)?;
        let lines = said(&tried.events, &tried.people, queues).into_iter();
        Some(lines.map(|line| view! { <li>{line}</li> }).collect_view())
    };
    let failed = move || {
        let failed = preview.error().filter(|_| !preview.busy())?;
        Some(view! { <p class="field-error">{words::error(&failed)}</p> })
    };
    view! {
        <SelectField
            id
            label="macro-choice"
            value=macros.chosen
            options=Signal::derive(move || macros.options())
            error=Signal::stored(None)
            placeholder="macro-none-chosen"
        />
        <div aria-live="polite" class="macro-preview" hidden=move || macros.chosen.with(String::is_empty)>
            <p class="soft">{move || tr!("macro-preview", number = number.get().unwrap_or_default())}</p>
            <ul>{lines}</ul>
            {failed}
        </div>
    }
}

/// The dialog of a ticket.
#[component]
pub fn MacroForm(case: Case, open: RwSignal<bool>) -> impl IntoView {
    let queue = case.read_untracked(|ticket| ticket.queue.id);
    let macros = Macros::of(queue);
    let failed = RwSignal::new(None::<ApiError>);
    let told = move || failed.with(|error| error.as_ref().map(words::error));
    let run = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let commands = untrack(|| macros.commands());
        let name = untrack(|| macros.named(|one| words::name(&one.definition.names)));
        let (Some(name), Some(version)) = (name, case.version()) else {
            return;
        };
        let number = case.number.get_value();
        case.busy.set(true);
        failed.set(None);
        spawn_local(async move {
            let answer = api::macros::run(&number, version, &commands).await;
            // The page may be gone by now.
            if case.number.try_get_value().is_none() {
                return;
            }
            case.busy.set(false);
            case.look_soon();
            match answer {
                Ok(_) => {
                    case.say(tr!("done-macro", name = name));
                    case.queues().refresh();
                    open.set(false);
                }
                Err(error) => {
                    let _ = failed.try_set(Some(error));
                }
            }
        });
    };
    view! {
        <form class="form" novalidate on:submit=run>
            <p class="soft" hidden=move || !macros.none()>
                {t("macros-none")}
            </p>
            <MacroField macros id="macro" number=Signal::derive(move || Some(case.number.get_value())) />
            <p class="field-error" role="alert">
                {told}
            </p>
            <div class="form-end">
                <button
                    type="submit"
                    class="button button-primary"
                    disabled=move || case.busy.get() || macros.chosen.with(String::is_empty)
                >
                    {t("macro-run")}
                </button>
                <button type="button" class="button" on:click=move |_| open.set(false)>
                    {t("cancel")}
                </button>
            </div>
        </form>
    }
}
