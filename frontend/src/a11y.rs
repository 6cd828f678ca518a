//! What a page change means to people who do not see it: title, focus, and one polite voice.
//!
//! Knows the document; must not know pages.

use std::sync::LazyLock;

use leptos::prelude::*;

use crate::{i18n::t, web};

static VOICE: LazyLock<ArcRwSignal<String>> = LazyLock::new(|| ArcRwSignal::new(String::new()));

/// Says something politely. The same sentence twice is heard twice.
pub fn announce(text: &str) {
    VOICE.update(|voice| {
        let again = voice.as_str() == text;
        text.clone_into(voice);
        if again {
            voice.push('\u{a0}');
        }
    });
}

/// Keeps the document's title at what the page is about.
pub fn page_title(title: impl Fn() -> String + Send + Sync + 'static) {
    Effect::new(move |_| document().set_title(&format!("{} · Pult", title())));
}

/// After a page change: the focus goes to the page's heading, which is then read out; unless the page put it somewhere already.
pub fn focus_heading() {
    request_animation_frame(|| {
        if web::find("main :focus").is_none() {
            web::focus_in_place("main h1");
        }
    });
}

/// The first stop of the keyboard.
#[component]
pub fn SkipLink() -> impl IntoView {
    // Not a link to `#main`: the router would take it for a page.
    let skip = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        web::focus("#main");
    };
    view! {
        <a class="skip-link" href="#main" on:click=skip>
            {t("skip-to-content")}
        </a>
    }
}

/// The polite voice itself; there is one on each page.
#[component]
pub fn Voice() -> impl IntoView {
    view! {
        <div class="visually-hidden" aria-live="polite" aria-atomic="true">
            {|| VOICE.get()}
        </div>
    }
}
