//! A day and a time, with the ones that are meant most often as buttons.

use leptos::prelude::*;

use crate::i18n::{
    dates::{days_to_monday, local_field_in},
    t,
};

#[component]
pub fn MomentField(
    #[prop(into)] id: String,
    #[prop(into)] label: Signal<String>,
    /// In the form of a `datetime-local` field.
    value: RwSignal<String>,
    #[prop(optional, into)] invalid: Signal<bool>,
    /// The days on which nobody is there, like `2026-12-24`.
    #[prop(into)]
    closed: Signal<Vec<String>>,
) -> impl IntoView {
    let preset = move |(label, days): (&'static str, f64)| {
        view! {
            <button type="button" class="button button-small" on:click=move |_| value.set(local_field_in(days, 9))>
                {t(label)}
            </button>
        }
    };
    view! {
        <input
            type="datetime-local"
            id=id
            aria-label=move || label.get()
            aria-invalid=move || invalid.get().then_some("true")
            prop:value=move || value.get()
            on:input=move |event| value.set(event_target_value(&event))
        />
        <span class="presets" role="group" aria-label=t("moment-presets")>
            {move || closed.with(|closed| offered(closed)).into_iter().map(preset).collect_view()}
        </span>
    }
}

/// So far ahead the next open day is looked for.
const DAYS_AHEAD: u32 = 30;

/// The days that are offered, by how far they are: none on which the queue is closed; in place of a closed tomorrow the next open day.
fn offered(closed: &[String]) -> Vec<(&'static str, f64)> {
    let is_open = |days: f64| !closed.iter().any(|day| local_field_in(days, 9).starts_with(day));
    let usual = [
        ("moment-tomorrow", 1.0),
        ("moment-monday", f64::from(days_to_monday())),
        ("moment-week", 7.0),
    ];
    let next = (2..DAYS_AHEAD).map(f64::from).find(|days| is_open(*days));
    let next = next.filter(|_| !is_open(1.0)).map(|days| ("moment-next-open", days));
    next.into_iter()
        .chain(usual.into_iter().filter(|(_, days)| is_open(*days)))
        .collect()
}
