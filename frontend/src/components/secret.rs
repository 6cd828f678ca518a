//! A word of warning while somebody writes what they should not send: passwords, bank accounts, card numbers.

use leptos::prelude::*;
use pult_shared::secrets::{self, SecretKind};

use super::{Icon, Sign};
use crate::{i18n::text, tr};

/// What was found, in the words of the language in use.
pub fn words(kinds: &[SecretKind]) -> String {
    let kinds = kinds.iter().map(|kind| text(&format!("secret-{}", kind.name())));
    kinds.collect::<Vec<_>>().join(", ")
}

// req: D5
#[component]
pub fn SecretWarning(#[prop(into)] written: Signal<String>) -> impl IntoView {
    let found = Memo::new(move |_| written.with(|written| secrets::kinds(written)));
    let warning = move || {
        let kinds = found.get();
        (!kinds.is_empty()).then(|| {
            view! {
                <p class="article-secrets">
                    <Icon sign=Sign::Alert />
                    <span>{move || tr!("secret-warning", kinds = words(&kinds))}</span>
                </p>
            }
        })
    };
    view! { <div aria-live="polite">{warning}</div> }
}
