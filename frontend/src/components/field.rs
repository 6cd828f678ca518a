//! Form fields with label, hint and error, tied together for screen readers, and the summary above a form.
//!
//! Labels are locale keys. Values live in signals of the caller.

use leptos::{html, prelude::*};

use super::{Icon, Sign};
use crate::i18n::{t, text};

/// Something that is wrong with a form: in words, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// The id of the field, when it is about one.
    pub field: Option<String>,
    pub text: String,
}

/// All that is wrong, above the form, with links to the fields. Takes the focus when it appears.
#[component]
pub fn ErrorSummary(#[prop(into)] complaints: Signal<Vec<Complaint>>) -> impl IntoView {
    let summary = NodeRef::<html::Div>::new();
    let shown = Memo::new(move |_| complaints.with(|all| !all.is_empty()));
    Effect::new(move |_| {
        complaints.track();
        if shown.get()
            && let Some(summary) = summary.get()
            && let Err(error) = summary.focus()
        {
            leptos::logging::error!("{error:?}");
        }
    });
    let item = |complaint: Complaint| match complaint.field {
        Some(id) => {
            let href = format!("#{id}");
            let jump = move |event: leptos::ev::MouseEvent| {
                event.prevent_default();
                crate::web::focus(&format!("#{id}"));
            };
            view! {
                <li>
                    <a href=href on:click=jump>
                        {complaint.text}
                    </a>
                </li>
            }
            .into_any()
        }
        None => view! { <li>{complaint.text}</li> }.into_any(),
    };
    view! {
        <Show when=move || shown.get()>
            <div class="notice notice-error" role="alert" tabindex="-1" node_ref=summary>
                <Icon sign=Sign::Alert />
                <div class="notice-body">
                    {move || match only_sentence(&complaints.get()) {
                        Some(sentence) => view! { <p>{sentence}</p> }.into_any(),
                        None => {
                            view! {
                                <p>{t("form-has-errors")}</p>
                                <ul>{complaints.get().into_iter().map(item).collect_view()}</ul>
                            }
                                .into_any()
                        }
                    }}
                </div>
            </div>
        </Show>
    }
}

/// A single complaint that is about no field needs no list.
fn only_sentence(complaints: &[Complaint]) -> Option<String> {
    match complaints {
        [Complaint { field: None, text }] => Some(text.clone()),
        _ => None,
    }
}

/// What stands around each control: label above, hint and error below.
#[component]
fn Frame(
    id: &'static str,
    label: &'static str,
    hint: Option<&'static str>,
    optional: bool,
    error: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="field" class:field-wrong=move || error.with(Option::is_some)>
            <label for=id>
                {t(label)} {optional.then(|| view! { <span class="field-optional">" " {t("field-optional")}</span> })}
            </label>
            {hint.map(|hint| view! { <p class="field-hint" id=format!("{id}-hint")>{t(hint)}</p> })} {children()}
            <p class="field-error" id=format!("{id}-error") hidden=move || error.with(Option::is_none)>
                {move || error.get()}
            </p>
        </div>
    }
}

/// The ids of the texts that describe a control right now.
fn described_by(id: &'static str, hint: bool, error: Signal<Option<String>>) -> impl Fn() -> Option<String> {
    move || match (hint, error.with(Option::is_some)) {
        (true, true) => Some(format!("{id}-error {id}-hint")),
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-error")),
        (false, false) => None,
    }
}

fn invalid(error: Signal<Option<String>>) -> impl Fn() -> Option<&'static str> {
    move || error.with(Option::is_some).then_some("true")
}

/// A line of text.
#[component]
pub fn TextField(
    id: &'static str,
    label: &'static str,
    value: RwSignal<String>,
    error: Signal<Option<String>>,
    #[prop(optional)] hint: Option<&'static str>,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    view! {
        <Frame id label hint optional error>
            <input
                id=id
                type=kind
                autocomplete=autocomplete
                aria-required=(!optional).then_some("true")
                aria-describedby=described_by(id, hint.is_some(), error)
                aria-invalid=invalid(error)
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        </Frame>
    }
}

/// Several lines of text.
#[component]
pub fn TextArea(
    id: &'static str,
    label: &'static str,
    value: RwSignal<String>,
    error: Signal<Option<String>>,
    #[prop(optional)] hint: Option<&'static str>,
    #[prop(default = 8)] rows: u32,
    #[prop(optional)] optional: bool,
) -> impl IntoView {
    view! {
        <Frame id label hint optional error>
            <textarea
                id=id
                rows=rows
                aria-required=(!optional).then_some("true")
                aria-describedby=described_by(id, hint.is_some(), error)
                aria-invalid=invalid(error)
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            ></textarea>
        </Frame>
    }
}

/// One of several values; each option is a value and its label.
#[component]
pub fn SelectField(
    id: &'static str,
    label: &'static str,
    value: RwSignal<String>,
    #[prop(into)] options: Signal<Vec<(String, String)>>,
    error: Signal<Option<String>>,
    #[prop(optional)] hint: Option<&'static str>,
    /// The locale key of an empty first choice.
    #[prop(optional)]
    placeholder: Option<&'static str>,
) -> impl IntoView {
    let choice = move |(key, label): (String, String)| {
        let selected = value.with(|value| *value == key);
        view! {
            <option value=key selected=selected>
                {label}
            </option>
        }
    };
    view! {
        <Frame id label hint optional=false error>
            <select
                id=id
                aria-required="true"
                aria-describedby=described_by(id, hint.is_some(), error)
                aria-invalid=invalid(error)
                on:change=move |event| value.set(event_target_value(&event))
            >
                {placeholder
                    .map(|key| {
                        view! {
                            <option value="" selected=move || value.with(String::is_empty)>
                                {move || text(key)}
                            </option>
                        }
                    })}
                {move || options.get().into_iter().map(choice).collect_view()}
            </select>
        </Frame>
    }
}
