//! The filter box: what is typed is completed from the filter's language, and what is wrong with it is shown where it is.

mod fault;

use std::time::Duration;

use leptos::{html, leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};
use pult_shared::filter::{Completion, Wanted, complete};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use crate::{
    components::{Icon, Sign},
    filter_suggest::{self as suggest, Names, Suggestion, cursor, replaced},
    i18n::t,
    queues::Queues,
    tr, web,
};

pub use fault::{Fault, FaultLine};

/// What is looked up on the server waits so long for the next key.
const PATIENCE: Duration = Duration::from_millis(150);

/// The list of suggestions, and which of them the arrow keys chose.
#[derive(Clone, Copy)]
struct Suggestions {
    items: RwSignal<Vec<Suggestion>>,
    chosen: RwSignal<Option<usize>>,
    open: RwSignal<bool>,
    /// What they would replace.
    completion: StoredValue<Option<Completion>>,
    /// Counts the keys, so that an answer for an older text is dropped.
    turn: StoredValue<u32>,
    waiting: StoredValue<Option<TimeoutHandle>>,
}

impl Suggestions {
    fn new() -> Self {
        Self {
            items: RwSignal::new(Vec::new()),
            chosen: RwSignal::new(None),
            open: RwSignal::new(false),
            completion: StoredValue::new(None),
            turn: StoredValue::new(0),
            waiting: StoredValue::new(None),
        }
    }

    fn close(self) {
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        self.open.set(false);
        self.chosen.set(None);
    }

    fn show(self, items: Vec<Suggestion>) {
        self.chosen.set(None);
        self.open.set(!items.is_empty());
        self.items.set(items);
    }

    /// Looks at the text around the cursor. Without a letter nothing is suggested, unless `all` are wanted.
    fn look(self, text: &str, cursor: usize, all: bool, queues: Queues) {
        self.turn.update_value(|turn| *turn = turn.wrapping_add(1));
        let turn = self.turn.get_value();
        if let Some(waiting) = self.waiting.try_update_value(Option::take).flatten() {
            waiting.clear();
        }
        let completion = complete(text, cursor);
        self.completion.set_value(completion.clone());
        let wanted = completion.map(|completion| completion.wanted);
        let Some(wanted) =
            wanted.filter(|wanted| all || !matches!(wanted, Wanted::Field { prefix } if prefix.is_empty()))
        else {
            self.show(Vec::new());
            return;
        };
        self.show(untrack(|| suggest::known(&wanted, queues)));
        if !suggest::asks(&wanted) {
            return;
        }
        let ask = move || {
            spawn_local(async move {
                let found = suggest::looked_up(&wanted).await;
                if self.turn.try_get_value() == Some(turn) && !found.is_empty() {
                    let chosen = self.chosen.get_untracked();
                    self.items.update(|items| items.extend(found));
                    self.open.set(true);
                    self.chosen.set(chosen);
                }
            });
        };
        self.waiting.set_value(set_timeout_with_handle(ask, PATIENCE).ok());
    }

    /// The next or previous one; past the end is none, as in the address bar.
    fn step(self, forward: bool) {
        let count = self.items.with_untracked(Vec::len);
        if count == 0 {
            return;
        }
        self.chosen.update(|chosen| {
            *chosen = match (*chosen, forward) {
                (None, true) => Some(0),
                (None, false) => Some(count - 1),
                (Some(index), true) => (index + 1 < count).then_some(index + 1),
                (Some(index), false) => index.checked_sub(1),
            };
        });
        if let Some(index) = self.chosen.get_untracked()
            && let Some(option) = web::find(&format!("#search-option-{index}"))
        {
            option.scroll_into_view_with_scroll_into_view_options(&web::nearest());
        }
    }
}

/// The box. `text` is what the address says; `go` hears what shall be searched for.
#[component]
pub fn SearchBox(
    #[prop(into)] text: Signal<String>,
    #[prop(into)] fault: Signal<Option<Fault>>,
    go: Callback<String>,
) -> impl IntoView {
    let queues = Queues::expect();
    let input = NodeRef::<html::Input>::new();
    let typed = RwSignal::new(String::new());
    let names = Names::new();
    Effect::new(move |_| {
        let text = text.get();
        names.look_up(&text);
        typed.set(text);
    });
    let suggestions = Suggestions::new();
    let look = move |all: bool| {
        if let Some(input) = input.get_untracked() {
            suggestions.look(&typed.get_untracked(), cursor(&input), all, queues);
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        suggestions.close();
        go.run(typed.get_untracked().trim().to_owned());
    };
    let accept = move |index: usize| {
        let item = suggestions.items.with_untracked(|items| items.get(index).cloned());
        let (Some(item), Some(completion)) = (item, suggestions.completion.get_value()) else {
            return;
        };
        names.know(&item);
        let (text, at) = replaced(&typed.get_untracked(), &completion, &item.insert);
        typed.set(text.clone());
        if let Some(input) = input.get_untracked() {
            // At once, and not with the next effect, so that the cursor can be set.
            input.set_value(&text);
            place_cursor(&input, at);
            let _focused = input.focus();
        }
        // A field's name wants a value next.
        look(false);
    };
    let press = move |event: leptos::ev::KeyboardEvent| {
        let open = suggestions.open.get_untracked();
        match (event.key().as_str(), open) {
            ("ArrowDown" | "ArrowUp", true) => suggestions.step(event.key() == "ArrowDown"),
            ("ArrowDown", false) => look(true),
            ("Escape", true) => suggestions.close(),
            ("Enter", true) => match suggestions.chosen.get_untracked() {
                Some(index) => accept(index),
                None => return,
            },
            _ => return,
        }
        event.prevent_default();
    };
    let option = move |(index, item): (usize, Suggestion)| {
        let chosen = move || suggestions.chosen.get() == Some(index);
        view! {
            <li
                role="option"
                id=format!("search-option-{index}")
                aria-selected=move || chosen().to_string()
                // Before the field loses the focus.
                on:mousedown=move |event| {
                    event.prevent_default();
                    accept(index);
                }
            >
                <span class="option-label">{item.label}</span>
                <span class="option-hint">{item.hint}</span>
            </li>
        }
    };
    view! {
        <form class="search" role="search" on:submit=submit>
            <label for="search" class="visually-hidden">
                {t("search-label")}
            </label>
            <div class="search-field">
                <input
                    id="search"
                    type="search"
                    role="combobox"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    placeholder=t("search-placeholder")
                    aria-autocomplete="list"
                    aria-controls="search-options"
                    aria-expanded=move || suggestions.open.get().to_string()
                    aria-activedescendant=move || {
                        suggestions.chosen.get().map(|index| format!("search-option-{index}"))
                    }
                    aria-describedby=move || fault.with(|fault| fault.as_ref().map(|_| "search-error"))
                    aria-invalid=move || fault.with(|fault| fault.as_ref().map(|_| "true"))
                    node_ref=input
                    prop:value=move || typed.get()
                    on:input=move |event| {
                        typed.set(event_target_value(&event));
                        look(false);
                    }
                    on:keydown=press
                    on:blur=move |_| suggestions.close()
                />
                <ul
                    class="options"
                    id="search-options"
                    role="listbox"
                    aria-label=t("search-suggestions")
                    hidden=move || !suggestions.open.get()
                >
                    {move || suggestions.items.get().into_iter().enumerate().map(option).collect_view()}
                </ul>
            </div>
            <button type="submit" class="button">
                <Icon sign=Sign::Search />
                <span>{t("search")}</span>
            </button>
            <p class="visually-hidden" role="status">
                {move || {
                    let count = suggestions.items.with(Vec::len);
                    suggestions.open.get().then(|| tr!("search-suggested", count = count))
                }}
            </p>
        </form>
        {move || {
            let known = names.of(&typed.get());
            (!known.is_empty())
                .then(|| view! { <p class="search-names">{move || tr!("search-names", names = known.clone())}</p> })
        }}
    }
}

fn place_cursor(input: &HtmlInputElement, chars: usize) {
    let units: usize = input.value().chars().take(chars).map(char::len_utf16).sum();
    let units = u32::try_from(units).unwrap_or(u32::MAX);
    if let Err(error) = input.set_selection_range(units, units) {
        leptos::logging::error!("{error:?}");
    }
}

/// The search box gets the focus.
pub fn focus() -> bool {
    let field = web::find("#search").and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
    field.is_some_and(|field| {
        field.select();
        field.focus().is_ok()
    })
}
