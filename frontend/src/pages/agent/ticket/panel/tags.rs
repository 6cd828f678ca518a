//! The ticket's tags as chips, with those that are in use offered while one types.

use leptos::prelude::*;
use pult_shared::{
    command::{Command, CommandName, Tag},
    limits::TAG_MAX,
};

use crate::{
    components::{
        chips::{Chip, ChipField, ChipRow},
        suggest::Suggestion,
    },
    i18n::t,
    lookup,
    pages::agent::ticket::case::Case,
};

/// As tags are kept: letters, digits, `-`, `_`, `.`, in lower case.
fn cleaned(typed: &str) -> String {
    let plain = |c: char| match c {
        c if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') => c,
        _ => '-',
    };
    let tag: String = typed
        .trim()
        .trim_start_matches('#')
        .to_lowercase()
        .chars()
        .map(plain)
        .collect();
    tag.chars().take(TAG_MAX).collect()
}

#[component]
pub fn Tags(case: Case) -> impl IntoView {
    let tags = case.part(|ticket| ticket.tags.clone());
    let items = Signal::derive(move || {
        let chip = |tag: String| Chip {
            key: tag.clone(),
            label: tag,
            title: String::new(),
        };
        tags.get().unwrap_or_default().into_iter().map(chip).collect::<Vec<_>>()
    });
    let allowed = Memo::new(move |_| case.may(CommandName::AddTag));
    let found = lookup::tags();
    let line = RwSignal::new(String::new());
    let act = move |command: Command| case.act_quietly(vec![command]);
    let add = move |typed: &str| {
        let tag = cleaned(typed);
        line.set(String::new());
        let has = tags.with_untracked(|tags| tags.as_ref().is_some_and(|tags| tags.contains(&tag)));
        if !tag.is_empty() && !has {
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

#[cfg(test)]
mod tests {
    use super::cleaned;

    #[test]
    fn tags_are_cleaned_as_they_are_kept() {
        assert_eq!(cleaned(" #WLAN Haus 3 "), "wlan-haus-3");
        assert_eq!(cleaned("Büro_1.2"), "büro_1.2");
        assert_eq!(cleaned("  "), "");
    }
}
