//! The choice of a colour: a radio button each, named in words, since not everybody tells colours apart.

use leptos::prelude::*;
use pult_shared::catalog::Color;

use super::{bind::Bind, words};
use crate::i18n::t;

#[component]
pub fn Swatches(#[prop(into)] value: Bind<Color>) -> impl IntoView {
    let one = move |color: Color| {
        view! {
            <label class="swatch">
                <input
                    type="radio"
                    name="color"
                    prop:checked=move || value.get() == color
                    on:change=move |_| value.set(color)
                />
                <span class=format!("swatch-sample tint-{}", color.name()) aria-hidden="true"></span>
                <span>{move || words::color(color)}</span>
            </label>
        }
    };
    view! {
        <fieldset class="field swatches">
            <legend>{t("admin-color")}</legend>
            <div class="swatches-all">{Color::ALL.into_iter().map(one).collect_view()}</div>
        </fieldset>
    }
}
