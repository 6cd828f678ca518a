//! What is looked for in the ledger: outcome, door, words, days.

use leptos::prelude::*;

use super::ledger::{Ledger, WAITING, doors, outcomes};
use crate::i18n::{t, text, words};

#[component]
pub fn FilterRow(ledger: Ledger) -> impl IntoView {
    let asked = ledger.asked;
    let outcome_choices = move || {
        let first = [
            (String::new(), text("admin-filter-all")),
            (WAITING.to_owned(), text("outcome-waiting")),
        ];
        let each = outcomes().map(|outcome| (outcome.name().to_owned(), words::outcome(outcome)));
        first.into_iter().chain(each).collect::<Vec<_>>()
    };
    let door_choices = move || {
        let first = (String::new(), text("admin-filter-all"));
        let each = doors().map(|door| (door.name().to_owned(), words::door(door)));
        std::iter::once(first).chain(each).collect::<Vec<_>>()
    };
    // A word is looked for when it is written, not at every letter.
    let typed = RwSignal::new(String::new());
    Effect::new(move |_| typed.set(asked.text.get()));
    view! {
        <form
            class="filter-row"
            role="search"
            aria-label=t("incoming-filter")
            on:submit=move |event| {
                event.prevent_default();
                asked.text.set(typed.get_untracked());
            }
        >
            <div class="field">
                <label for="incoming-text">{t("incoming-find")}</label>
                <input
                    id="incoming-text"
                    type="search"
                    autocomplete="off"
                    maxlength="120"
                    prop:value=move || typed.get()
                    on:input=move |event| typed.set(event_target_value(&event))
                    on:change=move |_| asked.text.set(typed.get_untracked())
                />
            </div>
            {select("incoming-outcome", "col-outcome", asked.outcome, outcome_choices)}
            {select("incoming-door", "col-door", asked.door, door_choices)}
            {day("incoming-from", "incoming-from", asked.from)}
            {day("incoming-until", "incoming-until", asked.until)}
            <Show when=move || asked.anything()>
                <button type="button" class="button button-quiet" on:click=move |_| asked.clear()>
                    {t("incoming-clear")}
                </button>
            </Show>
        </form>
    }
}

fn select(
    id: &'static str,
    label: &'static str,
    value: RwSignal<String>,
    choices: impl Fn() -> Vec<(String, String)> + Send + 'static,
) -> impl IntoView {
    let option = move |(key, label): (String, String)| {
        let own = key.clone();
        view! {
            <option value=key selected=move || value.with(|value| *value == own)>
                {label}
            </option>
        }
    };
    view! {
        <div class="field">
            <label for=id>{t(label)}</label>
            <select id=id on:change=move |event| value.set(event_target_value(&event))>
                {move || choices().into_iter().map(option).collect_view()}
            </select>
        </div>
    }
}

fn day(id: &'static str, label: &'static str, value: RwSignal<String>) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id>{t(label)}</label>
            <input
                id=id
                type="date"
                prop:value=move || value.get()
                on:change=move |event| value.set(event_target_value(&event))
            />
        </div>
    }
}
