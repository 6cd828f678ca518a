//! State and priority in a word, with a shape beside the colour.

use leptos::prelude::*;
use pult_shared::ticket::{Priority, State};

use crate::i18n::words;

#[component]
pub fn StateBadge(
    #[prop(into)] state: Signal<State>,
    /// The words of customers instead of those of agents.
    #[prop(optional)]
    portal: bool,
) -> impl IntoView {
    let label = move || {
        if portal {
            words::portal_state(state.get())
        } else {
            words::state(state.get())
        }
    };
    view! { <span class=move || format!("badge badge-{}", state.get().name())>{label}</span> }
}

#[component]
pub fn PriorityBadge(#[prop(into)] priority: Signal<Priority>) -> impl IntoView {
    view! {
        <span class=move || format!("priority priority-{}", priority.get().get())>
            <span class="priority-mark" aria-hidden="true"></span>
            {move || words::priority(priority.get())}
        </span>
    }
}
