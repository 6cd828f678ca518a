//! The filter above a list, and what it lets through.

use leptos::prelude::*;

use crate::{
    components::{Icon, Sign},
    i18n::t,
    tr,
};

/// Whether every word that is sought stands somewhere in the texts, in any case.
pub fn fits<'a>(sought: &str, texts: impl IntoIterator<Item = &'a String>) -> bool {
    let texts: Vec<String> = texts.into_iter().map(|text| text.to_lowercase()).collect();
    sought
        .to_lowercase()
        .split_whitespace()
        .all(|word| texts.iter().any(|text| text.contains(word)))
}

/// A box for words, with how many of the list are left; the count is read out as it changes.
#[component]
pub fn Finder(
    #[prop(into)] id: String,
    value: RwSignal<String>,
    #[prop(into)] shown: Signal<usize>,
    #[prop(into)] all: Signal<usize>,
) -> impl IntoView {
    view! {
        <div class="finder">
            <label for=id.clone()>
                <Icon sign=Sign::Search />
                <span class="visually-hidden">{t("admin-find")}</span>
            </label>
            <input
                id=id
                type="search"
                autocomplete="off"
                placeholder=t("admin-find")
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
            <span class="finder-count" role="status">
                {move || tr!("admin-find-count", shown = shown.get(), all = all.get())}
            </span>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_must_stand_somewhere() {
        let texts = ["Rückfrage offen".to_owned(), "pending_reminder".to_owned()];
        for (sought, expected) in [
            ("", true),
            ("  ", true),
            ("rück", true),
            ("OFFEN pending", true),
            ("offen zu", false),
        ] {
            assert_eq!(fits(sought, &texts), expected, "{sought:?}");
        }
    }
}
