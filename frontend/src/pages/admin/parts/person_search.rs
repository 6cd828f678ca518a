//! Looking a person up while typing: a combobox with a list below (WAI-ARIA Authoring Practices, combobox with list).
//!
//! What is asked and what happens with the answer comes from outside.

use std::time::Duration;

use leptos::{ev::KeyboardEvent, prelude::*};
use pult_shared::api::person::{PersonCard, PersonList};

use crate::{
    api,
    fetch::Fetch,
    i18n::{t, words},
    tr,
};

const WAIT: Duration = Duration::from_millis(200);
const SHOWN: u32 = 12;

#[component]
pub fn PersonSearch(
    id: &'static str,
    /// The locale key.
    label: &'static str,
    hint: &'static str,
    #[prop(into)] choose: Callback<PersonCard>,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let found = Fetch::<PersonList>::new();
    let (open, active) = (RwSignal::new(false), RwSignal::new(0_usize));
    let turn = StoredValue::new(0_u32);
    let look = move |text: String| {
        typed.set(text);
        active.set(0);
        let now = turn.try_update_value(|turn| {
            *turn = turn.wrapping_add(1);
            *turn
        });
        if typed.with_untracked(|typed| typed.trim().is_empty()) {
            open.set(false);
            found.clear();
            return;
        }
        set_timeout(
            move || {
                if turn.try_get_value() == now {
                    let query = typed.get_untracked().trim().to_owned();
                    found.run(async move { api::people::list_people(&query, SHOWN).await });
                    open.set(true);
                }
            },
            WAIT,
        );
    };
    let people = move || found.get().map(|list| list.items).unwrap_or_default();
    let take = move |person: PersonCard| {
        open.set(false);
        typed.set(String::new());
        found.clear();
        choose.run(person);
    };
    let on_key = move |event: KeyboardEvent| {
        let count = found.with(|list| list.map_or(0, |list| list.items.len()));
        match event.key().as_str() {
            "ArrowDown" if count > 0 => {
                open.set(true);
                active.update(|active| *active = (*active + 1) % count);
            }
            "ArrowUp" if count > 0 => active.update(|active| *active = (*active + count - 1) % count),
            "Enter" => {
                if let Some(person) = untrack(people)
                    .into_iter()
                    .nth(active.get_untracked())
                    .filter(|_| open.get_untracked())
                {
                    take(person);
                }
            }
            "Escape" if open.get_untracked() => open.set(false),
            _ => return,
        }
        event.prevent_default();
    };
    let list_id = format!("{id}-list");
    let option = move |(index, person): (usize, PersonCard)| {
        let chosen = person.clone();
        view! {
            <li
                id=format!("{id}-option-{index}")
                role="option"
                aria-selected=move || (active.get() == index).to_string()
                on:mousedown=move |event| {
                    event.prevent_default();
                    take(chosen.clone());
                }
            >
                <span>{person.name.clone()}</span>
                <span class="soft">{about(&person)}</span>
            </li>
        }
    };
    let message = move || match (found.busy(), found.error()) {
        (_, Some(error)) => words::error(&error),
        (true, None) => String::new(),
        (false, None) if open.get() => tr!("admin-people-found", count = people().len()),
        (false, None) => String::new(),
    };
    view! {
        <div class="field person-search">
            <label for=id>{t(label)}</label>
            <p class="field-hint" id=format!("{id}-hint")>
                {t(hint)}
            </p>
            <div class="person-search-box">
                <input
                    id=id
                    type="text"
                    role="combobox"
                    autocomplete="off"
                    aria-autocomplete="list"
                    aria-controls=list_id.clone()
                    aria-expanded=move || open.get().to_string()
                    aria-activedescendant=move || open.get().then(|| format!("{id}-option-{}", active.get()))
                    aria-describedby=format!("{id}-hint")
                    prop:value=move || typed.get()
                    on:input=move |event| look(event_target_value(&event))
                    on:keydown=on_key
                    on:blur=move |_| open.set(false)
                />
                <ul class="person-options" id=list_id role="listbox" aria-label=t("admin-people") hidden=move || !open.get()>
                    {move || people().into_iter().enumerate().map(option).collect_view()}
                </ul>
            </div>
            <p class="field-hint" role="status">
                {message}
            </p>
        </div>
    }
}

/// Account and address, to tell people of the same name apart.
pub fn about(person: &PersonCard) -> String {
    let parts = [person.login.as_ref(), person.addresses.first()];
    parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(" · ")
}
