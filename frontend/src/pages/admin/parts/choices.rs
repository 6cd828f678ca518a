//! Any of many: a list of checkboxes that can be filtered, with how many are chosen. Trees show by indentation.

use leptos::prelude::*;

use super::{
    bind::Bind,
    label::Label,
    listing::{Finder, fits},
    problems::{Problems, id_of, sentence},
};
use crate::{i18n::t, tr};

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    pub key: String,
    pub name: String,
    /// Steps below the root of a tree.
    pub depth: usize,
}

/// From so many on, a list has a filter.
const MANY: usize = 10;

#[component]
pub fn Choices(
    path: &'static str,
    #[prop(into)] label: Label,
    #[prop(into)] value: Bind<Vec<String>>,
    #[prop(into)] choices: Signal<Vec<Choice>>,
    hint: &'static str,
    /// What no choice at all means: "every queue".
    none: &'static str,
) -> impl IntoView {
    let wrong = Problems::expect().input(path, label);
    let id = id_of(path);
    let (error_id, hint_id) = (format!("{id}-error"), format!("{id}-hint"));
    let described_by = {
        let (error_id, hint_id) = (error_id.clone(), hint_id.clone());
        move || match wrong.with(Option::is_some) {
            true => format!("{error_id} {hint_id}"),
            false => hint_id.clone(),
        }
    };
    let sought = RwSignal::new(String::new());
    let many = Memo::new(move |_| choices.with(|all| all.len() > MANY));
    let shown = Memo::new(move |_| {
        let sought = sought.get();
        choices.with(|all| {
            all.iter()
                .filter(|one| fits(&sought, [&one.name]))
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let state = move || match value.with(Vec::len) {
        0 => crate::i18n::text(none),
        count => tr!("admin-chosen", count = count),
    };
    let one = move |choice: Choice| {
        let (key, own) = (StoredValue::new(choice.key.clone()), choice.key);
        let toggle = move |event| {
            let on = event_target_checked(&event);
            value.update(|keys| {
                keys.retain(|other| key.with_value(|key| other != key));
                if on {
                    keys.push(key.get_value());
                }
            });
        };
        view! {
            <label class="check choice" data-depth=choice.depth.min(6).to_string()>
                <input
                    type="checkbox"
                    prop:checked=move || value.with(|keys| keys.contains(&own))
                    on:change=toggle
                />
                <span>{choice.name}</span>
            </label>
        }
    };
    view! {
        <fieldset class="field choices-field" id=id tabindex="-1" aria-describedby=described_by>
            <legend>{move || label.text()}</legend>
            <p class="field-hint" id=hint_id>
                {t(hint)}
            </p>
            <Show when=move || many.get()>
                <Finder
                    id=format!("{}-find", id_of(path))
                    value=sought
                    shown=Signal::derive(move || shown.with(Vec::len))
                    all=Signal::derive(move || choices.with(Vec::len))
                />
            </Show>
            <div class="choices-scroll" class:choices-many=move || many.get()>
                <For each=move || shown.get() key=|one| (one.key.clone(), one.name.clone()) children=one />
            </div>
            <p class="choices-state soft">{state}</p>
            <p class="field-error" id=error_id hidden=move || wrong.with(Option::is_none)>
                {move || wrong.with(|wrong| wrong.as_ref().map(sentence))}
            </p>
        </fieldset>
    }
}
