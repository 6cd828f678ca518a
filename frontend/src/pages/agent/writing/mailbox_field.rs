//! Addresses as chips, with a look-up of known people; other addresses are typed.

use leptos::prelude::*;
use pult_shared::mailbox::Mailbox;

use crate::{
    components::{
        chips::{Chip, ChipField},
        suggest::Suggestion,
    },
    lookup,
};

fn chip(one: &Mailbox) -> Chip {
    Chip {
        key: one.address.clone(),
        label: one.label().to_owned(),
        title: one.address.clone(),
    }
}

#[component]
pub fn MailboxField(
    id: &'static str,
    label: &'static str,
    /// The list that is shown and changed.
    #[prop(into)]
    of: Signal<RwSignal<Vec<Mailbox>>>,
    error: Signal<Option<String>>,
) -> impl IntoView {
    let people = lookup::people();
    let add = move |one: Mailbox| {
        of.get_untracked().update(|list| {
            if !list.iter().any(|other| other.address == one.address) {
                list.push(one);
            }
        });
    };
    let text = RwSignal::new(String::new());
    let malformed = RwSignal::new(false);
    let on_add = Callback::new(move |one: Suggestion| {
        malformed.set(false);
        if let Some(found) = people.get(&one.key).as_ref().and_then(lookup::mailbox) {
            add(found);
        }
    });
    let on_text = Callback::new(move |typed: String| {
        let parts: Vec<_> = typed.split([',', ';']).filter(|part| !part.trim().is_empty()).collect();
        let read: Option<Vec<Mailbox>> = parts.into_iter().map(lookup::typed_mailbox).collect();
        malformed.set(read.is_none());
        if let Some(read) = read {
            text.set(String::new());
            read.into_iter().for_each(add);
        }
    });
    let on_remove = Callback::new(move |address: String| {
        of.get_untracked()
            .update(|list| list.retain(|one| one.address != address));
    });
    let items = Signal::derive(move || of.get().with(|list| list.iter().map(chip).collect::<Vec<_>>()));
    let wrong = Signal::derive(move || {
        let typed = malformed.get() && text.with(|text| !text.is_empty());
        typed
            .then(|| crate::i18n::text("address-unknown"))
            .or_else(|| error.get())
    });
    view! {
        <ChipField
            id
            label
            items
            offers=people.offers
            on_add
            on_remove
            on_text
            text
            placeholder="person-lookup"
            error=wrong
        />
    }
}
