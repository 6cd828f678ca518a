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
) -> impl IntoView {
    let preset = move |label: &'static str, days: f64| {
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
            {preset("moment-tomorrow", 1.0)}
            {preset("moment-monday", f64::from(days_to_monday()))}
            {preset("moment-week", 7.0)}
        </span>
    }
}
