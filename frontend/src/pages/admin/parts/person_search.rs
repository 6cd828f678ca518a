//! Looking a person up while typing.
//!
//! What happens with whoever is chosen comes from outside.

use leptos::prelude::*;
use pult_shared::api::person::PersonCard;

use crate::{
    components::suggest::{SuggestField, Suggestion},
    i18n::t,
    lookup,
};

#[component]
pub fn PersonSearch(
    id: &'static str,
    /// The locale key.
    label: &'static str,
    hint: &'static str,
    #[prop(into)] choose: Callback<PersonCard>,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let people = lookup::people();
    let on_choose = Callback::new(move |one: Suggestion| {
        typed.set(String::new());
        if let Some(card) = people.get(&one.key) {
            choose.run(card);
        }
    });
    view! {
        <div class="field person-search">
            <label for=id>{t(label)}</label>
            <p class="field-hint" id=format!("{id}-hint")>
                {t(hint)}
            </p>
            <SuggestField
                id
                label
                labelled=true
                text=typed
                offers=people.offers
                on_choose
                described_by=format!("{id}-hint")
            />
        </div>
    }
}

/// Account and address, to tell people of the same name apart.
pub fn about(person: &PersonCard) -> String {
    let parts = [person.login.as_ref(), person.addresses.first()];
    parts.into_iter().flatten().cloned().collect::<Vec<_>>().join(" · ")
}
