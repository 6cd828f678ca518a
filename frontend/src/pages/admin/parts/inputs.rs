//! The inputs of forms: label, help and fault tied to each, bound to a value of the draft.

use leptos::prelude::*;
use pult_shared::{api::queue::Names, error::FieldError, person::Language};

use super::{
    bind::Bind,
    cursor::Cursor,
    label::Label,
    problems::{Problems, id_of, sentence},
};
use crate::i18n::{t, text};

/// What an input is to the form around it.
#[derive(Clone, Copy)]
struct Input {
    id: StoredValue<String>,
    wrong: Signal<Option<FieldError>>,
    hint: Option<&'static str>,
}

impl Input {
    fn new(path: &str, label: Label, hint: Option<&'static str>) -> Self {
        Self {
            id: StoredValue::new(id_of(path)),
            wrong: Problems::expect().input(path, label),
            hint,
        }
    }

    fn id(self) -> String {
        self.id.get_value()
    }

    fn is_wrong(self) -> bool {
        self.wrong.with(Option::is_some)
    }

    fn invalid(self) -> Option<&'static str> {
        self.is_wrong().then_some("true")
    }

    /// The ids of the texts that describe it right now.
    fn described_by(self) -> Option<String> {
        let id = self.id();
        let texts: Vec<_> = [
            self.is_wrong().then(|| format!("{id}-error")),
            self.hint.map(|_| format!("{id}-hint")),
        ]
        .into_iter()
        .flatten()
        .collect();
        (!texts.is_empty()).then(|| texts.join(" "))
    }
}

fn hint_of(input: Input) -> impl IntoView {
    input
        .hint
        .map(|hint| view! { <p class="field-hint" id=format!("{}-hint", input.id())>{t(hint)}</p> })
}

fn fault_of(input: Input) -> impl IntoView {
    let fault = move || input.wrong.with(|wrong| wrong.as_ref().map(sentence));
    view! {
        <p class="field-error" id=format!("{}-error", input.id()) hidden=move || !input.is_wrong()>
            {fault}
        </p>
    }
}

fn optional_mark(optional: bool) -> impl IntoView {
    optional.then(|| view! { <span class="field-optional">" " {t("field-optional")}</span> })
}

/// A line of text.
#[component]
pub fn Line(
    #[prop(into)] path: String,
    #[prop(into)] label: Label,
    #[prop(into)] value: Bind<String>,
    #[prop(optional, into)] hint: Option<&'static str>,
    #[prop(default = "text")] kind: &'static str,
    #[prop(optional)] optional: bool,
    #[prop(optional, into)] lang: Option<Language>,
    #[prop(optional, into)] readonly: Signal<bool>,
    /// The label is seen by screen readers alone; a heading says the same.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    let input = Input::new(&path, label, hint);
    let cursor = Cursor::find();
    view! {
        <div class="field" class:field-wrong=move || input.is_wrong()>
            <label for=input.id() class:visually-hidden=quiet>
                {move || label.text()}
                {optional_mark(optional)}
            </label>
            {hint_of(input)}
            <input
                id=input.id()
                type=kind
                autocomplete="off"
                lang=lang.map(Language::tag)
                aria-required=(!optional).then_some("true")
                aria-describedby=move || input.described_by()
                aria-invalid=move || input.invalid()
                readonly=move || readonly.get()
                prop:value=move || value.get()
                on:focus=move |_| cursor.at(&input.id(), value)
                on:input=move |event| value.set(event_target_value(&event))
            />
            {fault_of(input)}
        </div>
    }
}

/// Several lines of text.
#[component]
pub fn Area(
    #[prop(into)] path: String,
    #[prop(into)] label: Label,
    #[prop(into)] value: Bind<String>,
    #[prop(optional, into)] hint: Option<&'static str>,
    #[prop(default = 4)] rows: u32,
    #[prop(optional)] optional: bool,
    #[prop(optional, into)] lang: Option<Language>,
) -> impl IntoView {
    let input = Input::new(&path, label, hint);
    let cursor = Cursor::find();
    // Of a text that could not be read: to the place.
    let place = move || {
        input.wrong.with(|wrong| {
            wrong
                .as_ref()
                .and_then(|wrong| Some((wrong.at?, wrong.length.unwrap_or(1))))
        })
    };
    let show_place = move |_| {
        if let Some((at, length)) = untrack(place) {
            super::cursor::select(&input.id(), at, length);
        }
    };
    view! {
        <div class="field" class:field-wrong=move || input.is_wrong()>
            <label for=input.id()>
                {move || label.text()}
                {optional_mark(optional)}
            </label>
            {hint_of(input)}
            <textarea
                id=input.id()
                rows=rows
                lang=lang.map(Language::tag)
                aria-required=(!optional).then_some("true")
                aria-describedby=move || input.described_by()
                aria-invalid=move || input.invalid()
                prop:value=move || value.get()
                on:focus=move |_| cursor.at(&input.id(), value)
                on:input=move |event| value.set(event_target_value(&event))
            ></textarea>
            {fault_of(input)}
            <Show when=move || place().is_some()>
                <button type="button" class="link" on:click=show_place>
                    {t("admin-show-place")}
                </button>
            </Show>
        </div>
    }
}

/// A text in both languages, side by side.
#[component]
pub fn Both(
    /// The path of both: `names`.
    path: &'static str,
    #[prop(into)] label: Label,
    #[prop(into)] value: Bind<Names>,
    #[prop(optional, into)] hint: Option<&'static str>,
    /// More than one: a text with lines.
    #[prop(default = 1)]
    rows: u32,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let german = value.part(|names| names.de.clone(), |names, text| names.de = text);
    let english = value.part(|names| names.en.clone(), |names, text| names.en = text);
    let one = move |language: Language, value: Bind<String>| {
        let (path, label) = (format!("{path}.{}", language.tag()), label.in_language(language));
        if rows > 1 {
            view! { <Area path label value rows optional lang=language /> }.into_any()
        } else {
            view! { <Line path label value optional lang=language /> }.into_any()
        }
    };
    view! {
        <div class="both">
            {hint.map(|hint| view! { <p class="field-hint both-hint">{t(hint)}</p> })}
            {one(Language::De, german)}
            {one(Language::En, english)}
        </div>
    }
}

/// A whole number, or nothing.
#[component]
pub fn Count(
    #[prop(into)] path: String,
    #[prop(into)] label: Label,
    #[prop(into)] value: Bind<Option<u32>>,
    #[prop(optional, into)] hint: Option<&'static str>,
    #[prop(default = 1_000_000)] max: u32,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    let input = Input::new(&path, label, hint);
    // What is typed stays as it is typed, also while it is no number yet.
    let typed = RwSignal::new(String::new());
    Effect::new(move |_| {
        let value = value.get();
        if typed.with_untracked(|typed| typed.trim().parse().ok()) != value {
            typed.set(value.map(|value| value.to_string()).unwrap_or_default());
        }
    });
    let take = move |event| {
        typed.set(event_target_value(&event));
        value.set(typed.with_untracked(|typed| typed.trim().parse().ok()));
    };
    view! {
        <div class="field field-count" class:field-wrong=move || input.is_wrong()>
            <label for=input.id()>
                {move || label.text()}
                {optional_mark(optional)}
            </label>
            {hint_of(input)}
            <input
                id=input.id()
                type="number"
                inputmode="numeric"
                min="0"
                max=max
                step="1"
                autocomplete="off"
                aria-describedby=move || input.described_by()
                aria-invalid=move || input.invalid()
                prop:value=move || typed.get()
                on:input=take
            />
            {fault_of(input)}
        </div>
    }
}

/// One of several values; each option is a value and its label.
#[component]
pub fn Pick(
    #[prop(into)] path: String,
    #[prop(into)] label: Label,
    #[prop(into)] value: Bind<String>,
    #[prop(into)] options: Signal<Vec<(String, String)>>,
    #[prop(optional, into)] hint: Option<&'static str>,
    /// The locale key of an empty first choice.
    #[prop(optional, into)]
    empty: Option<&'static str>,
    #[prop(optional, into)] disabled: Signal<bool>,
    /// The label is seen by screen readers alone; what stands around says the same.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    let input = Input::new(&path, label, hint);
    let choice = move |(key, label): (String, String)| {
        let own = key.clone();
        let selected = move || value.with(|value| *value == own);
        view! {
            <option value=key prop:selected=selected>
                {label}
            </option>
        }
    };
    view! {
        <div class="field" class:field-wrong=move || input.is_wrong()>
            <label for=input.id() class:visually-hidden=quiet>
                {move || label.text()}
            </label>
            {hint_of(input)}
            <select
                id=input.id()
                disabled=move || disabled.get()
                aria-describedby=move || input.described_by()
                aria-invalid=move || input.invalid()
                on:change=move |event| value.set(event_target_value(&event))
            >
                {empty
                    .map(|key| {
                        view! {
                            <option value="" prop:selected=move || value.with(String::is_empty)>
                                {move || text(key)}
                            </option>
                        }
                    })}
                {move || options.get().into_iter().map(choice).collect_view()}
            </select>
            {fault_of(input)}
        </div>
    }
}

/// Yes or no, with what it means.
#[component]
pub fn Switch(
    #[prop(into)] path: String,
    #[prop(into)] label: Label,
    #[prop(into)] value: Bind<bool>,
    #[prop(optional, into)] hint: Option<&'static str>,
) -> impl IntoView {
    let input = Input::new(&path, label, hint);
    view! {
        <div class="field switch-field" class:field-wrong=move || input.is_wrong()>
            <label class="check" for=input.id()>
                <input
                    id=input.id()
                    type="checkbox"
                    aria-describedby=move || input.described_by()
                    aria-invalid=move || input.invalid()
                    prop:checked=move || value.get()
                    on:change=move |event| value.set(event_target_checked(&event))
                />
                {move || label.text()}
            </label>
            {hint_of(input)}
            {fault_of(input)}
        </div>
    }
}
