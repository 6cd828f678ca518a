//! The ticket's tags as chips, with those that are in use offered while one types.

use leptos::prelude::*;
use pult_shared::command::{Command, CommandName, Tag};

use crate::{
    components::{
        chips::{Chip, ChipField, ChipRow},
        suggest::Suggestion,
    },
    i18n::t,
    lookup,
    pages::agent::ticket::case::Case,
};

#[component]
pub fn Tags(case: Case) -> impl IntoView {
    let tags = case.part(|ticket| ticket.tags.clone());
    let items = Signal::derive(move || {
        let tags = tags.get().unwrap_or_default().into_iter();
        tags.map(Chip::of_text).collect::<Vec<_>>()
    });
    let allowed = Memo::new(move |_| case.may(CommandName::AddTag));
    let found = lookup::tags();
    let line = RwSignal::new(String::new());
    let act = move |command: Command| case.act_quietly(vec![command]);
    let add = move |typed: &str| {
        line.set(String::new());
        let Some(tag) = lookup::typed_tag(typed) else { return };
        let has = tags.with_untracked(|tags| tags.as_ref().is_some_and(|tags| tags.contains(&tag)));
        if !has {
            act(Command::AddTag(Tag { tag }));
        }
    };
    let field = move || {
        view! {
            <ChipField
                id="fact-tags"
                label="tags"
                items
                offers=found.offers
                on_add=Callback::new(move |one: Suggestion| add(&one.key))
                on_text=Callback::new(move |typed: String| add(&typed))
                on_remove=Callback::new(move |tag: String| act(Command::RemoveTag(Tag { tag })))
                text=line
                placeholder="tag-add"
            />
        }
    };
    view! {
        <div class="fact fact-tags">
            <dt class="visually-hidden">{t("tags")}</dt>
            <dd>
                <Show when=move || allowed.get() fallback=move || view! { <ChipRow items label="tags" /> }>
                    {field()}
                </Show>
            </dd>
        </div>
    }
}
