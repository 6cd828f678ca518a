//! A text field with a list of choices (WAI-ARIA Authoring Practices, combobox with a list): the arrow keys choose, Enter takes.
//!
//! What is in the list, and what taking means, comes from outside.

use leptos::{html, prelude::*};

use super::{Icon, Sign};
use crate::{i18n::t, web};

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// What the caller knows it by.
    pub key: String,
    pub label: String,
    /// What it is, in softer letters.
    pub hint: String,
    pub sign: Option<Sign>,
    /// A key that does the same.
    pub shortcut: Option<&'static str>,
}

#[component]
pub fn Combobox(
    id: &'static str,
    /// The locale key; unseen, so where it shall be seen there is a text above.
    label: &'static str,
    typed: RwSignal<String>,
    #[prop(into)] choices: Signal<Vec<Choice>>,
    /// Hears the key of what was taken.
    take: Callback<String>,
    /// The list stands below the field all the time, with its first line chosen; else it hangs over the page while it is of use.
    #[prop(optional)]
    standing: bool,
    /// The locale key of a text in the empty field.
    #[prop(optional)]
    placeholder: Option<&'static str>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let chosen = RwSignal::new(standing.then_some(0_usize));
    let focused = RwSignal::new(false);
    let open = Memo::new(move |_| choices.with(|choices| !choices.is_empty()) && (standing || focused.get()));
    // Other choices, and none of them chosen by hand.
    Effect::new(move |before: Option<()>| {
        choices.track();
        if before.is_some() {
            chosen.set(standing.then_some(0));
        }
    });
    let option_id = move |index: usize| format!("{id}-option-{index}");
    let step = move |forward: bool| {
        let count = choices.with_untracked(Vec::len);
        if count == 0 {
            return;
        }
        chosen.update(|chosen| {
            *chosen = Some(match (*chosen, forward) {
                (None, true) => 0,
                (None, false) => count - 1,
                (Some(index), true) => (index + 1) % count,
                (Some(index), false) => (index + count - 1) % count,
            });
        });
        if let Some(option) = chosen
            .get_untracked()
            .and_then(|index| web::find(&format!("#{}", option_id(index))))
        {
            option.scroll_into_view_with_scroll_into_view_options(&web::nearest());
        }
    };
    let take_at = move |index: usize| {
        let key = choices.with_untracked(|choices| choices.get(index).map(|choice| choice.key.clone()));
        if let Some(key) = key {
            take.run(key);
        }
    };
    let press = move |event: leptos::ev::KeyboardEvent| {
        if event.is_composing() || !open.get_untracked() {
            return;
        }
        match event.key().as_str() {
            "ArrowDown" => step(true),
            "ArrowUp" => step(false),
            "Enter" => match chosen.get_untracked() {
                Some(index) => take_at(index),
                None => return,
            },
            "Escape" if !standing => {
                focused.set(false);
                // The dialog around it stays.
                event.stop_propagation();
            }
            _ => return,
        }
        event.prevent_default();
    };
    let line = move |(index, choice): (usize, Choice)| {
        let is_chosen = move || chosen.get() == Some(index);
        view! {
            <li
                role="option"
                id=option_id(index)
                aria-selected=move || is_chosen().to_string()
                on:mousedown=move |event| {
                    // The field keeps the focus.
                    event.prevent_default();
                    take_at(index);
                }
            >
                {choice.sign.map(|sign| view! { <Icon sign /> })}
                <span class="option-label">{choice.label}</span>
                <span class="option-hint">{choice.hint}</span>
                {choice.shortcut.map(|key| view! { <kbd>{key}</kbd> })}
            </li>
        }
    };
    let class = if standing {
        "options options-standing"
    } else {
        "options"
    };
    view! {
        <div class="combobox">
            <input
                id=id
                type="text"
                role="combobox"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-label=t(label)
                aria-autocomplete="list"
                aria-controls=format!("{id}-options")
                aria-expanded=move || open.get().to_string()
                aria-activedescendant=move || {
                    let index = chosen.get().filter(|_| open.get())?;
                    choices.with(|choices| index < choices.len()).then(|| option_id(index))
                }
                placeholder=move || placeholder.map(crate::i18n::text)
                node_ref=input
                prop:value=move || typed.get()
                on:input=move |event| {
                    focused.set(true);
                    typed.set(event_target_value(&event));
                }
                on:focus=move |_| focused.set(true)
                on:blur=move |_| focused.set(false)
                on:keydown=press
            />
            <ul
                class=class
                id=format!("{id}-options")
                role="listbox"
                aria-label=t("search-suggestions")
                hidden=move || !open.get()
            >
                {move || choices.get().into_iter().enumerate().map(line).collect_view()}
            </ul>
        </div>
    }
}
