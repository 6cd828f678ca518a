//! The input of a custom field, by its kind.

use leptos::prelude::*;
use pult_shared::{
    catalog::{FieldDef, FieldKind, FieldOption, FieldValue},
    ids::PersonId,
};

use crate::{
    api,
    components::suggest::{SuggestField, Suggestion},
    fetch::Fetch,
    i18n::{dates, t, text, words},
    lookup,
    pages::agent::ticket::fields::{text_of, value_of},
};

/// Label, input, help and error.
#[component]
pub fn FieldInput(
    #[prop(into)] id: String,
    field: FieldDef,
    value: RwSignal<Option<FieldValue>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let FieldDef {
        kind,
        names,
        help,
        options,
        ..
    } = field;
    let many = matches!(kind, FieldKind::MultiChoice | FieldKind::Checkbox);
    let label = Signal::derive(move || words::name(&names));
    let input = move || input(&id, kind, &options, value, label, error);
    let hint = (!help.is_empty()).then(|| view! { <p class="field-hint">{move || words::name(&help)}</p> });
    view! {
        <div class="field" class:field-wrong=move || error.with(Option::is_some)>
            {(!many).then(|| view! { <span class="field-name" aria-hidden="true">{move || label.get()}</span> })} {hint}
            {input()}
            <p class="field-error" hidden=move || error.with(Option::is_none)>
                {move || error.get()}
            </p>
        </div>
    }
}

/// The control alone; `label` is its accessible name.
pub fn input(
    id: &str,
    kind: FieldKind,
    options: &[FieldOption],
    value: RwSignal<Option<FieldValue>>,
    label: Signal<String>,
    error: Signal<Option<String>>,
) -> AnyView {
    let id = id.to_owned();
    let shown = move || value.with(|value| text_of(value.as_ref()));
    let typed = move |event| value.set(value_of(kind, &event_target_value(&event)));
    let invalid = move || error.with(Option::is_some).then_some("true");
    let line = move |id: String, form: &'static str| {
        view! {
            <input
                type=form
                step=(kind == FieldKind::Number).then_some("any")
                id=id
                aria-label=move || label.get()
                aria-invalid=invalid
                prop:value=shown
                on:change=typed
            />
        }
        .into_any()
    };
    match kind {
        FieldKind::Text => line(id, "text"),
        FieldKind::Number => line(id, "number"),
        FieldKind::Date => line(id, "date"),
        FieldKind::LongText => view! {
            <textarea
                rows="4"
                id=id
                aria-label=move || label.get()
                aria-invalid=invalid
                prop:value=shown
                on:change=typed
            ></textarea>
        }
        .into_any(),
        FieldKind::Choice => choice(id, options, value, label, invalid),
        FieldKind::MultiChoice => choices(id, options, value, label),
        FieldKind::Checkbox => view! {
            <label class="check">
                <input
                    type="checkbox"
                    id=id
                    prop:checked=move || value.get() == Some(FieldValue::Bool(true))
                    on:change=move |event| value.set(Some(FieldValue::Bool(event_target_checked(&event))))
                />
                <span>{move || label.get()}</span>
            </label>
        }
        .into_any(),
        FieldKind::Person => view! { <PersonInput id value label /> }.into_any(),
    }
}

/// The options that may be chosen, and the one that is chosen already.
fn offered(options: &[FieldOption], value: Option<&FieldValue>) -> Vec<FieldOption> {
    let chosen = text_of(value);
    let has = |option: &&FieldOption| option.valid || chosen.split(' ').any(|key| key == option.key);
    options.iter().filter(has).cloned().collect()
}

fn choice(
    id: String,
    options: &[FieldOption],
    value: RwSignal<Option<FieldValue>>,
    label: Signal<String>,
    invalid: impl Fn() -> Option<&'static str> + Send + Sync + 'static,
) -> AnyView {
    let options = value.with_untracked(|value| offered(options, value.as_ref()));
    let row = move |option: FieldOption| {
        let selected = value.with_untracked(|value| text_of(value.as_ref()) == option.key);
        view! {
            <option value=option.key selected=selected>
                {words::name(&option.names)}
            </option>
        }
    };
    view! {
        <select
            id=id
            aria-label=move || label.get()
            aria-invalid=invalid
            on:change=move |event| value.set(value_of(FieldKind::Choice, &event_target_value(&event)))
        >
            <option value="" selected=value.with_untracked(Option::is_none)>
                {t("choose")}
            </option>
            {options.into_iter().map(row).collect_view()}
        </select>
    }
    .into_any()
}

fn choices(id: String, options: &[FieldOption], value: RwSignal<Option<FieldValue>>, label: Signal<String>) -> AnyView {
    let options = value.with_untracked(|value| offered(options, value.as_ref()));
    let chosen = move |key: &str| {
        value.with(|value| matches!(value, Some(FieldValue::Texts(keys)) if keys.iter().any(|one| one == key)))
    };
    let row = |(index, option): (usize, FieldOption)| {
        let (key, checked) = (option.key.clone(), option.key);
        let toggle = move |event| {
            let on = event_target_checked(&event);
            value.update(|value| {
                let mut keys = match value.take() {
                    Some(FieldValue::Texts(keys)) => keys,
                    _ => Vec::new(),
                };
                keys.retain(|one| *one != key);
                if on {
                    keys.push(key.clone());
                }
                *value = Some(FieldValue::Texts(keys)).filter(|value| *value != FieldValue::Texts(Vec::new()));
            });
        };
        // The first one takes the focus.
        let id = if index == 0 {
            id.clone()
        } else {
            format!("{id}-{index}")
        };
        view! {
            <label class="check">
                <input type="checkbox" id=id prop:checked=move || chosen(&checked) on:change=toggle />
                <span>{words::name(&option.names)}</span>
            </label>
        }
    };
    let rows = options.into_iter().enumerate().map(row).collect_view();
    view! {
        <fieldset class="choices">
            <legend>{move || label.get()}</legend>
            {rows}
        </fieldset>
    }
    .into_any()
}

/// A person is looked up by name, account id or address.
#[component]
fn PersonInput(id: String, value: RwSignal<Option<FieldValue>>, label: Signal<String>) -> impl IntoView {
    let people = lookup::people();
    let typed = RwSignal::new(String::new());
    let chosen = move |one: Suggestion| {
        typed.set(String::new());
        value.set(Some(FieldValue::Text(one.key)));
    };
    view! {
        <p class="fact-person">
            <span class="visually-hidden">{move || label.get()} ": "</span>
            <PersonName value=Signal::derive(move || value.get()) />
        </p>
        <SuggestField id label="person-lookup" text=typed offers=people.offers on_choose=Callback::new(chosen) />
        <Show when=move || value.with(Option::is_some)>
            <button type="button" class="link" on:click=move |_| value.set(None)>
                {t("fact-empty")}
            </button>
        </Show>
    }
}

/// The name behind a person's id, which is fetched where nobody knows it.
#[component]
pub fn PersonName(value: Signal<Option<FieldValue>>) -> impl IntoView {
    let name = Fetch::<String>::new();
    Effect::new(move |_| {
        let id: Option<PersonId> = match value.get() {
            Some(FieldValue::Text(id)) => id.parse().ok(),
            _ => None,
        };
        match id {
            Some(id) => name.run(async move { api::people::get_person(id).await.map(|card| card.name) }),
            None => name.clear(),
        }
    });
    move || match (value.with(Option::is_some), name.get()) {
        (false, _) => text("fact-none"),
        (true, Some(name)) => name,
        (true, None) => "…".to_owned(),
    }
}

/// A value in words, without the name behind a person's id.
pub fn in_words(field: &FieldDef, value: &FieldValue) -> String {
    match (field.kind, value) {
        (FieldKind::Date, FieldValue::Text(day)) => dates::day(day),
        _ => words::field_value(&field.key, value),
    }
}
