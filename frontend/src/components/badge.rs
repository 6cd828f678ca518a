//! State and priority in a word, with a shape beside the colour.

use leptos::prelude::*;
use pult_shared::{
    catalog::{StateKey, StateType},
    ticket::Priority,
};

use crate::{catalog, i18n::words};

/// A state in its colour; the shape says what the state means.
#[component]
pub fn StateBadge(
    #[prop(into)] state: Signal<StateKey>,
    #[prop(into)] kind: Signal<StateType>,
    /// The words of customers instead of those of agents.
    #[prop(optional)]
    portal: bool,
) -> impl IntoView {
    let label = move || {
        if portal {
            words::portal_state(kind.get())
        } else {
            state.with(words::state)
        }
    };
    let class = move || {
        let kind = kind.get();
        let color = state.with(|state| catalog::state_color(state, kind));
        format!("badge badge-state badge-{} tint-{}", kind.name(), color.name())
    };
    view! {
        <span class=class>
            <span class="badge-text">{label}</span>
        </span>
    }
}

#[component]
pub fn PriorityBadge(#[prop(into)] priority: Signal<Priority>) -> impl IntoView {
    let class = move || {
        let level = priority.get();
        let color = catalog::priority_color(level);
        format!("priority priority-{} ink-{}", level.get(), color.name())
    };
    view! {
        <span class=class>
            <span class="priority-mark" aria-hidden="true"></span>
            <span class="priority-name">{move || words::priority(priority.get())}</span>
        </span>
    }
}
