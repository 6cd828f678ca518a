//! A moment, relative to now, with the date itself in the title.

use leptos::prelude::*;
use pult_shared::Timestamp;

use crate::{clock, i18n::dates};

#[component]
pub fn Ago(#[prop(into)] at: Signal<Timestamp>) -> impl IntoView {
    view! {
        <time datetime=move || at.get().to_string() title=move || dates::absolute(at.get())>
            {move || dates::relative(at.get(), clock::now())}
        </time>
    }
}
