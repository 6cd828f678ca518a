//! One question of a form, asked as its kind wants it: a line, lines, a choice, a day, boxes.

use leptos::prelude::*;
use pult_shared::{
    api::web_form::{PublicQuestion, QuestionKind},
    catalog::{FieldKind, FieldOption, FieldValue},
    limits::FORM_ANSWER_MAX,
};

use super::filling::{Filling, id_of, label_of};
use crate::i18n::{t, text, words};

#[component]
pub fn Question(question: PublicQuestion, filling: Filling) -> impl IntoView {
    let name = StoredValue::new(question.name.clone());
    let id = id_of(&question.name);
    let error = filling.error_at(format!("answers.{}", question.name));
    let required = question.required;
    let kind = question.kind;
    let field = question.field.clone();
    let label = Signal::derive(move || label_of(&question));
    let help = field
        .as_ref()
        .map(|field| field.help.clone())
        .filter(|help| !help.is_empty());
    let hint = Signal::derive(move || help.as_ref().map(words::name).unwrap_or_default());
    let put = move |value: Option<FieldValue>| {
        filling.answers.update(|answers| {
            match value {
                Some(value) => answers.insert(name.get_value(), value),
                None => answers.remove(&name.get_value()),
            };
        });
    };
    let got = move || {
        filling
            .answers
            .with(|answers| name.with_value(|name| answers.get(name).cloned()))
    };
    let value = RwSignal::new(match untrack(got) {
        Some(FieldValue::Text(text)) => text,
        Some(FieldValue::Number(number)) => number.to_string(),
        _ => String::new(),
    });
    let number = field.as_ref().is_some_and(|field| field.kind == FieldKind::Number);
    Effect::new(move |before: Option<()>| {
        let text = value.get();
        if before.is_none() {
            return;
        }
        put(
            match (
                text.trim().is_empty(),
                number.then(|| text.trim().replace(',', ".").parse::<f64>()),
            ) {
                (true, _) => None,
                (false, Some(Ok(number))) => Some(FieldValue::Number(number)),
                (false, _) => Some(FieldValue::Text(text)),
            },
        );
    });
    let options = field.as_ref().map(|field| field.options.clone()).unwrap_or_default();
    match field.map(|field| field.kind) {
        None if !kind.choices().is_empty() => {
            let choices = move || {
                let choices = kind.choices().iter();
                let named =
                    choices.map(|choice| ((*choice).to_owned(), text(&format!("form-{}-{choice}", kind.name()))));
                named.collect::<Vec<_>>()
            };
            view! { <Choose id label hint required value error choices=Signal::derive(choices) /> }.into_any()
        }
        Some(FieldKind::Choice) => {
            let choices = move || options.iter().map(named).collect::<Vec<_>>();
            view! { <Choose id label hint required value error choices=Signal::derive(choices) /> }.into_any()
        }
        Some(FieldKind::MultiChoice) => {
            let write = Callback::new(put);
            view! { <Boxes id label hint required error options got=Signal::derive(got) write /> }.into_any()
        }
        Some(FieldKind::Checkbox) => {
            let write = Callback::new(put);
            view! { <Tick id label hint required error got=Signal::derive(got) write /> }.into_any()
        }
        other => {
            let lines = other == Some(FieldKind::LongText) || (other.is_none() && kind == QuestionKind::Tried);
            let (kind, autocomplete) = match (other, kind) {
                (Some(FieldKind::Date), _) => ("date", "off"),
                (None, QuestionKind::Phone) => ("tel", "tel"),
                _ => ("text", "off"),
            };
            let rows = if lines { 3 } else { 1 };
            view! { <Entry id label hint required rows kind autocomplete value error /> }.into_any()
        }
    }
}

fn named(option: &FieldOption) -> (String, String) {
    (option.key.clone(), words::name(&option.names))
}

/// What stands around a control.
#[component]
fn Around(
    id: String,
    label: Signal<String>,
    hint: Signal<String>,
    required: bool,
    error: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="field" class:field-wrong=move || error.with(Option::is_some)>
            <label for=id.clone()>
                {label} {(!required).then(|| view! { <span class="field-optional">" " {t("field-optional")}</span> })}
            </label>
            <p class="field-hint" id=format!("{id}-hint") hidden=move || hint.with(String::is_empty)>
                {hint}
            </p>
            {children()}
            <p class="field-error" id=format!("{id}-error") hidden=move || error.with(Option::is_none)>
                {move || error.get()}
            </p>
        </div>
    }
}

fn described(id: &str, hint: Signal<String>, error: Signal<Option<String>>) -> impl Fn() -> Option<String> + use<> {
    let id = id.to_owned();
    move || {
        let mut ids = Vec::new();
        if error.with(Option::is_some) {
            ids.push(format!("{id}-error"));
        }
        if hint.with(|hint| !hint.is_empty()) {
            ids.push(format!("{id}-hint"));
        }
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// A line of text, or several.
#[component]
pub fn Entry(
    id: String,
    label: Signal<String>,
    hint: Signal<String>,
    required: bool,
    #[prop(default = 1)] rows: u32,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
    value: RwSignal<String>,
    error: Signal<Option<String>>,
) -> impl IntoView {
    let describes = described(&id, hint, error);
    let invalid = move || error.with(Option::is_some).then_some("true");
    let input = if rows > 1 {
        view! {
            <textarea
                id=id.clone()
                rows=rows
                aria-required=required.then_some("true")
                aria-describedby=describes
                aria-invalid=invalid
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            ></textarea>
        }
        .into_any()
    } else {
        view! {
            <input
                id=id.clone()
                type=kind
                autocomplete=autocomplete
                maxlength=FORM_ANSWER_MAX.to_string()
                aria-required=required.then_some("true")
                aria-describedby=describes
                aria-invalid=invalid
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        }
        .into_any()
    };
    view! {
        <Around id label hint required error>
            {input}
        </Around>
    }
}

/// One of several.
#[component]
fn Choose(
    id: String,
    label: Signal<String>,
    hint: Signal<String>,
    required: bool,
    value: RwSignal<String>,
    error: Signal<Option<String>>,
    choices: Signal<Vec<(String, String)>>,
) -> impl IntoView {
    let describes = described(&id, hint, error);
    let option = move |(key, name): (String, String)| {
        let selected = value.with_untracked(|value| *value == key);
        view! {
            <option value=key selected=selected>
                {name}
            </option>
        }
    };
    view! {
        <Around id=id.clone() label hint required error>
            <select
                id=id
                aria-required=required.then_some("true")
                aria-describedby=describes
                aria-invalid=move || error.with(Option::is_some).then_some("true")
                on:change=move |event| value.set(event_target_value(&event))
            >
                <option value="">{t("choose")}</option>
                {move || choices.get().into_iter().map(option).collect_view()}
            </select>
        </Around>
    }
}

/// Yes or nothing.
#[component]
fn Tick(
    id: String,
    label: Signal<String>,
    hint: Signal<String>,
    required: bool,
    error: Signal<Option<String>>,
    got: Signal<Option<FieldValue>>,
    write: Callback<Option<FieldValue>>,
) -> impl IntoView {
    let describes = described(&id, hint, error);
    view! {
        <div class="field" class:field-wrong=move || error.with(Option::is_some)>
            <label class="check" for=id.clone()>
                <input
                    id=id.clone()
                    type="checkbox"
                    aria-required=required.then_some("true")
                    aria-describedby=describes
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    prop:checked=move || got.get() == Some(FieldValue::Bool(true))
                    on:change=move |event| {
                        write.run(event_target_checked(&event).then_some(FieldValue::Bool(true)));
                    }
                />
                <span>
                    {label}
                    {(!required).then(|| view! { <span class="field-optional">" " {t("field-optional")}</span> })}
                </span>
            </label>
            <p class="field-hint" id=format!("{id}-hint") hidden=move || hint.with(String::is_empty)>
                {hint}
            </p>
            <p class="field-error" id=format!("{id}-error") hidden=move || error.with(Option::is_none)>
                {move || error.get()}
            </p>
        </div>
    }
}

/// Any of several.
#[component]
fn Boxes(
    id: String,
    label: Signal<String>,
    hint: Signal<String>,
    required: bool,
    error: Signal<Option<String>>,
    options: Vec<FieldOption>,
    got: Signal<Option<FieldValue>>,
    write: Callback<Option<FieldValue>>,
) -> impl IntoView {
    let describes = described(&id, hint, error);
    let chosen = move || match got.get() {
        Some(FieldValue::Texts(keys)) => keys,
        _ => Vec::new(),
    };
    let one = move |option: FieldOption| {
        let (key, own) = (option.key.clone(), option.key);
        let toggle = move |event| {
            let mut keys = untrack(chosen);
            keys.retain(|other| *other != key);
            if event_target_checked(&event) {
                keys.push(key.clone());
            }
            write.run((!keys.is_empty()).then_some(FieldValue::Texts(keys)));
        };
        let names = option.names;
        view! {
            <label class="check">
                <input type="checkbox" prop:checked=move || chosen().contains(&own) on:change=toggle />
                <span>{move || words::name(&names)}</span>
            </label>
        }
    };
    view! {
        <fieldset
            class="field web-form-boxes"
            class:field-wrong=move || error.with(Option::is_some)
            id=id
            tabindex="-1"
            aria-describedby=describes
        >
            <legend>
                {label} {(!required).then(|| view! { <span class="field-optional">" " {t("field-optional")}</span> })}
            </legend>
            <p class="field-hint" id=format!("{id}-hint") hidden=move || hint.with(String::is_empty)>
                {hint}
            </p>
            {options.into_iter().map(one).collect_view()}
            <p class="field-error" id=format!("{id}-error") hidden=move || error.with(Option::is_none)>
                {move || error.get()}
            </p>
        </fieldset>
    }
}
