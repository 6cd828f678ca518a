//! What a call or a visit needs beside its text: who called whom, and whether the customer may read it.

use leptos::prelude::*;

use super::Composer;
use crate::i18n::t;

#[component]
pub fn CallFields(composer: Composer) -> impl IntoView {
    let sheet = move || composer.sheet();
    let choice = move |outgoing: bool, visit: bool, label: &'static str| {
        let on = move || sheet().outgoing.get() == outgoing && sheet().visit.get() == visit;
        view! {
            <label class="segment">
                <input
                    type="radio"
                    name="call-kind"
                    prop:checked=on
                    on:change=move |_| {
                        untrack(sheet).outgoing.set(outgoing);
                        untrack(sheet).visit.set(visit);
                    }
                />
                <span>{t(label)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="segments">
            <legend class="visually-hidden">{t("call-kind")}</legend>
            {choice(false, false, "call-in")}
            {choice(true, false, "call-out")}
            {choice(false, true, "call-visit")}
        </fieldset>
        <VisibleCheck composer label="call-visible" />
    }
}

/// Whether the customer may read it.
#[component]
pub fn VisibleCheck(composer: Composer, label: &'static str) -> impl IntoView {
    view! {
        <label class="check">
            <input
                type="checkbox"
                prop:checked=move || composer.sheet().visible.get()
                on:change=move |event| untrack(|| composer.sheet()).visible.set(event_target_checked(&event))
            />
            <span>{t(label)}</span>
        </label>
    }
}
