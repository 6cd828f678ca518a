//! The whole history of the ticket, folded until somebody asks for it.

use leptos::prelude::*;
use pult_shared::api::ticket::HistoryEntry;
use wasm_bindgen::JsCast;
use web_sys::HtmlDetailsElement;

use super::{
    case::Case,
    sentences::{Known, sentence_of},
};
use crate::{
    components::Loading,
    i18n::{dates, t, words},
};

// req: A14, E16
#[component]
pub fn History(case: Case) -> impl IntoView {
    let details = NodeRef::<leptos::html::Details>::new();
    let toggled = move |event: leptos::ev::Event| {
        let open = event
            .target()
            .and_then(|target| target.dyn_into::<HtmlDetailsElement>().ok())
            .is_some_and(|details| details.open());
        case.history_open.set(open);
        if open {
            case.reload_history();
        }
    };
    // Whoever prints the case wants its history too.
    Effect::new(move |_| {
        if let Some(details) = details.get().filter(|_| case.history_open.get()) {
            details.set_open(true);
        }
    });
    let list = move || {
        case.history.get().map(|entries| {
            let known = Known::new(&entries, case);
            let row = |entry: &HistoryEntry| {
                let (who, what) = sentence_of(entry, &known);
                let at = entry.at;
                view! {
                    <li>
                        <time class="history-when" datetime=at.to_string()>
                            {move || dates::short(at)}
                        </time>
                        <span class="history-what">
                            <strong>{who}</strong>
                            " "
                            {what}
                        </span>
                    </li>
                }
            };
            view! { <ol class="history">{entries.iter().map(row).collect_view()}</ol> }
        })
    };
    view! {
        <details class="card panel" id="history" node_ref=details on:toggle=toggled>
            <summary>
                <h2>{t("history")}</h2>
            </summary>
            {list}
            <Show when=move || case.history.busy() && case.history.get().is_none()>
                <Loading />
            </Show>
            {move || case.history.error().map(|error| view! { <p class="field-error">{words::error(&error)}</p> })}
        </details>
    }
}

/// Changes by others, a sentence each.
#[component]
pub fn Changes(case: Case, entries: Signal<Vec<HistoryEntry>>) -> impl IntoView {
    let rows = move || {
        let entries = entries.get();
        let known = Known::new(&entries, case);
        let row = |entry: &HistoryEntry| {
            let (who, what) = sentence_of(entry, &known);
            view! {
                <li>
                    <strong>{who}</strong>
                    " "
                    {what}
                </li>
            }
        };
        entries.iter().map(row).collect_view()
    };
    view! { <ul>{rows}</ul> }
}

/// What others changed, when somebody was faster.
#[component]
pub fn Overtaken(case: Case) -> impl IntoView {
    view! {
        <Show when=move || case.overtaken.with(|changes| !changes.is_empty())>
            <p>{t("overtaken")}</p>
            <Changes case entries=case.overtaken.into() />
        </Show>
    }
}
