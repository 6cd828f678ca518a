//! Several things in a row, each with a button that takes it out, and a line that takes further ones in.

use leptos::prelude::*;

use super::{
    Icon, Sign,
    suggest::{Offers, SuggestField, Suggestion},
};
use crate::tr;

/// One of the things: what the page goes by, and what people read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    pub key: String,
    pub label: String,
    /// Shown when one points at it: the address.
    pub title: String,
}

impl Chip {
    /// Something that is its own text.
    pub fn of_text(text: String) -> Self {
        Self {
            key: text.clone(),
            label: text,
            title: String::new(),
        }
    }
}

/// The row without the line: what is there.
#[component]
pub fn ChipRow(
    #[prop(into)] items: Signal<Vec<Chip>>,
    /// The locale key of the row's name.
    label: &'static str,
    /// Left out: nothing can be taken out.
    #[prop(optional, into)]
    on_remove: Option<Callback<String>>,
) -> impl IntoView {
    let row = move |chip: Chip| {
        let (key, name) = (chip.key, chip.label.clone());
        let button = on_remove.map(|on_remove| {
            view! {
                <button type="button" class="chip-remove" on:click=move |_| on_remove.run(key.clone())>
                    <Icon sign=Sign::Close />
                    <span class="visually-hidden">{move || tr!("chip-remove", name = name.clone())}</span>
                </button>
            }
        });
        view! {
            <li class="chip" title=chip.title>
                <span class="chip-label">{chip.label}</span>
                {button}
            </li>
        }
    };
    view! {
        <ul class="chips" aria-label=move || crate::i18n::text(label) hidden=move || items.with(Vec::is_empty)>
            {move || items.get().into_iter().map(row).collect_view()}
        </ul>
    }
}

/// The row with its line.
#[component]
pub fn ChipField(
    id: &'static str,
    label: &'static str,
    #[prop(into)] items: Signal<Vec<Chip>>,
    offers: Offers,
    on_add: Callback<Suggestion>,
    on_remove: Callback<String>,
    #[prop(optional)] on_text: Option<Callback<String>>,
    #[prop(optional)] placeholder: Option<&'static str>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    /// The text of the line, where the caller wants to know what stands in it.
    #[prop(optional)]
    text: Option<RwSignal<String>>,
) -> impl IntoView {
    let text = text.unwrap_or_else(|| RwSignal::new(String::new()));
    let add = Callback::new(move |one| {
        text.set(String::new());
        on_add.run(one);
    });
    let back = Callback::new(move |()| {
        if let Some(last) = items.with_untracked(|items| items.last().map(|chip| chip.key.clone())) {
            on_remove.run(last);
        }
    });
    let wrong = Signal::derive(move || error.with(Option::is_some));
    let describes = format!("{id}-error");
    view! {
        <div class="chip-field" class:field-wrong=move || wrong.get()>
            <label for=id>{move || crate::i18n::text(label)}</label>
            <ChipRow items label on_remove />
            <SuggestField
                id
                label
                labelled=true
                text
                offers
                on_choose=add
                on_text=on_text.unwrap_or_else(|| Callback::new(|_| ()))
                on_back=back
                placeholder=placeholder.unwrap_or("chip-add")
                invalid=wrong
            />
            <p class="field-error" id=describes role="alert" hidden=move || !wrong.get()>
                {move || error.get()}
            </p>
        </div>
    }
}
