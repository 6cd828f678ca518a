//! What becomes of a text with variables: shown while it is written, with example values or those of a ticket.

use std::time::Duration;

use leptos::prelude::*;
use pult_shared::{
    api::template::{RenderTemplate, RenderedTemplate, TemplateDef},
    error::FieldError,
    person::Language,
};

use super::label::language_name;
use crate::{
    api::{self, ApiError},
    components::{Notice, Tone},
    fetch::Fetch,
    i18n::{language, t, words},
    tr,
};

const WAIT: Duration = Duration::from_millis(350);

/// `template` is what is written right now. `id` makes the controls' ids unique.
#[component]
pub fn Preview(
    id: &'static str,
    #[prop(into)] template: Signal<TemplateDef>,
    /// Without a subject: signatures and the like.
    #[prop(optional)]
    body_only: bool,
    /// What it is a preview of, where a page has several.
    #[prop(default = "admin-preview")]
    title: &'static str,
) -> impl IntoView {
    let shown_in = RwSignal::new(untrack(language));
    let ticket = RwSignal::new(String::new());
    let result = Fetch::<RenderedTemplate>::new();
    let turn = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let number = ticket.with(|ticket| ticket.trim().to_owned());
        let what = RenderTemplate {
            template: Some(template.get()),
            ticket: (!number.is_empty()).then_some(number),
            language: Some(shown_in.get()),
            ..RenderTemplate::default()
        };
        let now = turn.try_update_value(|turn| {
            *turn = turn.wrapping_add(1);
            *turn
        });
        set_timeout(
            move || {
                if turn.try_get_value() == now {
                    result.run(async move { api::templates::render_template(&what).await });
                }
            },
            WAIT,
        );
    });
    let one = move |language: Language| {
        view! {
            <label class="segment">
                <input
                    type="radio"
                    name=format!("{id}-language")
                    prop:checked=move || shown_in.get() == language
                    on:change=move |_| shown_in.set(language)
                />
                <span>{move || language_name(language)}</span>
            </label>
        }
    };
    let paper = move || {
        result.get().map(|rendered| {
            let unknown = rendered.unknown;
            let subject = (!body_only && !rendered.subject.is_empty())
                .then(|| view! { <p class="preview-subject">{rendered.subject}</p> });
            view! {
                <div class="preview-paper" lang=rendered.language.tag()>
                    {subject}
                    <p class="preview-body">{rendered.body}</p>
                </div>
                {(!unknown.is_empty())
                    .then(|| {
                        view! {
                            <Notice tone=Tone::Warning>
                                <p>{tr!("admin-preview-unknown", names = unknown.join(", "))}</p>
                            </Notice>
                        }
                    })}
            }
        })
    };
    view! {
        <section class="preview" aria-labelledby=format!("{id}-title")>
            <h3 id=format!("{id}-title")>{t(title)}</h3>
            <div class="preview-controls">
                <fieldset class="segments">
                    <legend class="visually-hidden">{t("language")}</legend>
                    {Language::ALL.into_iter().map(one).collect_view()}
                </fieldset>
                <div class="field">
                    <label for=format!("{id}-ticket")>{t("admin-preview-ticket")}</label>
                    <input
                        id=format!("{id}-ticket")
                        type="text"
                        inputmode="numeric"
                        autocomplete="off"
                        placeholder=t("admin-preview-example")
                        prop:value=move || ticket.get()
                        on:input=move |event| ticket.set(event_target_value(&event))
                    />
                </div>
            </div>
            <div class="preview-result" class:preview-old=move || result.error().is_some()>
                {paper}
            </div>
            <p class="field-error" role="status">
                {move || result.error().map(|error| why(&error))}
            </p>
        </section>
    }
}

/// Why there is no preview. A text that cannot be read is said with its place.
fn why(error: &ApiError) -> String {
    let faults = match error {
        ApiError::Problem(problem) => problem.errors.as_slice(),
        ApiError::Offline | ApiError::Unreadable => &[],
    };
    match faults.iter().find_map(place_of) {
        Some((language, at)) => tr!("admin-preview-fault", language = language, place = at + 1),
        None => words::error(error),
    }
}

fn place_of(fault: &FieldError) -> Option<(String, u32)> {
    let tag = fault.field.rsplit('.').next()?;
    let language = Language::ALL.into_iter().find(|language| language.tag() == tag)?;
    Some((language_name(language), fault.at?))
}
